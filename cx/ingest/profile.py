"""A source profile: what a tool's export is recognised by, how it maps, and what it leaves out and asks; pure data."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cx.contracts.mapping import Declared, Text


def _several(value: object) -> object:
    """One or several of something, as a tuple."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _choices(value: object) -> object:
    """What fills a field, in the order of preference; a plain spelling is a column without a unit."""
    several = value if isinstance(value, list | tuple) else (value,)
    return tuple({"header": item} if isinstance(item, str) else item for item in several)


def _asked(value: object) -> object:
    """A question that is answered at no one place may be its text alone."""
    return {"text": value} if isinstance(value, str) else value


Spellings = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""Headers in the order of preference; `*` stands for any text."""


class Part(BaseModel):
    """A frozen part of a profile that takes no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spelled(Part):
    """A column by its spellings, with the unit that the tool writes it in."""

    header: Spellings
    unit: str | None = None
    per: Spellings = ()


class Made(Part):
    """A field made of several columns: the first must be there, the others are taken where they are."""

    make: tuple[Spellings, ...] = Field(min_length=1)


class ProfileWhen(Part):
    """Fields set by a column's value; without `like` a block for each value that the file begins with."""

    column: Spellings
    like: str | None = None
    set: dict[str, Text] = Field(min_length=1)


class ProfileAnswers(Part):
    """One question that the tool itself defines."""

    score: Spellings
    comment: Spellings = ()
    set: dict[str, Text] = Field(default_factory=dict)


class Questions(Part):
    """What the columns that nothing else claims and that look like scores are; `beside` names a column with it.

    In `beside`, `*` is the question's own header. An empty value in `set` is asked for.
    """

    beside: str | None = None
    set: dict[str, Text]


class Asked(Part):
    """What only a person can say, and what it is about: things to be declared, or fields of ours."""

    text: str
    about: tuple[str, ...] = ()


class Profile(Part):
    """One kind of export of one tool."""

    name: str
    """As a person calls it; the source that its mapping carries."""
    extract: str
    recognised_by: tuple[Spellings, ...] = Field(min_length=1)
    """Columns that must all be there, each by any of its spellings."""
    unless: Spellings = ()
    """Columns of which none may be there."""
    refuse: str = ""
    """Why the file fits no extract and what to export instead; empty where it fits."""
    asks: tuple[Annotated[Asked, BeforeValidator(_asked)], ...] = ()
    """What only a person can say."""
    columns: dict[str, Annotated[tuple[Spelled | Made, ...], BeforeValidator(_choices)]] = Field(default_factory=dict)
    constants: dict[str, Text] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    when: tuple[ProfileWhen, ...] = ()
    answers: tuple[ProfileAnswers, ...] = ()
    questions: tuple[Questions, ...] = ()
    skip: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Of a field or a column, the words of records that are not data; left out where the file does not have it."""
    repeats: Spellings = ()
    """The column by which the last of several rows of one key wins."""
    declare: Declared = Declared()
    leaves_out: dict[str, str] = Field(default_factory=dict)
    """Spelling of a column -> why it is left out; empty where that is plain to see."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Every profile, by name: one file each in `profiles/`."""
    found = (files("cx.ingest") / "profiles").iterdir()
    texts = [item.read_text(encoding="utf-8") for item in found if item.name.endswith(".toml")]
    read = (Profile.model_validate(tomllib.loads(text)) for text in texts)
    return tuple(sorted(read, key=lambda profile: profile.name.lower()))

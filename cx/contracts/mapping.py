"""How one source's file becomes an extract: the TOML that browser and shell share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from cx.contracts.file_forms import FILE_FORMS
from cx.contracts.file_units import FILE_UNITS

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
"""Names by which a person may give a delimiter."""


def _as_text(value: object) -> object:
    """A TOML number, date or truth value as the text that a cell would hold."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else str(value)


Text = Annotated[str, BeforeValidator(_as_text)]


class FileColumn(BaseModel):
    """A column of the file whose values are in another unit than ours, or in a time zone of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    header: str
    unit: str | None = None
    per: str | None = None
    """The column that says by which interval an amount is paid."""
    time_zone: str | None = None
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    decimal: Literal[".", ","] | None = None
    forms: tuple[str, ...] | None = None
    """Odd forms that its cells come in: found in the file where nobody says them; an empty list looks for none."""
    currency: str | None = None
    """What the signs of its amounts say; found in the file."""

    @field_validator("forms")
    @classmethod
    def _are_known(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if value and not set(value) <= set(FILE_FORMS):
            raise ValueError(", ".join(FILE_FORMS))
        return value

    @field_validator("unit")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None and value not in FILE_UNITS:
            raise ValueError(", ".join(FILE_UNITS))
        return value


class Make(BaseModel):
    """A field that is made of several columns: the same cells give the same text, repeats are numbered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    make: Annotated[tuple[str, ...], Field(min_length=1)]


class Lookup(BaseModel):
    """A field that is found through a column of the file in what is already loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    header: str
    lookup: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    take: str

    @property
    def extract(self) -> str:
        """The extract that is searched."""
        return self.lookup.partition(".")[0]

    @property
    def key(self) -> str:
        """Its column that holds the file's value."""
        return self.lookup.partition(".")[2]


class When(BaseModel):
    """Fields that are set in the records whose column is like a pattern (`*` and `?` as in file names)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    column: str
    like: str
    set: Annotated[dict[str, Text], Field(min_length=1)]


class Answers(BaseModel):
    """One question of a file that holds several in a row: its column of scores, its comment, what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    score: str
    comment: str | None = None
    set: dict[str, Text] = Field(default_factory=dict)


class EventLog(BaseModel):
    """A file of several rows a ticket: the last by `order` is the ticket, changes of `owner` are owner changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: str
    order: str | FileColumn
    owner: str | None = None


class Repeats(BaseModel):
    """Which of several rows of one key with other content wins: the last by a column."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    last_by: str | FileColumn


def header_named(column: str | FileColumn) -> str:
    """The name of a column of the file, whether more is said of it or not."""
    return column if isinstance(column, str) else column.header


class Declared(BaseModel):
    """What a file cannot say by itself; empty where its columns decide it or nobody has said."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    date_order: Literal["ymd", "dmy", "mdy"] | None = None
    time_zone: str = "UTC"
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    sheet: str | None = None
    end_is: Literal["last_day", "day_after"] | None = None
    survey: Literal["named", "anonymous"] | None = None
    implied_terms: bool = True
    exported_on: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")

    @field_validator("delimiter", mode="before")
    @classmethod
    def _spelled_out(cls, value: object) -> object:
        return DELIMITERS.get(str(value), value)

    @field_validator("exported_on", mode="before")
    @classmethod
    def _as_day(cls, value: object) -> object:
        """A day that the calendar has; TOML may give it as a date of its own."""
        return date.fromisoformat(str(value)).isoformat() if value is not None else None


Target = str | FileColumn | Make | Lookup
"""What a field is filled from."""


class Mapping(BaseModel):
    """Which column of the file fills which of our fields, and what is declared about the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    extract: str
    source: str = ""
    columns: dict[str, Target] = Field(default_factory=dict)
    constants: dict[str, Text] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    when: tuple[When, ...] = ()
    """The first that fits a record sets its fields; elsewhere the constants stand."""
    answers: tuple[Answers, ...] = ()
    event_log: EventLog | None = None
    repeats: Repeats | None = None
    skip: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Of a field or a column, the words (`*` and `?` as in file names) of records that are not data."""
    declare: Declared = Declared()

    def header_of(self, field: str) -> str | None:
        """The file's column that fills `field`, if a single one does."""
        found = self.columns.get(field)
        return found if found is None or isinstance(found, str) else getattr(found, "header", None)

    def takes_words(self, field: str) -> bool:
        """True where single cells of the file fill `field`, so that their words can be given a meaning."""
        asked = ("score", "comment") if self.answers else ()
        return field in asked or self.header_of(field) is not None

    def unit_of(self, field: str) -> str | None:
        """The unit that the file writes `field` in, where it is not ours."""
        found = self.columns.get(field)
        return found.unit if isinstance(found, FileColumn) else None

    def zone_of(self, field: str) -> str:
        """The time zone of the times in `field`'s column: its own, or the file's."""
        found = self.columns.get(field)
        own = found.time_zone if isinstance(found, FileColumn) else None
        return own or self.declare.time_zone

    def declared_of(self, field: str) -> Declared:
        """What is declared about `field`'s column: its own order, decimal sign and zone, or the file's."""
        found = self.columns.get(field)
        own = {"time_zone": self.zone_of(field)}
        if isinstance(found, FileColumn):
            own |= {name: said for name in ("date_order", "decimal") if (said := getattr(found, name))}
        return self.declare.model_copy(update=own)

    @property
    def set_fields(self) -> frozenset[str]:
        """The fields whose value a condition or a question of its own says."""
        sets = [*(item.set for item in self.when), *(item.set for item in self.answers)]
        asked = ("score", "comment") if self.answers else ()
        return frozenset((*asked, *(name for item in sets for name in item)))

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that the mapping fills: from a column or constant, a condition, a question or an event log."""
        sets = [*(item.set for item in self.when), *(item.set for item in self.answers)]
        asked = ["score"] if self.answers else []
        asked += ["comment"] if any(item.comment for item in self.answers) else []
        if self.event_log and self.event_log.owner:
            asked.append("from_team" if self.extract == "owner_changes" else "handoffs")
        return tuple(dict.fromkeys((*self.columns, *asked, *(name for item in sets for name in item), *self.constants)))

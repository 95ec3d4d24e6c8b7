"""Rows behind a section that are no metric's: what one of them is, the parts that its marks are, and what they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from cx.contracts.periods import Period
from cx.contracts.words import N_, Words
from cx.story.exhibit import Cell
from cx.story.period_names import day
from cx.story.telling import Telling
from cx.story.told_rows import ToldRows, caption_of, hidden_as_anonymous

Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class RowsPart(Generic[Item]):
    """The rows of one mark, or of all that a section shows."""

    label: str
    figure: str
    """What they make, in words: how many there are, and their amount."""
    period: Period
    items: Sequence[Item]


@dataclass(frozen=True, eq=False)
class Listing(Generic[Item]):
    """How rows are told: the file's name, what they are, which are counted, and the columns of each."""

    key: str
    name: str
    counted: str
    """Which rows these are: what travels with them in place of a metric's definition."""
    columns: tuple[tuple[str, Callable[[Item], Cell]], ...]


@dataclass(frozen=True, eq=False)
class OwnRows(Generic[Item]):
    """The rows of a section, the whole first; none may be shown where any of them was given to an anonymous survey."""

    listing: Listing[Item]
    parts: tuple[RowsPart[Item], ...]
    filters: str
    as_of: date
    words: Words
    is_hidden: bool = False

    def told(self, part: RowsPart[Item], most: int | None = None) -> ToldRows:
        """The rows of a part as a table, at most so many of them; columns that none of its rows fills are left out."""
        name, about = f"{self.listing.key}-rows", self._about(part)
        if self.is_hidden:
            return ToldRows(name, hidden_as_anonymous(self.words), about)
        shown = part.items if most is None else part.items[:most]
        # Whether a column is filled is told by all rows, so that a file has the columns of the screen.
        columns = [column for column in self.listing.columns if any(column[1](item) is not None for item in part.items)]
        return ToldRows(
            name,
            caption_of(part.label, part.figure, len(shown), len(part.items), self.words),
            about,
            tuple(title for title, _ in columns),
            tuple(tuple(tell(item) for _, tell in columns) for item in shown),
            len(part.items),
        )

    def _about(self, part: RowsPart[Item]) -> tuple[tuple[str, str], ...]:
        words = self.words
        days = words.say(N_("{start} to {end}"), start=day(part.period.start, words), end=day(part.period.end, words))
        lines = (
            (N_("Rows"), self.listing.name),
            (N_("Definition"), self.listing.counted),
            (N_("Shown"), part.label),
            (N_("Filters"), self.filters),
            (N_("Period"), days),
            (N_("Data to"), day(self.as_of, words)),
            (N_("Figure"), "" if self.is_hidden else part.figure),
        )
        return tuple((words.say(name), text) for name, text in lines)


def annual_value(telling: Telling) -> str:
    """The title of a column of yearly amounts, with the currency where one is set."""
    title = N_("Annual value ({currency})") if telling.currency else N_("Annual value")
    return telling.words.say(title, currency=telling.currency)


def amount(telling: Telling) -> str:
    """The title of a column of other amounts, with the currency where one is set."""
    title = N_("Amount ({currency})") if telling.currency else N_("Amount")
    return telling.words.say(title, currency=telling.currency)


def own_rows(
    listing: Listing[Item], parts: Sequence[RowsPart[Item]], telling: Telling, is_hidden: bool = False
) -> OwnRows[Item]:
    """The rows of the telling's selection: parts without a row are left out, but for the first one, the whole."""
    kept = tuple(part for at, part in enumerate(parts) if part.items or not at)
    return OwnRows(listing, kept, telling.filters, telling.selection.as_of, telling.words, is_hidden)

"""An exhibit: a frozen value that every renderer draws the same way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from cx.contracts.units import Unit

Cell = str | int | float | bool | Decimal | date | None
"""What stands in a table, on the page and in a file: a moment is a date too, and None where nothing is known."""


class Shape(StrEnum):
    """The kinds of exhibit."""

    TREND = "trend"
    DOTS = "dots"
    BARS = "bars"
    STACKED = "stacked"
    """Parts of a whole, one row a whole: each series holds a part of every row."""
    WATERFALL = "waterfall"
    HEAT = "heat"
    """A table of figures, one column a series and one row a label, shaded by where each stands."""
    CURVE = "curve"
    """Shares still waiting by the time waited, as steps: each point stands where the curve falls to it."""
    TABLE = "table"


class Tone(StrEnum):
    """What a mark means; colours and arrows derive from it."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Point:
    """One mark of an exhibit: where it stands, its value and range, and how many cases it rests on."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    """How many cases its own value rests on."""
    on: date | None = None
    is_few: bool = False
    """Too few cases to judge by: drawn greyed."""
    note: str = ""
    """What the mark says when pointed at: value, range and n in words."""
    role: str = ""
    """In a waterfall: total, up, down, or open, which is no loss yet. In a stack: better, worse, main, or neither. In a
    trend: mark, to stand out."""
    shade: float | None = None
    """In a heat map: where the value stands between the worst (0) and the best (1) of its scale; unshaded without."""
    text: str = ""
    """What stands in the place of a value that is not there: hidden, silent. In a heat map also below one that is."""
    limits: str = ""
    """In a heat map: its range in words, which is printed below the value where there is room."""
    at: float | None = None
    """In a curve: how long was waited, in the unit that the exhibit counts in across."""
    n_of_row: int | None = None
    """In a stack: how many cases its whole row rests on, where its parts count different ones; else its n is the row's."""
    is_partial: bool = False
    """In a trend: not all that it counts is known, so that it is drawn as a ring."""


@dataclass(frozen=True)
class Series:
    """A line or a group of marks; one series of an exhibit is the one that matters."""

    name: str
    points: tuple[Point, ...]
    matters: bool = True
    unit: Unit | None = None
    """What its values are counted in, where that is not the exhibit's."""


@dataclass(frozen=True)
class Cut:
    """Where the line of a trend ends and another begins, since what it shows was measured differently from then on."""

    on: date
    """The day of the first point of the new line."""
    labels: tuple[str, ...]
    """What changed, in short words."""
    note: str = ""
    """The same in whole words, for a table and who points at it."""


@dataclass(frozen=True)
class Happening:
    """An event of the time that a trend covers: its number is what the picture has room for."""

    on: date
    number: int
    title: str
    note: str
    """What its mark says when pointed at."""


@dataclass(frozen=True)
class Exhibit:
    """What is shown: kind, series, the sentence it proves, and the caption that says of what it speaks."""

    key: str
    shape: Shape
    takeaway: str
    caption: str
    unit: Unit
    series: tuple[Series, ...] = ()
    currency: str = ""
    reference: Point | None = None
    """A value that the marks are read against, drawn as a thin line."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    """For a table: its cells as text; amounts, counts and days as such, so that they sort and go into files as they are."""
    cuts: tuple[Cut, ...] = ()
    """For a trend: where its line breaks, the earliest first."""
    by: str = ""
    """For groups: the dimension that they are of."""
    guides: tuple[Point, ...] = ()
    """For a trend: targets and benchmarks, each a thin line by the name of its point; the role says which it is."""
    across: Unit | None = None
    """For curves: what the time waited is counted in."""
    is_proof: bool = False
    """For a table: it stands with what the section rests on, and not among what it shows."""
    events: tuple[Happening, ...] = ()
    """For a trend: what happened meanwhile, the earliest first."""


@dataclass(frozen=True)
class Tile:
    """One headline figure."""

    key: str
    name: str
    value: str
    change: str
    """The change since the previous period in words, empty where there is none."""
    tone: Tone
    arrow: Literal["up", "down", "off"]
    """Tone and arrow are of the change that is told: since the previous period, else that of the year."""
    spark: tuple[float, ...]
    certainty: str
    """One of the four words about the change since the previous period, or that the figure is exact."""
    detail: str
    """Range and number of cases."""
    help: str
    target: str = ""
    """The target and whether it is met, empty where there is none."""
    of_year: str = ""
    """The change since last year and how sure it is, where that one is told and the other is not; else empty."""


class Withheld(str):
    """A line about figures that stay hidden to keep answers anonymous: it looks unlike one about what is too few."""

    __slots__ = ()


class EvidenceRow(NamedTuple):
    """What a section says of one metric that it rests on, as text, and the metric's key."""

    name: str
    value: str
    range: str
    basis: str
    change: str
    certainty: str
    change_of_year: str
    certainty_of_year: str
    metric: str


@dataclass(frozen=True)
class Section:
    """One finding: its sentence, what shows it, what it means and what it rests on."""

    key: str
    title: str
    exhibits: tuple[Exhibit, ...]
    meaning: tuple[str, ...]
    evidence: tuple[tuple[str, ...], ...]
    """Rows of metric, value, range, cases, change and certainty, as text."""
    rows_by: tuple[tuple[str, ...], ...] = ()
    """Splits that its rows can be shown by besides those of its exhibits: a mark may be of several dimensions at once."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The keys of the metrics that it rests on: their rows can be shown."""
        return tuple(row.metric for row in self.evidence if isinstance(row, EvidenceRow))

    @property
    def by(self) -> str:
        """The dimension of the groups that it shows first; empty where it shows none."""
        return next((exhibit.by for exhibit in self.exhibits if exhibit.by), "")

    @property
    def splits(self) -> tuple[tuple[str, ...], ...]:
        """The dimensions of its marks, those that one mark has together."""
        shown = ((exhibit.by,) for exhibit in self.exhibits if exhibit.by)
        return tuple(dict.fromkeys((*shown, *self.rows_by)))


@dataclass(frozen=True)
class Story:
    """A page or a board: its headline, the lines that carry the numbers, tiles and sections."""

    headline: str
    lede: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    period: str
    as_of: date
    missing: tuple[str, ...] = ()
    """What stays hidden and why, and which export would fill what is still dark."""
    filters: str = ""
    """The filters in words; empty where it tells of all customers."""

"""What answers to the NPS question move together with: ratings of other questions by the same respondent or account.

Respondents are taken where enough answered several questions at once, else accounts with their mean ratings of the
twelve months that end with the period: by touchpoint, by stage or by kind of question, the finest that has enough
complete rows. Nothing is imputed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, trailing_year
from cx.contracts.settings import Settings
from cx.metrics.compute import Asked, compute
from cx.metrics.intervals import SEED
from cx.metrics.known_cells import has_anonymous
from cx.metrics.ratings import OF_ACCOUNT, OF_RESPONSE, Rating, ratings
from cx.metrics.same_answers import ANSWERS
from cx.metrics.value import Hidden
from cx.statistics import DriverShare, Estimate, lmg_intervals, mean_interval

LEAST_ROWS = 100
ROWS_AN_ATTRIBUTE = 20
MOST_ATTRIBUTES = 6
"""More would leave too few complete rows in most companies, and double the work with each."""
FEWEST_ATTRIBUTES = 2


@dataclass(frozen=True, order=True)
class Attribute:
    """A question that respondents or accounts rated: its kind and scale, and what tells it from others of its kind."""

    kind: str
    scale: str
    ces_version: str
    question: str = ""
    stage: str = ""
    touchpoint: str = ""


@dataclass(frozen=True)
class Driver:
    """One attribute, how much of NPS goes with it, and how it is rated."""

    attribute: Attribute
    share: DriverShare
    mean: Estimate
    """Of the complete rows, with its t limits."""


@dataclass(frozen=True)
class Drivers:
    """What the NPS answers move together with."""

    unit: str
    """OF_RESPONSE or OF_ACCOUNT."""
    period: Period
    drivers: tuple[Driver, ...]
    """The largest share first; those that cannot be told from noise last."""
    r_squared: Estimate
    constant: tuple[Attribute, ...]
    """Attributes that everybody rated the same, left out."""
    thin: tuple[Attribute, ...]
    """Attributes that too few rated, left out."""


@dataclass(frozen=True)
class TooFewRows:
    """That it cannot be told, and how far it is from it."""

    complete: int
    """Rows that rate the two most rated attributes and answer the NPS question, of the best unit; 0 without two."""
    needed: int
    period: Period


Level = Callable[[Rating], Attribute]


def _of_kind(item: Rating, **told: str) -> Attribute:
    return Attribute(item.kind, item.scale, item.ces_version or "", **told)


LEVELS: dict[str, tuple[Level, ...]] = {
    OF_RESPONSE: (lambda item: _of_kind(item, question=item.question or ""),),
    OF_ACCOUNT: (
        lambda item: _of_kind(item, stage=item.stage or "", touchpoint=item.touchpoint or ""),
        lambda item: _of_kind(item, stage=item.stage or ""),
        _of_kind,
    ),
}
"""How attributes are told apart, the finest first."""


def drivers(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Drivers | TooFewRows | None:
    """What NPS moves together with in the twelve months; None where nobody answered the NPS question in them.

    None too where the figure of any of the questions is hidden under the selection, since the ratings would tell it.
    """
    year = trailing_year(selection.period.end)
    if _is_any_hidden(cursor, selection.over(year), settings):
        return None
    best = _best(cursor, selection, settings)
    if best.is_enough:
        return _drivers(best.unit, year, best.table, best.attributes)
    (answers,) = compute(cursor, ["nps"], selection.over(year), settings, Asked(ranged=False))
    needed = max(LEAST_ROWS, FEWEST_ATTRIBUTES * ROWS_AN_ATTRIBUTE)
    return TooFewRows(int(best.rows.sum()), needed, year) if answers.n else None


@dataclass(frozen=True)
class Rated:
    """One complete row: whose it is, its mean answer to the NPS question, and its mean rating of each attribute."""

    unit: str
    account: str | None
    score: float
    ratings: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class RatedRows:
    """The complete rows that are told of, or those nearest to it where there are too few."""

    unit: str
    """OF_RESPONSE or OF_ACCOUNT."""
    period: Period
    attributes: tuple[Attribute, ...]
    rows: tuple[Rated, ...]
    is_unnamed: bool
    """Whether any of what was read is of an anonymous survey: then no row may be shown."""


def rated_rows(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> RatedRows:
    """The rows that `drivers` tells of or counts, by unit; none without two attributes."""
    best = _best(cursor, selection, settings)
    table, there = best.table, np.flatnonzero(best.rows)
    columns = [table.ratings[name] for name in best.attributes]
    rows = tuple(
        Rated(
            str(table.units[at]),
            None if str(table.account[at]).startswith("#") else str(table.account[at]),
            float(table.outcome[at]),
            tuple(float(column[at]) for column in columns),
        )
        for at in there
    )
    return RatedRows(best.unit, trailing_year(selection.period.end), best.attributes, rows, table.is_unnamed)


def _is_any_hidden(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> bool:
    if not has_anonymous(cursor):
        return False
    values = compute(cursor, ANSWERS, selection, settings, Asked(ranged=False))
    return any(value.hidden is not Hidden.NO for value in values)


@dataclass(frozen=True, eq=False)
class _Table:
    """A row a unit: its answer to the NPS question and its ratings, NaN where there is none."""

    units: NDArray[np.str_]
    outcome: NDArray[np.float64]
    account: NDArray[np.str_]
    attributes: tuple[Attribute, ...]
    """Those with some variation, the most rated first."""
    ratings: dict[Attribute, NDArray[np.float64]]
    constant: tuple[Attribute, ...]
    is_unnamed: bool


@dataclass(frozen=True, eq=False)
class _Best:
    """The finest level with enough complete rows, or the one with most of two attributes."""

    unit: str
    table: _Table
    attributes: tuple[Attribute, ...]
    is_enough: bool

    @property
    def rows(self) -> NDArray[np.bool_]:
        """Which rows of the table are complete."""
        return _complete(self.table, self.attributes)


def _best(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> _Best:
    first, tried = trailing_year(selection.period.end).start, []
    for unit, levels in LEVELS.items():
        found = ratings(cursor, selection, settings, first, unit)
        for level in levels:
            table = _table(found, level)
            chosen = _chosen(table)
            if len(chosen) >= FEWEST_ATTRIBUTES:
                return _Best(unit, table, chosen, True)
            tried.append(_Best(unit, table, table.attributes[:FEWEST_ATTRIBUTES], False))
    return max(tried, key=lambda best: int(best.rows.sum()))


def _table(found: Sequence[Rating], level: Level) -> _Table:
    units = {name: at for at, name in enumerate(dict.fromkeys(item.unit for item in found))}
    account = {item.unit: item.account for item in found}
    outcome = _means((item for item in found if item.kind == "nps" and item.scale == "0-10"), units)
    by_attribute: dict[Attribute, list[Rating]] = defaultdict(list)
    for item in found:
        if item.kind != "nps":
            by_attribute[level(item)].append(item)
    means = {attribute: _means(iter(items), units) for attribute, items in by_attribute.items()}
    known = {name: int(np.isfinite(column + outcome).sum()) for name, column in means.items()}
    ordered = sorted((name for name in means if known[name]), key=lambda name: (-known[name], name))
    constant = tuple(name for name in ordered if _is_constant(means[name][np.isfinite(outcome)]))
    return _Table(
        np.array(list(units), dtype=np.str_),
        outcome,
        np.array([account[name] for name in units], dtype=np.str_),
        tuple(name for name in ordered if name not in constant),
        means,
        constant,
        any(item.is_unnamed for item in found),
    )


def _means(items: Iterator[Rating], units: dict[str, int]) -> NDArray[np.float64]:
    """The mean of each unit's answers; NaN for units without one."""
    total, n = np.zeros(len(units)), np.zeros(len(units))
    for item in items:
        total[units[item.unit]] += item.mean * item.n
        n[units[item.unit]] += item.n
    means = np.full(len(units), np.nan)
    np.divide(total, n, out=means, where=n > 0)
    return means


def _is_constant(column: NDArray[np.float64]) -> bool:
    there = column[np.isfinite(column)]
    return bool(there.size > 1 and np.ptp(there) == 0)


def _complete(table: _Table, attributes: Sequence[Attribute]) -> NDArray[np.bool_]:
    """Rows that answer the NPS question and rate every one of the attributes; none without enough attributes."""
    found = np.isfinite(table.outcome)
    if len(attributes) < FEWEST_ATTRIBUTES:
        return np.zeros_like(found)
    for name in attributes:
        found = found & np.isfinite(table.ratings[name])
    return found


def _chosen(table: _Table) -> tuple[Attribute, ...]:
    """The most attributes, by how many rated them, that leave enough complete rows."""
    for size in range(min(len(table.attributes), MOST_ATTRIBUTES), FEWEST_ATTRIBUTES - 1, -1):
        if _complete(table, table.attributes[:size]).sum() >= max(LEAST_ROWS, ROWS_AN_ATTRIBUTE * size):
            return table.attributes[:size]
    return ()


def _drivers(unit: str, year: Period, table: _Table, chosen: tuple[Attribute, ...]) -> Drivers:
    rows = _complete(table, chosen)
    columns = np.column_stack([table.ratings[name][rows] for name in chosen])
    found = lmg_intervals(columns, table.outcome[rows], table.account[rows], SEED)
    made = [
        Driver(name, share, mean_interval(columns[:, at]))
        for at, (name, share) in enumerate(zip(chosen, found.shares, strict=True))
    ]
    alike = tuple(item.attribute for item in made if item.share.share is None)
    kept = [item for item in made if item.share.share is not None]
    kept.sort(key=lambda item: (not item.share.is_told, -(item.share.share or 0.0)))
    thin = tuple(name for name in table.attributes if name not in chosen)
    return Drivers(unit, year, tuple(kept), found.r_squared, (*table.constant, *alike), thin)

"""How much of the book rests on its largest account, and what retention is without it and for the account in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.book_values import book, book_year
from cx.metrics.book_worth import NOTHING, Held, kept
from cx.metrics.metric import Grid
from cx.metrics.queries import check_dimensions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import rows_of

LARGE = 10.0
"""Percent of the value before above which an account must be named (reference, T9)."""


@dataclass(frozen=True)
class Concentration:
    """Retention over twelve months with and without the account that was worth most on the first day; percent."""

    days: Period
    accounts: int
    top: str
    name: str | None
    """What the largest account is called."""
    share: float
    """Of the value of all accounts on the first day."""
    nrr: float
    grr: float
    top_nrr: float
    nrr_without: float
    grr_without: float
    median_nrr: float
    """Of the accounts' own value after and before: half keep or grow to more, half to less."""
    pending: float
    """Annual value that is not decided yet; it counts as gone until it is."""
    most: "Concentration | None" = None
    """The same were all that is not decided renewed: the upper ends; None where nothing is open."""

    @property
    def is_large(self) -> bool:
        """True where one account makes so much of the figure that it must be named."""
        return self.share > LARGE


def concentration(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Concentration | None:
    """Over the twelve months that end with the period; None with fewer than two accounts of value on their first day.

    NRR and GRR equal the metrics of these names. Raises UnknownDimension for a filter that the book does not have.
    """
    check_dimensions(REGISTRY["nrr"], tuple(item.dimension for item in selection.filters))
    days = book_year(selection.period.end)
    groups = book(cursor, Grid.BOOK_BY_ACCOUNT, selection, settings, (), days)
    found = concentration_of([item for group in groups.values() for item in group], days)
    if found is None:
        return None
    return _named(cursor, found)


def concentration_of(items: Sequence[Held], days: Period) -> Concentration | None:
    """The same of these accounts, the largest without its name; of two of one size the first id."""
    found = _as_told(items, days)
    if found is None or not found.pending:
        return found
    renewed = [replace(item, after=item.after + item.pending, pending=NOTHING) for item in items]
    return replace(found, most=_as_told(renewed, days))


def _as_told(items: Sequence[Held], days: Period) -> Concentration | None:
    """What the accounts are worth now over what they were, with what is not decided counted as gone."""
    there = sorted((item for item in items if item.before > 0), key=lambda item: (-item.before, item.account))
    if len(there) < 2:
        return None
    top, rest = there[0], there[1:]
    return Concentration(
        days,
        len(there),
        top.account,
        None,
        _percent(top.before, [item.before for item in there]),
        _nrr(there),
        _grr(there),
        _nrr([top]),
        _nrr(rest),
        _grr(rest),
        float(100 * median(item.after / item.before for item in there)),
        float(sum(item.pending for item in there)),
    )


def _nrr(items: Sequence[Held]) -> float:
    return _percent(sum((item.after for item in items), Decimal(0)), [item.before for item in items])


def _grr(items: Sequence[Held]) -> float:
    return _percent(sum((Decimal(kept(item)) for item in items), Decimal(0)), [item.before for item in items])


def _percent(part: Decimal, whole: Sequence[Decimal]) -> float:
    return float(100 * part / sum(whole, Decimal(0)))


def _named(cursor: DuckDBPyConnection, found: Concentration) -> Concentration:
    """The same with what the largest account is called, as known on the first day."""
    query = "SELECT name FROM account_spans WHERE account_id = $top AND known_from <= $day AND known_to > $day"
    rows = rows_of(cursor, query, {"top": found.top, "day": found.days.start})
    return replace(found, name=str(rows[0]["name"])) if rows and rows[0]["name"] is not None else found

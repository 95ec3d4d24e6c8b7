"""What paying accounts are worth on a day and what they could be, with whose estimate that is and when it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.books import account_spans_on, in_force, where_of_account
from cx.metrics.queries import check_dimensions, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Row, bound, rows_of, shape


@dataclass(frozen=True, slots=True)
class Estimated:
    """One paying account: its annual value, and the estimate of what it could be, in the base currency."""

    account: str
    tier: str | None
    worth: Decimal
    potential: Decimal
    """0 where nobody estimated it."""
    source: str | None
    estimated_on: date | None

    @property
    def is_above(self) -> bool:
        """True where it is worth more than its estimate, which is then too low."""
        return 0 < self.potential < self.worth


@dataclass(frozen=True)
class Potential:
    """Some paying accounts: those with an estimate, and those without, which are in no sum."""

    estimated: tuple[Estimated, ...]
    without: tuple[Estimated, ...]

    @property
    def worth(self) -> Decimal:
        """The annual value of those with an estimate."""
        return sum((item.worth for item in self.estimated), Decimal(0))

    @property
    def potential(self) -> Decimal:
        """What they could be worth."""
        return sum((item.potential for item in self.estimated), Decimal(0))

    @property
    def first_on(self) -> date | None:
        """The day of the oldest estimate that has one."""
        return min((item.estimated_on for item in self.estimated if item.estimated_on), default=None)

    @property
    def last_on(self) -> date | None:
        """The day of the newest estimate that has one."""
        return max((item.estimated_on for item in self.estimated if item.estimated_on), default=None)


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    query = f"""
        SELECT f.account_id AS account, CAST(a.tier AS VARCHAR) AS tier, sum(f.amount) AS worth,
          max(coalesce(a.potential_value, 0)) AS potential, max(CAST(a.potential_source AS VARCHAR)) AS source,
          max(a.potential_on) AS estimated_on
        FROM terms f {account_spans_on("$day")} WHERE {in_force("$day")} AND f.amount > 0 AND {where_of_account(filters)}
        GROUP BY ALL"""
    return expression(query).sql(dialect="duckdb")


def potential(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Potential:
    """Paying accounts on the last day of the period that is known: the accounts of the metric `realised_potential`.

    Raises UnknownDimension for a filter that is not of accounts.
    """
    check_dimensions(REGISTRY["realised_potential"], tuple(item.dimension for item in selection.filters))
    given = {**bound(selection, settings), "day": min(selection.period.end, selection.as_of)}
    return potential_of([_estimated(row) for row in rows_of(cursor, _query(shape(selection)), given)])


def potential_of(items: Sequence[Estimated]) -> Potential:
    """The accounts with and without an estimate."""
    return Potential(
        tuple(item for item in items if item.potential > 0), tuple(item for item in items if item.potential <= 0)
    )


def _estimated(row: Row) -> Estimated:
    return Estimated(
        str(row["account"]),
        None if row["tier"] is None else str(row["tier"]),
        Decimal(str(row["worth"])),
        Decimal(str(row["potential"])),
        None if row["source"] is None else str(row["source"]),
        None if row["estimated_on"] is None else date.fromisoformat(str(row["estimated_on"])),
    )

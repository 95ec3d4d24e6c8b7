"""How long the tickets have waited that are open at the end of a period's last day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import bound, rows_of, shape

BACKLOG = REGISTRY["backlog"]
BANDS = (1, 3, 7, 30)
"""Days at which one band of age ends and the next begins."""
MOST_LISTED = 50
PRIORITY = "priority"
URGENT_FIRST = ("urgent", "critical", "highest", "high", "normal", "medium", "low", "lowest")


@dataclass(frozen=True)
class OpenTicket:
    """One ticket that is open at the end of the last day."""

    ticket: str
    opened_at: datetime
    days: float
    """How long it has waited by the end of that day."""
    priority: str | None
    team: str | None
    account: str | None
    """The name of its account as known on that day, else its id."""


@dataclass(frozen=True)
class BacklogAge:
    """The open tickets by group and band of age, and the oldest of them."""

    day: date
    counts: dict[str | None, tuple[int, ...]]
    """Group -> tickets in each band, the youngest band first: one more than there are limits.

    The most urgent priority first, and of another dimension the group with most tickets.
    """
    oldest: tuple[OpenTicket, ...]

    @property
    def total(self) -> int:
        """Every open ticket."""
        return sum(sum(bands) for bands in self.counts.values())

    def older_than(self, days: int) -> int:
        """Open tickets that have waited longer than one of the limits."""
        return sum(sum(bands[BANDS.index(days) + 1 :]) for bands in self.counts.values())


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...], by: str) -> str:
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters, "f.")) or "true"
    query = f"""
        SELECT f.ticket_id, f.opened_at, CAST(f.priority AS VARCHAR) AS priority, CAST(f.team AS VARCHAR) AS team,
          CAST(f.{by} AS VARCHAR) AS grp,
          coalesce(s.name, CAST(f.account_id AS VARCHAR)) AS account,
          date_diff('second', f.opened_at, $end + INTERVAL 1 DAY) / 86400.0 AS days
        FROM fact_tickets f LEFT JOIN account_spans s ON s.account_id = CAST(f.account_id AS VARCHAR)
          AND $end >= s.known_from AND $end < s.known_to
        WHERE f.opened_on <= $end AND {BACKLOG.counted} AND {BACKLOG.value}
          AND NOT coalesce(f.{BACKLOG.negative}, false) AND {passing}
        ORDER BY f.opened_at, f.ticket_id"""
    return expression(query).sql(dialect="duckdb")


def backlog_age(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, by: str = PRIORITY
) -> BacklogAge | None:
    """The age of what is open at the end of the period's last day that is known, by a dimension; None where nothing is.

    Raises UnknownDimension for a split or filter that tickets do not have.
    """
    check_dimensions(BACKLOG, (by, *(item.dimension for item in selection.filters)))
    if selection.period.start > selection.as_of:
        return None
    given = bound(selection, settings, BACKLOG.clock)
    rows = rows_of(cursor, _query(shape(selection), by), given)
    if not rows:
        return None
    tickets = [
        OpenTicket(
            str(row["ticket_id"]),
            datetime.fromisoformat(str(row["opened_at"])),
            float(str(row["days"])),
            *(None if row[name] is None else str(row[name]) for name in ("priority", "team", "account")),
        )
        for row in rows
    ]
    ages: dict[str | None, list[float]] = defaultdict(list)
    for row, item in zip(rows, tickets, strict=True):
        ages[None if row["grp"] is None else str(row["grp"])].append(item.days)
    order = _urgency if by == PRIORITY else lambda name: (-len(ages[name]), name or "")
    counts = {name: _by_band(ages[name]) for name in sorted(ages, key=order)}
    day = min(selection.period.end, selection.as_of)
    return BacklogAge(day, counts, tuple(tickets[:MOST_LISTED]))


def _urgency(priority: str | None) -> tuple[int, str]:
    word = (priority or "").lower()
    return (URGENT_FIRST.index(word) if word in URGENT_FIRST else len(URGENT_FIRST) + (not word), word)


def _by_band(ages: list[float]) -> tuple[int, ...]:
    edges = (-1.0, *map(float, BANDS), timedelta.max.days)
    return tuple(sum(low < age <= high for age in ages) for low, high in zip(edges, edges[1:], strict=False))

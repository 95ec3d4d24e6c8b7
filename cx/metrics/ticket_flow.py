"""What came in, what was resolved and what stayed open, over spans of days that sum to each other exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, months_later, period_of
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Row, bound, rows_of, shape

BACKLOG = REGISTRY["backlog"]
WEEKS, MONTHS = 13, 12
WEEK = 7
LONGEST_BY_WEEK = 31
"""Days of a period up to which its flow is told by the week."""


@dataclass(frozen=True)
class Span:
    """Some days: what was open before them, what came and went, and what was open at their end, each counted by itself."""

    period: Period
    before: int
    opened: int
    resolved: int
    reopened: int
    """Those of the resolved that had been opened again at least once, as far as the export counts it."""
    after: int

    @property
    def closes(self) -> bool:
        """True where the sum is right: before + opened - resolved = after."""
        return self.before + self.opened - self.resolved == self.after


@dataclass(frozen=True)
class TicketFlow:
    """The flow of a period, and of the spans up to its end that are drawn."""

    whole: Span
    spans: tuple[Span, ...]
    grain: Grain
    """Whether the spans are weeks or months."""
    left_out: int
    """Tickets resolved before they were opened."""


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...], by: str = "") -> str:
    """Tickets are counted by their two days first: however many there are, those pairs are few.

    Split by a dimension, each group of it has every span.
    """
    group, name = (f", CAST({by} AS VARCHAR) AS grp", ", d.grp") if by else ("", "")
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    began, ended = "d.opened_on", "d.resolved_on"
    totals = {
        "before": f"{began} < s.first AND coalesce({ended} >= s.first, true)",
        "opened": f"{began} BETWEEN s.first AND s.last",
        "resolved": f"{ended} BETWEEN s.first AND s.last",
        "after": f"{began} <= s.last AND coalesce({ended} > s.last, true)",
    }
    columns = ", ".join(
        f"coalesce(sum(d.n) FILTER (NOT d.faulty AND {part}), 0) AS {at}" for at, part in totals.items()
    )
    query = f"""
        WITH spans AS (SELECT unnest($firsts) AS first, unnest($lasts) AS last),
          days AS (SELECT opened_on, resolved_on, coalesce({BACKLOG.negative}, false) AS faulty, count(*) AS n,
              count(*) FILTER (reopens >= 1) AS again{group}
            FROM fact_tickets WHERE opened_on <= $end AND {BACKLOG.counted} AND {passing} GROUP BY ALL)
        SELECT s.first, s.last, {columns},
          coalesce(sum(d.again) FILTER (NOT d.faulty AND {totals["resolved"]}), 0) AS reopened,
          coalesce(sum(d.n) FILTER (d.faulty), 0) AS left_out, min(d.opened_on) AS known_from{name}
        FROM spans s CROSS JOIN days d GROUP BY ALL ORDER BY s.first, s.last"""
    return expression(query).sql(dialect="duckdb")


def ticket_flow(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> TicketFlow | None:
    """The flow of the period and of the weeks (of a month or less) or months up to its end.

    None where no ticket was opened by then or no resolution is known. Raises UnknownDimension for a filter that tickets
    do not have.
    """
    check_dimensions(BACKLOG, tuple(item.dimension for item in selection.filters))
    whole = Period(selection.period.start, min(selection.period.end, selection.as_of))
    if whole.start > whole.end:
        return None
    by_week = selection.period.days <= LONGEST_BY_WEEK
    spans = _weeks(whole.end) if by_week else _months(whole.end)
    rows = _rows(cursor, selection, settings, (whole, *spans))
    if not rows:
        return None
    found, known_from = {_period(row): _span(row) for row in rows}, _day(rows[0]["known_from"])
    return TicketFlow(
        found[whole],
        tuple(found[span] for span in spans if span.end >= known_from),
        Grain.WEEK if by_week else Grain.MONTH,
        int(str(rows[0]["left_out"])),
    )


def flow_by(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, by: str
) -> tuple[tuple[str, Span], ...]:
    """The flow of the period in each group of a dimension, the one with most opened first; without a value: empty.

    The groups sum to the whole. None of them where the whole has no flow, or all of one is zero. Raises UnknownDimension
    for a split or filter that tickets do not have.
    """
    check_dimensions(BACKLOG, (by, *(item.dimension for item in selection.filters)))
    period = Period(selection.period.start, min(selection.period.end, selection.as_of))
    if period.start > period.end:
        return ()
    rows = _rows(cursor, selection, settings, (period,), by)
    found = [(str(row["grp"] or ""), _span(row)) for row in rows]
    moved = [(name, span) for name, span in found if span.before or span.opened or span.resolved]
    return tuple(sorted(moved, key=lambda pair: (-pair[1].opened, pair[0])))


def _rows(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, spans: Sequence[Period], by: str = ""
) -> list[Row]:
    wanted = list(dict.fromkeys(spans))
    given = bound(selection, settings, BACKLOG.clock)
    given |= {"firsts": [item.start for item in wanted], "lasts": [item.end for item in wanted]}
    return rows_of(cursor, _query(shape(selection), by), given)


def _weeks(end: date) -> tuple[Period, ...]:
    """Spans of seven days of which the last ends with the day, so that each is whole."""
    lasts = [end - timedelta(days=WEEK * back) for back in reversed(range(WEEKS))]
    return tuple(Period(last - timedelta(days=WEEK - 1), last) for last in lasts)


def _months(end: date) -> tuple[Period, ...]:
    """Calendar months of which the last ends with the day."""
    firsts = [months_later(end.replace(day=1), -back) for back in reversed(range(MONTHS))]
    return tuple(Period(first, min(end, period_of(first, Grain.MONTH).end)) for first in firsts)


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _period(row: Row) -> Period:
    return Period(_day(row["first"]), _day(row["last"]))


def _span(row: Row) -> Span:
    names = ("before", "opened", "resolved", "reopened", "after")
    return Span(_period(row), *(int(str(row[name])) for name in names))

"""The quarter that a story opens with."""

from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.periods import Grain, Period, day_year_before, period_of, to_date
from cx.contracts.settings import Settings
from cx.metrics.as_of import HAPPENED, default_period

BEGINNINGS = HAPPENED | {"renewals": ("starts_on",)}
"""The dates from which an extract has figures: a contract counts from its start, not from its decision."""
TOLD_OF = HAPPENED | {"renewals": ("starts_on", "ends_on", "decided_on")}
"""The dates on which something to tell of was."""


def running_quarter(known_to: date, settings: Settings) -> Period | None:
    """The first days of the quarter that is not over, up to the day things are known; None on a quarter's last day."""
    current = period_of(known_to, Grain.QUARTER, settings.fiscal_year_starts)
    found = to_date(current, known_to, settings.fiscal_year_starts)
    return found if found.part_of else None


def opening_quarter(cursor: DuckDBPyConnection, known_to: date, settings: Settings) -> Period:
    """The last complete quarter in the data; the running one where it has something to tell of and the last has not."""
    last, running = default_period(known_to, settings), running_quarter(known_to, settings)
    if running is None or _has_any(cursor, last) or not _has_any(cursor, running):
        return last
    return running


def _has_any(cursor: DuckDBPyConnection, period: Period) -> bool:
    """True where anything was in the period, or the book of its last day has one of a year before to compare with."""
    parts = [
        f"EXISTS (SELECT 1 FROM {extract} WHERE {column}::DATE BETWEEN $start AND $end)"
        for extract, columns in TOLD_OF.items()
        for column in columns
    ]
    parts.append("EXISTS (SELECT 1 FROM renewals WHERE starts_on <= $before AND coalesce(ends_on > $before, true))")
    days = {"start": period.start, "end": period.end, "before": day_year_before(period.end)}
    return bool(cursor.execute(f"SELECT {' OR '.join(parts)}", days).fetchall()[0][0])


def first_day(cursor: DuckDBPyConnection, extract: str) -> date | None:
    """The first day of which an extract has figures; None where it has no row with a day."""
    parts = [f"SELECT min({column})::DATE AS first FROM {extract}" for column in BEGINNINGS[extract]]
    found: date | None = cursor.execute(f"SELECT min(first) FROM ({' UNION ALL '.join(parts)})").fetchall()[0][0]
    return found

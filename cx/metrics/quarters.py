"""The quarter that a story opens with."""

from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.periods import Grain, Period, period_of, to_date
from cx.contracts.settings import Settings
from cx.metrics.as_of import HAPPENED, default_period

BEGINNINGS = HAPPENED | {"renewals": ("starts_on",)}
"""The dates from which an extract has figures: a contract counts from its start, not from its decision."""


def running_quarter(known_to: date, settings: Settings) -> Period | None:
    """The first days of the quarter that is not over, up to the day things are known; None on a quarter's last day."""
    current = period_of(known_to, Grain.QUARTER, settings.fiscal_year_starts)
    found = to_date(current, known_to, settings.fiscal_year_starts)
    return found if found.part_of else None


def opening_quarter(cursor: DuckDBPyConnection, known_to: date, settings: Settings) -> Period:
    """The last complete quarter in the data; the running one where the data begin only after it."""
    last, running = default_period(known_to, settings), running_quarter(known_to, settings)
    begins = min((day for name in BEGINNINGS if (day := first_day(cursor, name))), default=None)
    return running if running and begins and begins > last.end else last


def first_day(cursor: DuckDBPyConnection, extract: str) -> date | None:
    """The first day of which an extract has figures; None where it has no row with a day."""
    parts = [f"SELECT min({column})::DATE AS first FROM {extract}" for column in BEGINNINGS[extract]]
    found: date | None = cursor.execute(f"SELECT min(first) FROM ({' UNION ALL '.join(parts)})").fetchall()[0][0]
    return found

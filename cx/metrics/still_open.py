"""How many of the tickets opened in a period were still open at its end: they are in no share of the resolved ones."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import OPENED, condition, expression
from cx.metrics.rows import bound, rows_of, shape


@dataclass(frozen=True)
class StillOpen:
    """Tickets opened in a period, and how many of them nobody had resolved by its last day, or by the as-of."""

    opened: int
    still_open: int


def still_open(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> StillOpen:
    """The tickets opened in the period that pass the filters; those resolved before they were opened are left out."""
    query = expression(
        "SELECT count(*) AS opened, count(*) FILTER (resolved_on IS NULL OR resolved_on > $end) AS still_open "
        "FROM fact_tickets WHERE NOT coalesce(resolved_at < opened_at, false)"
    ).where(condition(OPENED, shape(selection)))  # type: ignore[attr-defined]
    (row,) = rows_of(cursor, query.sql(dialect="duckdb"), bound(selection, settings, OPENED))
    return StillOpen(int(str(row["opened"])), int(str(row["still_open"])))

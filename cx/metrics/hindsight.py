"""How much of a figure uses what was known of accounts only later than its rows."""

from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.filters import Selection
from cx.contracts.periods import trailing_year
from cx.contracts.settings import Settings
from cx.metrics.metric import Grid, Metric
from cx.metrics.queries import condition, expression
from cx.metrics.rows import bound, rows_of, shape


def hindsight(cursor: DuckDBPyConnection, metric: Metric, by: str, selection: Selection, settings: Settings) -> float:
    """The share, 0 to 1, of rows (accounts, for the book) whose attributes were not known yet at their date."""
    used = {by, *(item.dimension for item in selection.filters)}
    if not used & ACCOUNT_DIMENSIONS:
        return 0.0
    if metric.grid in (Grid.ROWS, Grid.INVITED, Grid.WEIGHTED, Grid.OPEN):
        query = (
            expression(f"SELECT count(*) FILTER (hindsight) AS late, count(*) AS n FROM fact_{metric.fact}")
            .where(  # type: ignore[attr-defined]
                condition(metric.clock, shape(selection))
            )
            .sql(dialect="duckdb")
        )
        given = bound(selection, settings, metric.clock)
        if metric.grid is Grid.OPEN:
            given["start"] = date.min
        row = rows_of(cursor, query, given)[0]
    else:
        query = (
            "SELECT count(*) FILTER (known_on > $end) AS late, count(*) AS n FROM account_spans "
            "WHERE $end >= known_from AND $end < known_to"
        )
        row = rows_of(cursor, query, {"end": _attributes_on(metric, selection)})[0]
    return float(str(row["late"])) / float(str(row["n"])) if row["n"] else 0.0


def _attributes_on(metric: Metric, selection: Selection) -> date:
    """The day of which the attributes are: what became of a year takes those of its first day, a level those of its own."""
    if metric.of_last_day or metric.grid in (Grid.DAY, Grid.REACH, Grid.AHEAD, Grid.LIFETIME):
        return min(selection.period.end, selection.as_of)
    return trailing_year(selection.period.end).day_before

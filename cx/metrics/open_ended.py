"""The running terms that have no end date: they are never due, so that no figure of what was due speaks of them."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.books import open_ended_query
from cx.metrics.rows import bound, rows_of, shape


@dataclass(frozen=True)
class OpenEnded:
    """How many terms without an end date run, and what they are worth a year in the base currency."""

    terms: int
    worth: float


def open_ended(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> OpenEnded:
    """The terms in force on the period's last day that have no end date; zero-value trials are none."""
    given = {**bound(selection, settings), "day": selection.period.end}
    (row,) = rows_of(cursor, open_ended_query(shape(selection)), given)
    return OpenEnded(int(str(row["terms"])), float(str(row["worth"])))

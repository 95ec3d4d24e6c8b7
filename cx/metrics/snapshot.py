"""Whether the book is a snapshot: terms whose days were given for whole files tell nothing of who was there before."""

from duckdb import DuckDBPyConnection

from cx.contracts.mapping_text import mapping_from_toml
from cx.metrics.metric import BOOKS, Metric

GIVEN = "starts_on"


def is_snapshot(cursor: DuckDBPyConnection) -> bool:
    """True where every term comes from a file without a start date, for which one day was given."""
    rows = cursor.execute(
        "SELECT mapping FROM loads WHERE load_id IN (SELECT DISTINCT load_id FROM renewals)"
    ).fetchall()
    return bool(rows) and all(GIVEN in mapping_from_toml(text).constants for (text,) in rows)


def compares(metric: Metric) -> bool:
    """True for a figure of the book that needs the terms of its first day; what runs on a day is told without."""
    return metric.grid in BOOKS and (metric.looks_back or bool(metric.base) or not metric.newcomers)

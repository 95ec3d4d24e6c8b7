"""The values of a dimension, and whether any row has one."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx.store.fact import FACTS
from cx.store.sparse import held


def has_value(cursor: DuckDBPyConnection, dimension: str, value: str, facts: Iterable[str]) -> bool:
    """True where a row of one of the facts has the value; the empty word stands for rows without one."""
    for name in facts:
        if dimension not in FACTS[name].dimensions:
            continue
        query = f"SELECT 1 FROM fact_{name} WHERE coalesce(CAST({dimension} AS VARCHAR), '') = $value LIMIT 1"
        if cursor.execute(query, {"value": value}).fetchall():
            return True
    return False


def values_of(cursor: DuckDBPyConnection, dimension: str, most: int) -> tuple[str, ...]:
    """The words that any fact has for the dimension, in order, at most so many of them."""
    holders = [f"fact_{name}" for name in FACTS if dimension in held(cursor, f"fact_{name}")]
    if not holders:
        return ()
    parts = " UNION ".join(f"SELECT DISTINCT CAST({dimension} AS VARCHAR) AS word FROM {name}" for name in holders)
    rows = cursor.execute(f"SELECT word FROM ({parts}) WHERE word IS NOT NULL ORDER BY word LIMIT {most}").fetchall()
    return tuple(str(row[0]) for row in rows)

"""Whether any row has a value of a dimension."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx.store.fact import FACTS


def has_value(cursor: DuckDBPyConnection, dimension: str, value: str, facts: Iterable[str]) -> bool:
    """True where a row of one of the facts has the value; the empty word stands for rows without one."""
    for name in facts:
        if dimension not in FACTS[name].dimensions:
            continue
        query = f"SELECT 1 FROM fact_{name} WHERE coalesce(CAST({dimension} AS VARCHAR), '') = $value LIMIT 1"
        if cursor.execute(query, {"value": value}).fetchall():
            return True
    return False

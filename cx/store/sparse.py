"""Tables that hold only the columns that something fills, each read through a view that has all of them.

A column of nothing costs as much to write as one of few words, and most exports fill less than half of what they may.
"""

from collections.abc import Container, Iterable, Mapping

from duckdb import DuckDBPyConnection

ROWS = "_rows"


def rows_of(name: str) -> str:
    """The table that holds the rows of the view with this name."""
    return name + ROWS


def held(cursor: DuckDBPyConnection, name: str) -> tuple[str, ...]:
    """The columns that the view's table holds."""
    # The catalogue's list of columns is made of every table, this one of its table alone: in a tenth of the time.
    query = "SELECT name FROM pragma_table_info($name)"
    return tuple(row[0] for row in cursor.execute(query, {"name": rows_of(name)}).fetchall())


def shapes(cursor: DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Every table and view of the database with its columns and their types."""
    found: dict[str, dict[str, str]] = {}
    query = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
    for table, column, kind in cursor.execute(query).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def create_sparse(cursor: DuckDBPyConnection, name: str, columns: Mapping[str, str], needed: Iterable[str]) -> None:
    """Make the view, and where it is not there its table with the columns that are needed to begin with."""
    if cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": name}).fetchall():
        cursor.execute(f"ALTER TABLE {name} RENAME TO {rows_of(name)}")  # an older version kept every column
    cursor.execute(_table(name, columns, needed))
    show(cursor, name, columns)


def new_sparse(name: str, columns: Mapping[str, str], needed: tuple[str, ...]) -> str:
    """SQL that makes the view and its table where neither is there."""
    return f"{_table(name, columns, needed)}; {_view(name, columns, needed)};"


def _table(name: str, columns: Mapping[str, str], needed: Iterable[str]) -> str:
    made = ", ".join(f'"{column}" {columns[column]}' for column in needed)
    return f"CREATE TABLE IF NOT EXISTS {rows_of(name)} ({made})"


def widen(cursor: DuckDBPyConnection, name: str, columns: Mapping[str, str], filled: Iterable[str]) -> None:
    """Give the view's table the columns that are to be filled and that it does not hold yet."""
    there = held(cursor, name)
    lacking = [column for column in filled if column not in there]
    for column in lacking:
        cursor.execute(f'ALTER TABLE {rows_of(name)} ADD COLUMN "{column}" {columns[column]}')
    if lacking:
        show(cursor, name, columns)


def show(cursor: DuckDBPyConnection, name: str, columns: Mapping[str, str]) -> None:
    """Make the view anew over what its table holds now; the other columns are NULL of their type."""
    cursor.execute(_view(name, columns, held(cursor, name)))


def _view(name: str, columns: Mapping[str, str], there: Container[str]) -> str:
    shown = [f'"{column}"' if column in there else f'NULL::{kind} AS "{column}"' for column, kind in columns.items()]
    return f"CREATE OR REPLACE VIEW {name} AS SELECT {', '.join(shown)} FROM {rows_of(name)}"

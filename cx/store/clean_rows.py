"""The rows that a load holds now, as a CSV in our own columns."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS, Extract
from cx.store.database import Store
from cx.store.journal import NUMBER, RISKY, load_record
from cx.store.sparse import held


@contextmanager
def clean_rows(store: Store, load_id: int) -> Iterator[Path]:
    """A CSV file, gone afterwards, of the rows that the load added or changed last; safe to open in a spreadsheet.

    It has the columns that the load's file filled. Raises FileRefused where there is no such load.
    """
    path = store.work / f"{uuid4().hex}.csv"
    try:
        with store.cursor() as cursor:
            extract = EXTRACTS[load_record(cursor, load_id).extract]
            cells = ", ".join(_cell(extract, name) for name in _filled(cursor, extract, load_id))
            cursor.execute(
                f"COPY (SELECT {cells} FROM {extract.name} WHERE load_id = {int(load_id)}) TO '{_quoted(path)}' (HEADER)"
            )
        yield path
    finally:
        path.unlink(missing_ok=True)


def clean_count(cursor: DuckDBPyConnection, extract: str, load_id: int) -> int:
    """How many rows the load holds now."""
    query = f"SELECT count(*) FROM {EXTRACTS[extract].name} WHERE load_id = $id"
    return int(cursor.execute(query, {"id": load_id}).fetchall()[0][0])


def _filled(cursor: DuckDBPyConnection, extract: Extract, load_id: int) -> list[str]:
    """The columns that the load's file filled, in the order of the extract; all that are held where nobody noted it."""
    noted = cursor.execute(
        "SELECT fields FROM written WHERE load_id = $id AND extract = $name", {"id": load_id, "name": extract.name}
    ).fetchall()
    filled = noted[0][0] if noted else held(cursor, extract.name)
    return [name for name in extract.columns if name in filled]


def _cell(extract: Extract, name: str) -> str:
    """The column; a text that a spreadsheet would run as a formula has a mark before it, as in refused rows."""
    if extract.columns[name].sql_type != "VARCHAR":
        return f'"{name}"'
    risky = ", ".join(f"chr({ord(sign)})" for sign in RISKY)
    runs = f"""left("{name}", 1) IN ({risky}) AND NOT regexp_full_match("{name}", '{NUMBER.pattern}')"""
    return f"""CASE WHEN {runs} THEN '''' || "{name}" ELSE "{name}" END AS "{name}" """


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

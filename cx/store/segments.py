"""Segments that an older version kept as they were typed, brought into the one spelling that keys have now."""

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.entries import ENTRIES, is_loadable
from cx.contracts.extracts import EXTRACTS
from cx.ingest.expressions import listed
from cx.store.schema import entered, replaced_columns, same_rows
from cx.store.sparse import held, rows_of, widen

SEGMENTED = tuple(kind for kind, extract in ENTRIES.items() if "segment" in extract.key)


def settle_segments(cursor: DuckDBPyConnection) -> None:
    """Give each stored segment its one spelling; of entries that become one, the latest stays.

    A loaded one goes to the rows that the later load replaced, so that an undo of that load brings it back.
    """
    for kind in SEGMENTED:
        _respell(cursor, entered(kind))
        _keep_last(cursor, kind, entered(kind), "entered_at")
        if is_loadable(kind):
            replaced = rows_of(f"{kind}_replaced")
            for table in (rows_of(kind), replaced, same_rows(kind)):
                _respell(cursor, table)
            _set_aside(cursor, kind, replaced)
            _keep_last(cursor, kind, rows_of(kind), "load_id")


def _respell(cursor: DuckDBPyConnection, table: str) -> None:
    spelled = listed(exp.column("segment")).sql("duckdb")
    cursor.execute(f"UPDATE {table} SET segment = {spelled} WHERE segment <> {spelled}")


def _set_aside(cursor: DuckDBPyConnection, kind: str, replaced: str) -> None:
    key = ", ".join(f'"{name}"' for name in ENTRIES[kind].key)
    widen(cursor, f"{kind}_replaced", replaced_columns(EXTRACTS[kind]), held(cursor, kind))
    cursor.execute(
        f"INSERT INTO {replaced} BY NAME SELECT * FROM (SELECT *, max(load_id) OVER (PARTITION BY {key}) AS replaced_by "
        f"FROM {rows_of(kind)}) WHERE load_id < replaced_by"
    )


def _keep_last(cursor: DuckDBPyConnection, kind: str, table: str, last_by: str) -> None:
    key = ", ".join(f'"{name}"' for name in ENTRIES[kind].key)
    numbered = (
        f"SELECT rowid AS entry, row_number() OVER (PARTITION BY {key} ORDER BY {last_by} DESC, rowid DESC) AS place"
    )
    cursor.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT entry FROM ({numbered} FROM {table}) WHERE place > 1)")

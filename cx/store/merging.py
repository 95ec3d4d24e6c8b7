"""Staged rows into the extract's table: new ones added, changed ones replaced with the old version kept."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import Extract
from cx.ingest.plan import Plan
from cx.store.checking import REPEATED
from cx.store.schema import replaced_columns, same_rows, table_columns
from cx.store.sparse import held, rows_of, show, widen
from cx.store.staging import STAGED, declared, is_empty

ADDED_UP, MERGING = "added_up", "merging"


@dataclass(frozen=True)
class Merged:
    """How many good rows were new, changed what was there, were there already, or repeated one of the file."""

    new: int
    changed: int
    same: int
    repeated: int
    removed: int = 0
    """Earlier rows that the load takes away, since it replaces their days; they are none of those read."""


def merge(cursor: DuckDBPyConnection, plan: Plan, load_id: int) -> Merged:
    """Write the good staged rows; only fields that the file fills are compared and changed."""
    repeated = _repeated(cursor)
    own = {name: f'"{name}"' for name in plan.fields} | declared(cursor, plan)
    columns = table_columns(plan.extract)
    written = ", ".join(f'CAST({value} AS {columns[name]}) AS "{name}"' for name, value in own.items())
    good = f"(SELECT position, {written} FROM {_good(cursor, plan)})"
    if is_empty(cursor, plan.extract):
        _note(cursor, plan.extract, load_id, tuple(own), holds_all=True)
        rows = f"SELECT * EXCLUDE (position), {load_id}::INTEGER AS load_id FROM {good}"
        return Merged(_made(cursor, plan.extract, rows), 0, 0, repeated)
    widen(cursor, plan.extract.name, columns, own)
    return _merged(cursor, plan, load_id, good, tuple(own), repeated)


def _made(cursor: DuckDBPyConnection, extract: Extract, rows: str) -> int:
    """The number of rows of the extract's table, made anew with the columns that its first file fills."""
    table = rows_of(extract.name)
    cursor.execute(f"DROP TABLE {table}")
    made = _count(cursor, f"CREATE TABLE {table} AS {rows}")
    show(cursor, extract.name, table_columns(extract))
    return made


def _count(cursor: DuckDBPyConnection, query: str) -> int:
    return int(cursor.execute(query).fetchall()[0][0])


def _repeated(cursor: DuckDBPyConnection) -> int:
    return _count(cursor, f"SELECT count(*) FROM {REPEATED} WHERE NOT clash AND NOT first")


def _good(cursor: DuckDBPyConnection, plan: Plan) -> str:
    """The rows to write, each with a position of its own: without broken rules, one for each key."""
    rows = f"SELECT rowid AS position, * FROM {STAGED} WHERE bad = 0"
    if not _count(cursor, f"SELECT count(*) FROM {REPEATED}"):
        return f"({rows})"
    if plan.extract.name == "usage":
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {ADDED_UP} AS {_added_up(plan)}")
        return f"(SELECT rowid AS position, * FROM {ADDED_UP})"
    left_out = f"SELECT position FROM {REPEATED} WHERE clash OR NOT first"
    return f"({rows} AND rowid NOT IN ({left_out}))"


def _added_up(plan: Plan) -> str:
    """Usage rows of one account, day and feature: events added, users at their largest."""
    sums = {
        "events": "sum(events)::BIGINT",
        "active_users": "max(active_users)",
        "licensed_users": "max(licensed_users)",
    }
    columns = ", ".join(f"{sums[name]} AS {name}" if name in sums else f'"{name}"' for name in plan.fields)
    return f"SELECT {columns} FROM {STAGED} WHERE bad = 0 GROUP BY {', '.join(plan.extract.key)}"


def _merged(
    cursor: DuckDBPyConnection, plan: Plan, load_id: int, good: str, fields: tuple[str, ...], repeated: int
) -> Merged:
    table, key = rows_of(plan.extract.name), plan.extract.key
    match = " AND ".join(f't."{name}" IS NOT DISTINCT FROM g."{name}"' for name in key)
    compared = [name for name in fields if name not in key]
    differs = " OR ".join(f't."{name}" IS DISTINCT FROM g."{name}"' for name in compared) or "false"
    # Only where a row stands is kept of the comparison: its values stay in the staged rows, which are read again.
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {MERGING} AS SELECT g.position, t.rowid AS there, "
        f"coalesce({differs}, false) AS differs FROM {good} g LEFT JOIN {table} t ON {match}"
    )
    new, changed, same = cursor.execute(
        "SELECT count(*) FILTER (there IS NULL), count(*) FILTER (there IS NOT NULL AND differs), "
        f"count(*) FILTER (there IS NOT NULL AND NOT differs) FROM {MERGING}"
    ).fetchall()[0]
    if changed:
        _replace(cursor, plan.extract, compared, load_id, good)
    holds_all = not _was_replaced(cursor, plan.extract) and changed + same == _count(
        cursor, f"SELECT count(*) FROM {table}"
    )
    _note(cursor, plan.extract, load_id, fields, holds_all)
    if same and not holds_all:
        _insert(cursor, same_rows(plan.extract.name), key, load_id, good, "there IS NOT NULL AND NOT differs")
    if new:
        _insert(cursor, table, fields, load_id, good, "there IS NULL")
    return Merged(new, changed, same, repeated)


def _insert(
    cursor: DuckDBPyConnection, table: str, names: tuple[str, ...], load_id: int, good: str, which: str
) -> None:
    """Add the good rows of which the comparison says this to a table."""
    named = ", ".join(f'g."{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} BY NAME SELECT {named}, {load_id} AS load_id FROM {good} g "
        f"JOIN {MERGING} m USING (position) WHERE m.{which}"
    )


def _was_replaced(cursor: DuckDBPyConnection, extract: Extract) -> bool:
    """True where a load took rows away: an undo may bring them back, and then later loads did not hold all there are."""
    query = "SELECT count(*) FROM replaced_days WHERE extract = $extract AND removed > 0"
    return bool(cursor.execute(query, {"extract": extract.name}).fetchall()[0][0])


def _note(cursor: DuckDBPyConnection, extract: Extract, load_id: int, fields: tuple[str, ...], holds_all: bool) -> None:
    """Keep what the undo of an earlier load asks of this one: the columns it fills, and whether it held every row."""
    cursor.execute(
        "INSERT INTO written VALUES ($id, $extract, $fields, $all)",
        {"id": load_id, "extract": extract.name, "fields": list(fields), "all": holds_all},
    )


def _replace(cursor: DuckDBPyConnection, extract: Extract, compared: list[str], load_id: int, good: str) -> None:
    """Keep the old version of each changed row, then write the new one over it."""
    table, old = rows_of(extract.name), f"{extract.name}_replaced"
    widen(cursor, old, replaced_columns(extract), held(cursor, extract.name))
    changed = "m.there IS NOT NULL AND m.differs"
    cursor.execute(
        f"INSERT INTO {rows_of(old)} BY NAME SELECT t.*, {load_id} AS replaced_by FROM {table} t "
        f"JOIN {MERGING} m ON m.there = t.rowid WHERE {changed}"
    )
    new_values = ", ".join(f'"{name}" = g."{name}"' for name in compared)
    cursor.execute(
        f"UPDATE {table} SET {new_values}, load_id = {load_id} "
        f"FROM {good} g JOIN {MERGING} m USING (position) WHERE m.there = {table}.rowid AND {changed}"
    )

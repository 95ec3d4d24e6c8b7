"""A load taken out of the history of the rows that it touched, which is then replayed without it.

The history of a row is its versions (each with the load that made it) and the loads that held it just as it was. A load
speaks only of the columns that its file filled. After each undo the tables hold what loading the files that stand, in
their order, would have made; so undos in any order end in the same state.
"""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import Extract
from cx.store.schema import replaced_columns, same_rows
from cx.store.sparse import held, rows_of, widen

ALL_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"


@dataclass(frozen=True)
class Rows:
    """How many of a load's rows go, come back as they were, or stay because of a later load."""

    removed: int
    returned: int
    kept: int

    def __add__(self, other: "Rows") -> "Rows":
        return Rows(self.removed + other.removed, self.returned + other.returned, self.kept + other.kept)


@dataclass(frozen=True)
class _History:
    """The tables of one extract, and the load that is taken out of them."""

    extract: Extract
    load_id: int
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return rows_of(self.extract.name)

    @property
    def old(self) -> str:
        return rows_of(f"{self.extract.name}_replaced")

    @property
    def same(self) -> str:
        return same_rows(self.extract.name)

    @property
    def key(self) -> str:
        return _listed(self.extract.key)

    def matches(self, left: str, right: str) -> str:
        """The condition that two rows are of one key."""
        return " AND ".join(f'{left}."{name}" IS NOT DISTINCT FROM {right}."{name}"' for name in self.extract.key)


def take_out(cursor: DuckDBPyConnection, extract: Extract, load_id: int) -> Rows:
    """Make the extract's rows what they would be without the load, inside the caller's transaction."""
    columns = tuple(name for name in held(cursor, extract.name) if name != "load_id")
    history = _History(extract, load_id, columns)
    widen(cursor, f"{extract.name}_replaced", replaced_columns(extract), columns)
    _find_shared(cursor, history)
    shared = _count(cursor, "shared")
    alone = _count(cursor, f"{history.table} t WHERE load_id = {load_id} AND NOT {_in('shared', history)}")
    if shared:
        _gather(cursor, history)
        _replay(cursor, history)
    cursor.execute(f"DELETE FROM {history.table} WHERE load_id = {load_id}")
    cursor.execute(f"DELETE FROM {history.same} WHERE load_id = {load_id}")
    if not shared:
        return Rows(alone, 0, 0)
    _write(cursor, history)
    left, kept = cursor.execute(
        f"SELECT count(*), count(*) FILTER (latest > {load_id}) FROM "
        f"(SELECT max(load_id) AS latest FROM replayed GROUP BY {history.key})"
    ).fetchall()[0]
    return Rows(alone + shared - left, left - kept, kept)


def _find_shared(cursor: DuckDBPyConnection, history: _History) -> None:
    """List the keys that the load wrote and another load speaks of too."""
    later = cursor.execute(
        "SELECT 1 FROM written JOIN standing_loads USING (load_id) WHERE holds_all AND written.extract = $extract "
        "AND load_id > $id",
        {"extract": history.extract.name, "id": history.load_id},
    ).fetchall()
    others = f"({_in(history.old, history)} OR {_in(history.same, history)})"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE shared AS SELECT {history.key} FROM {history.table} t "
        f"WHERE load_id = {history.load_id} AND {'true' if later else others} "
        f"UNION SELECT {history.key} FROM {history.old} WHERE load_id = {history.load_id}"
    )


def _in(table: str, history: _History) -> str:
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {history.matches('o', 't')})"


def _gather(cursor: DuckDBPyConnection, history: _History) -> None:
    """Everything that any load said of the shared keys: a version, or that the row was the same (no version)."""
    version = "{" + ", ".join(f"'{name}': t.\"{name}\"" for name in history.columns) + "}"
    key = _listed(history.extract.key, "t.")
    shared = f"JOIN shared s ON {history.matches('s', 't')}"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE versions AS "
        f"SELECT {key}, t.load_id, {version} AS version FROM {history.table} t {shared} "
        f"UNION ALL SELECT {key}, t.load_id, {version} FROM {history.old} t {shared}"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS FROM versions "
        f"UNION ALL SELECT {key}, t.load_id, NULL FROM {history.same} t {shared} "
        f"UNION ALL SELECT {key}, w.load_id, NULL "
        f"FROM (SELECT {history.key}, min(load_id) AS first, list(load_id) AS made FROM versions GROUP BY ALL) t "
        f"JOIN written w ON w.holds_all AND w.extract = '{history.extract.name}' AND w.load_id > t.first "
        "AND NOT list_contains(t.made, w.load_id) AND w.load_id IN (SELECT load_id FROM standing_loads)"
    )


def _replay(cursor: DuckDBPyConnection, history: _History) -> None:
    """What each load that stands makes of the shared keys, in the order of the loads."""
    order = f"PARTITION BY {history.key} ORDER BY load_id"
    said = f"SELECT * REPLACE (last_value(version IGNORE NULLS) OVER ({order} {ALL_BEFORE}) AS version) FROM told"
    cells = ", ".join(
        f"last_value(CASE WHEN fields IS NULL OR list_contains(fields, '{name}') THEN {{'v': version.\"{name}\"}} END "
        f'IGNORE NULLS) OVER ({order} {ALL_BEFORE}).v AS "{name}"'
        for name in history.columns
        if name not in history.extract.key
    )
    fields = f"SELECT load_id, fields FROM written WHERE extract = '{history.extract.name}'"
    row = f"row({_listed(history.columns)})"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE replayed AS SELECT *, {row} IS DISTINCT FROM lag({row}) OVER ({order}) AS made "
        f"FROM (SELECT {history.key}, load_id{', ' if cells else ''}{cells} "
        f"FROM ({said}) LEFT JOIN ({fields}) USING (load_id) WHERE load_id <> {history.load_id})"
    )


def _write(cursor: DuckDBPyConnection, history: _History) -> None:
    """Put the replayed history in the place of the old one."""
    for table in (history.table, history.old, history.same):
        cursor.execute(f"DELETE FROM {table} t WHERE {_in('shared', history)}")
    columns = _listed(history.columns)
    following = f"lead(load_id) OVER (PARTITION BY {history.key} ORDER BY load_id) AS replaced_by"
    made = f"SELECT {columns}, load_id, {following} FROM replayed WHERE made"
    cursor.execute(f"INSERT INTO {history.old} BY NAME SELECT * FROM ({made}) WHERE replaced_by IS NOT NULL")
    cursor.execute(
        f"INSERT INTO {history.table} BY NAME SELECT * EXCLUDE (replaced_by) FROM ({made}) WHERE replaced_by IS NULL"
    )
    whole = f"SELECT load_id FROM written WHERE holds_all AND extract = '{history.extract.name}'"
    cursor.execute(
        f"INSERT INTO {history.same} BY NAME SELECT {history.key}, load_id FROM replayed "
        f"WHERE NOT made AND load_id NOT IN ({whole})"
    )


def _count(cursor: DuckDBPyConnection, rows: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


def _listed(names: tuple[str, ...], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)

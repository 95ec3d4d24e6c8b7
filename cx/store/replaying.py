"""A load taken out of the history of the rows that it touched, which is then replayed without it.

The history of a row is its versions (each with the load that made it), the loads that held it just as it was, and those
that took it away since they replaced its days. A load speaks only of the columns that its file filled. After each undo
the tables hold what loading the files that stand, in their order, would have made; so undos in any order end in the
same state.
"""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import Extract
from cx.store.replacing import dated, key_text, loads_of_source
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
    counts = Rows(alone, 0, 0)
    if shared:
        _gather(cursor, history)
        _replay(cursor, history)
        for later in _later_replacements(cursor, history):
            _take_away_again(cursor, history, *later)
            _replay(cursor, history)
        counts += _counts(cursor, history)
    cursor.execute(f"DELETE FROM {history.table} WHERE load_id = {load_id}")
    cursor.execute(f"DELETE FROM {history.same} WHERE load_id = {load_id}")
    if shared:
        _write(cursor, history)
    return counts


def _counts(cursor: DuckDBPyConnection, history: _History) -> Rows:
    """What becomes of the shared rows, before the tables change: those that stand, and those that went and come back."""
    last = f"QUALIFY row_number() OVER (PARTITION BY {history.key} ORDER BY load_id DESC) = 1"
    ends = (
        f"SELECT {_in(history.table, history)} AS stands, NOT coalesce(r.gone, true) AS remains, r.load_id AS latest "
        f"FROM shared t LEFT JOIN (SELECT {history.key}, gone, load_id FROM replayed {last}) r "
        f"ON {history.matches('r', 't')}"
    )
    is_later = f"latest > {history.load_id}"
    found = cursor.execute(
        "SELECT count(*) FILTER (stands AND NOT remains), "
        f"count(*) FILTER (remains AND NOT (stands AND {is_later})), count(*) FILTER (remains AND stands AND {is_later}) "
        f"FROM ({ends})"
    ).fetchall()[0]
    return Rows(*found)


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
        f"UNION SELECT {history.key} FROM {history.old} "
        f"WHERE load_id = {history.load_id} OR replaced_by = {history.load_id}"
    )


def _in(table: str, history: _History) -> str:
    return f"EXISTS (SELECT 1 FROM {table} o WHERE {history.matches('o', 't')})"


def _gather(cursor: DuckDBPyConnection, history: _History) -> None:
    """Everything that any load said of the shared keys: a version, that the row was the same, or that it went.

    A load that took a row away is the one that replaced its last version and made none. What the loads after the one
    that is taken out took away is found anew.
    """
    version = "{" + ", ".join(f"'{name}': t.\"{name}\"" for name in history.columns) + "}"
    key = _listed(history.extract.key, "t.")
    shared = f"JOIN shared s ON {history.matches('s', 't')}"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE versions AS "
        f"SELECT {key}, t.load_id, {version} AS version, NULL::INTEGER AS replaced_by FROM {history.table} t {shared} "
        f"UNION ALL SELECT {key}, t.load_id, {version}, t.replaced_by FROM {history.old} t {shared}"
    )
    made = f"SELECT 1 FROM versions v WHERE v.load_id = t.replaced_by AND {history.matches('v', 't')}"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT * EXCLUDE (replaced_by), false AS gone FROM versions "
        f"UNION ALL SELECT {key}, t.load_id, NULL, false FROM {history.same} t {shared} "
        f"UNION ALL SELECT {key}, w.load_id, NULL, false FROM versions t "
        f"JOIN written w ON w.holds_all AND w.extract = '{history.extract.name}' AND w.load_id > t.load_id "
        "AND (t.replaced_by IS NULL OR w.load_id < t.replaced_by) "
        "AND w.load_id IN (SELECT load_id FROM standing_loads) "
        f"UNION ALL SELECT {key}, t.replaced_by, NULL, true FROM versions t "
        f"WHERE t.replaced_by < {history.load_id} AND NOT EXISTS ({made})"
    )


def _replay(cursor: DuckDBPyConnection, history: _History) -> None:
    """What each load that stands makes of the shared keys, in the order of the loads; after a row went, it begins anew."""
    order = f"PARTITION BY {history.key} ORDER BY load_id"
    said = (
        f"SELECT * REPLACE (last_value(version IGNORE NULLS) OVER ({order} {ALL_BEFORE}) AS version), "
        f"count(*) FILTER (gone) OVER ({order} {ALL_BEFORE}) AS life FROM told"
    )
    lived = f"PARTITION BY {history.key}, life ORDER BY load_id"
    cells = ", ".join(
        f"last_value(CASE WHEN NOT gone AND (fields IS NULL OR list_contains(fields, '{name}')) "
        f'THEN {{\'v\': version."{name}"}} END IGNORE NULLS) OVER ({lived} {ALL_BEFORE}).v AS "{name}"'
        for name in history.columns
        if name not in history.extract.key
    )
    fields = f"SELECT load_id, fields FROM written WHERE extract = '{history.extract.name}'"
    row = f"row({_listed(history.columns)})"
    before = f"lag({row}) OVER (PARTITION BY {history.key}, life, gone ORDER BY load_id)"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE replayed AS SELECT *, NOT gone AND {row} IS DISTINCT FROM {before} AS made "
        f"FROM (SELECT {history.key}, load_id, gone, life{', ' if cells else ''}{cells} "
        f"FROM ({said}) LEFT JOIN ({fields}) USING (load_id) WHERE load_id <> {history.load_id})"
    )


def _later_replacements(cursor: DuckDBPyConnection, history: _History) -> list[tuple[int, date, date]]:
    """The loads after the one that is taken out that replaced days, with these."""
    return cursor.execute(
        "SELECT load_id, first_day, last_day FROM replaced_days WHERE extract = $extract AND load_id > $id "
        "AND load_id IN (SELECT load_id FROM standing_loads) ORDER BY load_id",
        {"extract": history.extract.name, "id": history.load_id},
    ).fetchall()


def _take_away_again(cursor: DuckDBPyConnection, history: _History, later: int, first: date, last: date) -> None:
    """Note which rows a later load takes away by what was replayed up to it."""
    source, header = cursor.execute("SELECT source, header FROM loads WHERE load_id = $id", {"id": later}).fetchall()[0]
    earlier = loads_of_source(cursor, history.extract.name, source, tuple(header))
    of_source = ", ".join(str(number) for number in earlier if number < later) or "NULL"
    by = f"max(load_id) FILTER (made) OVER (PARTITION BY {history.key}, life)"
    last_held = f"QUALIFY row_number() OVER (PARTITION BY {history.key} ORDER BY load_id DESC) = 1"
    held_then = f"SELECT *, {by} AS made_by FROM replayed WHERE load_id < {later} {last_held}"
    key = _listed(history.extract.key, "t.")
    spared = f"SELECT 1 FROM spared p WHERE p.load_id = {later} AND p.key = {key_text(history.extract)}"
    cursor.execute(
        f"INSERT INTO told SELECT {key}, {later}, NULL, true FROM ({held_then}) t WHERE NOT t.gone "
        f"AND t.made_by IN ({of_source}) AND {dated(history.extract, history.columns)} BETWEEN $first AND $last "
        f"AND NOT EXISTS (SELECT 1 FROM told o WHERE o.load_id = {later} AND {history.matches('o', 't')}) "
        f"AND NOT EXISTS ({spared})",
        {"first": first, "last": last},
    )


def _write(cursor: DuckDBPyConnection, history: _History) -> None:
    """Put the replayed history in the place of the old one."""
    for table in (history.table, history.old, history.same):
        cursor.execute(f"DELETE FROM {table} t WHERE {_in('shared', history)}")
    columns = _listed(history.columns)
    following = f"lead(load_id) OVER (PARTITION BY {history.key} ORDER BY load_id) AS replaced_by"
    steps = f"SELECT *, {following} FROM replayed WHERE made OR gone"
    made = f"SELECT {columns}, load_id, replaced_by FROM ({steps}) WHERE made"
    cursor.execute(f"INSERT INTO {history.old} BY NAME SELECT * FROM ({made}) WHERE replaced_by IS NOT NULL")
    cursor.execute(
        f"INSERT INTO {history.table} BY NAME SELECT * EXCLUDE (replaced_by) FROM ({made}) WHERE replaced_by IS NULL"
    )
    whole = f"SELECT load_id FROM written WHERE holds_all AND extract = '{history.extract.name}'"
    cursor.execute(
        f"INSERT INTO {history.same} BY NAME SELECT {history.key}, load_id FROM replayed "
        f"WHERE NOT made AND NOT gone AND load_id NOT IN ({whole})"
    )


def _count(cursor: DuckDBPyConnection, rows: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


def _listed(names: tuple[str, ...], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)

"""The tables of the database, made from the extracts' models."""

from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from cx.contracts.entries import ENTRIES
from cx.contracts.extracts import EXTRACTS, Extract
from cx.store.sparse import create_sparse, new_sparse, rows_of, shapes

STORED_ALSO = {
    "survey": (("named", "BOOLEAN"), ("zone", "VARCHAR")),
    "renewals": (("due_on", "DATE"), ("implied_terms", "BOOLEAN")),
}
"""Columns that a load writes besides the extract's own: what was declared about its rows.

`zone` is the time zone in which the file told when answers came, empty for UTC."""

JOURNAL = """
CREATE TABLE IF NOT EXISTS loads (
  load_id INTEGER, extract VARCHAR, file VARCHAR, source VARCHAR, hash VARCHAR, loaded_at TIMESTAMP, loaded_by VARCHAR,
  header VARCHAR[], mapping VARCHAR, encoding VARCHAR, exported_on DATE,
  records BIGINT, skipped BIGINT, read BIGINT, "new" BIGINT, changed BIGINT, same BIGINT, repeated BIGINT,
  refused BIGINT, assumptions VARCHAR[]);
CREATE TABLE IF NOT EXISTS problems (
  load_id INTEGER, record BIGINT, line BIGINT, "column" VARCHAR, "value" VARCHAR, code VARCHAR, "range" VARCHAR);
CREATE TABLE IF NOT EXISTS refused_rows (load_id INTEGER, record BIGINT, cells VARCHAR[]);
CREATE TABLE IF NOT EXISTS mappings (
  fingerprint VARCHAR, extract VARCHAR, source VARCHAR, mapping VARCHAR, confirmed_at TIMESTAMP, confirmed_by VARCHAR);
CREATE TABLE IF NOT EXISTS asked_mappings (load_id INTEGER, mapping VARCHAR);
CREATE TABLE IF NOT EXISTS written (load_id INTEGER, extract VARCHAR, fields VARCHAR[], holds_all BOOLEAN);
CREATE TABLE IF NOT EXISTS replaced_days (
  load_id INTEGER, extract VARCHAR, first_day DATE, last_day DATE, removed BIGINT);
CREATE TABLE IF NOT EXISTS spared (load_id INTEGER, extract VARCHAR, key VARCHAR[]);
CREATE TABLE IF NOT EXISTS undone (load_id INTEGER, undone_at TIMESTAMP, undone_by VARCHAR);
CREATE OR REPLACE VIEW standing_loads AS FROM loads WHERE load_id NOT IN (SELECT load_id FROM undone);
CREATE TABLE IF NOT EXISTS team_roles (team VARCHAR, role VARCHAR, set_at TIMESTAMP, set_by VARCHAR);
"""
LOAD_NOTES = ("problems", "refused_rows", "asked_mappings", "written", "replaced_days", "spared", "undone")
"""Tables that say more of a load. `written`: which columns its file filled, and whether it held every row that was there;
`replaced_days`: the days that it said anew; `spared`: keys of its refused rows, which it did not take away."""


def stored_columns(extract: Extract) -> dict[str, str]:
    """Column -> database type of the extract's table, without the load's number."""
    own = {name: column.sql_type for name, column in extract.columns.items()}
    return {**own, **dict(STORED_ALSO.get(extract.name, ()))}


def table_columns(extract: Extract) -> dict[str, str]:
    """Column -> database type of the extract's table, the number of the load that wrote the row included."""
    return {**stored_columns(extract), "load_id": "INTEGER"}


def replaced_columns(extract: Extract) -> dict[str, str]:
    """The same for the table of versions that a later load replaced."""
    return {**table_columns(extract), "replaced_by": "INTEGER"}


def same_rows(extract: str) -> str:
    """The table with the keys of rows that a load held just as they were; a load that held all rows lists none."""
    return f"{extract}_same"


def entered(kind: str) -> str:
    """The table of what people entered of this kind, beside what files brought."""
    return f"{kind}_entered"


def entered_columns(kind: str) -> dict[str, str]:
    """Column -> database type of that table: `removed` for an entry that was deleted, and may be brought back."""
    own = {name: column.sql_type for name, column in ENTRIES[kind].columns.items()}
    return {**own, "removed": "BOOLEAN", "entered_at": "TIMESTAMP", "entered_by": "VARCHAR"}


def create_tables(cursor: DuckDBPyConnection) -> None:
    """Make every table that is not there yet; a database of an older version gains its new columns."""
    cursor.execute(JOURNAL)
    there, new = shapes(cursor), []
    for name, columns, needed in _sparse_tables():
        if name not in there and rows_of(name) not in there:
            new.append(new_sparse(name, columns, needed))
        elif rows_of(name) not in there or there.get(name) != columns:
            create_sparse(cursor, name, columns, needed)
    new += [_same_rows_table(extract) for extract in EXTRACTS.values() if same_rows(extract.name) not in there]
    new += [statement for kind in ENTRIES for statement in _entered_tables(kind, there.get(entered(kind)))]
    cursor.execute("".join(new))  # in one go, since each statement costs about a millisecond


def _same_rows_table(extract: Extract) -> str:
    keys = ", ".join(f'"{name}" {extract.columns[name].sql_type}' for name in extract.key)
    return f"CREATE TABLE IF NOT EXISTS {same_rows(extract.name)} ({keys}, load_id INTEGER);"


def _entered_tables(kind: str, there: dict[str, str] | None) -> list[str]:
    """SQL that makes the table, or gives one of an older version the columns that it lacks."""
    columns = {name: f'"{name}" {sql}' for name, sql in entered_columns(kind).items()}
    if there is None:
        return [f"CREATE TABLE {entered(kind)} ({', '.join(columns.values())});"]
    lacking = (text for name, text in columns.items() if name not in there)
    return [f"ALTER TABLE {entered(kind)} ADD COLUMN {text};" for text in lacking]


def _sparse_tables() -> Iterator[tuple[str, dict[str, str], tuple[str, ...]]]:
    """Every extract's table and the one of its replaced rows: name, columns, and those that are there from the start."""
    for extract in EXTRACTS.values():
        needed = (*extract.key, "load_id")
        yield extract.name, table_columns(extract), needed
        yield f"{extract.name}_replaced", replaced_columns(extract), (*needed, "replaced_by")

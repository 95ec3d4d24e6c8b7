"""The tables of the database, made from the extracts' models."""

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS, Extract

STORED_ALSO = {
    "survey": (("named", "BOOLEAN"),),
    "renewals": (("due_on", "DATE"), ("implied_terms", "BOOLEAN")),
}
"""Columns that a load writes besides the extract's own: what was declared about its rows."""

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
"""


def stored_columns(extract: Extract) -> dict[str, str]:
    """Column -> database type of the extract's table, without the load's number."""
    own = {name: column.sql_type for name, column in extract.columns.items()}
    return {**own, **dict(STORED_ALSO.get(extract.name, ()))}


def create_tables(cursor: DuckDBPyConnection) -> None:
    """Make every table that is not there yet; a database of an older version gains its new columns."""
    cursor.execute(JOURNAL)
    for extract in EXTRACTS.values():
        columns = ", ".join(f'"{name}" {kind}' for name, kind in stored_columns(extract).items())
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {extract.name} ({columns}, load_id INTEGER)")
        replaced = f"{extract.name}_replaced"
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {replaced} ({columns}, load_id INTEGER, replaced_by INTEGER)")
        for table in (extract.name, replaced):
            for name, kind in stored_columns(extract).items():
                cursor.execute(f'ALTER TABLE {table} ADD COLUMN IF NOT EXISTS "{name}" {kind}')

"""What accounts are called on a day."""

from datetime import date

from duckdb import DuckDBPyConnection

from cx.metrics.rows import rows_of


def account_names(cursor: DuckDBPyConnection, day: date) -> dict[str, str]:
    """Account -> its name as known on the day; accounts without one are left out."""
    query = (
        "SELECT account_id, name FROM account_spans WHERE known_from <= $day AND known_to > $day AND name IS NOT NULL"
    )
    return {str(row["account_id"]): str(row["name"]) for row in rows_of(cursor, query, {"day": day})}

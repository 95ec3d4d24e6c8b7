"""Mappings remembered by the header they were confirmed for."""

from datetime import datetime

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import Extract
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.ingest.headers import fingerprint


def remembered(cursor: DuckDBPyConnection, header: tuple[str, ...], extract: Extract | None = None) -> Mapping | None:
    """The mapping last used for a file with these columns, for the extract if one is given."""
    rows = cursor.execute(
        "SELECT extract, mapping FROM mappings WHERE fingerprint = $mark ORDER BY confirmed_at DESC",
        {"mark": fingerprint(header)},
    ).fetchall()
    found = [text for name, text in rows if extract is None or name == extract.name]
    return mapping_from_toml(found[0]) if found else None


def mapping_named(cursor: DuckDBPyConnection, source: str, extract: Extract) -> Mapping | None:
    """The mapping last used for the extract under this source's name."""
    rows = cursor.execute(
        "SELECT mapping FROM mappings WHERE source = $source AND extract = $extract ORDER BY confirmed_at DESC LIMIT 1",
        {"source": source, "extract": extract.name},
    ).fetchall()
    return mapping_from_toml(rows[0][0]) if rows else None


def remember(
    cursor: DuckDBPyConnection, header: tuple[str, ...], mapping: Mapping, user: str, confirmed_at: datetime
) -> None:
    """Keep the mapping for the next file with these columns; `confirmed_at` is in UTC, without a zone."""
    mark = fingerprint(header)
    cursor.execute(
        "DELETE FROM mappings WHERE fingerprint = $mark AND extract = $extract",
        {"mark": mark, "extract": mapping.extract},
    )
    cursor.execute(
        "INSERT INTO mappings VALUES ($mark, $extract, $source, $mapping, $at, $by)",
        {
            "mark": mark,
            "extract": mapping.extract,
            "source": mapping.source,
            "mapping": toml(mapping),
            "at": confirmed_at,
            "by": user,
        },
    )

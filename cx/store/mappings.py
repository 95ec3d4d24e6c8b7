"""Mappings remembered by the header they were confirmed for."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.headers import fingerprint
from cx.ingest.mapping_parts import has_columns_of, respelled

IMPORTED = ""
"""Stands for the header of a mapping that came as a file: it serves every header that has its columns."""
NAME = "CASE WHEN source = '' THEN extract || '-' || coalesce(nullif(left(fingerprint, 8), ''), 'file') ELSE source END"

THIS = f"{NAME} = $name AND ($extract IS NULL OR extract = $extract)"


def remembered(cursor: DuckDBPyConnection, header: tuple[str, ...], extract: Extract | None = None) -> Mapping | None:
    """The mapping last used for a file with these columns, for the extract if one is given, as this file spells them."""
    rows = cursor.execute(
        "SELECT extract, mapping, fingerprint FROM mappings WHERE fingerprint IN ($mark, $imported) "
        "ORDER BY fingerprint = $imported, confirmed_at DESC",
        {"mark": fingerprint(header), "imported": IMPORTED},
    ).fetchall()
    found = [(mapping_from_toml(text), mark) for name, text, mark in rows if extract is None or name == extract.name]
    spelled = ((mapping if mark == IMPORTED else respelled(mapping, header)) for mapping, mark in found)
    return next((mapping for mapping in spelled if has_columns_of(header, mapping)), None)


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


@dataclass(frozen=True)
class RememberedMapping:
    """One mapping that is remembered: the name it goes by, when it was last used, and by whom."""

    name: str
    mapping: Mapping
    used_at: datetime
    used_by: str


def remembered_mappings(cursor: DuckDBPyConnection) -> tuple[RememberedMapping, ...]:
    """Every mapping that is remembered, the one last used first.

    One without a source's name goes by its extract and the beginning of its header's mark.
    """
    rows = cursor.execute(
        f"SELECT {NAME}, mapping, confirmed_at, confirmed_by FROM mappings ORDER BY confirmed_at DESC, 1"
    ).fetchall()
    return tuple(RememberedMapping(name, _parsed(text), at, by) for name, text, at, by in rows)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Mapping:
    """The mapping of the text, parsed once: a page lists all of them in each run."""
    return mapping_from_toml(text)


def mapping_by_name(cursor: DuckDBPyConnection, name: str) -> Mapping:
    """The mapping last used under this name; raises FileRefused where there is none."""
    found = next((item for item in remembered_mappings(cursor) if item.name == name), None)
    if found is None:
        raise FileRefused(Problem("no_such_mapping", value=name))
    return found.mapping


def rename_mapping(cursor: DuckDBPyConnection, name: str, new: str, extract: str | None = None) -> None:
    """Give the mappings of this name another, or only that of an extract.

    Raises FileRefused where there is none, or where the other name is taken: by that extract, if one is given.
    """
    mapping_by_name(cursor, name)
    if not new.strip():
        raise FileRefused(Problem("mapping_unnamed", value=name))
    if new.strip() in {item.name for item in remembered_mappings(cursor) if extract in (None, item.mapping.extract)}:
        raise FileRefused(Problem("mapping_name_taken", value=new.strip()))
    rows = cursor.execute(f"SELECT rowid, mapping FROM mappings WHERE {THIS}", _this(name, extract)).fetchall()
    for row, text in rows:
        named = mapping_from_toml(text).model_copy(update={"source": new.strip()})
        cursor.execute(
            "UPDATE mappings SET source = $source, mapping = $mapping WHERE rowid = $row",
            {"source": named.source, "mapping": toml(named), "row": row},
        )


def forget_mapping(cursor: DuckDBPyConnection, name: str, extract: str | None = None) -> None:
    """Remember the mappings of this name, or only that of an extract, no longer; no row changes.

    Raises FileRefused where there is none.
    """
    mapping_by_name(cursor, name)
    cursor.execute(f"DELETE FROM mappings WHERE {THIS}", _this(name, extract))


def _this(name: str, extract: str | None) -> dict[str, str | None]:
    return {"name": name, "extract": extract}


def import_mapping(cursor: DuckDBPyConnection, text: str, user: str, at: datetime) -> Mapping:
    """Remember a mapping from its TOML, for every file that has the columns that it names.

    `at` is in UTC, without a zone. Raises FileRefused for a text that is no mapping, or of an unknown extract.
    """
    mapping = mapping_from_toml(text)
    if mapping.extract not in EXTRACTS:
        raise FileRefused(Problem("unknown_mapping", value=mapping.extract))
    cursor.execute(
        "DELETE FROM mappings WHERE fingerprint = $mark AND extract = $extract AND source = $source",
        {"mark": IMPORTED, "extract": mapping.extract, "source": mapping.source},
    )
    cursor.execute(
        "INSERT INTO mappings VALUES ($mark, $extract, $source, $mapping, $at, $by)",
        {
            "mark": IMPORTED,
            "extract": mapping.extract,
            "source": mapping.source,
            "mapping": toml(mapping),
            "at": at,
            "by": user,
        },
    )
    return mapping

"""The journal's entry for a load: its counts, its problems, its refused rows and its mapping."""

import hashlib
import json
from pathlib import Path
from uuid import uuid4

from duckdb import DuckDBPyConnection

from cx.contracts.mapping import Declared
from cx.contracts.mapping_text import toml
from cx.store.database import Store
from cx.store.load import Load, Source
from cx.store.mappings import remember


def record(cursor: DuckDBPyConnection, store: Store, done: Load, source: Source) -> None:
    """Write the load, its problems and its refused rows into the journal."""
    cursor.execute(
        "INSERT INTO loads VALUES ($id, $extract, $file, $source, $hash, $at, $by, $header, $mapping, $encoding, "
        "$exported, $records, $skipped, $read, $new, $changed, $same, $repeated, $refused, $assumptions)",
        _entry(done, source),
    )
    if done.extract == source.mapping.extract:
        _remember(cursor, done, source)
    if done.problems:
        _write_lines(
            cursor,
            store,
            "problems",
            'id BIGINT, record BIGINT, line BIGINT, "column" VARCHAR, "value" VARCHAR, code VARCHAR, "range" VARCHAR',
            [
                [done.load_id, p.record, p.line, p.column, p.value, p.code, p.details.get("range")]
                for p in done.problems
            ],
        )
        _write_lines(
            cursor,
            store,
            "refused_rows",
            "id BIGINT, record BIGINT, cells VARCHAR[]",
            [[done.load_id, record, cells] for record, cells in done.refused_rows],
        )


def _remember(cursor: DuckDBPyConnection, done: Load, source: Source) -> None:
    confirmed = source.mapping.model_copy(update={"declare": _lasting(source, done)})
    remember(cursor, done.header, confirmed, source.user, source.recorded_at)
    for text in dict.fromkeys((toml(source.mapping), toml(confirmed))):
        cursor.execute("INSERT INTO asked_mappings VALUES ($id, $mapping)", {"id": done.load_id, "mapping": text})


def _entry(done: Load, source: Source) -> dict[str, object]:
    return {
        "id": done.load_id,
        "extract": done.extract,
        "file": done.file,
        "source": done.mapping.source,
        "hash": file_hash(source.path),
        "at": source.recorded_at,
        "by": source.user,
        "header": list(done.header),
        "mapping": toml(done.mapping),
        "encoding": done.encoding,
        "exported": done.mapping.declare.exported_on,
        **{name: count for name, count in done.counts.items() if name != "removed"},
        "assumptions": [*done.replaced, *done.assumptions],
    }


def _lasting(source: Source, done: Load) -> Declared:
    """What a person declared, without what this one file's columns decided: the next file decides for itself."""
    return source.mapping.declare.model_copy(update={"end_is": done.mapping.declare.end_is, "exported_on": None})


def _write_lines(cursor: DuckDBPyConnection, store: Store, table: str, columns: str, lines: list[list[object]]) -> None:
    """Bring many small rows into the database by a file: one statement instead of one a row."""
    names = [part.split()[0].strip('"') for part in columns.split(", ")]
    path = store.work / f"{uuid4().hex}.json"
    with path.open("w", encoding="utf-8") as opened:
        for line in lines:
            opened.write(json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False) + "\n")
    types = ", ".join(f"'{name}': '{part.split()[1]}'" for name, part in zip(names, columns.split(", "), strict=True))
    try:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM read_json($path, columns={{{types}}}, format='newline_delimited')",
            {"path": str(path)},
        )
    finally:
        path.unlink()


def file_hash(path: Path) -> str:
    """What tells the file's bytes from any other's: SHA-256, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()

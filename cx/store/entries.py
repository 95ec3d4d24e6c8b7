"""Targets, benchmarks and events: what people entered laid over what files brought, as one list.

What was entered by hand wins over a loaded row of the same key, and a deleted entry hides it. The loaded row itself is
never touched, so an undo of its load and an edit by hand do not disturb one another.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection
from pydantic import ValidationError

from cx.contracts.asked_period import period_word
from cx.contracts.column import Column, Kind
from cx.contracts.dimension_names import segment_word
from cx.contracts.entries import ENTRIES, is_loadable
from cx.contracts.extracts.targets import PERIOD, SELECTION
from cx.contracts.figure_limits import FIGURE_LIMITS, limits_text
from cx.contracts.metric_keys import METRIC_KEYS
from cx.contracts.periods import period_named
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.row import Row
from cx.contracts.values import READERS, Unreadable, word
from cx.store.database import Store
from cx.store.journal import safe
from cx.store.schema import entered, entered_columns

Key = tuple[object, ...]
SEGMENT_EXAMPLE = "Region: North; Product: Desk"
"""As pages show one; the keys that a file writes, region=North, are understood as well."""
EXAMPLES = {Kind.NUMBER: "42.5", Kind.DAY: "2026-07-01"}


@dataclass(frozen=True)
class Entry:
    """One target, benchmark or event, and where it comes from."""

    kind: str
    row: Row
    load_id: int | None
    """The load that brought it; None for one that was entered by hand."""
    removed: bool
    entered_at: datetime | None
    entered_by: str

    @property
    def key(self) -> Key:
        """What tells it from the others of its kind."""
        return tuple(getattr(self.row, name) for name in ENTRIES[self.kind].key)


def entries(cursor: DuckDBPyConnection, kind: str, removed: bool = False) -> tuple[Entry, ...]:
    """All entries of a kind in the order of their columns; or instead those that were deleted by hand."""
    names = tuple(ENTRIES[kind].columns)
    listed = ", ".join(f'"{name}"' for name in names)
    parts = [f"SELECT {listed}, NULL::INTEGER AS load_id, removed, entered_at, entered_by FROM {entered(kind)}"]
    if is_loadable(kind):
        same = _matches(kind, "e", "t")
        parts.append(
            f"SELECT {listed}, load_id, false, NULL, '' FROM {kind} t "
            f"WHERE NOT EXISTS (SELECT 1 FROM {entered(kind)} e WHERE {same})"
        )
    rows = cursor.execute(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE removed = $removed ORDER BY {listed}", {"removed": removed}
    ).fetchall()
    model = ENTRIES[kind].model
    return tuple(
        Entry(kind, model.model_construct(**dict(zip(names, row, strict=False))), *row[len(names) :]) for row in rows
    )


def entries_csv(found: Sequence[Entry]) -> str:
    """The entries of one kind as CSV with our columns, as an upload takes them again."""
    if not found:
        return ""
    names = list(ENTRIES[found[0].kind].columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe(_text(getattr(item.row, name))) for name in names] for item in found)
    return out.getvalue()


def _text(value: object) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".") if isinstance(value, float) else "" if value is None else str(value)


def entry_named(cursor: DuckDBPyConnection, kind: str, key: Key, removed: bool = False) -> Entry:
    """The entry with this key; FileRefused where there is none."""
    found = next((item for item in entries(cursor, kind, removed) if item.key == key), None)
    if found is None:
        raise FileRefused(Problem("no_such_entry", value=_shown(key)))
    return found


def entry_row(kind: str, cells: Mapping[str, str]) -> Row:
    """The row that these texts stand for; FileRefused names the field that is missing or cannot be read."""
    columns = ENTRIES[kind].columns
    unknown = next((name for name in cells if name not in columns), None)
    if unknown is not None:
        raise FileRefused(Problem("entry_unknown_field", value=unknown, details={"headers": ", ".join(columns)}))
    try:
        return ENTRIES[kind].model.model_validate(
            {name: _as_kept(column, cells.get(name, "")) for name, column in columns.items()}
        )
    except ValidationError as fault:
        error = fault.errors()[0]
        column = columns[error["ctx"]["column"]]
        if error["type"] == "beyond_figure":
            raise FileRefused(_beyond(cells)) from None
        raise FileRefused(_fault(kind, column, error["type"], cells.get(column.name, ""))) from None


def key_of(kind: str, cells: Mapping[str, str]) -> Key:
    """The key that these texts name; FileRefused names the part that is missing or cannot be read."""
    columns, key = ENTRIES[kind].columns, ENTRIES[kind].key
    unknown = next((name for name in cells if name not in key), None)
    if unknown is not None:
        raise FileRefused(Problem("entry_unknown_field", value=unknown, details={"headers": ", ".join(key)}))
    return tuple(_part(kind, columns[name], cells.get(name, "").strip()) for name in key)


def _part(kind: str, column: Column, text: str) -> object:
    """One part of a key as it is stored."""
    if not text and not column.required:
        return None
    try:
        return READERS[column.kind](_as_kept(column, text), column) if text else _missing(kind, column)
    except Unreadable as fault:
        raise FileRefused(_fault(kind, column, fault.code, text)) from None


def _as_kept(column: Column, text: str) -> str:
    """The text as it is kept: a period or a segment may be typed as it is shown, and has one spelling in a key."""
    if column.form is SELECTION:
        return segment_word(text)
    if column.form is not PERIOD:
        return text
    with suppress(ValueError):
        word = period_word(period_named(text))
        return word if re.fullmatch(PERIOD.pattern, word) else text
    return text


def _missing(kind: str, column: Column) -> object:
    raise FileRefused(_fault(kind, column, "missing", ""))


def _fault(kind: str, column: Column, code: str, value: str) -> Problem:
    if code == "missing" and (kind, column.name) == ("benchmarks", "source"):
        return Problem("benchmark_without_source")
    if code == "missing" and column.name == "metric":
        return Problem("entry_without_metric")
    if code == "missing":
        return Problem("entry_missing", details={"title": column.title, "description": column.description})
    if column.name == "metric":
        return Problem("entry_unknown_metric", value=value, details={"headers": ", ".join(METRIC_KEYS)})
    example = column.form.example if column.form else EXAMPLES.get(column.kind, column.title)
    example = SEGMENT_EXAMPLE if column.form is SELECTION else example
    return Problem("entry_unreadable", value=value, details={"title": column.title, "example": example})


def _beyond(cells: Mapping[str, str]) -> Problem:
    metric = word(cells["metric"].strip(), ENTRIES["targets"].columns["metric"])
    details = {"metric": metric, "range": limits_text(FIGURE_LIMITS[metric])}
    return Problem("entry_beyond_figure", value=cells["value"].strip(), details=details)


def keep_entry(
    store: Store,
    kind: str,
    row: Row,
    user: str,
    at: datetime,
    instead_of: Key | None = None,
    may_replace: bool = False,
) -> None:
    """Keep an entry, in the place of the one that it is a new version of; `at` has a time zone.

    FileRefused where another one has its key already, unless it may be replaced.
    """
    key = tuple(getattr(row, name) for name in ENTRIES[kind].key)
    with _transaction(store) as cursor:
        if key != instead_of and not may_replace and any(item.key == key for item in entries(cursor, kind)):
            raise FileRefused(Problem("entry_exists", value=_shown(key)))
        if instead_of is not None and instead_of != key:
            _withdraw(cursor, entry_named(cursor, kind, instead_of), user, at)
        _write(cursor, kind, row, False, user, at)


def keep_entries(store: Store, kind: str, rows: Sequence[Row], user: str, at: datetime) -> None:
    """Keep all of them or none, each in the place of the one that has its key; `at` has a time zone."""
    with _transaction(store) as cursor:
        for row in rows:
            _write(cursor, kind, row, False, user, at)


@contextmanager
def _transaction(store: Store) -> Iterator[DuckDBPyConnection]:
    """What is written within is kept whole or not at all."""
    with store.writing() as cursor:
        cursor.execute("BEGIN")
        try:
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise


def _shown(key: Key) -> str:
    return ", ".join(str(part) for part in key if part is not None)


def remove_entry(store: Store, kind: str, key: Key, user: str, at: datetime) -> Entry:
    """Delete an entry; it is kept aside and may be brought back. Returns it; FileRefused where there is none."""
    with store.writing() as cursor:
        found = entry_named(cursor, kind, key)
        _write(cursor, kind, found.row, True, user, at)
    return found


def restore_entry(store: Store, kind: str, key: Key, user: str, at: datetime) -> Entry:
    """Bring a deleted entry back: the loaded row as it is now, or else what was entered. Returns it as deleted."""
    with store.writing() as cursor:
        found = entry_named(cursor, kind, key, removed=True)
        if _is_loaded(cursor, kind, key):
            _delete(cursor, kind, key)
        else:
            _write(cursor, kind, found.row, False, user, at)
    return found


def _withdraw(cursor: DuckDBPyConnection, old: Entry, user: str, at: datetime) -> None:
    """Take away the former version of an entry that now has another key."""
    _delete(cursor, old.kind, old.key)
    if _is_loaded(cursor, old.kind, old.key):
        _write(cursor, old.kind, old.row, True, user, at)


def _is_loaded(cursor: DuckDBPyConnection, kind: str, key: Key) -> bool:
    if not is_loadable(kind):
        return False
    return bool(cursor.execute(f"SELECT 1 FROM {kind} t WHERE {_is_key(kind)}", list(key)).fetchall())


def _write(cursor: DuckDBPyConnection, kind: str, row: Row, removed: bool, user: str, at: datetime) -> None:
    names = tuple(ENTRIES[kind].columns)
    _delete(cursor, kind, tuple(getattr(row, name) for name in ENTRIES[kind].key))
    values = [*(getattr(row, name) for name in names), removed, at.astimezone(UTC).replace(tzinfo=None), user]
    listed = ", ".join(f'"{name}"' for name in entered_columns(kind))
    cursor.execute(f"INSERT INTO {entered(kind)} ({listed}) VALUES ({', '.join('?' * len(values))})", values)


def _delete(cursor: DuckDBPyConnection, kind: str, key: Key) -> None:
    cursor.execute(f"DELETE FROM {entered(kind)} t WHERE {_is_key(kind)}", list(key))


def _is_key(kind: str) -> str:
    return " AND ".join(f't."{name}" IS NOT DISTINCT FROM ?' for name in ENTRIES[kind].key)


def _matches(kind: str, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" IS NOT DISTINCT FROM {right}."{name}"' for name in ENTRIES[kind].key)

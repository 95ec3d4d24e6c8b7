"""The sample company: its files, loaded like anybody's, and never beside anybody's data."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.facts import rebuild_all
from cx.store.loading import Load, Progress, Source, load, silent
from cx.store.recording import file_hash
from cx.store.schema import LOAD_NOTES, same_rows
from cx.store.sparse import rows_of

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
FIRST = ("accounts", "survey", "owner_changes")
"""Tickets take something from the changes of their owner, and everything from accounts: so each fact is made once."""
ORDER = (*FIRST, *(name for name in EXTRACTS if name not in FIRST))


def load_sample(
    store: Store, today: date, user: str, words: Words, progress: Progress = silent, at: datetime | None = None
) -> Iterator[Load]:
    """Load the sample's files, one after the other; FileRefused where the database holds other data."""
    with store.cursor() as cursor:
        own = _own_file(cursor)
    if own is not None:
        raise FileRefused(Problem("own_data_loaded", details={"file": own}))
    for name in ORDER:
        mapping = mapping_from_file(SAMPLE / "mappings" / f"{name}.toml")
        path = SAMPLE / f"{name}.csv"
        yield load(store, Source(path, path.name, mapping, today, user, at), words, progress)


def check_apart(store: Store, path: Path, file: str) -> None:
    """Raise FileRefused where `path` holds somebody's own rows and the database the sample company alone."""
    if holds_sample(store) and path.is_file() and file_hash(path) not in _sample_hashes():
        raise FileRefused(Problem("sample_loaded", details={"file": file}))


def holds_sample(store: Store) -> bool:
    """True where the database holds the sample company and nothing else."""
    with store.cursor() as cursor:
        return bool(_loaded(cursor)) and _own_file(cursor) is None


def remove_sample(store: Store) -> bool:
    """Empty the database of the sample company in one transaction; False where it is not there.

    Raises FileRefused where the database holds other data besides it.
    """
    with store.writing() as cursor:
        cursor.execute("BEGIN")
        try:
            found = bool(_loaded(cursor))
            if found:
                _empty(cursor, store)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
    return found


def _empty(cursor: DuckDBPyConnection, store: Store) -> None:
    own = _own_file(cursor)
    if own is not None:
        raise FileRefused(Problem("sample_mixed", details={"file": own}))
    for name in EXTRACTS:
        for table in (rows_of(name), rows_of(f"{name}_replaced"), same_rows(name)):
            cursor.execute(f"DELETE FROM {table}")
    samples = "SELECT load_id FROM loads WHERE list_contains($hashes, hash)"
    for table in (*LOAD_NOTES, "loads"):  # one's own loads that were undone stay in the journal
        cursor.execute(f"DELETE FROM {table} WHERE load_id IN ({samples})", {"hashes": sorted(_sample_hashes())})
    cursor.execute("DELETE FROM mappings")
    rebuild_all(cursor, store.settings)


def _loaded(cursor: DuckDBPyConnection) -> list[tuple[str, str]]:
    """File name and hash of every load that stands, the latest first."""
    return cursor.execute("SELECT file, hash FROM standing_loads ORDER BY load_id DESC").fetchall()


def _own_file(cursor: DuckDBPyConnection) -> str | None:
    """The latest file that is not the sample's; its bytes decide, since a source may be called anything."""
    return next((file for file, mark in _loaded(cursor) if mark not in _sample_hashes()), None)


@cache
def _sample_hashes() -> frozenset[str]:
    return frozenset(file_hash(SAMPLE / f"{name}.csv") for name in ORDER)

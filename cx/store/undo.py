"""The undo of a load: what it added goes, what it changed comes back, as if it had never been loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.problems import FileRefused, Problem
from cx.store.database import Store
from cx.store.facts import rebuild
from cx.store.journal import LoadRecord, load_record, loads, other_half
from cx.store.replaying import Rows, take_out
from cx.store.room import no_room_refused, roll_back


@dataclass(frozen=True)
class Undone:
    """What an undo did, or would do, to the rows that the load had added or changed."""

    load: LoadRecord
    removed: int
    """Rows that go: no other load holds them."""
    returned: int
    """Rows that are again as the loads before left them."""
    kept: int
    """Rows that stay, since a later load holds them too."""
    also: "Undone | None" = None
    """What it did to the other load that the same ticket log made."""

    @property
    def loads(self) -> tuple[LoadRecord, ...]:
        """The loads that are undone by it."""
        return (self.load, *(self.also.loads if self.also else ()))

    @property
    def rows(self) -> Rows:
        """The rows of all loads that are undone by it."""
        own = Rows(self.removed, self.returned, self.kept)
        return own + self.also.rows if self.also else own


@dataclass
class Undoing:
    """An undo inside its open transaction: look at what it would change, then keep it or let it go."""

    undone: Undone
    cursor: DuckDBPyConnection
    kept: bool = False

    def keep(self) -> None:
        """Make the undo last."""
        self.cursor.execute("COMMIT")
        self.kept = True


@contextmanager
def undoing(store: Store, load_id: int, user: str, at: datetime, alone: bool = False) -> Iterator[Undoing]:
    """Undo a load inside a transaction, with the other one that its ticket log made unless it is to be undone `alone`.

    It is rolled back unless the caller keeps it. `at` has a time zone. Raises FileRefused where there is no such load, it
    is undone already, or the disk is full.
    """
    with no_room_refused(str(load_id), "no_room_undo"), store.writing() as cursor:
        cursor.execute("BEGIN")
        opened = None
        try:
            opened = Undoing(_undone(cursor, store, load_id, user, at, alone), cursor)
            yield opened
        finally:
            if not (opened and opened.kept):
                roll_back(cursor)


def undo(store: Store, load_id: int, user: str, at: datetime, alone: bool = False) -> Undone:
    """Undo a load and keep it so."""
    with undoing(store, load_id, user, at, alone) as opened:
        opened.keep()
        return opened.undone


def _undone(cursor: DuckDBPyConnection, store: Store, load_id: int, user: str, at: datetime, alone: bool) -> Undone:
    load = load_record(cursor, load_id)
    if load.undone_at:
        details = {"file": load.file, "at": f"{load.undone_at:%Y-%m-%d %H:%M}", "by": load.undone_by or ""}
        raise FileRefused(Problem("undone_already", value=str(load_id), details=details))
    other = None if alone else other_half(loads(cursor), load)
    also = _taken_out(cursor, other, user, at) if other else None
    found = replace(_taken_out(cursor, load, user, at), also=also)
    for name in sorted({extract.name for item in found.loads for extract in _written(cursor, item)}, reverse=True):
        rebuild(cursor, name, store.settings)
    return found


def _taken_out(cursor: DuckDBPyConnection, load: LoadRecord, user: str, at: datetime) -> Undone:
    """The load out of its tables and marked as undone; the facts are still those with it."""
    moved = [take_out(cursor, extract, load.load_id) for extract in _written(cursor, load)]
    cursor.execute(
        "INSERT INTO undone VALUES ($id, $at, $by)",
        {"id": load.load_id, "at": at.astimezone(UTC).replace(tzinfo=None), "by": user},
    )
    total = sum(moved, Rows(0, 0, 0))
    return Undone(load, total.removed, total.returned, total.kept)


def _written(cursor: DuckDBPyConnection, load: LoadRecord) -> tuple[Extract, ...]:
    """The extracts that the load wrote to: its own, and what its rows made besides."""
    rows = cursor.execute("SELECT extract FROM written WHERE load_id = $id", {"id": load.load_id}).fetchall()
    return tuple(EXTRACTS[name] for name in dict.fromkeys((load.extract, *(row[0] for row in rows))))

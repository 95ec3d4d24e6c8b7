"""A way to stop a load from another thread: what it does in the database ends at once, and nothing of it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

import duckdb
from duckdb import DuckDBPyConnection


class Stopped(Exception):
    """Whoever started it stopped it; nothing was changed."""


class Stop:
    """Asked for by one thread, heeded by another between its steps and inside its queries."""

    def __init__(self) -> None:
        self._asked = Event()
        self._lock = Lock()
        self._cursor: DuckDBPyConnection | None = None

    def ask(self) -> None:
        """Ask for the stop; asked again, it reaches a query that had not begun the first time."""
        self._asked.set()
        with self._lock:
            if self._cursor is not None:
                self._cursor.interrupt()

    def heed(self) -> None:
        """Raise Stopped where the stop was asked for."""
        if self._asked.is_set():
            raise Stopped

    @contextmanager
    def watching(self, cursor: DuckDBPyConnection) -> Iterator[None]:
        """Let the stop interrupt the cursor's queries in this block, as Stopped, until `ignore`."""
        with self._lock:
            self._cursor = cursor
        try:
            yield
        except duckdb.InterruptException:
            self.heed()
            raise
        finally:
            self.ignore()

    def ignore(self) -> None:
        """Interrupt no longer: what comes now is the end, kept or rolled back, and it is done whole."""
        with self._lock:
            self._cursor = None

"""The one door to the database: one connection, a cursor for each use, one writer at a time."""

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from cx.contracts.entries import ENTRIES
from cx.contracts.problems import Problem, SetupRefused
from cx.contracts.settings import Settings, settings_beside
from cx.store.schema import create_tables, entered

log = logging.getLogger(__name__)

SCHEME = "duckdb:///"
DEFAULT_URL = f"{SCHEME}data/local/cx.duckdb"
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""Without it DuckDB would fetch an extension from the network already to open a file of SQLite's."""
SPARING: dict[str, str | bool | int | float | list[str]] = {
    "allocator_background_threads": "true",
    "allocator_flush_threshold": "1MB",
    "allocator_bulk_deallocation_flush_threshold": "16MB",
}
"""Memory that a load no longer needs goes back to the machine within seconds; otherwise DuckDB keeps most of it.

What a small query needs stays: to hand back and fetch 1 MB with each took a third of the time of a page's queries."""
FOREIGN = ("not a valid DuckDB", "Extension")
"""How DuckDB says that the file is another program's."""
HELD = ("could not set lock", "another process")
"""How DuckDB begins to say, on Unix and on Windows, that another process has the file."""
TURN_SECONDS = 0.1
"""How long a writer waits for its turn before it says so."""
MOST_MEMORY_MB = 1024
"""What the database takes of a large machine, so that a load of ten million rows stays below 2 GiB in all; what does not
fit goes to the disk."""
BESIDE_UPLOADS_MB = 448
"""The same in the app, whose process also holds the files that are being uploaded: so a file of 200 MB costs at most three
times its size."""
FORMAT = 13
"""Raised when the wide tables change shape, so that an older database makes them anew."""

ENTERED_MARK = "SELECT bit_xor(mark) FROM ({})".format(
    " UNION ALL ".join(
        f"SELECT coalesce(bit_xor(hash({entered(kind)})), 0) AS mark FROM {entered(kind)}" for kind in ENTRIES
    )
)
"""Tells one state of what people entered from another."""


class DatabaseHeld(Exception):
    """Another process holds the database file."""


def database_path(url: str | None = None) -> Path:
    """The database file that a URL such as duckdb:///data/local/cx.duckdb names; SetupRefused for other databases."""
    named = url or os.environ.get("CX_DATABASE") or DEFAULT_URL
    path = named.removeprefix(SCHEME)
    if "://" in path or not path.strip():
        # What follows a scheme may be a password, so it is not shown again.
        raise SetupRefused(Problem("unknown_database", value=f"{named.partition('://')[0]}://…"))
    return Path(path).resolve()


class Store:
    """An open database; every read and write goes through a cursor of its own."""

    def __init__(self, path: Path, settings: Settings, connection: DuckDBPyConnection) -> None:
        self.path = path
        self.settings = settings
        self.work = path.with_name(path.name + ".work")
        self._connection = connection
        self._writing = threading.RLock()
        self._written = 0
        self._known_version = (-1, "")

    @contextmanager
    def cursor(self) -> Iterator[DuckDBPyConnection]:
        """A cursor that sees one state of the data from its first query to its end."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN")
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self, waiting: Callable[[], None] = lambda: None) -> Iterator[DuckDBPyConnection]:
        """A cursor for the one writer; nothing is begun yet. `waiting` is called now and then while another writes."""
        while not self._writing.acquire(timeout=TURN_SECONDS):
            waiting()
        try:
            cursor = self._connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()
                self._written += 1
        finally:
            self._writing.release()

    def rows(self, query: str, values: dict[str, object] | Sequence[object] | None = None) -> list[tuple]:  # type: ignore[type-arg]
        """All rows of one query, its values bound."""
        with self.cursor() as cursor:
            return cursor.execute(query, values).fetchall() if values else cursor.execute(query).fetchall()

    @property
    def version(self) -> str:
        """A name for the state of the data and the settings: it changes with every load, undo, removal and entry."""
        written, known = self._known_version
        if written != self._written:
            # The count is taken first: what a writer ends while this asks is asked for again.
            written = self._written
            last, at, undone = self.rows(
                "SELECT coalesce(max(load_id), 0), epoch_us(max(loaded_at)), (SELECT count(*) FROM undone) FROM loads"
            )[0]
            roles = self.rows("SELECT coalesce(bit_xor(hash(team, role)), 0) FROM team_roles")[0][0]
            entries = self.rows(ENTERED_MARK)[0][0]
            known = f"{last}-{at or 0}-{undone}-{roles}-{entries}-{settings_mark(self.settings)}"
            self._known_version = (written, known)
        return known

    def close(self) -> None:
        """Wait for the writer and let the file go."""
        with self._writing:
            self._connection.close()
            shutil.rmtree(self.work, ignore_errors=True)


def settings_mark(settings: Settings) -> str:
    """The part of the settings that the wide tables depend on, and their format."""
    rates, roles = sorted(settings.rates.items()), sorted(settings.team_roles.items())
    return json.dumps([FORMAT, settings.grace_days, settings.base_currency, rates, roles, settings.cube_rows])


def open_store(path: Path, settings: Settings | None = None, most_memory_mb: int = MOST_MEMORY_MB) -> Store:
    """Open the database, making it where there is none; settings that name its memory count before `most_memory_mb`.

    Raises DatabaseHeld when another process has it, and SetupRefused when it or its settings cannot be read.
    """
    chosen = settings or settings_beside(path)
    connection = _connection(path)
    try:
        return _prepared(Store(path, chosen, connection), most_memory_mb)
    except BaseException as fault:
        connection.close()
        if isinstance(fault, OSError):
            raise _unreachable(path, fault) from None
        raise


def _connection(path: Path) -> DuckDBPyConnection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path), config={**OFFLINE, **SPARING})
    except (OSError, duckdb.Error) as fault:
        if any(sign in str(fault).lower() for sign in HELD):
            raise DatabaseHeld(str(path)) from None
        if any(sign in str(fault) for sign in FOREIGN):
            raise SetupRefused(Problem("not_a_database", details={"file": str(path)})) from None
        raise _unreachable(path, fault) from None


def _unreachable(path: Path, fault: Exception) -> SetupRefused:
    reason = fault.strerror if isinstance(fault, OSError) else None
    return SetupRefused(
        Problem("unreachable_database", details={"file": str(path)}, value=reason or str(fault).splitlines()[0])
    )


def _prepared(store: Store, most_memory_mb: int) -> Store:
    """The store with its tables, confined to its folder."""
    _confine(store, most_memory_mb)
    with store.writing() as cursor:
        cursor.execute("BEGIN")
        create_tables(cursor)
        _refresh_facts(cursor, store.settings)
        cursor.execute("COMMIT")
    return store


def _confine(store: Store, most_memory_mb: int) -> None:
    """Let the database read and write its own folder of work and nothing else, and fix its settings."""
    shutil.rmtree(store.work, ignore_errors=True)
    store.work.mkdir(parents=True)
    store.work.chmod(0o700)
    connection = store._connection
    connection.execute("SET TimeZone='UTC'")
    connection.execute(f"SET memory_limit='{_memory_mb(store.settings, most_memory_mb)}MB'")
    connection.execute("SET temp_directory=" + _quoted(store.work / "spill"))
    connection.execute(f"SET allowed_directories=[{_quoted(store.work)}]")
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _memory_mb(settings: Settings, most: int) -> int:
    if settings.memory_limit_mb:
        return settings.memory_limit_mb
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    except (AttributeError, ValueError, OSError):
        log.info("the machine does not tell its memory; the database takes %d MB", most)
        return most
    return max(256, min(most, total // 4))


def _refresh_facts(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make the wide tables anew where they were made under other settings or by an older version."""
    cursor.execute("CREATE TABLE IF NOT EXISTS facts_made (mark VARCHAR)")
    mark = settings_mark(settings)
    if cursor.execute("SELECT mark FROM facts_made").fetchall() != [(mark,)]:
        from cx.store.facts import rebuild_all  # seldom needed, and slow to import
        from cx.store.segments import settle_segments

        settle_segments(cursor)
        rebuild_all(cursor, settings)
        cursor.execute("DELETE FROM facts_made")
        cursor.execute("INSERT INTO facts_made VALUES ($mark)", {"mark": mark})

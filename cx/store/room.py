"""A disk without room ends a load with a sentence."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from duckdb import DuckDBPyConnection

from cx.contracts.problems import FileRefused, Problem

log = logging.getLogger(__name__)

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
SIGNS = ("no space left", "file too large", "disk quota", "could not write", "failed to offload", "could not truncate")
"""How DuckDB says that a file cannot grow."""


@contextmanager
def no_room_refused(named: str, code: str = "no_room") -> Iterator[None]:
    """Turn the fault of a database that cannot grow into FileRefused; `named` is the file, or the load to undo."""
    try:
        yield
    except (OSError, duckdb.Error) as fault:
        if not _is_no_room(fault):
            raise
        reason = str(fault).strip().splitlines()[0].rpartition(": ")[2]  # without the paths before it
        raise FileRefused(Problem(code, value=reason, details={"file": named})) from fault


def _is_no_room(fault: Exception) -> bool:
    if isinstance(fault, OSError) and not isinstance(fault, duckdb.Error):
        return fault.errno in NO_ROOM
    return any(sign in str(fault).lower() for sign in SIGNS)


def roll_back(cursor: DuckDBPyConnection) -> None:
    """Let the transaction go; where the fault ended it already there is nothing left to let go."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error as fault:
        log.info("there was no transaction to roll back: %s", fault)

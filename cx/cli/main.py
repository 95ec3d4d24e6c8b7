"""`python -m cx`: run the command here, or hand it through the door to whoever holds the database."""

import getpass
import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from cx.cli.arguments import Ended
from cx.cli.door import Request, ask
from cx.cli.run import CommandLine
from cx.contracts.words import N_, Words
from cx.store.database import DatabaseHeld, database_path, open_store

PATIENCE_SECONDS = 10.0
log = logging.getLogger(__name__)


class Terminal:
    """A reply that is this process's own output."""

    def out(self, text: str) -> None:
        """Print to standard output."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def error(self, text: str) -> None:
        """Print to standard error."""
        sys.stderr.write(text)
        sys.stderr.flush()


def user() -> str:
    """The name of the shell's user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "shell"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns its exit status: 0 done, 1 refused, 2 usage."""
    words = Words()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    given = tuple(sys.argv[1:] if arguments is None else arguments)
    line = CommandLine(Request(given, os.getcwd(), user()), Terminal(), words)
    try:
        if not line.needs_store:
            return line.run(None)
        return _run_with_store(line, database_path(), words)
    except Ended as ended:
        return ended.status
    except KeyboardInterrupt:
        sys.stderr.write(words.say(N_("Stopped; nothing was changed.")) + "\n")
        return 1
    except Exception:
        log.exception("the command failed")
        sys.stderr.write(words.say(N_("The command failed, and nothing was changed. The log above has the details.")) + "\n")
        return 1


def _run_with_store(line: CommandLine, database: Path, words: Words) -> int:
    """Here where the database is free, else through the door; waits a little for a holder that is just starting."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            store = open_store(database)
        except DatabaseHeld:
            status = ask(database, line.request, sys.stdout, sys.stderr, words)
            if status is not None:
                return status
        else:
            with closing(store):
                return line.run(store)
        if time.monotonic() > until:
            sys.stderr.write(words.say(N_("{database} is held by another process that does not answer. Close it and "
                                          "try again."), database=database) + "\n")
            return 1
        time.sleep(0.2)

"""`python -m cx`: run the command here, or hand it through the door to whoever holds the database."""

import getpass
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from cx.cli.door import Request, ask
from cx.cli.run import CommandLine, answered
from cx.contracts.problems import SetupRefused
from cx.contracts.words import N_, Words
from cx.store.database import DatabaseHeld, database_path, open_store

PATIENCE_SECONDS = 10.0
"""How long a question waits for a process that holds the database and does not answer."""
TURN_SECONDS = 1800.0
"""How long a load waits for its turn: the other process may be a load in another shell."""
NOTICE_SECONDS = 1.0
WRITERS = ("load", "undo", "sample")
HELD = N_("{database} is held by another process that does not answer. Close it and try again.")
WAITING = N_("Another process works with {database}. This command goes on when that ends.")


class Terminal:
    """A reply that is this process's own output."""

    def out(self, text: str) -> None:
        """Print to standard output; a command goes on where its reader has enough."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            _hush()

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
    terminal = Terminal()
    try:
        database = database_path()
    except SetupRefused:
        database = None  # a command that needs one says so
    line = CommandLine(Request(given, os.getcwd(), user(), sys.stderr.isatty()), terminal, words)
    try:
        return answered(lambda: _run(line, words), terminal, words, database)
    except BrokenPipeError:  # whoever read the output has enough
        _hush()
        return 0
    except KeyboardInterrupt:
        terminal.error(words.say(N_("Stopped. Loads that were done before are kept.")) + "\n")
        return 1


def _hush() -> None:
    """Let standard output go nowhere, so that the end of the process does not trip over it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(line: CommandLine, words: Words) -> int:
    return _run_with_store(line, database_path(), words) if line.needs_store else line.run(None)


def _run_with_store(line: CommandLine, database: Path, words: Words) -> int:
    """Here where the database is free, else through the door; waits a little for a holder that is just starting."""
    began, said = time.monotonic(), False
    patience = TURN_SECONDS if line.arguments.command in WRITERS else PATIENCE_SECONDS
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
        waited = time.monotonic() - began
        if waited > patience:
            return _told(words.say(HELD, database=database), 1)
        if waited > NOTICE_SECONDS and not said:
            said = not _told(words.say(WAITING, database=database), 0)
        time.sleep(0.2)


def _told(text: str, status: int) -> int:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
    return status

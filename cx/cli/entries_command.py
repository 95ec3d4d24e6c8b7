"""`targets`, `benchmarks`, `events`: the list of what people entered and files brought, and changes to it."""

import argparse
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from cx.cli.speech import Speech
from cx.contracts.entries import ENTRIES
from cx.contracts.filters import Selection
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import N_
from cx.insights.entry_file import rows_of_list
from cx.insights.target import checked_row, judgements
from cx.metrics.as_of import as_of, default_period
from cx.store.database import Store
from cx.store.entries import Entry, entries, keep_entries, keep_entry, key_of, remove_entry, restore_entry
from cx.story.entry_lists import entry_list, ordered, status_document, targets_of
from cx.story.telling import Telling


def entries_command(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Add or change, remove or restore an entry, if one is named, then list all of the kind."""
    kind, now = arguments.command, datetime.now().astimezone()
    if arguments.file and (arguments.action != "add" or arguments.cells):
        speech.error(speech.words.say(N_("--file goes with add alone, and holds what it adds: leave the rest out.")))
        return 2
    if arguments.file:
        path = speech.path(arguments.file)
        keep_entries(
            store, kind, rows_of_list(kind, path.name, _content(path), speech.words, now.date()), speech.user, now
        )
    elif arguments.action == "add":
        keep_entry(
            store, kind, checked_row(kind, dict(arguments.cells), now.date()), speech.user, now, may_replace=True
        )
    elif arguments.action is not None:
        change = remove_entry if arguments.action == "remove" else restore_entry
        change(store, kind, key_of(kind, dict(arguments.cells)), speech.user, now)
    with store.cursor() as cursor:
        found = ordered(entries(cursor, kind), speech.words, store.settings.fiscal_year_starts)
        telling = _telling(cursor, store, speech)
        if arguments.json:
            speech.json({kind: _documents(kind, found, telling)})
        else:
            table = entry_list(kind, found, speech.words, telling)
            speech.table(table.columns, table.rows)
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise FileRefused(Problem("file_missing", details={"file": path.name})) from None


def _telling(cursor: DuckDBPyConnection, store: Store, speech: Speech) -> Telling | None:
    """What the targets are judged from; None while there is no data."""
    known_to = as_of(cursor)
    if known_to is None:
        return None
    return Telling(cursor, Selection(default_period(known_to, store.settings), known_to), store.settings, speech.words)


def _documents(kind: str, found: tuple[Entry, ...], telling: Telling | None) -> list[dict[str, object]]:
    """The entries as JSON, targets with their status where there is data."""
    shown: list[dict[str, object]] = [
        {
            **{name: _plain(getattr(item.row, name)) for name in ENTRIES[kind].columns},
            "load_id": item.load_id,
            "entered_by": item.entered_by or None,
        }
        for item in found
    ]
    if kind == "targets" and telling is not None:
        judged = judgements(telling.cursor, targets_of(found), telling.selection.as_of, telling.settings)
        for document, item in zip(shown, judged, strict=True):
            document |= status_document(item, telling)
    return shown


def _plain(value: object) -> object:
    return value if isinstance(value, (int, float, str, type(None))) else str(value)

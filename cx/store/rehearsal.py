"""How a mapping would read a file: its rows staged and checked, and nothing written."""

from dataclasses import replace
from uuid import uuid4

from cx.contracts.words import Words
from cx.ingest.first_records import MOST, first_records
from cx.store.counting import Counted, counted
from cx.store.database import Store
from cx.store.load import Source
from cx.store.loading import read_file, silent, staged
from cx.store.staging import drop_staged


def rehearsal(store: Store, source: Source, words: Words) -> Counted:
    """How many rows of the file are good and how many refused; raises FileRefused for a fault of the file."""
    with read_file(store, source.path, source.file, source.mapping) as read, store.writing() as cursor:
        try:
            made, places = staged(cursor, read, source, words, silent)
            return counted(cursor, made, places)
        finally:
            drop_staged(cursor)


def rehearsal_of_head(store: Store, source: Source, words: Words, most: int = MOST) -> Counted | None:
    """The same counts of the first records of a large file; None for a workbook, which has no head to read alone."""
    head = store.work / f"{uuid4().hex}.head"
    try:
        if not first_records(source.path, head, source.file, most):
            return None
        return rehearsal(store, replace(source, path=head), words)
    finally:
        head.unlink(missing_ok=True)

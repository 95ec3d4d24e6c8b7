"""Entries from a filled list: the columns that the empty file has, one entry a record."""

import csv
import io
from datetime import date

from cx.contracts.problems import FileRefused, Problem
from cx.contracts.row import Row
from cx.contracts.words import Words
from cx.insights.target import checked_row


def rows_of_list(kind: str, file: str, content: bytes, words: Words, today: date) -> tuple[Row, ...]:
    """The entries of a CSV file in UTF-8, parted by commas or semicolons; `file` is its name.

    FileRefused names the record that is missing something, is unreadable or unknown; then none of them is kept.
    """
    text = _text(file, content)
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    records = csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", restval="")
    found = tuple(
        _row(kind, file, at, cells, words, today) for at, cells in enumerate(records, start=1) if any(cells.values())
    )
    if not found:
        raise FileRefused(Problem("header_only", details={"file": file}))
    return found


def _row(kind: str, file: str, record: int, cells: dict[str, str], words: Words, today: date) -> Row:
    written = {name.strip(): cell for name, cell in cells.items() if name.strip()}
    try:
        return checked_row(kind, written, today)
    except FileRefused as refused:
        said = refused.problem.sentence(words)
        raise FileRefused(Problem("entry_in_file", record=record, details={"file": file, "said": said})) from None


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileRefused(Problem("wrong_encoding", line=line, value="UTF-8", details={"file": file})) from None

"""The head of a file: its delimiter, its header and its first rows, or the fault that refuses it."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused, Problem
from cx.ingest.clean_text import CleanText, clean_copy
from cx.ingest.headers import normalised
from cx.ingest.records import lines_from, records_of

DELIMITERS = (",", ";", "\t")
FIRST_ROWS = 50
LONGEST_LINE = 2_000_000
# A comment may be longer than the 131,072 characters at which Python's reader stops by itself.
csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True)
class Reading:
    """What was understood of a file before any of its rows was checked."""

    file: str
    text: CleanText
    delimiter: str
    blank_lines: int
    """Blank lines before the header."""
    header: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]

    def samples(self, header: str, most: int = 3) -> tuple[str, ...]:
        """The first different values of a column."""
        at = self.header.index(header)
        found = dict.fromkeys(row[at] for row in self.first_rows if len(row) > at and row[at].strip())
        return tuple(found)[:most]


def reading(source: Path, folder: Path, file: str, declared: Declared, largest_mb: int) -> Reading:
    """Read the head of `source` through a clean copy in `folder`; raises FileRefused for a fault of the file."""
    if not source.is_file():
        raise FileRefused(Problem("file_missing", details={"file": file}))
    copy = folder / "clean.csv"
    text = clean_copy(source, copy, file, declared.encoding, largest_mb)
    try:
        return _checked(text, file, declared)
    except FileRefused:
        copy.unlink(missing_ok=True)
        raise


def _checked(text: CleanText, file: str, declared: Declared) -> Reading:
    # Rows handed back are commas whatever the first export was: a sign that the header does not have is not taken.
    found, counted = _delimiter(text.path)
    delimiter = (
        declared.delimiter if declared.delimiter and (counted[declared.delimiter] or not counted[found]) else found
    )
    if text.quotes % 2:
        check_quotes(text.path, file, delimiter)
    blank_lines, rows = _first_rows(text.path, delimiter)
    if not rows:
        raise FileRefused(Problem("empty_file", details={"file": file}))
    header = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(rows[0], start=1))
    _check_header(header, file)
    if len(rows) == 1:
        raise FileRefused(Problem("header_only", details={"file": file}))
    return Reading(file, text, delimiter, blank_lines, header, tuple(rows[1 : FIRST_ROWS + 1]))


def _first_rows(path: Path, delimiter: str) -> tuple[int, list[tuple[str, ...]]]:
    """How many blank lines come first, and then the header and the first rows."""
    with path.open(encoding="utf-8", newline="\n") as opened:
        blank_lines = sum(1 for _ in takewhile(lambda line: line == "\n", opened))
    with path.open(encoding="utf-8", newline="\n") as opened:
        filled = (tuple(row) for row in _readable(csv.reader(opened, delimiter=delimiter)) if row)
        return blank_lines, list(islice(filled, FIRST_ROWS + 1))


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows up to one that is longer than the database takes; the load refuses that one with its record."""
    try:
        yield from rows
    except csv.Error:
        yield ["\u2026"]


def _delimiter(path: Path) -> tuple[str, dict[str, int]]:
    """The sign that the header line has most often outside quotation marks, and how often it has each."""
    with path.open(encoding="utf-8") as opened:
        first = next((line for line in opened if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    counted = {sign: bare.count(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counted[sign]), counted


def check_quotes(path: Path, file: str, delimiter: str) -> None:
    """Refuse the file when a quotation mark swallows its rest."""
    found = records_of(path, delimiter, columns=2)
    if found.unclosed:
        line = found.line_of(found.count) or 1
        raise FileRefused(
            Problem("unclosed_quote", found.count, line, value=next(lines_from(path, line)), details={"file": file})
        )


def _check_header(header: tuple[str, ...], file: str) -> None:
    known = {
        normalised(spelling)
        for extract in EXTRACTS.values()
        for name, column in extract.columns.items()
        for spelling in (name, column.title, *column.aliases)
    }
    named = [cell for cell in header if normalised(cell) in known]
    if not named and any(_is_a_value(cell) for cell in header):
        raise FileRefused(Problem("no_header", value=", ".join(header), details={"file": file}))
    for number, cell in enumerate(header, start=1):
        if header.index(cell) != number - 1:
            raise FileRefused(Problem("repeated_header", column=cell, details={"file": file}))


def _is_a_value(cell: str) -> bool:
    """True for a number, a date or a yes/no word: headers are none of them."""
    return bool(re.fullmatch(r"[-+]?[\d.,]+|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false", cell.strip().lower()))

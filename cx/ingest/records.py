"""Where each record of a CSV file begins: its physical line, and blank lines that are no records."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 22
QUOTE, FEED = ord('"'), ord("\n")
EMPTY = np.array([], dtype=np.int64)
CLOSING = re.compile(rb'[^"]*(?:""[^"]*)*"(?!")')
AGAIN = re.compile(rb' *"')


@dataclass(frozen=True)
class Records:
    """The records of a file in order, the header first."""

    lines: NDArray[np.int64]
    """The physical line, from 1, on which each record that is not blank starts; the header has index 0."""
    blank: NDArray[np.int64]
    """Positions, among all records, of blank lines."""
    unclosed: bool
    """True where the last record opens a quotation mark that nothing closes."""

    @cached_property
    def _numbered(self) -> NDArray[np.int64]:
        """Positions among all records, blank ones counted, of the records that are not blank."""
        everything = np.arange(len(self.lines) + len(self.blank), dtype=np.int64)
        return np.delete(everything, self.blank)

    @property
    def count(self) -> int:
        """How many data records there are."""
        return len(self.lines) - 1

    def record_at(self, reader_line: int) -> int:
        """The data record, from 1, that the reader calls record `reader_line` (the header is its first)."""
        return int(np.searchsorted(self._numbered, reader_line - 1))

    def accepted(self, rejected: Sequence[int]) -> NDArray[np.int64]:
        """Data record numbers, from 1, of the rows that the reader kept, in its order."""
        numbers = np.arange(1, len(self.lines), dtype=np.int64)
        return np.delete(numbers, np.asarray(sorted(set(rejected)), dtype=np.int64) - 1) if rejected else numbers

    def position_of(self, record: int) -> int | None:
        """The place of a data record among all records, from 1: blank lines and the header counted."""
        return int(self._numbered[record]) + 1 if record < len(self._numbered) else None

    def line_of(self, record: int) -> int | None:
        """The physical line on which a data record starts."""
        return int(self.lines[record]) if record < len(self.lines) else None


def records_of(path: Path, delimiter: str, columns: int) -> Records:
    """The records of a clean copy, split as the database's reader splits them.

    A quotation mark opens text only where a cell begins; inside it a line end is text. In a file of one column
    a blank line is a record.
    """
    with path.open("rb") as opened:
        marks = _marks(opened, delimiter.encode())
    return _by_parity(marks, columns) if marks else _by_lines(path, delimiter, columns)


@dataclass(frozen=True)
class _Marks:
    """Where the line ends and the quotation marks of a file stand, and how many bytes it has."""

    ends: NDArray[np.int64]
    quotes: NDArray[np.int64]
    size: int


def _marks(opened: BinaryIO, delimiter: bytes) -> _Marks | None:
    """The marks of a file whose every quotation mark opens or closes a cell or is doubled; None for any other."""
    ends, quotes = [], []
    size, seen, before, chunk = 0, 0, b"\n", opened.read(CHUNK)
    while chunk:
        after = opened.read(CHUNK)
        signs = np.frombuffer(before + chunk + (after[:1] or b"\n"), dtype=np.uint8)
        at = np.flatnonzero(signs[1:-1] == QUOTE)
        opening = (np.arange(seen, seen + len(at)) % 2) == 0
        if not _borders(signs, np.where(opening, at, at + 2), delimiter):
            return None
        ends.append(np.flatnonzero(signs[1:-1] == FEED) + size)
        quotes.append(at + size)
        size, seen, before, chunk = size + len(chunk), seen + len(at), chunk[-1:], after
    return _Marks(np.concatenate([EMPTY, *ends]), np.concatenate([EMPTY, *quotes]), size)


def _borders(signs: NDArray[np.uint8], places: NDArray[np.int64], delimiter: bytes) -> bool:
    """True where every place holds a delimiter, a line end or another quotation mark."""
    return bool(np.isin(signs[places], (delimiter[0], FEED, QUOTE)).all())


def _by_parity(marks: _Marks, columns: int) -> Records:
    """A line begins a record where the quotation marks before it are even in number."""
    starts = np.concatenate([[0], marks.ends + 1])
    starts = starts[starts < marks.size]
    begins = np.searchsorted(marks.quotes, starts) % 2 == 0
    is_blank = np.zeros(len(starts), dtype=bool)
    is_blank[: len(marks.ends)] = starts[: len(marks.ends)] == marks.ends
    is_blank &= begins
    if columns == 1:
        is_blank &= np.cumsum(begins & ~is_blank) == 0
    numbers = np.flatnonzero(begins) + 1
    blank = is_blank[begins]
    return Records(numbers[~blank], np.flatnonzero(blank), len(marks.quotes) % 2 == 1)


def _by_lines(path: Path, delimiter: str, columns: int) -> Records:
    """Line by line, for files whose quotation marks also stand inside cells that have none around them."""
    quotes = _Quotes(delimiter)
    starts, blank = array("q"), array("q")
    position, inside = 0, False
    with path.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if not inside:
                if line == b"\n" and (columns > 1 or not starts):
                    blank.append(position)
                else:
                    starts.append(number)
                position += 1
            if inside or b'"' in line:
                inside = quotes.open_after(line, inside)
    return Records(np.array(starts, dtype=np.int64), np.array(blank, dtype=np.int64), inside)


class _Quotes:
    """Follows quotation marks from line to line."""

    def __init__(self, delimiter: str) -> None:
        self._opening = re.compile(rb"(?:\A|" + re.escape(delimiter.encode()) + rb') *"')

    def open_after(self, line: bytes, inside: bool) -> bool:
        """True when the line ends inside quotation marks, having begun inside them or not."""
        at = 0
        while True:
            if inside:
                closed = CLOSING.match(line, at)
                if not closed:
                    return True
                at = closed.end()
            opened = (AGAIN.match(line, at) if inside else None) or self._opening.search(line, at)
            if not opened:
                return False
            at, inside = opened.end(), True


def lines_from(path: Path, line: int) -> Iterator[str]:
    """The physical lines of a clean copy from `line` on, counted from 1."""
    with path.open(encoding="utf-8", newline="\n") as opened:
        yield from islice(opened, line - 1, None)

"""Where each record of a CSV file begins: its physical line, and blank lines that are no records."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 23
QUOTE, FEED = ord('"'), ord("\n")


@dataclass(frozen=True)
class Records:
    """The records of a file in order, the header first."""

    lines: NDArray[np.int64]
    """The physical line, from 1, on which each record that is not blank starts; the header has index 0."""
    blank: NDArray[np.int64]
    """Positions, among all records, of blank lines."""

    @cached_property
    def _numbered(self) -> NDArray[np.int64]:
        """Positions among all records, blank ones counted, of the records that are not blank."""
        everything = np.arange(len(self.lines) + len(self.blank), dtype=np.int64)
        return np.delete(everything, self.blank)

    def record_at(self, reader_line: int) -> int:
        """The data record, from 1, that the reader calls record `reader_line` (the header is its first)."""
        return int(np.searchsorted(self._numbered, reader_line - 1))

    def accepted(self, rejected: Sequence[int]) -> NDArray[np.int64]:
        """Data record numbers, from 1, of the rows that the reader kept, in its order."""
        numbers = np.arange(1, len(self.lines), dtype=np.int64)
        return np.delete(numbers, np.asarray(sorted(set(rejected)), dtype=np.int64) - 1) if rejected else numbers

    def line_of(self, record: int) -> int | None:
        """The physical line on which a data record starts."""
        return int(self.lines[record]) if record < len(self.lines) else None


def records_of(path: Path) -> Records:
    """The records of a clean copy, by counting quotation marks: inside an odd count a line end is text."""
    starts: list[NDArray[np.int64]] = [np.array([1], dtype=np.int64)]
    blanks: list[NDArray[np.int64]] = []
    parity, line, count, before = 0, 1, 0, -1
    offset = 0
    for chunk in _chunks(path):
        at = np.flatnonzero((chunk == QUOTE) | (chunk == FEED))
        is_feed = chunk[at] == FEED
        inside = (np.cumsum(~is_feed) + parity) & 1
        ends = at[is_feed & (inside == 0)] + offset
        lines_at = line + np.cumsum(is_feed)[is_feed & (inside == 0)]
        previous = np.concatenate(([before], ends[:-1])) if len(ends) else ends
        blank = (ends - previous) == 1
        blanks.append(count + np.flatnonzero(blank))
        starts.append(lines_at)
        count += len(ends)
        before = int(ends[-1]) if len(ends) else before
        parity = int((parity + (~is_feed).sum()) & 1)
        line += int(is_feed.sum())
        offset += len(chunk)
    beginnings = np.concatenate(starts)
    if before == offset - 1:
        beginnings = beginnings[:-1]
    empty = np.concatenate(blanks) if blanks else np.array([], dtype=np.int64)
    return Records(np.delete(beginnings, empty), empty)


def _chunks(path: Path) -> Iterator[NDArray[np.uint8]]:
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            yield np.frombuffer(chunk, dtype=np.uint8)


@dataclass(frozen=True)
class OpenQuote:
    """The record in which a quotation mark was opened and never closed."""

    record: int
    line: int
    text: str


def open_quote(path: Path, delimiter: str) -> OpenQuote | None:
    """The quotation mark that swallows the rest of the file, if there is one."""
    end = "\x00end of file\x00"

    def lines() -> Iterator[str]:
        with path.open(encoding="utf-8", newline="") as opened:
            yield from opened
        yield end

    reader = csv.reader(lines(), delimiter=delimiter)
    record, line, begun = -1, 0, 1
    last: list[str] = []
    for row in reader:
        begun = line + 1
        line = reader.line_num
        if row == [end]:
            return None
        if row:
            record += 1
            last = row
    opened_in = next((cell for cell in reversed(last) if end in cell), "")
    return OpenQuote(record, begun, opened_in.replace(end, ""))

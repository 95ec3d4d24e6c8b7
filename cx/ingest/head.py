"""The first rows of a clean copy, with where each begins."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

LONGEST_LINE = 2_000_000
# A comment may be longer than the 131,072 characters at which Python's reader stops by itself.
csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True)
class HeadRow:
    """A row that is not blank."""

    cells: tuple[str, ...]
    line: int
    """The physical line of the copy, from 1, on which it begins."""
    position: int
    """Its place among all rows, blank ones counted, from 1."""

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something, trimmed."""
        return tuple(cell.strip() for cell in self.cells if cell.strip())


def head_rows(path: Path, delimiter: str, most: int) -> tuple[HeadRow, ...]:
    """The first rows that are not blank."""
    with path.open(encoding="utf-8", newline="\n") as opened:
        return tuple(islice(_rows(opened, delimiter), most))


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[HeadRow]:
    """The rows up to one that is longer than the database takes; the load refuses that one with its record."""
    reader = csv.reader(lines, delimiter=delimiter)
    position, line = 0, 1
    while True:
        position += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield HeadRow(("\u2026",), line, position)
            return
        if cells is None:
            return
        if cells:
            yield HeadRow(tuple(cells), line, position)
        line = reader.line_num + 1


def usual_width(rows: Sequence[HeadRow]) -> int:
    """How many cells the table has: the width that most cells stand in, the wider of two."""
    counted = Counter(len(row.cells) for row in rows)
    return max(counted, key=lambda width: (width * counted[width], width), default=0)

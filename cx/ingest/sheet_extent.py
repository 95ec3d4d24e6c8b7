"""How far the cells of an XLSX reach, looked at before they are read: the reader keeps the whole rectangle."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cx.contracts.problems import FileRefused, Problem

MOST_CELLS = 30_000_000
"""A narrow sheet of all the rows that Excel has; about 1 GB once they are read."""
PIECE = 1 << 22
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["'](\d+)""")
WIDE_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,})\d""")
LATER_PLACE = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]+(\d{5,})""")
OVERLAP = 1 << 14


def check_extent(workbook: Path, file: str) -> None:
    """Refuse a workbook with a sheet whose furthest cells span more than can be held, however few are filled."""
    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                rows, columns = _extent(archive, name)
                if rows * columns > MOST_CELLS:
                    details = {"file": file, "limit": f"{MOST_CELLS:,}"}
                    raise FileRefused(Problem("sheet_too_large", value=f"{rows:,} × {columns:,}", details=details))


def sheet_pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that overlap by more than the longest cell."""
    held = b""
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            text = held + piece
            yield text
            held = text[-OVERLAP:]


def _extent(archive: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """The last row and the last column that the sheet's XML names; narrow sheets count as 26 columns."""
    rows, widest = 0, b"Z"
    for text in sheet_pieces(archive, part):
        rows = max(rows, *map(int, ROW.findall(text)), *map(int, LATER_PLACE.findall(text)), 0)
        widest = max((widest, *set(WIDE_PLACE.findall(text))), key=column_number)
    return rows, column_number(widest)


def column_number(letters: bytes) -> int:
    """A column's number by its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number

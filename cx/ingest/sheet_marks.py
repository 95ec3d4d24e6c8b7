"""What the reader does not tell of an XLSX sheet: cells with an error such as #N/A, given as empty, hidden rows and merges."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from cx.ingest.sheet_extent import column_number, sheet_pieces

ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\st\s*=\s*["']e["'])[^>]*?\sr\s*=\s*["']([A-Z]{1,3})(\d+)["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^>]*\shidden\s*=\s*["'](?:1|true)["'])[^>]*?\sr\s*=\s*["'](\d+)["'][^>]*(?<!/)>"""
)
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\sref\s*=\s*["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetMarks:
    """What the reader does not tell of a sheet."""

    errors: Mapping[tuple[int, int], str]
    """Row and column, from 1, of each cell that holds an error, and its text."""
    hidden: int
    """How many rows with cells are hidden, by hand or by a filter."""
    merged: int
    """How many ranges are merged into one cell each, which holds their text once."""


NO_MARKS = SheetMarks({}, 0, 0)


def sheet_marks(workbook: Path, sheet: str) -> SheetMarks:
    """The errors, the hidden rows and the merged ranges of a sheet, from its XML."""
    errors: dict[tuple[int, int], str] = {}
    hidden: set[bytes] = set()
    merged: set[bytes] = set()
    with zipfile.ZipFile(workbook) as archive:
        part = _part(archive, sheet)
        if part not in archive.namelist():
            return NO_MARKS
        for piece in sheet_pieces(archive, part):
            found = ERROR.findall(piece)
            errors |= {(int(row), column_number(letters)): text.decode() for letters, row, text in found}
            # Pieces overlap: a row is told by its number.
            hidden.update(HIDDEN_ROW.findall(piece))
            merged.update(MERGED.findall(piece))
    return SheetMarks(errors, len(hidden), len(merged))


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where the sheet's cells are inside the workbook; empty where it does not say."""
    if not {BOOK, LINKS} <= set(archive.namelist()):
        return ""
    links = {item.get("Id"): item.get("Target", "") for item in ElementTree.fromstring(archive.read(LINKS))}
    named = (item for item in ElementTree.fromstring(archive.read(BOOK)).iter() if item.get(LINK))
    link = next((item.get(LINK) for item in named if item.get("name") == sheet), None)
    target = links.get(link, "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

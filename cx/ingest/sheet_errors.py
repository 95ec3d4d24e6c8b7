"""The cells of an XLSX sheet that hold an error such as #N/A, which the reader gives as empty ones."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from cx.ingest.sheet_extent import column_number, sheet_pieces

ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\st\s*=\s*["']e["'])[^>]*?\sr\s*=\s*["']([A-Z]{1,3})(\d+)["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_errors(workbook: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Row and column, from 1, of each cell of the sheet that holds an error, and its text."""
    with zipfile.ZipFile(workbook) as archive:
        part = _part(archive, sheet)
        if part not in archive.namelist():
            return {}
        return {
            (int(row), column_number(letters)): text.decode()
            for piece in sheet_pieces(archive, part)
            for letters, row, text in ERROR.findall(piece)
        }


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where the sheet's cells are inside the workbook; empty where it does not say."""
    if not {BOOK, LINKS} <= set(archive.namelist()):
        return ""
    links = {item.get("Id"): item.get("Target", "") for item in ElementTree.fromstring(archive.read(LINKS))}
    named = (item for item in ElementTree.fromstring(archive.read(BOOK)).iter() if item.get(LINK))
    link = next((item.get(LINK) for item in named if item.get("name") == sheet), None)
    target = links.get(link, "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"

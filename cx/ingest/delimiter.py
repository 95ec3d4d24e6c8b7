"""The sign between the cells of a text file."""

import re
from pathlib import Path

from cx.ingest.head import HeadRow, head_rows, usual_width
from cx.ingest.headers import is_known

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 60
SAID = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


def said_delimiter(path: Path) -> str | None:
    """The sign that Excel's own first line `sep=;` names; None where the file has no such line."""
    with path.open(encoding="utf-8", newline="\n") as opened:
        found = SAID.fullmatch(opened.readline(20).rstrip("\n"))
    return found[1] if found else None


def delimiter(path: Path, declared: str | None) -> str:
    """The sign that the header line has most often outside quotation marks, or that the table below a preamble shows.

    A declared sign that the header line does not have is not taken: rows handed back are commas whatever the first
    export was.
    """
    said = said_delimiter(path)
    counted = _counted(path, 2 if said else 1)
    found = max(DELIMITERS, key=lambda sign: counted[sign])
    if declared and (counted[declared] or not counted[found]):
        return declared
    if said in DELIMITERS:
        return said
    if _begins_with_header(head_rows(path, found, LOOKED_AT)):
        return found
    tables = {sign: _table(path, sign) for sign in DELIMITERS}
    best = declared if declared and tables[declared] else max(DELIMITERS, key=lambda sign: tables[sign])
    return best if tables[best] else found


def _counted(path: Path, first: int) -> dict[str, int]:
    """How often the first line that is not blank has each sign outside quotation marks."""
    with path.open(encoding="utf-8") as opened:
        line = next((line for number, line in enumerate(opened, start=1) if number >= first and line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", line)
    return {sign: bare.count(sign) for sign in DELIMITERS}


def _begins_with_header(rows: tuple[HeadRow, ...]) -> bool:
    """True where the first row is names that we know, or fills most of the columns of a table that goes on so."""
    if not rows or all(is_known(cell) for cell in rows[0].filled):
        return bool(rows)
    width = usual_width(rows)
    goes_on = len(rows) == 1 or any(len(row.cells) == width for row in rows[1:])
    return width > 1 and goes_on and 2 * len(rows[0].filled) > width


def _table(path: Path, sign: str) -> int:
    """How many cells stand in rows of one width; 0 where no two rows have several cells."""
    rows = head_rows(path, sign, LOOKED_AT)
    width = usual_width(rows)
    alike = sum(len(row.cells) == width for row in rows)
    return width * alike if width > 1 and alike > 1 else 0

"""The lines below a table that are no records: totals, rows of empty cells, and what a report tool writes."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

LOOKED_AT = 1 << 16
MOST = 15
STRONG = re.compile(
    r"grand totals?\b.*|copyright\b.*\b(19|20)\d\d\b.*|(©|\(c\)) ?(19|20)\d\d.*|confidential information\b.*"
    r"|generated (by|at|on)\b.*",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"""((grand |sub[ -]?)?totals?|sum|total general|gesamt(summe|ergebnis)?|summe|somme|total général|итого|всего|סה["״']+כ"""
    r"""|סך הכל|razem|suma|celkem|összesen)( *\([^)]*\))?[ :：]*[\d.,  \u202f]*""",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[-+−(]?[^\d\s]{0,3}\s?[\d.,  '\u202f:]+\s?[^\d]{0,4}\)?")


@dataclass(frozen=True)
class Footer:
    """Lines at the end of a clean copy that are no records."""

    texts: tuple[str, ...] = ()
    begins: int = 0
    """The byte at which the first of them begins."""


@dataclass(frozen=True)
class _Line:
    begins: int
    text: str
    filled: tuple[str, ...]


def footer(path: Path, delimiter: str, columns: int, data_begins: int) -> Footer:
    """What stands below the records of a table of several columns, read from the file's last 64 kB.

    `data_begins` is the byte at which the first record begins.
    """
    if columns < 2:
        return Footer()
    lines = _last_lines(path, delimiter, data_begins)
    cut = _report_end(lines)
    first = next((at for at, line in enumerate(lines) if line.filled), len(lines))
    while cut - 1 > first and _is_total_or_empty(lines[cut - 1]):
        cut -= 1
    taken = [line for line in lines[cut:] if line.text]
    texts = tuple(" ".join(line.filled) or line.text.strip() for line in taken)
    return Footer(texts, taken[0].begins) if taken else Footer()


def _last_lines(path: Path, delimiter: str, data_begins: int) -> list[_Line]:
    """The last physical lines, those of a record that spans several never taken for a footer's."""
    size = path.stat().st_size
    start = max(size - LOOKED_AT, data_begins)
    with path.open("rb") as opened:
        opened.seek(start)
        block = opened.read()
    found, at = [], start
    for piece in block.split(b"\n"):
        text = piece.decode("utf-8", "replace")
        found.append(_Line(at, text, _filled(text, delimiter)))
        at += len(piece) + 1
    while found and not found[-1].text:
        found.pop()
    return found[1:] if start > data_begins else found


def _filled(text: str, delimiter: str) -> tuple[str, ...]:
    """The cells that hold something; a line that opens or closes text of several lines is a record's, kept whole."""
    if text.count('"') % 2 and not TOTAL.match(text):
        return (text, text)
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return (text,)
    return tuple(cell.strip() for cell in cells if cell.strip())


def _report_end(lines: list[_Line]) -> int:
    """The index from which the lines are a report's footer: known sentences, and lone cells among and above them."""
    cut = at = len(lines)
    while at and len(lines) - at < MOST and len(lines[at - 1].filled) < 2:
        at -= 1
        if lines[at].filled and STRONG.fullmatch(lines[at].filled[0]):
            cut = at
    if cut < len(lines) and cut > 1 and len(lines[cut - 1].filled) == 1 and not lines[cut - 2].filled:
        cut -= 1  # The report's name, after a blank line.
    return cut


def _is_total_or_empty(line: _Line) -> bool:
    """True where every cell is empty, or a total's word comes first and only amounts follow."""
    return (
        not line.filled
        or bool(TOTAL.fullmatch(line.filled[0]))
        and all(AMOUNT.fullmatch(cell) for cell in line.filled[1:])
    )

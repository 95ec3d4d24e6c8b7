"""Where the data of a file begins, and the one header that its lines above make."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cx.ingest.head import HeadRow, usual_width
from cx.ingest.headers import is_known, normalised

LAST_PREAMBLE = 40
IMPORT_ID = re.compile(r"""\{\s*["']ImportId["']\s*:""")
TIME_ZONE = re.compile(r"""["']timeZone["']\s*:\s*["']([^"']+)["']""")
VALUE = re.compile(r"[-+]?[\d.,]+|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false")
BARE = {
    "response",
    "open ended response",
    "antwort",
    "offene antwort",
    "reponse",
    "reponse ouverte",
    "respuesta",
    "respuesta abierta",
}
"""What the second row says below a question that has no options."""
RESPONDENT = {"respondent id", "respondentid"}


@dataclass(frozen=True)
class Shape:
    """The header of a file, however many rows it is written in."""

    header: tuple[str, ...]
    rows: int
    """How many rows, from the first that is not blank, are not data."""
    preamble: int = 0
    """How many of them stand before the header."""
    labels: dict[str, str] = field(default_factory=dict)
    """Column -> what it was asked, where the file says it in a row of its own."""
    time_zones: dict[str, str] = field(default_factory=dict)
    """Column -> the time zone of its moments, where the file says it."""
    repeated: tuple[str, ...] = ()
    """Names that the header gives more than once."""


def shape(rows: Sequence[HeadRow]) -> Shape:
    """The shape that the first rows of a file show; `rows` is not empty."""
    return _three_rows(rows) or _coded(rows) or _continued(rows) or _plain(rows)


def _made(names: Sequence[str], rows: int, preamble: int, asked: Sequence[str], told: Sequence[str] = ()) -> Shape:
    """The shape with names made unique, and what further rows say of each column."""
    given = [cell.strip() or f"column {number}" for number, cell in enumerate(names, start=1)]
    header = unique(given)
    zones = [(name, TIME_ZONE.search(text)) for name, text in zip(header, told, strict=False)]
    repeated = tuple(name for name, times in Counter(given).items() if times > 1)
    return Shape(
        header,
        rows,
        preamble,
        {name: text.strip() for name, text in zip(header, asked, strict=False) if text.strip()},
        {name: zone[1] for name, zone in zones if zone},
        repeated,
    )


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names with a number behind each that came before: Comment, Comment (2)."""
    taken = set(names)
    found: dict[str, None] = {}
    for name in names:
        own, number = name, 2
        while own in found:
            own = f"{name} ({number})"
            number += 1
            if own in taken:
                own = name
        found[own] = None
    return tuple(found)


def _three_rows(rows: Sequence[HeadRow]) -> Shape | None:
    """Qualtrics: ids, the texts of the questions, and a row of import ids that may tell time zones."""
    for at, row in enumerate(rows[:LAST_PREAMBLE]):
        if at and row.filled and IMPORT_ID.match(row.filled[0]):
            first = max(at - 2, 0)
            asked = rows[at - 1].cells if at > 1 else ()
            return _made(rows[first].cells, at + 1, first, asked, row.cells)
    return None


def _coded(rows: Sequence[HeadRow]) -> Shape | None:
    """Qualtrics, older: V1, V2, ... above the names of what was recorded, the ids of the questions above their texts."""
    coded = [bool(re.fullmatch(r"V\d+", cell.strip())) for cell in rows[0].cells]
    if len(rows) < 2 or coded[:3] != [True] * 3 or "responseid" not in map(_joined, rows[1].cells):
        return None
    texts = (*rows[1].cells, *[""] * len(coded))
    names = [texts[at] if is_code else rows[0].cells[at] for at, is_code in enumerate(coded)]
    return _made(names, 2, 0, ["" if is_code else texts[at] for at, is_code in enumerate(coded)])


def _joined(text: str) -> str:
    return normalised(text).replace(" ", "")


def _continued(rows: Sequence[HeadRow]) -> Shape | None:
    """SurveyMonkey: questions, blank where they go on, above the options; each column becomes question – option."""
    if len(rows) < 2 or len(rows[0].cells) != len(rows[1].cells) or rows[1].cells[0].strip() or not rows[1].filled:
        return None
    above, below = rows[0].cells, rows[1].cells
    if not above[0].strip() or not (normalised(above[0]) in RESPONDENT or _are_kinds(above, rows[1].filled)):
        return None
    if any(not cell.strip() and not below[at].strip() for at, cell in enumerate(above)):
        return None
    names, question = [], ""
    for cell, option in zip(above, below, strict=True):
        question = cell.strip() or question
        is_bare = not option.strip() or normalised(option) in BARE
        names.append(question if is_bare else f"{question} – {option.strip()}")
    return _made(names, 2, 0, ())


def _are_kinds(above: Sequence[str], below: Sequence[str]) -> bool:
    """True where the second row says how questions are answered, below several of them or beside options."""
    kinds = [normalised(cell) in BARE for cell in below]
    return any(kinds) and (not all(cell.strip() for cell in above) or (all(kinds) and len(kinds) > 1))


def _plain(rows: Sequence[HeadRow]) -> Shape:
    at = _header_at(rows)
    return _made(rows[at].cells, at + 1, at, ())


def _header_at(rows: Sequence[HeadRow]) -> int:
    """The first row that fills most of the table's columns, is as wide as the next and holds no values."""
    width = usual_width(rows)
    if width < 2 or 2 * len(rows[0].filled) > width:
        return 0
    for at in range(1, min(len(rows) - 1, LAST_PREAMBLE)):
        row = rows[at]
        is_wide = 2 * len(row.filled) > width and len(row.cells) in (width, len(rows[at + 1].cells))
        if is_wide and is_header(row.filled):
            known = any(is_known(cell) for cell in row.filled)
            return at if known or not all(is_known(cell) for cell in rows[0].filled) else 0
    return 0


def is_header(cells: Sequence[str]) -> bool:
    """True where a cell is a name that we know, or none is a number, a date or a yes/no word."""
    return any(is_known(cell) for cell in cells) or not any(VALUE.fullmatch(cell.strip().lower()) for cell in cells)

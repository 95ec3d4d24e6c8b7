"""Text on a chart: never markup, right-to-left names whole, wrapped and measured in pixels."""

import re
import unicodedata
from typing import Final

from cx.charts.template import TEXT_SIZE
from cx.contracts.units import figure
from cx.story.exhibit import Exhibit, Point

SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
"""The breakable spaces; no-break and thin spaces belong to the figures they stand in."""

CONTROLS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]")
MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"})
"""plotly reads tags and entities, and takes what stands between two dollar signs for TeX."""

RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RIGHT_TO_LEFT_RUN: Final = re.compile(f"[{RIGHT_TO_LEFT}](?:[^A-Za-z\u0370-\u052f]*[{RIGHT_TO_LEFT}])?")
"""Hebrew or Arabic from its first letter to its last, with the figures and spaces between."""

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"

WIDTHS: Final = (
    (" ", 0.2),
    ("ijlI'|,.:;·f!()[]{}-", 0.29),
    ("tr/\\\u202f\u00a0", 0.36),
    ("mwMW%@жшщюЖШЩЮ…", 0.84),
)
"""Advance widths of Source Sans in ems, rounded up by class; capitals, ideographs and the rest below."""
WIDTH_OF_CAPITAL: Final = 0.64
WIDTH_OF_IDEOGRAPH: Final = 1.0
WIDTH_OF_OTHER_SCRIPT: Final = 0.62
WIDTH_OF_REST: Final = 0.54
WIDTH_BY_CHARACTER: Final = {character: width for characters, width in WIDTHS for character in characters}


def plain(text: str) -> str:
    """One line of text as plotly's pseudo-HTML that shows exactly its characters; Hebrew keeps to itself."""
    clean = _clean(text).translate(MARKUP)
    has_run = RIGHT_TO_LEFT_RUN.search(clean)
    return f"{FIRST_STRONG_ISOLATE}{clean}{POP_ISOLATE}" if has_run else clean


def block(lines: tuple[str, ...]) -> str:
    """Lines of text as plotly's pseudo-HTML, one above the other."""
    return "<br>".join(plain(line) for line in lines)


def note(text: str) -> str:
    """What a mark says when pointed at: its lines, each no longer than about 360 pixels."""
    lines = (line for part in text.split("\n") for line in wrapped(part, 360, 6))
    return "<br>".join(RIGHT_TO_LEFT_RUN.sub(_isolated, _clean(line)).translate(MARKUP) for line in lines)


def value_text(exhibit: Exhibit, point: Point | None) -> str:
    """What stands beside a point: its value as a figure with its unit, or its own words; empty without a value."""
    if point is None or point.value is None:
        return ""
    return point.text or figure(point.value, exhibit.unit, exhibit.currency)


def width(text: str) -> int:
    """About how many pixels wide a line of text is at the charts' text size; rather too many than too few."""
    return round(TEXT_SIZE * 1.04 * sum(_ems(character) for character in CONTROLS.sub("", text)))


def wrapped(text: str, pixels: int, most: int = 2) -> tuple[str, ...]:
    """The text in lines no wider than `pixels`, at most so many; what is left over becomes an ellipsis."""
    lines: list[str] = []
    for word in SPACES.split(text.strip()):
        if lines and width(f"{lines[-1]} {word}") <= pixels:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = f"{kept[-1]} {lines[most]}"
    return tuple(_shortened(line, pixels, always=len(lines) > most and line is kept[-1]) for line in kept)


def _clean(text: str) -> str:
    return SPACES.sub(" ", CONTROLS.sub("", text)).strip()


def _isolated(run: re.Match[str]) -> str:
    return f"{FIRST_STRONG_ISOLATE}{run.group()}{POP_ISOLATE}"


def _shortened(line: str, pixels: int, always: bool) -> str:
    if width(line) <= pixels and not always:
        return line
    while line and width(f"{line}…") > pixels:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _ems(character: str) -> float:
    if character in WIDTH_BY_CHARACTER:
        return WIDTH_BY_CHARACTER[character]
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return WIDTH_OF_IDEOGRAPH
    if character.isupper():
        return WIDTH_OF_CAPITAL
    return WIDTH_OF_OTHER_SCRIPT if _is_right_to_left(character) else WIDTH_OF_REST


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")

"""Which of a file's columns is which of our fields, and how sure that is."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from cx.contracts.column import Column
from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.problems import REFUSED_COLUMNS
from cx.ingest.said_in_header import bare_names, said_in_header

LIKELY_FROM, UNSURE_FROM = 88.0, 70.0
"""How much alike a header and a spelling of ours must be, of 100, to be proposed, and to be named as a guess."""


class Confidence(StrEnum):
    """How a header was recognised."""

    EXACT = "exact"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Match:
    """One field, the file's column proposed for it, and how sure that is."""

    field: str
    header: str
    confidence: Confidence


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Lower case, without accents, underscores or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare.lower()).split())


@cache
def _known() -> frozenset[str]:
    return frozenset(
        normalised(spelling)
        for extract in EXTRACTS.values()
        for name, column in extract.columns.items()
        for spelling in _spellings(name, column)
    )


def is_known(cell: str) -> bool:
    """True for a name or a spelling of some column of ours."""
    return normalised(cell) in _known()


@lru_cache(maxsize=256)
def matches(header: tuple[str, ...], extract: Extract) -> tuple[Match, ...]:
    """The proposed column of each field: by name and alias first, then by likeness; no column is used twice."""
    taken: set[str] = set()
    found: dict[str, Match] = {}
    header = _own(header)
    by_name = {normalised(cell): cell for cell in header}
    for named in header:
        for bare in bare_names(named):
            by_name.setdefault(normalised(bare), named)
    for rank in range(_longest(extract)):
        for name, column in extract.columns.items():
            spelling = _spellings(name, column)[rank : rank + 1]
            cell = by_name.get(normalised(spelling[0])) if spelling else None
            if cell is not None and name not in found and cell not in taken:
                found[name] = Match(name, cell, Confidence.EXACT)
                taken.add(cell)
    _add_likely(header, extract, found, taken)
    return tuple(found[name] for name in extract.columns if name in found)


def _own(header: tuple[str, ...]) -> tuple[str, ...]:
    """The file's own columns, without those that refused rows were handed back with."""
    return tuple(cell for cell in header if cell not in REFUSED_COLUMNS)


def _longest(extract: Extract) -> int:
    return max(len(_spellings(name, column)) for name, column in extract.columns.items())


def _spellings(name: str, column: Column) -> tuple[str, ...]:
    return (name, column.title, *column.aliases)


def _add_likely(header: tuple[str, ...], extract: Extract, found: dict[str, Match], taken: set[str]) -> None:
    for name, column in extract.columns.items():
        if name in found:
            continue
        closest = _closest(name, column, [cell for cell in header if cell not in taken])
        if closest and closest[1] >= LIKELY_FROM:
            found[name] = Match(name, closest[0], Confidence.LIKELY)
            taken.add(closest[0])


def _closest(name: str, column: Column, cells: list[str]) -> tuple[str, float] | None:
    """The cell that is most like a spelling of the field, and how much."""
    free = {cell: normalised(said_in_header(cell)[0]) for cell in cells}
    scored = [
        best
        for spelling in _spellings(name, column)
        if (best := process.extractOne(normalised(spelling), free, scorer=fuzz.ratio))
    ]
    closest = max(scored, key=lambda item: item[1], default=None)
    return (closest[2], closest[1]) if closest else None


@lru_cache(maxsize=64)
def guesses(header: tuple[str, ...], extract: Extract) -> tuple[Match, ...]:
    """For fields that no column is proposed for, the free column most like them: to be looked at, never taken unasked."""
    known = matches(header, extract)
    free = [cell for cell in _own(header) if cell not in {match.header for match in known}]
    lacking = {name: column for name, column in extract.columns.items() if name not in {m.field for m in known}}
    scored = [(name, *found) for name, column in lacking.items() if (found := _closest(name, column, free))]
    best = sorted((item for item in scored if item[2] >= UNSURE_FROM), key=lambda item: -item[2])
    field_of = {header: name for name, header, _ in reversed(best)}
    return tuple(Match(name, header, Confidence.UNSURE) for header, name in field_of.items())


def fits(header: tuple[str, ...], extract: Extract, exactly: bool = False) -> float:
    """How well a header fits an extract: required fields found, then the share of the file's columns used."""
    kept = (Confidence.EXACT,) if exactly else tuple(Confidence)
    found = {match.field for match in matches(header, extract) if match.confidence in kept}
    required = sum(name in found for name in extract.required) / len(extract.required)
    return required + len(found) / max(len(header), 1)


CLOSE = 0.1
"""Where two extracts fit as nearly the same as this, the header decides for neither."""
LEAST_USED = 0.25
"""The share of a header's columns that an extract which needs little must use to be recognised by it."""
LITTLE = 2
"""How many columns such an extract needs at most."""
QUESTION = re.compile(
    r"\?\s*$|recommend|satisf|how easy|how likely|effort|\b(nps|csat|ces)\b|empfehl|zufried|recomand|mul[tț]umit"
    r"|рекоменд|довольн|удовлетвор|ממליץ|תמליץ|מרוצה",
    re.IGNORECASE,
)
SIGNS = {
    "survey": re.compile(r"\b(nps|csat|ces|score|rating)\b"),
    "tickets": re.compile(
        r"\b(ticket|case (number|id)|issue|priority|assignee|resolved|solved|first (response|reply))\b"
    ),
    "renewals": re.compile(
        r"\b(mrr|arr|acv|tcv|annual value|contract|subscription|churn(ed)?|renewal|monthlycharges)\b"
    ),
}
"""What the names of columns say, even those that we have no field for, of the three extracts that the figures stand on."""


def extract_of(header: tuple[str, ...]) -> Extract | None:
    """The extract that a header holds: the only one that it may hold; None where it may be several, or none."""
    found = candidates(header)
    return found[0] if len(found) == 1 and _is_complete(header, found[0]) else None


def candidates(header: tuple[str, ...]) -> tuple[Extract, ...]:
    """The extracts that a header may hold, the one that it fits best first; likeness alone makes none of them.

    An extract that needs little is not taken for one that the header fits better and that lacks something, nor where
    columns that it has no use for speak of another one.
    """
    ranked = {name: fits(header, extract, exactly=True) for name, extract in EXTRACTS.items()}
    best = max(EXTRACTS.values(), key=lambda extract: (ranked[extract.name], _is_complete(header, extract)))
    if not _is_complete(header, best):
        return ()
    close = [
        extract
        for extract in EXTRACTS.values()
        if extract is not best and ranked[extract.name] + CLOSE > ranked[best.name] and _is_complete(header, extract)
    ]
    return tuple(dict.fromkeys((best, *close, *_spoken_for(header, best))))


def _spoken_for(header: tuple[str, ...], best: Extract) -> list[Extract]:
    """The extracts that the columns left over by one that needs little speak of as much as others speak of it."""
    if best.name in SIGNS or len(best.required) > LITTLE:
        return []
    own = _exact(header, best)
    if len(own) < LEAST_USED * len(_own(header)):
        return [nearest(header)]
    said = {name: {cell for cell in _said_of(header, name) if cell not in own} for name in SIGNS}
    return [
        EXTRACTS[name] for name in SIGNS if said[name] and len(said[name] | _exact(header, EXTRACTS[name])) >= len(own)
    ]


def _exact(header: tuple[str, ...], extract: Extract) -> set[str]:
    return {match.header for match in matches(header, extract) if match.confidence is Confidence.EXACT}


def _said_of(header: tuple[str, ...], name: str) -> set[str]:
    """The columns whose names speak of an extract."""
    found = {cell for cell in _own(header) if SIGNS[name].search(normalised(cell))}
    return found | {cell for cell in _own(header) if name == "survey" and QUESTION.search(cell)}


def _is_complete(header: tuple[str, ...], extract: Extract) -> bool:
    found = {match.field for match in matches(header, extract) if match.confidence is Confidence.EXACT}
    return set(extract.required) <= found


def nearest(header: tuple[str, ...]) -> Extract:
    """The extract that a header with something missing may hold: a survey where it asks, else the one most alike."""
    if any(QUESTION.search(cell) for cell in _own(header)):
        return EXTRACTS["survey"]
    found = {name: {match.header for match in matches(header, extract)} for name, extract in EXTRACTS.items()}
    weight = {name: len(cells | (_said_of(header, name) if name in SIGNS else set())) for name, cells in found.items()}
    return max(EXTRACTS.values(), key=lambda extract: weight[extract.name])


def fingerprint(header: tuple[str, ...]) -> str:
    """The name under which a mapping for this header is remembered: the same columns in any order."""
    joined = "\x1f".join(sorted(normalised(cell) for cell in _own(header)))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]

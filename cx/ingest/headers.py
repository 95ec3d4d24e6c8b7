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

LIKELY_FROM = 88.0


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
        free = {cell: normalised(said_in_header(cell)[0]) for cell in header if cell not in taken}
        scored = [
            best
            for spelling in _spellings(name, column)
            if (best := process.extractOne(normalised(spelling), free, scorer=fuzz.ratio))
        ]
        closest = max(scored, key=lambda item: item[1], default=None)
        if closest and closest[1] >= LIKELY_FROM:
            found[name] = Match(name, closest[2], Confidence.LIKELY)
            taken.add(closest[2])


def fits(header: tuple[str, ...], extract: Extract) -> float:
    """How well a header fits an extract: required fields found, then the share of the file's columns used."""
    found = {match.field for match in matches(header, extract)}
    required = sum(name in found for name in extract.required) / len(extract.required)
    return required + len(found) / max(len(header), 1)


def extract_of(header: tuple[str, ...]) -> Extract | None:
    """The extract that a header fits best, if it has all that the extract needs.

    An extract that needs little is not taken for one that the header fits better and that lacks something.
    """
    ranked = {name: (fits(header, extract), _is_complete(header, extract)) for name, extract in EXTRACTS.items()}
    best = max(ranked, key=lambda name: ranked[name])
    return EXTRACTS[best] if ranked[best][1] else None


def _is_complete(header: tuple[str, ...], extract: Extract) -> bool:
    return set(extract.required) <= {match.field for match in matches(header, extract)}


QUESTION = re.compile(
    r"\?\s*$|recommend|satisf|how easy|how likely|effort|\b(nps|csat|ces)\b|empfehl|zufried|recomand|mul[tț]umit"
    r"|рекоменд|довольн|удовлетвор|ממליץ|תמליץ|מרוצה",
    re.IGNORECASE,
)


def nearest(header: tuple[str, ...]) -> Extract:
    """The extract that a header with something missing may hold: a survey where it asks, else the one most alike."""
    found = {name: len(matches(header, extract)) for name, extract in EXTRACTS.items()}
    asks = any(QUESTION.search(cell) for cell in _own(header))
    return EXTRACTS["survey"] if asks else max(EXTRACTS.values(), key=lambda extract: found[extract.name])


def fingerprint(header: tuple[str, ...]) -> str:
    """The name under which a mapping for this header is remembered: the same columns in any order."""
    joined = "\x1f".join(sorted(normalised(cell) for cell in _own(header)))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]

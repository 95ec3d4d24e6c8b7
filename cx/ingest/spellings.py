"""Spellings of a header: plain ones, and patterns in which `*` stands for any text."""

import re
import unicodedata
from functools import lru_cache

from cx.ingest.headers import normalised


def first_spelled(spellings: tuple[str, ...], header: tuple[str, ...]) -> str | None:
    """The file's column that the earliest fitting spelling names; None where none does."""
    return next((cell for spelling in spellings for cell in header if is_spelled(spelling, cell)), None)


def is_spelled(spelling: str, cell: str) -> bool:
    """True where a column has this spelling; brackets count in a pattern and at no other place."""
    if "*" in spelling:
        return _pattern(spelling).fullmatch(_bare(cell)) is not None
    return _bare(spelling) == _bare(cell) or normalised(spelling) == normalised(cell) != ""


@lru_cache(maxsize=2048)
def _pattern(spelling: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _bare(spelling).split("*")))


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    """Lower case, without accents, line ends, tags or doubled spaces; other signs stay."""
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^<>]*>|\[br\]", " ", text))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).lower().split())

"""The code page of text that is not Unicode, told by its letters, and a preview to judge it by."""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from cx.contracts.problems import FileRefused, Problem
from cx.ingest.alphabets import other_alphabet
from cx.ingest.double_bytes import double_byte_encoding
from cx.ingest.packed import opened_bytes

SAMPLE = 1 << 18
JUDGED = 1 << 16
PREVIEWED, LONGEST = 5, 200
ENCODINGS = (
    *("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1255", "iso8859_2", "latin_1"),
    *("cp1253", "cp1254", "cp1256", "koi8_r", "gb18030", "big5", "cp932", "cp949"),
)
"""What a person may choose from; any other codec of text may be declared by its name."""
HIGH_LETTER = re.compile(rb"[\xc0-\xff]")
HIGH_WORD = re.compile(rb"(?<![A-Za-z])[\xc0-\xff]{2,}(?![A-Za-z])")
CYRILLIC_LETTER = re.compile(rb"[\xc0-\xdf\xfb\xfc\xff]")
"""Capitals, ы, ь and я in cp1251: bytes that no Hebrew letter has in cp1255."""
WESTERN = ("àâæçèéêëîïôùûüÿœ", "áéíñóúü¿¡ªº", "ãâàáçéêíóôú", "àèéìòù", "åäöæøé", "äöüß")
"""French, Spanish, Portuguese, Italian, Nordic and German letters."""
CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž")
"""Polish, Czech, Slovak, Hungarian, Romanian and Croatian letters."""
LATIN = {"cp1252": WESTERN, "cp1250": CENTRAL, "iso8859_2": CENTRAL}
LENIENT = "latin-1-where-undefined"


def _as_latin_1(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("latin-1"), fault.end


codecs.register_error(LENIENT, _as_latin_1)


def code_page(telling: bytes) -> str:
    """The code page of lines with letters outside ASCII.

    Text in two bytes a sign is told first. Words of none but high letters are of another script, and each script has one
    usual page. In Latin script the page
    stands in which some language's own letters leave the fewest signs unexplained; the western one where several do,
    and charset-normalizer's choice between the others.
    """
    if asian := double_byte_encoding(telling[:JUDGED]):
        return asian
    high = len(HIGH_LETTER.findall(telling))
    if 2 * sum(len(word) for word in HIGH_WORD.findall(telling)) > high:
        if other := other_alphabet(telling[:JUDGED]):
            return other
        return "cp1251" if 50 * len(CYRILLIC_LETTER.findall(telling)) > high else "cp1255"
    strange = _unexplained(telling[:JUDGED])
    fewest = min(strange.values())
    best = [page for page in strange if strange[page] == fewest]
    if len(best) == 1 or "cp1252" in best:
        return best[0]
    found = from_bytes(telling, cp_isolation=best, threshold=0.9).best()
    return found.encoding if found and found.encoding in best else best[0]


def _unexplained(telling: bytes) -> dict[str, int]:
    """Page -> how many of the signs that tell the pages apart its likeliest language does not explain."""
    texts = {page: telling.decode(page, "replace") for page in LATIN}
    places = [at for at, byte in enumerate(telling) if byte > 127 and len({text[at] for text in texts.values()}) > 1]
    return {
        page: min(sum(_is_strange(texts[page], at, letters) for at in places) for letters in languages)
        for page, languages in LATIN.items()
    }


def _is_strange(text: str, at: int, letters: str) -> bool:
    """True for a letter of no such language, and for a sign that stands where only a letter can."""
    sign, category = text[at], unicodedata.category(text[at])
    if sign.isalpha():
        return sign.lower() not in letters
    before, after = text[max(at - 2, 0) : at], text[at + 1 : at + 2].isalpha()
    if sign == "\ufffd" or category == "Cc":
        return True
    if category in ("No", "Sk", "Sm", "Cf") and len(before) == 2 and before.isalpha():
        return True
    return after and (category[0] == "S" or category == "No" or (before[-1:].isalpha() and sign != "\u2019"))


def is_damaged_utf8(telling: bytes) -> bool:
    """True where most letters outside ASCII are UTF-8: bytes that are not are damage, no other encoding."""
    text = telling.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return 2 * lost < sum(not sign.isascii() for sign in text) - lost


def decoded_preview(source: Path, encoding: str, file: str = "") -> tuple[str, ...]:
    """The file's first lines with letters outside ASCII, read in the encoding; what it cannot read shows as \ufffd.

    Lines are cut at 200 letters. Raises FileRefused for a file that cannot be opened.
    """
    with opened_bytes(source, file or source.name) as opened:
        head = opened.read(SAMPLE)
    try:
        text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    except LookupError:
        details = {"headers": ", ".join(ENCODINGS)}
        raise FileRefused(Problem("unknown_declaration", column="encoding", value=encoding, details=details)) from None
    return _with_letters(line.rstrip("\r") for line in text.split("\n"))


def _with_letters(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line[:LONGEST] for line in islice((line for line in lines if not line.isascii()), PREVIEWED))

"""The single-byte page of text in another alphabet than Latin, told by how frequent its letters are in the language."""

import math
from functools import cache

PAGES = {
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "koi8_r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "cp1253": "αοιτενσηςρπκμλίυόάγέδύήχθωφβώξζψ",
    "cp1255": "יוהלארמבתנשדקחפעםצכגטזןךסףץ",
    "cp1256": "المنيوترهبعدسفكحقجشةصئىخأطغضذثزآظإؤءپچژگ",
}
"""Page -> the letters of its language, the most frequent first."""
USUAL = frozenset({"cp1251", "cp1255"})
"""Pages that are told by their letters alone; another one must be much likelier."""
RARE = math.log(1e-4)
SURE_IN_ALL, SURE_A_LETTER = 8.0, 0.25
"""By how much, as a logarithm, another page must be likelier: in all, and for each letter."""


def other_alphabet(telling: bytes) -> str | None:
    """cp1253, cp1256 or koi8_r where one is much likelier than Russian in cp1251 and Hebrew; None where none is."""
    letters = sum(byte >= 0xC0 for byte in telling) or 1
    likely = {page: _likelihood(telling, page) for page in PAGES}
    best = max(likely, key=lambda page: likely[page])
    ahead = likely[best] - max(likely[page] for page in USUAL)
    return best if best not in USUAL and ahead > max(SURE_IN_ALL, SURE_A_LETTER * letters) else None


def _likelihood(telling: bytes, page: str) -> float:
    """How likely the language makes the text, as a logarithm; a capital after a small letter is as strange as a sign."""
    known, total, before = _frequencies(page), 0.0, ""
    for sign in telling.decode(page, "replace"):
        if not sign.isascii():
            is_odd = sign.isupper() and before.islower()
            total += RARE if is_odd else known.get(sign.lower(), RARE)
        before = sign
    return total


@cache
def _frequencies(page: str) -> dict[str, float]:
    """Letter -> the logarithm of its frequency: letters fall off as their places do."""
    letters = PAGES[page]
    weights = {letter: math.exp(-place / (len(letters) / 4)) for place, letter in enumerate(letters)}
    whole = sum(weights.values())
    return {letter: math.log(max(weight / whole, 1e-4)) for letter, weight in weights.items()}

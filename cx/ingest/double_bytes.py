"""The encoding of Chinese, Japanese or Korean text in two bytes a sign, told by which of its bytes are frequent."""

from collections.abc import Callable

LEAST = 4
"""Signs of two bytes below which nothing is told."""
MOST_SIGNS = 20_000


def double_byte_encoding(telling: bytes) -> str | None:
    """gb18030, big5, cp932 or cp949 where the text is one of them beyond doubt; None for any other.

    Every sign must be one of the encoding, and most signs must be frequent ones: text of a single-byte page that
    happens to pair up makes rare signs.
    """
    pairs = _pairs(telling)
    if len(pairs) < LEAST:
        return None
    shares = {
        "cp932": _share(pairs, lambda lead, _: lead in (0x82, 0x83)),
        "cp949": _share(pairs, lambda lead, trail: 0xB0 <= lead <= 0xC8 and trail >= 0xA1),
        "gb18030": _share(pairs, lambda lead, trail: (0xB0 <= lead <= 0xD7 or lead == 0xA3) and trail >= 0xA1),
        "big5": _share(pairs, lambda lead, _: 0xA4 <= lead <= 0xC6),
    }
    least = {"cp932": 0.3, "cp949": 0.97, "gb18030": 0.9, "big5": 0.9}
    return next((name for name in shares if shares[name] >= least[name] and _is_whole(telling, name)), None)


def _pairs(telling: bytes) -> list[tuple[int, int]]:
    """The signs of two bytes, each a high byte and the one after it."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(telling) - 1 and len(found) < MOST_SIGNS:
        is_pair = telling[at] > 0x80
        if is_pair:
            found.append((telling[at], telling[at + 1]))
        at += 2 if is_pair else 1
    return found


def _share(pairs: list[tuple[int, int]], holds: Callable[[int, int], bool]) -> float:
    return sum(holds(*pair) for pair in pairs) / len(pairs)


def _is_whole(telling: bytes, encoding: str) -> bool:
    """True where the text can be read in the encoding; a sign that the sample cuts off at its end is forgiven."""
    try:
        telling[: telling.rfind(b"\n") + 1 or None].decode(encoding)
    except UnicodeDecodeError:
        return False
    return True

"""A UTF-8 copy of a file with line feeds only, whatever the export tool wrote."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from cx.contracts.problems import FileRefused, Problem

CHUNK = 1 << 22
SAMPLE = 1 << 18
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CODE_PAGES = ("cp1252", "cp1251", "cp1255", "cp1250", "iso8859_2")
HIGH_LETTER = re.compile(rb"[\xc0-\xff]")
HIGH_WORD = re.compile(rb"(?<![A-Za-z])[\xc0-\xff]{2,}(?![A-Za-z])")
CYRILLIC_LETTER = re.compile(rb"[\xc0-\xdf\xfb\xfc\xff]")
"""Capitals, ы, ь and я in cp1251: bytes that no Hebrew letter has in cp1255."""
CENTRAL_LETTER = re.compile(rb"[A-Za-z][\xaa\xb3\xb9\xba\xbe\xbf\xfe][A-Za-z]")
"""Ş, ł, ą, ş, ľ, ż and ţ between letters in cp1250, where cp1252 has ª, ³, ¹, º, ¾, ¿ and þ."""
NOT_TEXT = ((b"PK\x03\x04", "XLSX/ZIP"), (b"\x1f\x8b", "GZIP"), (b"%PDF", "PDF"), (b"\xd0\xcf\x11\xe0", "XLS"))


@dataclass(frozen=True)
class CleanText:
    """The copy, how it was decoded, and what was seen on the way."""

    path: Path
    encoding: str
    detected: bool
    """True where neither a mark nor UTF-8 decided the encoding, so a person should confirm it."""
    has_nul: bool
    quotes: int


def clean_copy(source: Path, copy: Path, file: str, encoding: str | None, largest_mb: int) -> CleanText:
    """Write the UTF-8 copy of `source` and tell how it was read.

    Refuses a file that is too large, empty, not text, or not in the encoding.
    """
    size = source.stat().st_size
    if size > largest_mb * 1_000_000:
        raise _refused("too_large", file, value=f"{size / 1e6:.0f}", limit=f"{largest_mb:,}")
    with source.open("rb") as opened:
        head = opened.read(SAMPLE)
    _check_is_text(head, file)
    mark = next(((sign, name) for sign, name in MARKS if head.startswith(sign)), None)
    known = _encoding(head, mark, encoding)
    try:
        skip = len(mark[0]) if mark and mark[1] == (known or ("",))[0] else 0
        return _copied(source, copy, file, *(known or ("utf-8", False)), skip=skip)
    except FileRefused:
        if known:
            raise
    return _copied(source, copy, file, _code_page(_telling(source)), True, skip=0)


def _check_is_text(head: bytes, file: str) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise _refused("empty_file", file)
    for sign, name in NOT_TEXT:
        if head.startswith(sign):
            raise _refused("not_text", file, value=name)


def _refused(code: str, file: str, value: str | None = None, line: int | None = None, **details: str) -> FileRefused:
    return FileRefused(Problem(code, line=line, value=value, details={"file": file, **details}))


def _encoding(head: bytes, mark: tuple[bytes, str] | None, declared: str | None) -> tuple[str, bool] | None:
    """The encoding that was declared or that the file's beginning shows; None where UTF-8 is to be tried first."""
    if mark:
        return mark[1], False
    if declared:
        return _codec(declared), False
    return ("utf-16-le", True) if head[1::2].count(0) > len(head) // 4 else None


def _code_page(telling: bytes) -> str:
    """The code page by its letters: words of none but high ones are of another script, and each script has one page.

    In Latin script, what the western page reads as a sign in the middle of a word is a letter of the central one.
    """
    high = len(HIGH_LETTER.findall(telling))
    if 2 * sum(len(word) for word in HIGH_WORD.findall(telling)) > high:
        return "cp1251" if 50 * len(CYRILLIC_LETTER.findall(telling)) > high else "cp1255"
    return "cp1250" if CENTRAL_LETTER.search(telling) else "cp1252"


def _codec(name: str) -> str:
    try:
        "a".encode(name)  # Some codecs, such as hex, are not for text.
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        raise FileRefused(
            Problem(
                "unknown_declaration",
                column="encoding",
                value=name,
                details={"headers": "utf-8, utf-16, " + ", ".join(CODE_PAGES)},
            )
        ) from None
    return found.removesuffix("-sig")


def _telling(source: Path) -> bytes:
    """Lines with letters outside ASCII: they alone can tell code pages apart."""
    kept: list[bytes] = []
    size = 0
    with source.open("rb") as opened:
        while line := opened.readline(SAMPLE):
            if not line.isascii():
                kept.append(line)
                size += len(line)
            if size > SAMPLE:
                break
    return b"".join(kept)


def _chunks(source: Path, skip: int) -> Iterator[bytes]:
    with source.open("rb") as opened:
        opened.seek(skip)
        while chunk := opened.read(CHUNK):
            yield chunk


def _copied(source: Path, copy: Path, file: str, encoding: str, detected: bool, skip: int) -> CleanText:
    if encoding == "utf-8" and not skip and (clean := _as_it_is(source, copy, file, detected)):
        return clean
    nul, quotes, ends = False, 0, _LineEnds()
    with copy.open("wb") as opened:
        for chunk in _utf8(source, file, encoding, skip):
            plain = ends.unified(chunk)
            nul = nul or b"\x00" in plain
            quotes += plain.count(b'"')
            opened.write(plain)
        opened.write(ends.rest())
    return CleanText(copy, encoding, detected, nul, quotes)


def _as_it_is(source: Path, copy: Path, file: str, detected: bool) -> CleanText | None:
    """The copy of a file that needs no other bytes; None at the first carriage return."""
    copyfile(source, copy)
    nul, quotes = False, 0
    for chunk in _utf8(copy, file, "utf-8", 0):
        if b"\r" in chunk:
            return None
        nul = nul or b"\x00" in chunk
        quotes += chunk.count(b'"')
    return CleanText(copy, "utf-8", detected, nul, quotes)


class _LineEnds:
    """Turns CRLF and CR into LF across chunk borders."""

    def __init__(self) -> None:
        self._held = b""

    def unified(self, chunk: bytes) -> bytes:
        """The chunk with line feeds only; a CR at its end is held back for the next chunk."""
        if b"\r" not in chunk and not self._held:
            return chunk
        whole = self._held + chunk
        self._held = b"\r" if whole.endswith(b"\r") else b""
        whole = whole[: len(whole) - len(self._held)]
        return whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def rest(self) -> bytes:
        """What was held back, at the end of the file."""
        return b"\n" if self._held else b""


def _utf8(source: Path, file: str, encoding: str, skip: int) -> Iterator[bytes]:
    """The file's bytes in UTF-8; refuses the file at the first byte that means nothing in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before = 0
    try:
        for chunk in _chunks(source, skip):
            if encoding == "utf-8":
                if not chunk.isascii() or decoder.getstate()[0]:
                    decoder.decode(chunk)
                yield chunk
            else:
                yield decoder.decode(chunk).encode()
            before += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        line = 1 + _feeds(source, skip, before) + fault.object[: fault.start].count(b"\n")
        raise _refused("wrong_encoding", file, value=encoding, line=line) from None


def _feeds(source: Path, skip: int, size: int) -> int:
    """Line feeds in so many bytes after the mark."""
    with source.open("rb") as opened:
        opened.seek(skip)
        return opened.read(size).count(b"\n")

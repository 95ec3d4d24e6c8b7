"""A UTF-8 copy of a file with line feeds only, whatever the export tool wrote."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from cx.contracts.problems import FileRefused, Problem
from cx.ingest.code_page import ENCODINGS, LENIENT, SAMPLE, code_page, is_damaged_utf8

CHUNK = 1 << 22
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class CleanText:
    """The copy, how it was decoded, and what was seen on the way."""

    path: Path
    encoding: str
    detected: bool
    """True where neither a mark nor UTF-8 decided the encoding, so a person should confirm it."""
    has_nul: bool
    quotes: int


def clean_copy(source: Path, copy: Path, file: str, encoding: str | None) -> CleanText:
    """Write the UTF-8 copy of `source` and tell how it was read.

    Refuses a file that is empty or not in the encoding.
    """
    with source.open("rb") as opened:
        head = opened.read(SAMPLE)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise _refused("empty_file", file)
    mark = next(((sign, name) for sign, name in MARKS if head.startswith(sign)), None)
    known = _encoding(head, mark, encoding)
    try:
        skip = len(mark[0]) if mark and mark[1] == (known or ("",))[0] else 0
        return _copied(source, copy, file, *(known or ("utf-8", False)), skip=skip)
    except FileRefused:
        telling = _telling(source)
        if known or is_damaged_utf8(telling):
            raise
    return _copied(source, copy, file, code_page(telling), True, skip=0)


def _refused(code: str, file: str, value: str | None = None, line: int | None = None, **details: str) -> FileRefused:
    return FileRefused(Problem(code, line=line, value=value, details={"file": file, **details}))


def _encoding(head: bytes, mark: tuple[bytes, str] | None, declared: str | None) -> tuple[str, bool] | None:
    """The encoding that was declared or that the file's beginning shows; None where UTF-8 is to be tried first."""
    if mark:
        return mark[1], False
    if declared:
        codec = _codec(declared)
        return (_byte_order(head, 1) or codec) if codec == "utf-16" else codec, False
    shown = _byte_order(head, len(head) // 4)
    return (shown, True) if shown else None


def _byte_order(head: bytes, least: int) -> str | None:
    """The order that the zero bytes of plain letters show in UTF-16 without a mark; None where they are fewer."""
    zeros = {"utf-16-le": head[1::2].count(0), "utf-16-be": head[0::2].count(0)}
    most = max(zeros, key=lambda order: zeros[order])
    return most if zeros[most] >= max(least, 1) else None


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
                details={"headers": ", ".join(ENCODINGS)},
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
        for chunk in _utf8(source, file, encoding, skip, detected):
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
    for chunk in _utf8(copy, file, "utf-8", 0, detected):
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


def _utf8(source: Path, file: str, encoding: str, skip: int, detected: bool) -> Iterator[bytes]:
    """The file's bytes in UTF-8; refuses the file at the first byte that means nothing in the encoding.

    Where nobody named the western page, the bytes that it leaves undefined are those of Latin-1.
    """
    errors = LENIENT if detected and encoding == "cp1252" else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
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
    except UnicodeError as fault:
        # A codec that needs a mark does not say where it stopped.
        seen = fault.object[: fault.start].count(b"\n") if isinstance(fault, UnicodeDecodeError) else 0
        line = 1 + _feeds(source, skip, before) + seen
        raise _refused("wrong_encoding", file, value=encoding, line=line) from None


def _feeds(source: Path, skip: int, size: int) -> int:
    """Line feeds in so many bytes after the mark."""
    with source.open("rb") as opened:
        opened.seek(skip)
        return opened.read(size).count(b"\n")

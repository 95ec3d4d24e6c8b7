"""The first records of a large file as a file of their own, to try a mapping on without reading the whole."""

from pathlib import Path

from cx.ingest.file_kind import FileKind, file_kind
from cx.ingest.packed import opened_bytes

MOST = 4 << 20
NEAR = 1 << 16
QUOTE = b'"'


def first_records(source: Path, target: Path, file: str, most: int = MOST) -> bool:
    """Write the whole records among the first `most` bytes of a text file, also of a packed one, to `target`.

    False, and nothing written, for a workbook, whose rows stand in no order that bytes have.
    """
    if file_kind(source, file) is FileKind.WORKBOOK:
        return False
    with opened_bytes(source, file) as opened:
        head = opened.read(most + 1)
    if head.startswith(b"PK"):  # a workbook inside an archive
        return False
    target.write_bytes(head if len(head) <= most else _whole(head[:most]))
    return True


def _whole(head: bytes) -> bytes:
    """The head up to the last line end outside quotation marks; the last line end where every one is inside."""
    wide = 2 if head.count(0) > len(head) // 4 else 1
    ends = [at for at in range(len(head) - 1, max(len(head) - NEAR, 0), -1) if head[at] == 10]
    quotes, place = head.count(QUOTE), len(head)
    for at in ends:
        quotes -= head.count(QUOTE, at, place)
        place = at
        if quotes % 2 == 0:
            return head[: _after(at, wide)]
    return head[: _after(ends[0], wide)] if ends else head


def _after(at: int, wide: int) -> int:
    """Where the line end at this place is over; in UTF-16 it has two bytes, which begin at an even one."""
    return at + 1 if wide == 1 else at - at % 2 + 2

"""A clean copy whose odd head gives way to one header line, so that the database reads it like any other."""

import shutil
from itertools import islice
from pathlib import Path


def put_header(copy: Path, header: str, data_line: int | None) -> None:
    """Let the copy hold the header line and what stood from the physical line `data_line` on (None: nothing)."""
    begins = start_of_line(copy, data_line) if data_line else None
    rewritten = copy.with_suffix(".plain")
    with copy.open("rb") as old, rewritten.open("wb") as new:
        new.write(f"{header}\n".encode())
        if begins is not None:
            old.seek(begins)
            shutil.copyfileobj(old, new, 1 << 22)
    rewritten.replace(copy)


def start_of_line(copy: Path, line: int) -> int:
    """The byte at which a physical line, counted from 1, begins."""
    with copy.open("rb") as opened:
        return sum(len(text) for text in islice(opened, line - 1))

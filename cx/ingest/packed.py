"""The one file inside a gzip or zip archive, unpacked beside the clean copy within a limit."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from cx.contracts.problems import FileRefused, Problem
from cx.ingest.file_kind import DAMAGED, FileKind, broken, file_kind

Bytes = IO[bytes] | BufferedIOBase
PIECE = 1 << 20
MEGABYTE = 1_000_000
MOST_TIMES, UNTIL = 200, 10 * MEGABYTE
"""An archive that grows more than so many times, beyond so many bytes, is no export."""
BESIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What systems add to an archive by themselves."""


@dataclass(frozen=True)
class Unpacked:
    """Where the file to read is, how it is opened, and its name inside the archive if it came in one."""

    path: Path
    kind: FileKind
    inner: str | None = None


def unpacked(source: Path, folder: Path, file: str, largest_mb: int) -> Unpacked:
    """The file itself, or the one inside it, written to `folder`.

    Refuses an archive of none or several files, under a password, with names that lead outside, damaged, packed
    twice, or larger than the limit once it is unpacked.
    """
    kind = file_kind(source, file)
    if kind is FileKind.WORKBOOK and zipfile.is_zipfile(source):
        _check_size(source, file, largest_mb)
    if kind not in (FileKind.GZIP, FileKind.ZIP):
        return Unpacked(source, kind)
    target = folder / "unpacked"
    try:
        with _member(source, kind, file) as (inner, opened), target.open("wb") as written:
            for piece in _pieces(opened, source.stat().st_size, file, largest_mb):
                written.write(piece)
    except DAMAGED as fault:
        raise broken(file, kind.value.upper()) from fault
    within = file_kind(target, file)
    if within in (FileKind.GZIP, FileKind.ZIP):
        raise FileRefused(Problem("packed_twice", value=inner, details={"file": file}))
    if within is FileKind.WORKBOOK and zipfile.is_zipfile(target):
        _check_size(target, file, largest_mb)
    return Unpacked(target, within, inner)


@contextmanager
def opened_bytes(source: Path, file: str) -> Iterator[Bytes]:
    """The bytes of a file, or of the one inside its archive."""
    kind = file_kind(source, file)
    if kind in (FileKind.GZIP, FileKind.ZIP):
        with _member(source, kind, file) as (_, opened):
            yield opened
    else:
        with source.open("rb") as opened:
            yield opened


@contextmanager
def _member(source: Path, kind: FileKind, file: str) -> Iterator[tuple[str, Bytes]]:
    if kind is FileKind.GZIP:
        with gzip.open(source) as opened:
            yield file.removesuffix(".gz"), opened
        return
    with zipfile.ZipFile(source) as archive:
        only = _only(archive, file)
        with archive.open(only) as within:
            yield only.filename, within


def _only(archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    """The archive's single file; its name is shown, never used as a path."""
    held = [item for item in archive.infolist() if not item.is_dir() and not _is_beside(item.filename)]
    if not held:
        raise FileRefused(Problem("empty_file", details={"file": file}))
    for item in held:
        if _leads_outside(item.filename):
            raise FileRefused(Problem("unsafe_name", value=item.filename, details={"file": file}))
    if len(held) > 1:
        names = ", ".join(item.filename for item in held)
        raise FileRefused(Problem("several_files", value=names, details={"file": file, "n": str(len(held))}))
    if held[0].flag_bits & 1:
        raise FileRefused(Problem("encrypted_file", details={"file": file}))
    return held[0]


def _is_beside(name: str) -> bool:
    return name.startswith(BESIDE[0]) or PurePosixPath(name).name in BESIDE


def _leads_outside(name: str) -> bool:
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    return path.is_absolute() or bool(windows.drive or windows.root) or ".." in (*path.parts, *windows.parts)


def _pieces(opened: Bytes, packed: int, file: str, largest_mb: int) -> Iterator[bytes]:
    """The unpacked bytes, counted as they come: what an archive says of its size is not believed."""
    size = 0
    while piece := opened.read(PIECE):
        size += len(piece)
        _check_growth(size, packed, file, largest_mb)
        yield piece


def _check_growth(size: int, packed: int, file: str, largest_mb: int) -> None:
    if size > largest_mb * MEGABYTE or (size > UNTIL and size > MOST_TIMES * packed):
        raise FileRefused(Problem("unpacks_too_large", details={"file": file, "limit": f"{largest_mb:,}"}))


def _check_size(workbook: Path, file: str, largest_mb: int) -> None:
    """A workbook is an archive too: refused by the sizes that it states, before anything is unpacked."""
    with zipfile.ZipFile(workbook) as archive:
        size = sum(item.file_size for item in archive.infolist())
    _check_growth(size, workbook.stat().st_size, file, largest_mb)

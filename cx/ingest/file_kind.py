"""What a file is by its own bytes, whatever its name says."""

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from cx.contracts.problems import FileRefused, Problem

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What reading a damaged archive raises."""
HEAD, LOOKED_THROUGH = 4096, 1 << 22
ZIP, GZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PAR1", "Parquet"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
MARKUP = (
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"<head", "HTML"),
    (b"<meta", "HTML"),
    (b"<?xml", "XML"),
    (b"<workbook", "XML"),
    (b'[{"', "JSON"),
    (b'{"', "JSON"),
)
OFFICE = {
    "ODS": "ODS",
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "Index/Document.iwa": "Apple iWork",
}
TYPES = "[Content_Types].xml"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The part of an old container that holds a workbook under a password."""


class FileKind(StrEnum):
    """How a file is opened."""

    TEXT = "text"
    GZIP = "gzip"
    ZIP = "zip"
    WORKBOOK = "workbook"


def file_kind(source: Path, file: str) -> FileKind:
    """How the file is opened; refuses one that is no table, says it is damaged, or is under a password."""
    with source.open("rb") as opened:
        head = opened.read(HEAD)
    _check_is_table(head, file)
    if head.startswith(GZIP):
        return FileKind.GZIP
    if head.startswith(OLE):
        _check_is_open(source, file)
        return FileKind.WORKBOOK
    return _zip_kind(source, file) if head.startswith(ZIP) else FileKind.TEXT


def _check_is_table(head: bytes, file: str) -> None:
    bare = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\x00", b"").lstrip().lower()
    for sign, name in FOREIGN:
        if head.startswith(sign):
            raise FileRefused(Problem("not_a_table", value=name, details={"file": file}))
    for sign, name in MARKUP:
        if bare.startswith(sign):
            raise FileRefused(Problem("not_a_table", value=name, details={"file": file}))


def _check_is_open(source: Path, file: str) -> None:
    with source.open("rb") as opened:
        locked = LOCKED in opened.read(LOOKED_THROUGH)
    if locked:
        raise FileRefused(Problem("encrypted_file", details={"file": file}))


def _zip_kind(source: Path, file: str) -> FileKind:
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype").startswith(OPEN_DOCUMENT):
                names.add("ODS")
    except DAMAGED as fault:
        raise broken(file, "ZIP/XLSX") from fault
    for name, kind in OFFICE.items():
        if name in names:
            raise FileRefused(Problem("not_a_table", value=kind, details={"file": file}))
    is_workbook = TYPES in names and any(name.startswith("xl/") for name in names)
    return FileKind.WORKBOOK if is_workbook else FileKind.ZIP


def broken(file: str, kind: str) -> FileRefused:
    """The refusal of a file that is damaged or was cut off."""
    return FileRefused(Problem("broken_file", value=kind, details={"file": file}))

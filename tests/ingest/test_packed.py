"""Archives of one file: opened by their bytes, refused where they hold anything else than one export."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.ingest.code_page import decoded_preview
from cx.ingest.file_assumptions import said_of_file
from cx.ingest.reading import reading
from tests.workbooks import workbook

TEXT = b"account_id,name\nA1,x\n"
SHEET = workbook([["account_id", "name"], ["A1", "x"]])
MEGABYTE = 1_000_000


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def gzipped(content: bytes) -> bytes:
    """Without the time of day, which would name the tests differently in each worker."""
    return gzip.compress(content, mtime=0)


def locked() -> bytes:
    """An archive whose entry says that it is under a password."""
    plain = bytearray(zipped(("a.csv", TEXT)))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.index(sign) + offset
        plain[at : at + 2] = struct.pack("<H", struct.unpack("<H", plain[at : at + 2])[0] | 1)
    return bytes(plain)


def lying(size: int) -> bytes:
    """An archive that says its file is small, and unpacks to `size` bytes."""
    plain = bytearray(zipped(("a.csv", b"account_id,name\n" + b"A1,x\n" * (size // 5))))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = plain.index(sign) + offset
        plain[at : at + 4] = struct.pack("<I", 100)
    return bytes(plain)


@pytest.mark.parametrize(
    ("content", "file", "inner"),
    [
        (gzipped(TEXT), "accounts.csv.gz", "accounts.csv"),
        (gzipped(TEXT) + gzipped(b"A2,y\n"), "accounts.csv", "accounts.csv"),
        (zipped(("accounts.csv", TEXT)), "export.zip", "accounts.csv"),
        (zipped(("folder/", b""), ("folder/accounts.csv", TEXT)), "export.zip", "folder/accounts.csv"),
        (zipped(("a.csv", TEXT), ("__MACOSX/._a.csv", b"x"), (".DS_Store", b"x")), "export.zip", "a.csv"),
        (zipped(("b.xlsx", SHEET)), "export.zip", "b.xlsx"),
        (gzipped(SHEET), "b.xlsx.gz", "b.xlsx"),
        (gzipped("\ufeffaccount_id;name\r\nA1;x\r\n".encode("utf-16-le")), "a.gz", "a"),
    ],
)
def test_file_in_an_archive_is_read_and_named(tmp_path: Path, content: bytes, file: str, inner: str) -> None:
    source = tmp_path / "upload.csv"
    source.write_bytes(content)
    (tmp_path / "work").mkdir()
    found = reading(source, tmp_path / "work", file, Declared(), largest_mb=1)
    assert (found.inner, found.header, found.first_rows[0]) == (inner, ("account_id", "name"), ("A1", "x"))
    assert any(inner in text for text in said_of_file(found, Words()))
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["clean.csv"]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (zipped(("a.csv", TEXT), ("b.csv", TEXT)), "several_files", "holds 2 files (a.csv, b.csv)"),
        (zipped(), "empty_file", "is empty"),
        (zipped(("folder/", b"")), "empty_file", "is empty"),
        (zipped(("a.csv", b"")), "empty_file", "is empty"),
        (gzipped(b""), "empty_file", "is empty"),
        (locked(), "encrypted_file", "password"),
        (zipped(("../a.csv", TEXT)), "unsafe_name", "“../a.csv”"),
        (zipped(("/etc/a.csv", TEXT)), "unsafe_name", "“/etc/a.csv”"),
        (zipped(("C:/a.csv", TEXT)), "unsafe_name", "“C:/a.csv”"),
        (zipped(("a\\..\\..\\b.csv", TEXT)), "unsafe_name", "leads out of the archive"),
        (zipped(("a.zip", zipped(("a.csv", TEXT)))), "packed_twice", "“a.zip”"),
        (gzipped(zipped(("a.csv", TEXT))), "packed_twice", "another archive"),
        (zipped(("a.pdf", b"%PDF-1.7")), "not_a_table", "PDF"),
        (gzipped(TEXT)[:-6], "broken_file", "damaged or was cut off"),
        (gzipped(TEXT * 9000)[:-60], "broken_file", "damaged or was cut off"),
        (zipped(("a.csv", TEXT))[:-30], "broken_file", "ZIP"),
        (zipped(("a.csv", TEXT)).replace(b"account", b"another"), None, ""),
        (lying(2 * MEGABYTE), "broken_file", "ZIP"),
        (zipped(("a.csv", b"account_id,name\n" + b"A1,x\n" * 300_000)), "unpacks_too_large", "limit of 1 MB"),
        (gzipped(bytes(2 * MEGABYTE)), "unpacks_too_large", "limit of 1 MB"),
        (zipped(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"")), "not_a_table", "DOCX"),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "not_a_table", "ODS"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "not_a_table", "holds HTML"),
        ("\ufeff\n<!DOCTYPE HTML>".encode(), "not_a_table", "holds HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "not_a_table", "holds XML"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table", "PNG"),
        (b"PAR1" + bytes(40), "not_a_table", "Parquet"),
        (b'[{"id": 1}]', "not_a_table", "JSON"),
    ],
)
def test_what_is_no_single_export_is_refused(tmp_path: Path, content: bytes, code: str | None, says: str) -> None:
    source = tmp_path / "export.xls"
    source.write_bytes(content)
    (tmp_path / "work").mkdir()
    if code is None:  # The archive is whole; only its names differ.
        assert reading(source, tmp_path / "work", "export.xls", Declared(), largest_mb=1).inner == "a.csv"
        return
    with pytest.raises(FileRefused) as caught:
        reading(source, tmp_path / "work", "export.xls", Declared(), largest_mb=1)
    assert (caught.value.problem.code, caught.value.problem.refuses_file) == (code, True)
    assert says in caught.value.problem.sentence(Words())
    assert list((tmp_path / "work").iterdir()) == []


def test_archive_that_grows_out_of_all_proportion_is_refused_within_the_limit(tmp_path: Path) -> None:
    source = tmp_path / "export.gz"
    source.write_bytes(gzipped(b"account_id,name\n" + bytes(40 * MEGABYTE)))
    with pytest.raises(FileRefused) as caught:
        reading(source, tmp_path, "export.gz", Declared(), largest_mb=1024)
    assert caught.value.problem.code == "unpacks_too_large"


@pytest.mark.parametrize(
    ("content", "encoding", "shown"),
    [
        ("id,name\n1,plain\n2,Müller\n".encode("cp1252"), "cp1252", ("2,Müller",)),
        ("id,name\r\n1,Müller\r\n".encode("cp1252"), "cp1251", ("1,Mьller",)),
        ("id,name\n1,Müller\n".encode("cp1252"), "utf-8", ("1,M\ufffdller",)),
        ("\ufeffid\n1,да\n".encode("utf-16-le"), "utf-16", ("1,да",)),
        ("".join(f"{n},é{'x' * 300}\n" for n in range(9)).encode(), "utf-8", None),
        (gzipped("id\nשלום\n".encode("cp1255")), "cp1255", ("שלום",)),
        (b"id\nplain\n", "cp1252", ()),
    ],
)
def test_preview_shows_lines_that_tell_the_encoding(tmp_path: Path, content: bytes, encoding: str, shown) -> None:
    source = tmp_path / "export"
    source.write_bytes(content)
    found = decoded_preview(source, encoding)
    assert found == shown if shown is not None else [len(line) for line in found] == [200] * 5

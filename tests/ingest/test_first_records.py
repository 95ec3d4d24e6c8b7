"""The first records of a file end where a record ends, in every encoding and packing."""

import gzip
from pathlib import Path

import pytest

from cx.ingest.first_records import first_records
from tests.workbooks import workbook

ROWS = 'id,text\n1,"one\ntwo"\n2,"three\nfour"\n3,five\n'
WHOLE = 'id,text\n1,"one\ntwo"\n'


@pytest.mark.parametrize("cut", range(len(WHOLE), len(WHOLE) + 14))
@pytest.mark.parametrize("encoding", ["utf-8", "cp1255", "utf-16-le", "utf-16-be"])
def test_a_cut_inside_a_record_leaves_it_out(tmp_path: Path, cut: int, encoding: str) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "head"
    source.write_bytes(ROWS.encode(encoding))
    assert first_records(source, target, "a.csv", most=len(ROWS[:cut].encode(encoding)))
    assert target.read_bytes().decode(encoding) == WHOLE


def test_a_short_or_packed_file_comes_whole_and_a_workbook_not_at_all(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv.gz", tmp_path / "head"
    source.write_bytes(gzip.compress(ROWS.encode()))
    assert first_records(source, target, "a.csv.gz") and target.read_text() == ROWS
    book = tmp_path / "a.xlsx"
    book.write_bytes(workbook([["id"], ["1"]]))
    assert not first_records(book, tmp_path / "none", "a.xlsx") and not (tmp_path / "none").exists()

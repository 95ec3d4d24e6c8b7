"""A sheet of a workbook read as a table: which sheet, which rows, and how its cells are written."""

from pathlib import Path

import pytest

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.ingest.file_assumptions import said_of_file
from cx.ingest.reading import Reading, reading
from cx.ingest.records import records_of
from tests.workbooks import DAY, DURATION, MOMENT, TIME, error, formula, number, truth, workbook

HEADER = ["account_id", "name"]
TABLE = [HEADER, ["A1", "x"], ["A2", "y"]]


@pytest.fixture
def read(tmp_path: Path):
    def reading_of(content: bytes, **declare: object) -> Reading:
        path = tmp_path / "export.csv"  # The name does not decide.
        path.write_bytes(content)
        (tmp_path / "work").mkdir(exist_ok=True)
        return reading(path, tmp_path / "work", "export.csv", Declared(**declare), largest_mb=1)

    return reading_of


def rows_of_sheet(found: Reading) -> list[int | None]:
    records = records_of(found.text.path, found.delimiter, len(found.header))
    return [found.line_of(records, record) for record in range(1, records.count + 1)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number(12), "12"),
        (number(12.5), "12.5"),
        (number(0.30000000000000004), "0.3"),
        (number(-0.00001), "-0.00001"),
        (number(9007199254740991), "9007199254740991"),
        (number(1234567890123456789), "1.23456789012346E+18"),
        (number(4503599627370497), "4503599627370497"),
        (number(46000, DAY), "2025-12-09"),
        (number(46000.5, MOMENT), "2025-12-09 12:00:00"),
        (number(46000, MOMENT), "2025-12-09"),
        (number(45999.999999999, DAY), "2025-12-09"),
        (number(46000.999999, MOMENT), "2025-12-10"),
        (number(1.5, DURATION), "36:00:00"),
        (number(0.25, TIME), "06:00:00"),
        (truth(True), "true"),
        (truth(False), "false"),
        (formula("A1&B1", "ab"), "ab"),
        (formula('"2026"&"-01-02"', "2026-01-02"), "2026-01-02"),
        ("03/04/2026", "03/04/2026"),
        ("0012", "0012"),
        ('say "hi", you', 'say "hi", you'),
        ("two\nlines", "two\nlines"),
        ("תודה 🙂", "תודה 🙂"),
        (error("#N/A"), "#N/A"),
        (error("#DIV/0!").replace("<v>", "<f>1/0</f><v>"), "#DIV/0!"),
    ],
)
def test_cells_are_written_as_an_export_would(read, cell: str, text: str) -> None:
    assert read(workbook([["account_id", "name", "at"], ["A1", "x", cell]])).first_rows == (("A1", "x", text),)


def test_days_count_from_1904_where_the_workbook_says_so(read) -> None:
    assert read(workbook([HEADER, ["A1", number(46000, DAY)]], since_1904=True)).first_rows[0][1] == "2029-12-10"


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (TABLE, [2, 3]),
        ([[], [], *TABLE], [4, 5]),
        ([["Report"], [], *TABLE], [4, 5]),
        ([HEADER, ["A1", "two\nlines"], [], ["A2", "y"]], [2, 4]),
        ([["account_id", "a\nname"], ["A1", "x"], ["A2", "y"]], [2, 3]),
        ([["Report\nof", "", ""], ["", *HEADER], ["", "A1", "x"], ["", "A2", "y"]], [3, 4]),
        ([*TABLE, [], ["Total", number(7)]], [2, 3]),
        ([*TABLE, [" "], [" ", ""]], [2, 3]),
    ],
)
def test_rows_keep_the_number_that_the_spreadsheet_shows(read, rows: list[list[str]], places: list[int]) -> None:
    found = read(workbook(rows))
    assert (rows_of_sheet(found), [row[-2] for row in found.first_rows]) == (places, ["A1", "A2"])


def test_errors_stand_where_they_are_however_far_the_table_is_from_the_corner(read) -> None:
    rows = [[], ["", "", *HEADER], ["", "", "A1", error("#REF!")], ["", "", error("#NAME?"), "y"]]
    found = read(workbook([["Notes"]], rows))
    assert (found.sheet, found.first_rows) == ("Sheet2", (("A1", "#REF!"), ("#NAME?", "y")))


@pytest.mark.parametrize(
    ("unseen", "said"),
    [
        ((), []),
        ((3, 9), ["The sheet hides 1 row, which was read like the others."]),
        ((2, 3), ["The sheet hides 2 rows, which were read like the others."]),
    ],
)
def test_hidden_rows_are_read_like_the_others_and_counted(read, words, unseen, said) -> None:
    found = read(workbook(TABLE, unseen=unseen))
    assert len(found.first_rows) == len(TABLE) - 1
    assert [line for line in said_of_file(found, words) if "hides" in line] == said


def test_merged_cells_hold_their_text_once_and_are_said(read, words) -> None:
    found = read(workbook([["Report of accounts", ""], *TABLE], merged="A1:B1"))
    assert (found.header, found.shape.preamble) == (("account_id", "name"), 1)
    said = "The sheet has 1 merged cell: its text is read in its first place, and the others are empty."
    assert said in said_of_file(found, words) and said not in said_of_file(read(workbook(TABLE)), words)


@pytest.mark.parametrize(
    ("sheets", "hidden", "said", "read_from", "offered"),
    [
        ([TABLE], -1, None, "Sheet1", ("Sheet1",)),
        ([[["Read me"], ["Notes"]], TABLE], -1, None, "Sheet2", ("Sheet1", "Sheet2")),
        ([[], TABLE, TABLE], -1, None, "Sheet2", ("Sheet1", "Sheet2", "Sheet3")),
        ([TABLE, TABLE], 1, None, "Sheet2", ("Sheet2",)),
        ([TABLE, TABLE], -1, "Sheet2", "Sheet2", ("Sheet1", "Sheet2")),
        ([[["account_id"], ["A1"]]], -1, None, "Sheet1", ("Sheet1",)),
    ],
)
def test_sheet_is_the_one_declared_or_the_first_with_a_table(read, sheets, hidden, said, read_from, offered) -> None:
    found = read(workbook(*sheets, hidden=hidden), sheet=said)
    assert (found.sheet, found.sheets) == (read_from, offered)
    assert any(read_from in text for text in said_of_file(found, Words())) is (len(offered) > 1)


@pytest.mark.parametrize(
    ("content", "declare", "code"),
    [
        (workbook(TABLE), {"sheet": "Answers"}, "unknown_declaration"),
        (workbook([]), {}, "empty_file"),
        (workbook([HEADER]), {}, "header_only"),
        (workbook([["A1", number(5)], ["A2", number(6)]]), {}, "no_header"),
        (workbook(TABLE)[:900], {}, "broken_file"),
        (workbook(TABLE).replace(b"sheet", b"shoot"), {}, "broken_file"),
        (workbook([*TABLE, *[[]] * 200_000, [*[""] * 300, "far"]]), {}, "sheet_too_large"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), {}, "encrypted_file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), {}, "broken_file"),
    ],
)
def test_workbook_that_cannot_be_read_is_refused(read, tmp_path: Path, content: bytes, declare, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read(content, **declare)
    assert caught.value.problem.code == code
    assert "export.csv" in caught.value.problem.sentence(Words()) or code == "unknown_declaration"
    assert list((tmp_path / "work").iterdir()) == []

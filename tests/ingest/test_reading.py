"""The head of a file: delimiter, header, first rows."""

from pathlib import Path

import pytest

from cx.contracts.mapping import Declared
from cx.contracts.problems import FileRefused
from cx.ingest.reading import Reading, reading


@pytest.fixture
def read(tmp_path: Path):
    def reading_of(text: str, **declare: object) -> Reading:
        path = tmp_path / "export.csv"
        path.write_text(text, encoding="utf-8", newline="")
        (tmp_path / "work").mkdir(exist_ok=True)
        return reading(path, tmp_path / "work", "export.csv", Declared(**declare), largest_mb=1)

    return reading_of


@pytest.mark.parametrize(
    ("header", "delimiter", "columns"),
    [
        ("a,b,c", ",", ("a", "b", "c")),
        ("a;b;c", ";", ("a", "b", "c")),
        ("a\tb\tc", "\t", ("a", "b", "c")),
        ('"a,x";"b,y,z";c', ";", ("a,x", "b,y,z", "c")),
        ("a|b|c", "|", ("a", "b", "c")),
        ("a|b|c,d", "|", ("a", "b", "c,d")),
        ("a;b,c;d", ";", ("a", "b,c", "d")),
        ("account_id", ",", ("account_id",)),
        (" a , b ,c", ",", ("a", "b", "c")),
        ("a,,c", ",", ("a", "column 2", "c")),
    ],
)
def test_delimiter_is_what_the_header_has_most(read, header: str, delimiter: str, columns: tuple[str, ...]) -> None:
    found = read(f"{header}\n1{delimiter}2{delimiter}3\n")
    assert (found.delimiter, found.header) == (delimiter, columns)


def test_bars_inside_names_do_not_part_a_table_of_commas(read) -> None:
    found = read("A|B|C score,Low|high\n1,2\n3,4\n")
    assert (found.delimiter, found.header) == (",", ("A|B|C score", "Low|high"))


def test_declared_delimiter_wins(read) -> None:
    assert read("a,b;c,d\n1,2;3\n", delimiter=";").header == ("a,b", "c,d")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a,b\n1,x;y\n2,v;w\n", ","),
        ("Report, of 2026\na;b\n1;2\n3;4\n", ";"),
        ("sep=,\na;b\n1;2\n", ";"),
        ("account_id\nA1;x\nA2;y\n", ";"),
    ],
)
def test_declared_delimiter_is_not_taken_where_the_header_contradicts_it(read, text: str, sign: str) -> None:
    """Rows handed back are commas, whatever the export that the mapping was made for."""
    assert read(text, delimiter=";").delimiter == sign


def test_blank_lines_before_the_header_are_counted(read) -> None:
    found = read("\n\r\na,b\n1,2\n")
    assert (found.blank_lines, found.header, found.first_rows) == (2, ("a", "b"), (("1", "2"),))


@pytest.mark.parametrize("first", ["R1,nps,9", "2026-01-01,a", "true,b", "1.5,x", "12/31/2026 10:00,x", "-5;4"])
def test_line_of_values_is_no_header(read, first: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read(f"{first}\nR2,nps,8\n")
    assert caught.value.problem.code == "no_header"


@pytest.mark.parametrize("first", ["Response ID,2024", "anything,else", "Score,9", "Kunde,Datum"])
def test_line_with_a_known_name_or_without_values_is_a_header(read, first: str) -> None:
    assert len(read(f"{first}\nx,y\n").header) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n", "header_only"),
        ("a,b\n\n\n", "header_only"),
        ("\n\n", "empty_file"),
    ],
)
def test_file_without_rows(read, tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read(text)
    assert caught.value.problem.code == code
    assert list((tmp_path / "work").iterdir()) == []


def test_samples_are_the_first_different_values(read) -> None:
    found = read("a,b\nx,1\n,2\nx,3\ny\nz,5\nw,6\n")
    assert found.samples("a") == ("x", "y", "z")
    assert found.samples("b", 2) == ("1", "2")


def test_only_the_head_is_held(read) -> None:
    assert len(read("a,b\n" + "1,2\n" * 1000).first_rows) == 50
    assert read(f"a,b\n1,{'x' * 600_000}\n2,3\n").first_rows[-1] == ("2", "3")


def test_record_longer_than_the_reader_takes_does_not_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"a,b\n1,2\n1,{'x' * 2_100_000}\n3,4\n")
    found = reading(path, tmp_path, "long.csv", Declared(), largest_mb=3)
    assert found.first_rows == (("1", "2"), ("…",))


@pytest.mark.parametrize(("megabytes", "refused"), [(0.999999, False), (1.000001, True)])
def test_limit_is_on_the_bytes_of_the_file(read, megabytes: float, refused: bool) -> None:
    content = "a,b\n" + "1,2\n" * int((megabytes * 1_000_000 - 4) / 4 + (1 if refused else 0))
    if not refused:
        assert read(content).header == ("a", "b")
        return
    with pytest.raises(FileRefused) as caught:
        read(content)
    assert caught.value.problem.code == "too_large"

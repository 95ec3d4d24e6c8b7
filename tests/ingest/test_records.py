"""Where records begin: the same physical lines as Python's reader counts, the same records as the database's reader."""

import csv
from itertools import accumulate
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.ingest.records import Records, lines_from, records_of

NASTY = (
    "id,x,y\n"  # 1
    '1,"two\nlines","and ""marks"""\n'  # 2-3
    "\n"  # 4
    "\n"  # 5
    "2,ragged\n"  # 6
    '3,5" pipe,6" pipe\n'  # 7
    '4,"a\n\nb",ragged,too,many\n'  # 8-10
    "   \n"  # 11
    '5, "after a space\n",z\n'  # 12-13
    '"6"\n'  # 14
    "7,\u2028not a line end\x0b,\x85\n"  # 15
    "8,,"  # 16, and no line end
)
LINES = {"1": 2, "2": 6, "3": 7, "4": 8, "5": 12, "6": 14, "7": 15, "8": 16}
CELLS = st.text('ab ,\n"é', max_size=6)
ROWS = st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=12)


def read_by_database(path: Path, columns: int) -> tuple[int, list[int]]:
    """How many rows the database's reader takes, and the records that it rejects, counted from the header's 1."""
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT count(*) FROM read_csv('{path}', columns={{{names}}}, delim=',', quote='\"', escape='\"', "
            "header=true, auto_detect=false, nullstr='', store_rejects=true, rejects_limit=0)"
        ).fetchall()
        rejected = connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY line").fetchall()
    return rows[0][0], [line for (line,) in rejected]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_nasty_file_has_the_lines_that_an_editor_shows(tmp_path: Path) -> None:
    path = written(tmp_path / "nasty.csv", NASTY)
    records = records_of(path, ",", 3)
    shown = {text.strip('"')[0]: line for line in records.lines.tolist() for text in [next(lines_from(path, line))]}
    assert {key: line for key, line in shown.items() if key in LINES} == LINES
    assert (records.count, records.blank.tolist(), records.unclosed) == (9, [2, 3], False)
    rows, rejected = read_by_database(path, 3)
    assert rows + len(rejected) == records.count
    assert [records.line_of(records.record_at(line)) for line in rejected] == [6, 8, 11, 14]
    assert [records.line_of(record) for record in records.accepted([records.record_at(n) for n in rejected])] == [
        2,
        7,
        12,
        15,
        16,
    ]


@settings(deadline=None, max_examples=150)
@given(ROWS, st.sampled_from(["\n", "\n\n"]))
def test_lines_are_those_of_pythons_reader(tmp_path_factory, rows: list[list[str]], ending: str) -> None:
    """Properly written files of any shape: quoted line ends, blank lines, ragged rows."""
    path = tmp_path_factory.getbasetemp() / "generated.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator=ending, quoting=csv.QUOTE_MINIMAL)
        writer.writerows([["x", "y"], *rows])
    expected, before = [], 0
    with path.open(encoding="utf-8", newline="") as opened:
        reader = csv.reader(opened)
        for row in reader:
            expected += [before + 1] if row else []
            before = reader.line_num
    assert records_of(path, ",", 2).lines.tolist() == expected


BROKEN_CELLS = st.sampled_from(
    [
        "",
        "plain",
        '"right"',
        '"two\nlines"',
        '"""marked"" text"',
        '5" pipe',
        'a "b" c',
        ' "spaced"',
        '"closed" ',
        '"x"y',
        '"He said "wow" and left"',
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(BROKEN_CELLS, BROKEN_CELLS, st.booleans()), min_size=1, max_size=6))
def test_records_are_those_of_the_databases_reader(tmp_path_factory, rows: list[tuple[str, str, bool]]) -> None:
    """Marks in the wrong places: each record that the database takes or rejects is one of ours, on its own line."""
    lines = [f"{number},{first},{second}\n" + "\n" * blank for number, (first, second, blank) in enumerate(rows)]
    path = written(tmp_path_factory.getbasetemp() / "broken.csv", "id,x,y\n" + "".join(lines))
    records = records_of(path, ",", 3)
    taken, rejected = read_by_database(path, 3)
    if records.unclosed or taken + len(rejected) != records.count:
        return  # the load refuses such a file
    begins = accumulate((line.count("\n") for line in lines[:-1]), initial=2)
    assert records.lines.tolist() == [1, *begins]


@pytest.mark.parametrize(
    ("text", "columns", "lines", "blank"),
    [
        ("a,b\n1,2\n", 2, [1, 2], []),
        ("a,b\n1,2", 2, [1, 2], []),
        ("\n\na,b\n1,2\n", 2, [3, 4], [0, 1]),
        ("a,b\n\n\n1,2\n\n", 2, [1, 4], [1, 2, 4]),
        ('"a\nb",c\n\n1,2\n', 2, [1, 4], [1]),
        ("a\n\n1\n", 1, [1, 2, 3], []),  # with one column, a blank line is a record with an empty cell
        ("\na\n\n1\n", 1, [2, 3, 4], [0]),
        ("", 2, [], []),
    ],
)
def test_blank_lines_are_no_records(tmp_path: Path, text, columns, lines, blank) -> None:
    records = records_of(written(tmp_path / "blank.csv", text), ",", columns)
    assert (records.lines.tolist(), records.blank.tolist()) == (lines, blank)


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ('a,b\n1,"2\n3,4\n', True),
        ('a,b\n1,"2""\n', True),
        ('a,b\n1,2"\n3,4\n', False),
        ('a,b\n1,"2\n3"\n', False),
        ('a,b\n1,"2"\n', False),
    ],
)
def test_mark_that_nothing_closes_is_seen(tmp_path: Path, text: str, unclosed: bool) -> None:
    assert records_of(written(tmp_path / "open.csv", text), ",", 2).unclosed is unclosed


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marks_count_after_the_files_own_delimiter(tmp_path: Path, delimiter: str) -> None:
    text = f'a{delimiter}b\n1{delimiter}"x\ny"\n2{delimiter}z\n'
    assert records_of(written(tmp_path / "own.csv", text), delimiter, 2).lines.tolist() == [1, 2, 4]


def test_place_outside_the_file_has_no_line(tmp_path: Path) -> None:
    records: Records = records_of(written(tmp_path / "short.csv", "a,b\n1,2\n"), ",", 2)
    assert records.line_of(1) == 2
    assert records.line_of(2) is None

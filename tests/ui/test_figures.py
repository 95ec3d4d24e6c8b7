"""The figures behind a picture as a table: with what stands in the place of a value, where anything does."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from cx.contracts.units import Unit
from cx.export.csv_file import csv_file
from cx.export.xlsx_file import xlsx_file
from cx.story.exhibit import Cut, Exhibit, Happening, Point, Series, Shape
from cx.ui.storytelling import figures
from cx.ui.taking_away import sheet_of


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", ["Series", "Name", "Value", "Low", "High", "n"]),
        ("hidden", ["Series", "Name", "Value", "Low", "High", "n", "Note"]),
    ],
)
def test_what_stands_in_the_place_of_a_value_goes_with_the_figures(text, columns):
    points = (Point("setup", 40.0, 30.0, 50.0, 200), Point("call", None, text=text))
    table = figures(Exhibit("map", Shape.HEAT, "t", "c", Unit.POINTS, (Series("NPS", points),)))
    assert list(table.columns) == columns
    assert [list(row)[2:3] + list(row)[5:] for row in table.itertuples(index=False)][0][:2] == [40.0, 200]
    assert not text or list(table["Note"]) == ["", "hidden"]


def test_a_table_over_time_says_where_the_line_breaks_and_what_happened_meanwhile_and_so_do_its_files():
    starts = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1))
    points = tuple(Point(f"2024 Q{at}", 40.0, n=200, on=on) for at, on in enumerate(starts, 1))
    cut = Cut(starts[1], ("channel: email → in-…",), "channel: email → in-app")
    events = tuple(Happening(date(2024, month, 15), at, f"E{at}", "") for at, month in ((1, 4), (2, 6), (3, 9)))
    exhibit = Exhibit("t", Shape.TREND, "t", "c", Unit.POINTS, (Series("NPS", points),), cuts=(cut,), events=events)
    table = figures(exhibit)
    assert list(table["The line breaks here"]) == ["", "channel: email → in-app", ""]
    assert list(table["Events meanwhile"]) == ["", "1 E1 (15 Apr 2024); 2 E2 (15 Jun 2024)", "3 E3 (15 Sep 2024)"]
    made = sheet_of(table, "t", ())
    lines = csv_file(made).decode("utf-8-sig").splitlines()
    assert lines[2] == "NPS,2024 Q2,40.0,200,channel: email → in-app,1 E1 (15 Apr 2024); 2 E2 (15 Jun 2024)"
    with zipfile.ZipFile(io.BytesIO(xlsx_file(made, "Table", "About"))) as book:
        assert "channel: email → in-app" in book.read("xl/worksheets/sheet1.xml").decode()
    assert list(figures(replace(exhibit, cuts=(), events=())).columns) == ["Series", "Name", "Value", "n"]

"""A table taken away as CSV or XLSX is the table on the screen, and no cell of it runs as a formula."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from cx.export.csv_file import csv_file
from cx.export.sheet import Sheet
from cx.export.xlsx_file import MOST_ROWS, xlsx_file

ABOUT = (("Metric", "Net Promoter Score"), ("Filters", "Segment: =Small"), ("n", "3 answers"))
COLUMNS = ("Name", "Value", "On", "At", "Kept")
ROWS = (
    ("Zoë & <b> אנה", 1, date(2026, 9, 30), datetime(2026, 9, 30, 17, 45), True),
    ("  two\nlines ", -2.5, date(2024, 2, 29), datetime(2024, 2, 29, 9, 30), False),
    (None, Decimal("12.50"), None, None, None),
)
SHEET = Sheet("nps", ABOUT, COLUMNS, ROWS)


def from_csv(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_file(sheet).decode("utf-8-sig"), newline="")))


def from_xlsx(sheet: Sheet, name: str) -> list[list[object]]:
    book = load_workbook(io.BytesIO(xlsx_file(sheet, "Rows", "About")))
    assert book.sheet_names == ["Rows", "About"]
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_a_csv_says_of_what_it_speaks_before_its_table():
    assert from_csv(SHEET) == [
        ["Metric", "Net Promoter Score"],
        ["Filters", "Segment: =Small"],
        ["n", "3 answers"],
        list(COLUMNS),
        ["Zoë & <b> אנה", "1", "2026-09-30", "2026-09-30 17:45:00", "true"],
        ["  two\nlines ", "-2.5", "2024-02-29", "2024-02-29 09:30:00", "false"],
        ["", "12.50", "", "", ""],
    ]


def test_a_workbook_holds_the_table_and_what_it_is_about():
    assert from_xlsx(SHEET, "Rows") == [
        list(COLUMNS),
        ["Zoë & <b> אנה", 1, date(2026, 9, 30), datetime(2026, 9, 30, 17, 45), True],
        ["  two\nlines ", -2.5, date(2024, 2, 29), datetime(2024, 2, 29, 9, 30), False],
        ["", 12.5, "", "", ""],
    ]
    assert from_xlsx(SHEET, "About") == [list(line) for line in ABOUT]


@pytest.mark.parametrize("cell", ["=1+1", "+CMD", "-x", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(1)"])
def test_no_cell_runs_as_a_formula(cell: str):
    sheet = Sheet("risky", (("Filters", cell),), (cell,), ((cell,),))
    assert from_csv(sheet) == [["Filters", f"'{cell}"], [f"'{cell}"], [f"'{cell}"]]
    assert b"<f>" not in xlsx_file(sheet, "Rows", "About")
    assert [str(row[0])[0] for row in from_xlsx(sheet, "Rows")] == ["'", "'"]


def test_signs_that_no_xml_may_hold_are_left_out_of_a_workbook():
    assert from_xlsx(Sheet("odd", (), ("a",), (("x\x01\x0by\ufffe",),)), "Rows") == [["a"], ["xy"]]


def test_days_before_the_calendar_of_workbooks_stay_text():
    assert from_xlsx(Sheet("old", (), ("a",), ((date(1899, 5, 1),),)), "Rows") == [["a"], ["1899-05-01"]]


def test_more_rows_than_a_worksheet_holds_are_refused():
    with pytest.raises(ValueError, match=str(MOST_ROWS + 1)):
        xlsx_file(Sheet("big", (), ("a",), ((1,),) * (MOST_ROWS + 1)), "Rows", "About")

"""A line needs two periods: one alone is a row of a table."""

from dataclasses import replace
from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.units import Unit
from cx.contracts.words import Words
from cx.story.board import SERVICE
from cx.story.exhibit import Exhibit, Point, Series, Shape
from cx.story.explored import explored
from cx.story.over_time import over_time
from cx.story.telling import Telling
from tests.metrics.asking import ticket
from tests.metrics.company import opened

ONE = Point("2024 Q2", 24.5, 20.0, 30.0, 3, date(2024, 4, 1), is_few=True)
NONE = Point("2024 Q1", None, on=date(2024, 1, 1))
TWO = Point("2024 Q3", 26.0, 21.0, 31.0, 40, date(2024, 7, 1))
SELECTION = Selection(Period(date(2024, 4, 1), date(2024, 6, 30)), date(2024, 6, 30))


def line(*points: Point) -> Exhibit:
    return Exhibit("t", Shape.TREND, "takeaway", "caption", Unit.HOURS, (Series("Hours", points),))


@pytest.mark.parametrize(
    ("exhibit", "rows"),
    [
        (line(NONE, ONE), (("2024 Q2", "Hours", "24.5\u202fh", "20.0 to 30.0\u202fh", 3, "too few to judge by"),)),
        (line(replace(TWO, low=None, n=0)), (("2024 Q3", "Hours", "26.0\u202fh"),)),
        (line(ONE, TWO), None),
        (line(NONE), None),
    ],
    ids=["a few in one period", "one alone", "two", "none"],
)
def test_a_period_alone_is_a_row_that_says_that_there_is_no_trend(exhibit: Exhibit, rows) -> None:
    with opened({}) as store, store.cursor() as cursor:
        found = over_time(exhibit, Telling(cursor, SELECTION, Settings(), Words("en")))
    if rows is None:
        assert found == exhibit
        return
    assert (found.shape, found.rows, len(found.columns)) == (Shape.TABLE, rows, len(rows[0]))
    assert found.caption == "caption · one period has a figure: a trend needs two"


def test_a_page_of_one_month_draws_no_line() -> None:
    rows = [ticket(at, f"2024-06-{at:02} 08:00", f"2024-06-{at + 1:02} 08:00") for at in (3, 4, 5)]
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        selection = replace(SELECTION, period=Period(date(2024, 6, 1), date(2024, 6, 30)))
        story = explored(SERVICE, None, Telling(cursor, selection, Settings(), Words("en")))
    found = {exhibit.key: exhibit for section in story.sections for exhibit in section.exhibits}
    assert found["resolution_hours-trend"].shape is Shape.TABLE
    assert "hollow" not in found["resolution_hours-trend"].caption
    assert [row[0] for row in found["resolution_hours-trend"].rows] == ["Jun 2024"]

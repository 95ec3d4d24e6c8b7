"""The figures behind a picture as a table: with what stands in the place of a value, where anything does."""

import pytest

from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape
from cx.ui.storytelling import figures


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

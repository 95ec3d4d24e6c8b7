"""Stacked bars: parts beside each other in their order, each with its figure where it fits."""

import pytest

from cx.charts import figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape


def exhibit(*shares: tuple[float | None, ...], is_few: bool = False, n: int = 50) -> Exhibit:
    names = (("Promoters", "better"), ("Passives", ""), ("Detractors", "worse"))
    series = tuple(
        Series(name, tuple(Point(f"Q{at}", row[part], n=n, is_few=is_few, role=role) for at, row in enumerate(shares)))
        for part, (name, role) in enumerate(names)
    )
    return Exhibit("split", Shape.STACKED, "takeaway", "caption", Unit.PERCENT, series)


def written(drawn) -> list[str]:
    return [one.text for one in drawn.layout.annotations]


def test_the_parts_of_each_row_stand_side_by_side_and_end_at_the_whole():
    drawn = figure(exhibit((50.0, 30.0, 20.0), (40.0, 35.0, 25.0)))
    assert [list(trace.x) for trace in drawn.data] == [[50.0, 40.0], [30.0, 35.0], [20.0, 25.0]]
    assert drawn.layout.barmode == "stack" and tuple(drawn.layout.xaxis.range) == (0, 100)
    assert [one.x for one in drawn.layout.annotations[:3]] == [25.0, 65.0, 90.0]


def test_a_figure_that_does_not_fit_its_part_is_left_to_the_pointer():
    assert "1.0\u202f%" not in written(figure(exhibit((69.0, 30.0, 1.0))))
    assert "30.0\u202f%" in written(figure(exhibit((69.0, 30.0, 1.0))))


def test_a_short_bar_of_one_part_has_its_figure_beside_it():
    series = (Series("Ours", (Point("price", 90.0, n=4), Point("service", 1.0, n=1))),)
    beside = figure(Exhibit("r", Shape.STACKED, "t", "c", Unit.PERCENT, series)).layout.annotations
    assert [(one.x, one.xanchor) for one in beside if one.text == "1.0\u202f%"] == [(1.0, "left")]


def test_a_small_part_of_a_shorter_bar_has_its_figure_beside_it_in_its_colour():
    rows = ((90.0, 60.0), (1.0, 2.0))
    series = tuple(
        Series(name, tuple(Point(f"Q{at}", value, role=role) for at, value in enumerate(values)))
        for name, role, values in zip(("Safe", "At risk"), ("main", "worse"), rows, strict=True)
    )
    drawn = figure(Exhibit("r", Shape.STACKED, "t", "c", Unit.PERCENT, series)).layout.annotations
    small = [(one.text, one.x, one.font.color) for one in drawn if one.text.startswith(("1.0", "2.0"))]
    assert small == [("2.0\u202f%", 62.0, PALETTES["light"].worse)]


def test_parts_that_count_their_own_cases_leave_the_rows_to_stand_beside_it():
    parts = ((30.0, 37), (70.0, 82))
    series = tuple(Series(f"S{n}", (Point("2026 Q4", value, n=n, n_of_row=119),)) for value, n in parts)
    assert "n\u202f=\u202f119" in written(figure(Exhibit("r", Shape.STACKED, "t", "c", Unit.PERCENT, series)))


@pytest.mark.parametrize("theme", PALETTES)
def test_parts_of_few_cases_keep_little_of_their_colour(theme):
    colour = figure(exhibit((50.0, 30.0, 20.0)), theme).data[0].marker.color[0]
    assert colour == PALETTES[theme].better
    assert figure(exhibit((50.0, 30.0, 20.0), is_few=True), theme).data[0].marker.color[0].startswith("rgba")


def test_rows_without_values_have_no_axes_and_the_number_of_cases_stands_beside_each_row():
    assert figure(exhibit((None, None, None))).layout.xaxis.visible is False
    assert "n\u202f=\u202f1\u202f250" in written(figure(exhibit((50.0, 30.0, 20.0), n=1250)))


@pytest.mark.parametrize(
    ("names", "narrow", "lines"),
    [
        (("Ours", "Not ours"), True, 1),
        (("Ours", "Not ours", "Nobody said whose"), False, 1),
        (("Ours", "Not ours", "Nobody said whose of the two it was"), True, 2),
        (("At risk", "No sign of risk", "Cannot be scored", "Renewed already"), True, 2),
        (("a name that is longer than the plot is wide, whatever the page",), True, 1),
    ],
)
def test_names_that_would_touch_stand_on_lines_of_their_own(names, narrow, lines):
    series = tuple(Series(name, (Point("a reason of some length", 1.0, n=5),)) for name in names)
    drawn = figure(Exhibit("split", Shape.STACKED, "takeaway", "caption", Unit.MONEY, series), narrow=narrow)
    heights = {one.text: one.yshift for one in drawn.layout.annotations if one.text in names}
    assert len(heights) == len(names) and len(set(heights.values())) == lines
    assert heights[names[0]] == max(heights.values())

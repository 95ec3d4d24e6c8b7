import plotly.graph_objects as go
import pytest

from cx.charts import figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

HEBREW = "ישראל והמזרח התיכון - לקוחות ארגוניים גדולים"
REGIONS = (
    Point("Germany & Austria", 41, 36, 46, 1208, note="Germany & Austria: 41"),
    Point(HEBREW, 22, 13, 31, 96),
    Point("США и Канада", -4, -12, 4, 131),
    Point("Other", 12, -19, 43, 7, is_few=True),
)


def exhibit(*series: Series, reference: Point | None = None) -> Exhibit:
    return Exhibit("key", Shape.DOTS, "One leads", "caption", Unit.POINTS, series, reference=reference)


ALL = exhibit(Series("Region", REGIONS), reference=Point("All regions", 34))


def text_at(drawn: go.Figure, row: int) -> list[str]:
    at = drawn.layout.yaxis.tickvals[row]
    return [one.text for one in drawn.layout.annotations if one.yref is None and one.y == at]


def test_rows_stand_as_given_from_the_top_each_with_its_label() -> None:
    axis = figure(ALL).layout.yaxis
    assert axis.range[0] > axis.range[1]
    assert list(axis.tickvals) == sorted(axis.tickvals)
    assert axis.ticktext[0] == "Germany &amp; Austria"
    assert axis.ticktext[1].replace("<br>", " ").translate({0x2068: "", 0x2069: ""}) == HEBREW


def test_values_have_their_ranges_to_either_side() -> None:
    dots = figure(ALL).data[0]
    assert dots.x == (41, 22, -4)
    assert dots.error_x.array == (5, 9, 8)
    assert dots.error_x.arrayminus == (5, 9, 8)
    assert dots.hovertext[0] == "Germany &amp; Austria: 41"


@pytest.mark.parametrize("theme", PALETTES)
def test_few_cases_are_hollow_and_grey_in_mark_and_figure(theme: str) -> None:
    drawn, palette = figure(ALL, theme), PALETTES[theme]
    few = drawn.data[1]
    assert (few.x, few.marker.color, few.marker.line.color) == ((12,), palette.background, palette.muted)
    assert [one.font.color for one in drawn.layout.annotations if one.text == "12"] == [palette.muted]


@pytest.mark.parametrize(
    ("row", "written"),
    [
        (0, ["<b>41</b>", "n\u202f=\u202f1\u202f208"]),
        (2, ["<b>\u22124</b>", "n\u202f=\u202f131"]),
        (3, ["12", "n\u202f=\u202f7"]),
    ],
)
def test_figure_and_number_of_cases_are_written_beside_each_row(row: int, written: list[str]) -> None:
    assert text_at(figure(ALL), row) == written


def test_reference_is_a_dotted_upright_with_its_label_above() -> None:
    drawn = figure(ALL)
    (line,) = drawn.layout.shapes
    assert (line.x0, line.x1) == (34, 34)
    assert "All regions 34" in [one.text for one in drawn.layout.annotations]


def test_row_without_a_value_keeps_its_label_and_has_no_mark() -> None:
    drawn = figure(exhibit(Series("Region", (Point("New", None), Point("Old", 30, n=9)))))
    assert drawn.layout.yaxis.ticktext == ("New", "Old")
    assert (drawn.data[0].x, text_at(drawn, 0)) == ((30,), [])


@pytest.mark.parametrize("narrow", [False, True])
def test_height_grows_with_the_rows(narrow: bool) -> None:
    heights = [
        figure(exhibit(Series("Region", tuple(Point(str(at), at) for at in range(rows)))), narrow=narrow).layout.height
        for rows in (1, 2, 12)
    ]
    assert heights[1] - heights[0] == 30
    assert heights[2] - heights[0] == 11 * 30


@pytest.mark.parametrize("theme", PALETTES)
def test_group_that_matters_is_in_accent_the_rest_in_grey(theme: str) -> None:
    drawn = figure(exhibit(Series("a", REGIONS[:1]), Series("b", REGIONS[1:3], matters=False)), theme)
    palette = PALETTES[theme]
    assert [trace.marker.color for trace in drawn.data] == [palette.accent, palette.muted]


def test_dots_without_a_value_show_no_axes() -> None:
    drawn = figure(exhibit(Series("Region", (Point("New", None),))))
    assert (len(drawn.data), drawn.layout.xaxis.visible) == (0, False)

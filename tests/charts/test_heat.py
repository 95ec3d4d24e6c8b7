"""A heat map prints what it shades, and shades nothing that is few, hidden or silent."""

import pytest

from cx.charts import figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

NPS = Series(
    "NPS",
    (
        Point("setup", 40.0, 30.0, 50.0, 200, shade=1.0, limits="30 to 50"),
        Point("phone", 20.0, -10.0, 50.0, 9, is_few=True, limits="\u221210 to 50"),
        Point("call", None, text="hidden"),
    ),
    unit=Unit.POINTS,
)
SCORE = Series(
    "CES",
    (Point("setup", 4.66, 4.4, 4.9, 64, shade=0.0, limits="4.4 to 4.9"), Point("phone", None), Point("call", None)),
    unit=Unit.SCORE,
)
MAP = Exhibit("map", Shape.HEAT, "takeaway", "caption", Unit.PERCENT, (NPS, SCORE))


def written(drawn) -> list[str]:
    return [one.text for one in drawn.layout.annotations]


@pytest.mark.parametrize("theme", PALETTES)
def test_each_value_stands_in_its_own_unit_with_range_and_count(theme):
    texts = written(figure(MAP, theme))
    assert "<b>40</b>" in texts and "<b>4.7</b>" in texts
    assert "30 to 50 · n\u202f=\u202f200" in texts and "4.4 to 4.9 · n\u202f=\u202f64" in texts


@pytest.mark.parametrize("theme", PALETTES)
def test_only_values_of_enough_cases_are_shaded_between_the_ends_of_the_scale(theme):
    drawn = figure(MAP, theme)
    palette = PALETTES[theme]
    assert [shape.fillcolor for shape in drawn.layout.shapes] == [palette.heat_high, palette.heat_low]
    colours = {one.text: one.font.color for one in drawn.layout.annotations}
    assert (colours["20"], colours["hidden"]) == (palette.muted, palette.muted)


def test_where_the_column_is_narrow_the_count_alone_stands():
    many = Exhibit("map", Shape.HEAT, "t", "c", Unit.PERCENT, (NPS,) * 6)
    texts = written(figure(many, "light", narrow=True))
    assert "n\u202f=\u202f200" in texts and not any(" to " in text and "n\u202f" in text for text in texts)


def test_one_column_that_is_short_of_room_changes_the_layout_of_all():
    long = Series("CSAT", (Point("setup", 92.3, 66.7, 98.6, 131, limits="66.7 to 98.6\u202f%"),))
    short = Series("NPS", (NPS.points[0],), unit=Unit.POINTS)
    alone = written(figure(Exhibit("map", Shape.HEAT, "t", "c", Unit.PERCENT, (short,) * 5)))
    texts = written(figure(Exhibit("map", Shape.HEAT, "t", "c", Unit.PERCENT, (short, long, *(short,) * 3))))
    assert alone.count("30 to 50 · n\u202f=\u202f200") == 5
    assert texts.count("<b>40</b> · n\u202f=\u202f200") == texts.count("30 to 50") == 4
    assert "<b>92.3\u202f%</b> · n\u202f=\u202f131" in texts and "66.7 to 98.6\u202f%" in texts


def test_nothing_to_print_is_no_table():
    empty = Exhibit("map", Shape.HEAT, "t", "c", Unit.PERCENT, (Series("NPS", (Point("setup", None),)),))
    assert figure(empty).layout.xaxis.visible is False

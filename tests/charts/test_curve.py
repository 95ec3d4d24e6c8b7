"""Curves are steps with a band; times on the axis are those of a clock or a calendar."""

from dataclasses import replace

import pytest

from cx.charts import figure
from cx.charts.label import width
from cx.charts.template import least_width
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

NOW = Series(
    "2026 Q3",
    (
        Point("0 h", 100.0, at=0.0),
        Point("10 h", 50.0, 40.0, 60.0, 20, at=10.0, role="half"),
        Point("40 h", 10.0, 5.0, 15.0, 4, at=40.0, role="nine in ten"),
    ),
)
THEN = Series("2026 Q2", (Point("0 h", 100.0, at=0.0), Point("60 h", 20.0, at=60.0)), matters=False)


def made(*series: Series, across: Unit = Unit.HOURS) -> Exhibit:
    return Exhibit("c", Shape.CURVE, "takeaway", "caption", Unit.PERCENT, series, across=across)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("narrow", [False, True])
def test_both_curves_are_steps_and_the_band_goes_with_the_one_that_matters(theme, narrow):
    drawn = figure(made(NOW, THEN), theme, narrow)
    lines = [one for one in drawn.data if one.mode == "lines"]
    assert {one.line.shape for one in lines} == {"hv"}
    (band,) = (one for one in drawn.data if one.fill == "tonexty")
    assert list(band.y) == [60.0, 15.0]
    assert [(one.line.color, one.line.width) for one in lines if one.line.width] == [
        (PALETTES[theme].context, 1.5),
        (PALETTES[theme].accent, 3),
    ]


def test_half_and_nine_in_ten_are_marked_and_both_curves_named_at_their_ends():
    drawn = figure(made(NOW, THEN))
    named = [one for one in drawn.data if one.mode == "markers+text"]
    assert [list(one.text) for one in named] == [["<b>half</b>", "<b>nine in ten</b>"]]
    texts = [one.text for one in drawn.layout.annotations]
    assert sorted(texts) == ["2026 Q2 20\u202f%", "<b>2026 Q3 10\u202f%</b>"]


@pytest.mark.parametrize(
    ("at", "reach"), [(10.0, 40.0), (39.0, 40.0), (40.0, 40.0)], ids=["there is room", "near the end", "at the end"]
)
def test_words_of_a_mark_stand_above_it_on_the_plot_and_off_the_axis(at, reach):
    points = (Point("0 h", 100.0, at=0.0), Point("", 10.0, at=at, role="nine in ten: 39.0 h"), Point("", 5.0, at=reach))
    drawn = figure(made(Series("now", points)))
    (named,) = (one for one in drawn.data if one.mode == "markers+text")
    assert named.textposition == "top right" and list(named.text) == ["<b>nine in ten:<br>39.0 h</b>"]
    across = least_width(False) - drawn.layout.margin.l - drawn.layout.margin.r
    last = drawn.layout.xaxis.range[1]
    assert (last - at) / last * across >= width("nine in ten:")
    assert last == reach or at > 30


def test_groups_beside_their_whole_are_grey_and_unnamed_and_it_has_the_band():
    groups = of_groups("A", "B")
    drawn = figure(replace(groups, series=(replace(NOW, name="all"), *groups.series)))
    lines = {one.name: one for one in drawn.data if one.mode == "lines" and one.line.width}
    assert {name: one.line.color for name, one in lines.items()} == {
        "all": PALETTES["light"].accent,
        "A": PALETTES["light"].muted,
        "B": PALETTES["light"].muted,
    }
    assert [one.text for one in drawn.layout.annotations] == ["<b>all 10\u202f%</b>"]
    assert sum(one.fill == "tonexty" for one in drawn.data) == 1
    assert [one.mode for one in drawn.data if one.mode.startswith("markers")] == ["markers+text"]


@pytest.mark.parametrize(
    ("reach", "unit", "ticks"),
    [
        (100.0, Unit.HOURS, ["0", "24\u202fh", "48\u202fh", "72\u202fh", "96\u202fh"]),
        (150.0, Unit.MINUTES, ["0", "30\u202fmin", "60\u202fmin", "90\u202fmin", "120\u202fmin", "150\u202fmin"]),
        (0.0, Unit.DAYS, ["0", "1\u202fd"]),
    ],
)
def test_the_axis_counts_in_hours_of_a_day_and_minutes_of_an_hour(reach, unit, ticks):
    curve = Series("now", (Point("0", 100.0, at=0.0), Point("end", 5.0, at=reach)))
    assert list(figure(made(curve, across=unit)).layout.xaxis.ticktext) == ticks


@pytest.mark.parametrize("theme", PALETTES)
def test_a_curve_of_few_cases_is_grey(theme):
    few = Series("now", (Point("0", 100.0, at=0.0, is_few=True), Point("5 d", 0.0, at=5.0, is_few=True)))
    drawn = figure(made(few, across=Unit.DAYS), theme)
    assert all(one.line.color in (None, PALETTES[theme].context) for one in drawn.data if one.mode == "lines")


def of_groups(*names: str, few: str = "") -> Exhibit:
    curves = [
        Series(
            name,
            tuple(
                Point("", value, value - 5, value + 5, 9, is_few=name == few, at=at, role="half" if value == 50 else "")
                for at, value in ((0.0, 100.0), (10.0, 50.0), (40.0, 10.0))
            ),
            matters=False,
        )
        for name in names
    ]
    return replace(made(*curves), by="team")


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("names", "bands"), [(("A", "B"), 2), (("A", "B", "C"), 0), (("A", "B", "C", "D"), 0)])
def test_groups_are_told_apart_by_stroke_and_name_and_have_bands_while_there_are_two(theme, names, bands):
    drawn = figure(of_groups(*names), theme)
    lines = [one for one in drawn.data if one.mode == "lines" and one.line.width]
    assert len({(one.line.color, one.line.dash, one.line.width) for one in lines}) == len(names)
    assert all(one.line.color != PALETTES[theme].context for one in lines)
    assert sum(one.fill == "tonexty" for one in drawn.data) == bands
    ends = [one.text for one in drawn.layout.annotations]
    assert {text[0] for text in ends} == set("\u2501\u2505\u2500\u2508"[: len(names)])
    assert {text.split()[1] for text in ends} == set(names)
    assert not any(one.mode == "markers+text" for one in drawn.data)


@pytest.mark.parametrize("theme", PALETTES)
def test_a_group_of_few_cases_is_grey_and_hollow_and_the_others_keep_their_strokes(theme):
    palette, drawn = PALETTES[theme], figure(of_groups("A", "B", "C", few="B"), theme)
    lines = {one.name: one for one in drawn.data if one.mode == "lines" and one.line.width}
    marks = [one for one in drawn.data if one.mode == "markers"]
    assert [lines[name].line.color for name in "ABC"] == [palette.accent, palette.context, palette.muted]
    assert [one.marker.color for one in marks] == [palette.accent, palette.background, palette.muted]
    assert {one.font.color for one in drawn.layout.annotations} == {palette.accent, palette.muted}


def test_without_a_curve_there_are_no_axes():
    assert figure(made(Series("now", ()))).layout.xaxis.visible is False

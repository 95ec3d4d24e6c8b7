from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from cx.charts import figure
from cx.charts.cuts import marks, pixels_above
from cx.charts.timeline import timeline
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Cut, Exhibit, Point, Series, Shape

STARTS = [date(2024 + at // 4, at % 4 * 3 + 1, 1) for at in range(8)]
POINTS = tuple(Point(f"Q{at}", 20.0 + at, 15.0 + at, 25.0 + at, 100, on, note="n") for at, on in enumerate(STARTS))
WHOLE = Exhibit("nps-trend", Shape.TREND, "It rose", "caption", Unit.POINTS, (Series("NPS", POINTS),))


def cut_at(*places: int, labels: tuple[str, ...] = ("channel: email → in-app",)) -> Exhibit:
    return replace(WHOLE, cuts=tuple(Cut(STARTS[at], labels) for at in places))


def line(drawn: go.Figure) -> go.Scatter:
    return next(trace for trace in drawn.data if trace.mode == "lines" and trace.hoverinfo == "text")


def labels(drawn: go.Figure) -> list[go.layout.Annotation]:
    return [one for one in drawn.layout.annotations if one.yref == "paper"]


def test_a_cut_interrupts_line_and_range_half_way_between_two_points() -> None:
    drawn = figure(cut_at(4))
    assert line(drawn).y == (20, 21, 22, 23, None, 24, 25, 26, 27)
    assert not line(drawn).connectgaps
    (band,) = (trace for trace in drawn.data if trace.fill == "toself")
    assert band.y.count(None) == 1
    (upright,) = drawn.layout.shapes
    assert STARTS[3] < upright.x0 == upright.x1 < STARTS[4]
    assert abs((upright.x0 - STARTS[3]) - (STARTS[4] - upright.x0)).days <= 1
    assert (upright.yref, upright.y0) == ("paper", 0)


@pytest.mark.parametrize("theme", PALETTES)
def test_the_mark_is_dotted_and_muted_and_says_what_changed_above_the_plot(theme: str) -> None:
    drawn, plain = figure(cut_at(4), theme), figure(WHOLE, theme)
    assert drawn.layout.template.layout.shapedefaults.line.dash == "dot"
    (label,) = labels(drawn)
    assert (label.text, label.font.color, label.yanchor) == (
        "channel: email → in-app",
        PALETTES[theme].muted,
        "bottom",
    )
    assert label.y >= 1
    grown = drawn.layout.height - plain.layout.height
    assert grown == drawn.layout.margin.t - plain.layout.margin.t == 17


def test_a_point_alone_between_two_cuts_is_marked() -> None:
    dots = next(trace for trace in figure(cut_at(4, 5)).data if trace.mode == "markers")
    assert dots.y == (24, 27)


def test_a_trend_that_begins_with_a_cut_has_it_at_its_edge() -> None:
    drawn = figure(cut_at(0))
    assert line(drawn).y == (None, *range(20, 28))
    (upright,) = drawn.layout.shapes
    assert upright.x0 == drawn.layout.xaxis.range[0]
    assert labels(drawn)[0].xanchor == "left"


@pytest.mark.parametrize(("at", "anchor"), [(1, "left"), (4, "center"), (7, "right")])
def test_a_text_stays_over_the_plot(at: int, anchor: str) -> None:
    assert labels(figure(cut_at(at)))[0].xanchor == anchor


def test_texts_that_would_meet_stand_one_above_the_other() -> None:
    times = timeline(WHOLE)
    near = marks(cut_at(3, 4).cuts, times, 400)
    far = marks(cut_at(1, 7).cuts, times, 600)
    assert [mark.above for mark in near] == [0, 17]
    assert [mark.above for mark in far] == [0, 0]
    assert (pixels_above(near), pixels_above(far), pixels_above(())) == (34, 17, 0)


@pytest.mark.parametrize("narrow", [False, True])
def test_several_changes_at_one_place_are_lines_of_one_text(narrow: bool) -> None:
    drawn = figure(cut_at(4, labels=("survey: <b>Pulse</b> → Yearly", "new wording")), narrow=narrow)
    (label,) = labels(drawn)
    assert label.text == "survey: &lt;b&gt;Pulse&lt;/b&gt; → Yearly<br>new wording"
    assert drawn.layout.height <= 400


@pytest.mark.parametrize(
    "given",
    [
        replace(WHOLE, cuts=(Cut(date(2030, 1, 1), ("scale: 1-5 → 1-7",)),)),
        replace(cut_at(1), series=(Series("NPS", tuple(replace(point, on=None) for point in POINTS)),)),
        replace(cut_at(1), series=()),
    ],
    ids=["at no point", "points without days", "nothing to draw"],
)
def test_a_cut_that_has_no_place_is_not_drawn(given: Exhibit) -> None:
    drawn = figure(given)
    assert not drawn.layout.shapes
    assert not labels(drawn)


def test_an_only_point_may_begin_a_line() -> None:
    drawn = figure(replace(cut_at(0), series=(Series("NPS", POINTS[:1]),)))
    assert len(drawn.layout.shapes) == len(labels(drawn)) == 1

"""Events stand quietly on the axis: at their place in time, numbered, apart from each other and from breaks."""

from dataclasses import replace
from datetime import date

import pytest

from cx.charts import figure
from cx.charts.happenings import spots
from cx.charts.label import width
from cx.charts.timeline import timeline
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Cut, Exhibit, Happening, Point, Series, Shape

STARTS = [date(2024 + at // 4, at % 4 * 3 + 1, 1) for at in range(8)]
POINTS = tuple(Point(f"Q{at}", 20.0 + at, 15.0 + at, 25.0 + at, 100, on, note="n") for at, on in enumerate(STARTS))
WHOLE = Exhibit("nps-trend", Shape.TREND, "It rose", "caption", Unit.POINTS, (Series("NPS", POINTS),))


def on(*days: date) -> Exhibit:
    return replace(
        WHOLE, events=tuple(Happening(day, at, f"E{at}", f"E{at}\n<b>{day}</b>") for at, day in enumerate(days, 1))
    )


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2024, 8, 15), date(2024, 7, 1)),
        (date(2024, 4, 1), date(2024, 2, 15)),
        (date(2024, 1, 2), date(2023, 12, 19)),
        (date(2025, 12, 31), date(2025, 10, 14)),
    ],
    ids=["in the middle of its quarter", "as one begins", "at the first edge", "at the last edge"],
)
def test_an_event_stands_within_the_reach_of_its_period(day: date, place: date) -> None:
    (spot,) = spots(on(day).events, timeline(WHOLE), 500)
    assert abs((spot.at - place).days) <= 1


@pytest.mark.parametrize("theme", PALETTES)
def test_the_mark_is_a_number_below_the_axis_that_says_more_when_pointed_at(theme: str) -> None:
    drawn, plain = figure(on(date(2024, 5, 12)), theme), figure(WHOLE, theme)
    (number,) = (one for one in drawn.layout.annotations if one.text == "1")
    assert (number.yref, number.y, number.yanchor, number.font.color) == ("paper", 0, "top", PALETTES[theme].muted)
    assert number.hovertext == "1 E1<br>&lt;b&gt;2024-05-12&lt;/b&gt;"
    (mark,) = (trace for trace in drawn.data if trace.marker.symbol == "diamond")
    assert mark.y == (drawn.layout.yaxis.range[0],) and mark.hovertext == (number.hovertext,)
    (line,) = drawn.layout.shapes
    assert (line.layer, line.line.color, line.line.dash) == ("below", PALETTES[theme].grid, "solid")
    assert (
        drawn.layout.height - plain.layout.height == drawn.layout.margin.b - plain.layout.template.layout.margin.b == 17
    )


@pytest.mark.parametrize("across", [250, 430, 800])
def test_numbers_never_meet_and_every_event_is_on_one(across: int) -> None:
    days = [date(2024 + month // 12, month % 12 + 1, day) for month in range(24) for day in (1, 9, 20)]
    times = timeline(WHOLE)
    found = spots(on(*days).events, times, across)
    assert [event.number for spot in found for event in spot.events] == list(range(1, 73))
    first, last = times.ends
    at = [(spot.at - first) / (last - first) * across for spot in found]
    for (left, one), (right, other) in zip(
        zip(at, found, strict=True), list(zip(at, found, strict=True))[1:], strict=False
    ):
        assert right - left >= (width(one.label) + width(other.label)) / 2
    assert all(
        spot.label == f"{spot.events[0].number}–{spot.events[-1].number}" for spot in found if len(spot.events) > 1
    )


def test_events_and_breaks_stand_on_different_sides() -> None:
    both = replace(on(date(2024, 5, 12)), cuts=(Cut(STARTS[4], ("new wording",)),))
    drawn = figure(both, narrow=True)
    texts = {one.text: one.y for one in drawn.layout.annotations if one.yref == "paper"}
    assert texts["1"] == 0 and texts["new wording"] >= 1
    assert {shape.line.dash for shape in drawn.layout.shapes} == {"solid", None}


@pytest.mark.parametrize(
    "given",
    [
        replace(on(STARTS[1]), series=()),
        replace(on(STARTS[1]), series=(Series("NPS", (Point("a", 1.0), Point("b", 2.0))),)),
    ],
    ids=["nothing to draw", "points without days"],
)
def test_without_days_no_event_is_drawn(given: Exhibit) -> None:
    assert not figure(given).layout.shapes


def test_an_only_point_takes_all_events_in_one_mark() -> None:
    drawn = figure(replace(on(date(2024, 1, 5), date(2024, 3, 1)), series=(Series("NPS", POINTS[:1]),)))
    assert [one.text for one in drawn.layout.annotations if one.yref == "paper"] == ["1–2"]


def test_targets_and_benchmarks_are_thin_lines_of_their_own_kinds_inside_the_scale() -> None:
    guides = (Point("Target", 60.0, role="target"), Point("Benchmark", 5.0, role="benchmark"))
    drawn = figure(replace(WHOLE, guides=guides))
    assert {(line.y0, line.line.dash) for line in drawn.layout.shapes} == {(60.0, "dash"), (5.0, "longdashdot")}
    low, high = drawn.layout.yaxis.range
    assert low <= 5 and high >= 60
    texts = " ".join(one.text for one in drawn.layout.annotations)
    assert "Target 60" in texts and "Benchmark 5" in texts

from dataclasses import replace
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from cx.charts import figure
from cx.charts.label import width
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

QUARTERS = [(f"{2024 + at // 4} Q{at % 4 + 1}", date(2024 + at // 4, at % 4 * 3 + 3, 28)) for at in range(12)]


def quarters(values: tuple[float | None, ...], reach: float | None = None, few: int = -1) -> tuple[Point, ...]:
    return tuple(
        Point(
            label,
            value,
            None if value is None or reach is None else value - reach,
            None if value is None or reach is None else value + reach,
            n=400,
            on=on,
            is_few=at == few,
            note=f"{label}: {value}",
        )
        for at, ((label, on), value) in enumerate(zip(QUARTERS, values, strict=False))
    )


def exhibit(*series: Series, unit: Unit = Unit.POINTS, reference: Point | None = None) -> Exhibit:
    return Exhibit("key", Shape.TREND, "It rose", "caption", unit, series, reference=reference)


NPS = Series("NPS", quarters((22, 24, 27, 25, 29, 28, 31, 29, 34), 6))
CES = exhibit(
    Series("Onboarding", quarters((5.4, 5.5, 5.6, 4.9), 0.2)),
    Series("Support", quarters((5.3, 5.4, 5.4, 5.5)), matters=False),
    Series("Renewal", quarters((5.5, 5.6, 5.6, 5.5)), matters=False),
    unit=Unit.SCORE,
)


def lines(drawn: go.Figure) -> list[go.Scatter]:
    return [trace for trace in drawn.data if trace.mode == "lines" and trace.hoverinfo == "text"]


def bands(drawn: go.Figure) -> list[go.Scatter]:
    return [trace for trace in drawn.data if trace.fill == "toself"]


def texts(drawn: go.Figure) -> list[str]:
    return [annotation.text for annotation in drawn.layout.annotations]


@pytest.mark.parametrize("theme", PALETTES)
def test_what_matters_is_thick_in_accent_and_drawn_last_the_others_stay_grey(theme: str) -> None:
    drawn = figure(CES, theme)
    assert [line.name for line in lines(drawn)] == ["Support", "Renewal", "Onboarding"]
    assert (lines(drawn)[-1].line.color, lines(drawn)[-1].line.width) == (PALETTES[theme].accent, 3)
    assert [line.line.color for line in lines(drawn)[:-1]] == [None, None]
    assert drawn.layout.template.data.scatter[0].line.color == PALETTES[theme].context


@pytest.mark.parametrize("theme", PALETTES)
def test_each_line_is_named_with_its_value_at_its_end_in_readable_colours(theme: str) -> None:
    drawn, palette = figure(CES, theme), PALETTES[theme]
    assert {one.text: one.font.color for one in drawn.layout.annotations} == {
        "<b>Onboarding 4.9</b>": palette.accent,
        "Support 5.5": palette.muted,
        "Renewal 5.5": palette.muted,
    }
    assert drawn.layout.template.layout.showlegend is False


def test_line_ends_in_a_dot() -> None:
    drawn = figure(exhibit(NPS))
    dots = next(trace for trace in drawn.data if trace.mode == "markers")
    assert (dots.x, dots.y) == ((QUARTERS[8][1],), (34,))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["NPS", "Gross retention of all customers everywhere", "קליטת לקוחות חדשים"])
def test_margin_holds_the_longest_name(name: str, narrow: bool) -> None:
    drawn = figure(exhibit(replace(NPS, name=name)), narrow=narrow)
    text = drawn.layout.annotations[0].text.removeprefix("<b>").removesuffix("</b>")
    assert drawn.layout.margin.r >= 12 + 1.05 * max(width(line) for line in text.split("<br>"))
    assert drawn.layout.margin.r <= 230


def test_range_is_a_band_with_gaps_where_it_is_not_known() -> None:
    points = list(quarters((22, 24, 27, 25, 29), 6))
    points[2] = replace(points[2], low=None, high=None)
    (band,) = bands(figure(exhibit(Series("NPS", tuple(points)))))
    assert band.fillcolor.endswith(",0.14)")
    assert band.y == (16, 18, 30, 28, None, 19, 23, 35, 31)


def test_gap_in_the_values_is_a_gap_in_the_line() -> None:
    drawn = figure(exhibit(Series("NPS", quarters((22, None, 27, None, 29, 30), 6))))
    assert lines(drawn)[0].y == (22, None, 27, None, 29, 30)
    assert not lines(drawn)[0].connectgaps
    markers = next(trace for trace in drawn.data if trace.mode == "markers")
    assert markers.y == (22, 27, 30), "points without a neighbour show too"


@pytest.mark.parametrize("theme", PALETTES)
def test_few_cases_are_hollow_and_grey(theme: str) -> None:
    drawn, palette = figure(exhibit(Series("NPS", quarters((22, 24, 27), 6, few=1))), theme), PALETTES[theme]
    markers = next(trace for trace in drawn.data if trace.mode == "markers")
    assert markers.y == (24, 27)
    assert markers.marker.color == (palette.background, palette.accent)
    assert markers.marker.line.color == (palette.muted, palette.accent)


@pytest.mark.parametrize(
    ("count", "narrow", "named"),
    [
        (9, True, ("2024 Q1", "2025 Q1", "2026 Q1")),
        (12, False, ("2024 Q4", "2025 Q4", "2026 Q4")),
        (3, False, ("2024 Q1", "2024 Q2", "2024 Q3")),
        (1, False, ("2024 Q1",)),
    ],
)
def test_axis_names_few_quarters_the_same_each_year_and_always_the_last(
    count: int, narrow: bool, named: tuple[str, ...]
) -> None:
    drawn = figure(exhibit(Series("NPS", quarters(tuple(range(20, 20 + count))))), narrow=narrow)
    assert drawn.layout.xaxis.ticktext == named


def test_time_goes_from_left_to_right_in_whatever_order_it_is_given() -> None:
    drawn = figure(exhibit(replace(NPS, points=NPS.points[::-1])))
    assert drawn.layout.xaxis.type == "date"
    assert drawn.layout.xaxis.range[0] < QUARTERS[0][1] < QUARTERS[8][1] < drawn.layout.xaxis.range[1]
    assert drawn.layout.xaxis.ticktext[-1] == "2026 Q1"


def test_points_without_days_stand_in_their_order() -> None:
    points = tuple(Point(f"Week {at}", at / 10) for at in range(1, 4))
    drawn = figure(exhibit(Series("Handoffs", points), unit=Unit.COUNT))
    assert (drawn.data[0].x, drawn.layout.xaxis.ticktext) == ((0, 1, 2), ("Week 1", "Week 2", "Week 3"))


def test_score_axis_keeps_its_halves() -> None:
    assert figure(CES).layout.yaxis.ticktext == ("4.5", "5.0", "5.5", "6.0")


def test_only_point_has_its_name_beside_it_and_its_range_upright() -> None:
    drawn = figure(exhibit(Series("NPS", quarters((34,), 6))))
    upright, line, dot = drawn.data
    assert (upright.y, line.y, dot.y) == ((28, 40), (34,), (34,))
    assert str(drawn.layout.annotations[0].x) == str(QUARTERS[0][1])
    low, high = drawn.layout.xaxis.range
    assert high - low >= timedelta(days=2)


@pytest.mark.parametrize("series", [(), (Series("NPS", ()),), (Series("NPS", quarters((None, None))),)])
def test_trend_without_a_value_shows_no_axes(series: tuple[Series, ...]) -> None:
    drawn = figure(exhibit(*series))
    assert not drawn.data
    assert not drawn.layout.annotations
    assert (drawn.layout.xaxis.visible, drawn.layout.yaxis.visible) == (False, False)


def test_reference_is_a_thin_dotted_line_named_at_its_end() -> None:
    drawn = figure(exhibit(NPS, reference=Point("Target", 45)))
    (line,) = drawn.layout.shapes
    style = drawn.layout.template.layout.shapedefaults.line
    assert (line.y0, line.y1, style.dash, style.width) == (45, 45, "dot", 1)
    assert "Target 45" in texts(drawn)
    assert drawn.layout.yaxis.range[1] >= 45


def test_where_none_matters_all_stay_grey() -> None:
    drawn = figure(exhibit(replace(NPS, matters=False), replace(NPS, name="Other", matters=False)))
    assert all(line.line.color is None for line in lines(drawn))
    assert not bands(drawn)

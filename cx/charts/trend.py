"""A trend: the line that matters with its range, the others in grey behind it, each named at its end."""

from itertools import groupby

import plotly.graph_objects as go

from cx.charts.axis import Scale, tight_scale
from cx.charts.cuts import draw_marks, interrupted, marks, pixels_above
from cx.charts.ends import End, apart
from cx.charts.happenings import draw_happenings
from cx.charts.label import note, plain, value_text, wrapped
from cx.charts.template import (
    GAP,
    HEIGHT,
    HEIGHT_NARROW,
    MARGIN_BOTTOM,
    MARGIN_TOP,
    canvas,
    empty,
    least_width,
    tint,
)
from cx.charts.timeline import Timeline, timeline
from cx.contracts.brand import PALETTES, Palette
from cx.story.exhibit import Exhibit, Point, Series

BAND = 0.14
"""Opacity of the range."""
MARK = "mark"
"""The role of a point that is marked on its line whatever the line is, in ink: it is read against another's range."""
DASHES = {"target": "dash", "benchmark": "longdashdot"}
"""How the line of each kind of guide is drawn; a line without a kind is dotted, as a break is."""


def trend(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Lines over time in the exhibit's unit; a figure without axes where no point has a value."""
    times = timeline(exhibit)
    series = tuple(interrupted(one, exhibit.cuts, times) for one in exhibit.series if _ends_at(one) is not None)
    if not series:
        return empty(exhibit, theme)
    palette, first = PALETTES[theme], _first(series)
    scale = _scale(exhibit, series, first)
    drawn = canvas(exhibit, theme, HEIGHT_NARROW if narrow else HEIGHT)
    if first is not None:
        drawn.add_traces(_range(first, times, palette))
    for one in sorted(series, key=lambda one: one is first):
        drawn.add_traces(_line(one, times, palette, is_first=one is first))
    across = _lay_out(drawn, exhibit, times, scale, _ends(exhibit, series, first, palette, narrow), narrow)
    _cut(drawn, exhibit, times, across, palette)
    draw_happenings(drawn, exhibit.events, times, across, scale.low, palette)
    return drawn


def _first(series: tuple[Series, ...]) -> Series | None:
    """The series that matters: the first marked so, or the only one."""
    return next((one for one in series if one.matters), series[0] if len(series) == 1 else None)


def _ends_at(series: Series) -> Point | None:
    return next((point for point in reversed(series.points) if point.value is not None), None)


def _scale(exhibit: Exhibit, series: tuple[Series, ...], first: Series | None) -> Scale:
    values = [point.value for one in series for point in one.points]
    if first is not None:
        values += [bound for point in first.points for bound in (point.low, point.high)]
    if exhibit.reference is not None:
        values.append(exhibit.reference.value)
    values += [guide.value for guide in exhibit.guides]
    known = tuple(value for value in values if value is not None)
    return tight_scale(known, exhibit.unit, exhibit.currency)


def _line(series: Series, times: Timeline, palette: Palette, is_first: bool) -> list[go.Scatter]:
    """The line and the marks on it: its end, its points of few cases and those without a neighbour."""
    line = go.Scatter(
        x=[times.place(point) for point in series.points],
        y=[point.value for point in series.points],
        mode="lines",
        name=plain(series.name),
        hovertext=[note(point.note) for point in series.points],
        hoverinfo="text" if any(point.note for point in series.points) else "skip",
        line={"color": palette.accent, "width": 3} if is_first else None,
    )
    return [line, _marks(series, times, palette, is_first)]


def _marks(series: Series, times: Timeline, palette: Palette, is_first: bool) -> go.Scatter:
    shown = [point for point in series.points if _is_marked(point, series, is_first)]
    colour = palette.accent if is_first else palette.context
    return go.Scatter(
        x=[times.place(point) for point in shown],
        y=[point.value for point in shown],
        mode="markers",
        hoverinfo="skip",
        marker={
            "size": [9 if is_first else 6] * len(shown),
            "color": [
                palette.background if point.is_few or point.is_partial else _mark_colour(point, colour, palette)
                for point in shown
            ],
            "line": {
                "width": [2.5 if point.is_partial and not point.is_few else 1.5 for point in shown],
                "color": [palette.muted if point.is_few else _mark_colour(point, colour, palette) for point in shown],
            },
            "opacity": 1,
        },
    )


def _mark_colour(point: Point, colour: str, palette: Palette) -> str:
    return palette.ink if point.role == MARK else colour


def _is_marked(point: Point, series: Series, is_first: bool) -> bool:
    if point.value is None:
        return False
    if point.is_few or point.is_partial or point.role == MARK:
        return True
    return (is_first and point is _ends_at(series)) or _is_alone(point, series)


def _is_alone(point: Point, series: Series) -> bool:
    """A point between gaps, which a line alone would not show."""
    at = next(index for index, other in enumerate(series.points) if other is point)
    around = series.points[max(0, at - 1) : at] + series.points[at + 1 : at + 2]
    return all(other.value is None for other in around)


def _range(series: Series, times: Timeline, palette: Palette) -> list[go.Scatter]:
    """The range as bands between its gaps; an upright line where it is known for one point alone."""
    runs = [tuple(run) for is_known, run in groupby(series.points, _has_range) if is_known]
    bands = [run for run in runs if len(run) > 1]
    lone = [_upright(run[0], times, palette) for run in runs if len(run) == 1]
    return [_band(bands, times, palette), *lone] if bands else lone


def _has_range(point: Point) -> bool:
    return None not in (point.value, point.low, point.high)


def _band(runs: list[tuple[Point, ...]], times: Timeline, palette: Palette) -> go.Scatter:
    places: list[object] = []
    bounds: list[float | None] = []
    for run in runs:
        there = [times.place(point) for point in run]
        places += [*there, *reversed(there), None]
        bounds += [*(point.low for point in run), *(point.high for point in reversed(run)), None]
    return go.Scatter(
        x=places[:-1],
        y=bounds[:-1],
        mode="lines",
        line={"width": 0},
        fill="toself",
        hoverinfo="skip",
        fillcolor=tint(palette.accent, BAND),
    )


def _upright(point: Point, times: Timeline, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[times.place(point)] * 2,
        y=[point.low, point.high],
        mode="lines",
        hoverinfo="skip",
        line={"color": tint(palette.accent, 3 * BAND), "width": 3},
    )


def _ends(
    exhibit: Exhibit, series: tuple[Series, ...], first: Series | None, palette: Palette, narrow: bool
) -> tuple[End, ...]:
    """The name and last value of each line and of the reference, what matters before all else."""
    ranked = sorted(series, key=lambda one: one is not first)
    named = [(one.name, _ends_at(one), one is first) for one in ranked]
    if exhibit.reference is not None:
        named.insert(1, (exhibit.reference.label, exhibit.reference, False))
    named += [(guide.label, guide, False) for guide in exhibit.guides]
    pixels = 110 if narrow else 170
    return tuple(
        End(
            wrapped(name, pixels),
            value_text(exhibit, point),
            point.value,
            palette.accent if is_first else palette.muted,
            pixels,
            is_first,
        )
        for name, point, is_first in named
        if point is not None and point.value is not None
    )


def _lay_out(
    drawn: go.Figure, exhibit: Exhibit, times: Timeline, scale: Scale, ends: tuple[End, ...], narrow: bool
) -> int:
    """Set axes, margins and names; gives the least pixels across that the plot has."""
    left = scale.pixels + GAP
    right = max(end.pixels for end in ends) + 2 * GAP
    across = least_width(narrow) - left - right
    ticks = times.ticks(across)
    down = drawn.layout.height - MARGIN_TOP - MARGIN_BOTTOM
    drawn.update_layout(margin={"l": left, "r": right})
    drawn.update_xaxes(
        type="date" if times.is_dated else "linear",
        range=times.ends,
        tickvals=[place for place, _ in ticks],
        ticktext=[plain(label) for _, label in ticks],
    )
    drawn.update_yaxes(scale.marks)
    _name_ends(drawn, apart(ends, scale.low, scale.high, down), times)
    if exhibit.reference is not None and exhibit.reference.value is not None:
        drawn.add_hline(y=exhibit.reference.value, layer="above")
    for guide in exhibit.guides:
        drawn.add_hline(y=guide.value, layer="above", line_dash=DASHES.get(guide.role))
    return across


def _cut(drawn: go.Figure, exhibit: Exhibit, times: Timeline, across: int, palette: Palette) -> None:
    """Mark where the line breaks; the figure grows by what is written above its plot."""
    shown, down = marks(exhibit.cuts, times, across), drawn.layout.height - MARGIN_TOP - MARGIN_BOTTOM
    draw_marks(drawn, shown, down, palette)
    more = pixels_above(shown)
    drawn.update_layout(margin={"t": MARGIN_TOP + more}, height=drawn.layout.height + more)


def _name_ends(drawn: go.Figure, ends: tuple[End, ...], times: Timeline) -> None:
    """Write the names right of the plot, or right of the marks where all stand in one place."""
    side = {"x": 1, "xref": "paper"} if len(times.places) > 1 else {"x": times.places[0]}
    for end in ends:
        drawn.add_annotation(
            text=end.text,
            y=end.at,
            xanchor="left",
            xshift=GAP,
            yshift=end.shift,
            align="left",
            font={"color": end.colour},
            **side,
        )

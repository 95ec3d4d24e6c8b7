"""A trend: the line that matters with its range, the others in grey behind it, each named at its end."""

from itertools import groupby

import plotly.graph_objects as go

from cx.charts.axis import Scale, tight_scale, value_text
from cx.charts.ends import End, apart, end_lines
from cx.charts.label import note, plain, width
from cx.charts.template import GAP, MARGIN_BOTTOM, MARGIN_TOP, canvas, empty, tint
from cx.charts.timeline import Timeline, timeline
from cx.contracts.brand import PALETTES, Palette
from cx.story.exhibit import Exhibit, Point, Series

HEIGHT = 320
HEIGHT_NARROW = 300
PIXELS = 600
PIXELS_NARROW = 420
"""The least width that a figure is laid out for."""

BAND = 0.14
"""Opacity of the range."""


def trend(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Lines over time in the exhibit's unit; a figure without axes where no point has a value."""
    series = tuple(one for one in exhibit.series if _ends_at(one) is not None)
    if not series:
        return empty(exhibit, theme)
    palette, first = PALETTES[theme], _first(series)
    times, scale = timeline(exhibit), _scale(exhibit, series, first)
    drawn = canvas(exhibit, theme, HEIGHT_NARROW if narrow else HEIGHT)
    for one in series:
        if one is not first:
            drawn.add_traces(_line(one, times, palette))
    if first is not None:
        drawn.add_traces([*_range(first, times, palette), *_line(first, times, palette, is_first=True)])
    _lay_out(drawn, exhibit, times, scale, _ends(exhibit, series, first, palette, narrow), narrow)
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
    known = tuple(value for value in values if value is not None)
    return tight_scale(known, exhibit.unit, exhibit.currency)


def _line(series: Series, times: Timeline, palette: Palette, is_first: bool = False) -> list[go.Scatter]:
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
            "color": [palette.background if point.is_few else colour for point in shown],
            "line": {"width": 1.5, "color": [palette.muted if point.is_few else colour for point in shown]},
            "opacity": 1,
        },
    )


def _is_marked(point: Point, series: Series, is_first: bool) -> bool:
    if point.value is None:
        return False
    return point.is_few or (is_first and point is _ends_at(series)) or _is_alone(point, series)


def _is_alone(point: Point, series: Series) -> bool:
    """A point between gaps, which a line alone would not show."""
    at = next(index for index, other in enumerate(series.points) if other is point)
    around = series.points[max(0, at - 1) : at] + series.points[at + 1 : at + 2]
    return all(other.value is None for other in around)


def _range(series: Series, times: Timeline, palette: Palette) -> list[go.Scatter]:
    """The range as bands between its gaps; an upright line where it is known for one point alone."""
    runs = [
        tuple(run)
        for is_known, run in groupby(series.points, lambda point: None not in (point.low, point.high, point.value))
        if is_known
    ]
    bands = [run for run in runs if len(run) > 1]
    lone = [run[0] for run in runs if len(run) == 1]
    return ([_band(bands, times, palette)] if bands else []) + [_upright(point, times, palette) for point in lone]


def _band(runs: list[tuple[Point, ...]], times: Timeline, palette: Palette) -> go.Scatter:
    places: list[object] = []
    bounds: list[float | None] = []
    for run in runs:
        there = [times.place(point) for point in run]
        places += [*there, *reversed(there), None]
        bounds += [*(point.low for point in run), *(point.high for point in reversed(run)), None]
    return go.Scatter(
        x=places[:-1], y=bounds[:-1], mode="lines", line={"width": 0}, fill="toself", hoverinfo="skip",
        fillcolor=tint(palette.accent, BAND),
    )  # fmt: skip


def _upright(point: Point, times: Timeline, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[times.place(point)] * 2, y=[point.low, point.high], mode="lines", hoverinfo="skip",
        line={"color": tint(palette.accent, 3 * BAND), "width": 3},
    )  # fmt: skip


def _ends(
    exhibit: Exhibit, series: tuple[Series, ...], first: Series | None, palette: Palette, narrow: bool
) -> tuple[End, ...]:
    named = [(one, end) for one in series if (end := _ends_at(one)) is not None]
    texts = [(one.name, end.value, one is first) for one, end in named]
    if exhibit.reference is not None:
        texts.append((exhibit.reference.label, exhibit.reference.value, False))
    return tuple(
        End(
            end_lines(name, value_text(value, exhibit.unit, exhibit.currency), 110 if narrow else 170),
            value, palette.accent if is_first else palette.muted, is_first,
        )
        for name, value, is_first in texts
        if value is not None
    )  # fmt: skip


def _lay_out(
    drawn: go.Figure, exhibit: Exhibit, times: Timeline, scale: Scale, ends: tuple[End, ...], narrow: bool
) -> None:
    left = max(map(width, scale.texts), default=0) + GAP
    right = max(end.pixels for end in ends) + 2 * GAP
    across = (PIXELS_NARROW if narrow else PIXELS) - left - right
    ticks = times.ticks(across)
    down = drawn.layout.height - MARGIN_TOP - MARGIN_BOTTOM
    drawn.update_layout(margin={"l": left, "r": right})
    drawn.update_xaxes(
        type="date" if times.is_dated else "linear", range=times.ends,
        tickvals=[place for place, _ in ticks], ticktext=[plain(label) for _, label in ticks],
    )  # fmt: skip
    drawn.update_yaxes(range=[scale.low, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    _name_ends(drawn, apart(ends, down / (scale.high - scale.low)))
    if exhibit.reference is not None and exhibit.reference.value is not None:
        drawn.add_hline(y=exhibit.reference.value, layer="below")


def _name_ends(drawn: go.Figure, ends: tuple[End, ...]) -> None:
    for end in ends:
        drawn.add_annotation(
            text=end.text, x=1, xref="paper", y=end.at, xanchor="left", xshift=GAP, yshift=end.shift,
            align="left", font={"color": end.colour},
        )  # fmt: skip

"""Curves: the share still waiting by the time waited, as steps, with the band of the one that matters."""

from math import ceil

import plotly.graph_objects as go

from cx.charts.ends import End, apart
from cx.charts.label import note, plain, width, wrapped
from cx.charts.template import GAP, HEIGHT, HEIGHT_NARROW, MARGIN_BOTTOM, MARGIN_TOP, canvas, empty, least_width, tint
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.units import SUFFIX, Unit
from cx.contracts.words import whole
from cx.story.exhibit import Exhibit, Point, Series

BAND = 0.14
FAR = 0.75
"""Of the axis, beyond which the words of a mark stand left of it, and below it: the line comes from above."""
SHARES = (0, 25, 50, 75, 100)
STEPS: dict[Unit, tuple[int, ...]] = {
    Unit.MINUTES: (1, 5, 10, 15, 30, 60),
    Unit.HOURS: (1, 2, 3, 6, 12, 24),
    Unit.DAYS: (1, 2, 7, 14, 28, 56, 91, 182, 364),
}
"""The distances of ticks that a clock or a calendar has."""


def curve(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Steps from all cases down to those still waiting; no axes where no curve has a point."""
    series = [one for one in exhibit.series if one.points]
    if not series:
        return empty(exhibit, theme)
    palette, reach = PALETTES[theme], _reach(series)
    drawn = canvas(exhibit, theme, HEIGHT_NARROW if narrow else HEIGHT)
    for one in sorted(series, key=lambda one: one.matters):
        if one.matters:
            drawn.add_traces(_band(one, palette))
        drawn.add_traces([_steps(one, palette), _marks(one, reach, palette)])
    _lay_out(drawn, exhibit, series, narrow, palette)
    return drawn


def _reach(series: list[Series]) -> float:
    """The longest time drawn."""
    return max(point.at or 0.0 for one in series for point in one.points) or 1.0


def _is_few(one: Series) -> bool:
    return any(point.is_few for point in one.points)


def _colour(one: Series, palette: Palette) -> str:
    return palette.accent if one.matters and not _is_few(one) else palette.context


def _steps(one: Series, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[point.at for point in one.points],
        y=[point.value for point in one.points],
        mode="lines",
        name=plain(one.name),
        line={"shape": "hv", "color": _colour(one, palette), "width": 3 if one.matters else 1.5},
        hovertext=[note(point.note) for point in one.points],
        hoverinfo="text",
    )


def _band(one: Series, palette: Palette) -> list[go.Scatter]:
    """Between the limits, as steps too; it ends where they are no longer known."""
    known = [point for point in one.points if point.low is not None and point.high is not None]
    shared = {"x": [point.at for point in known], "mode": "lines", "hoverinfo": "skip"}
    line = {"shape": "hv", "width": 0}
    return [
        go.Scatter(y=[point.low for point in known], line=line, **shared),
        go.Scatter(
            y=[point.high for point in known],
            line=line,
            fill="tonexty",
            fillcolor=tint(_colour(one, palette), BAND),
            **shared,
        ),
    ]


def _marks(one: Series, reach: float, palette: Palette) -> go.Scatter:
    """The points that have a part of their own: where half, and where nine in ten, are over."""
    shown = [point for point in one.points if point.role]
    colour = _colour(one, palette)
    return go.Scatter(
        x=[point.at for point in shown],
        y=[point.value for point in shown],
        mode="markers+text" if one.matters else "markers",
        text=[f"<b>{plain(point.role)}</b>" for point in shown],
        textposition=["bottom left" if (point.at or 0.0) > FAR * reach else "top right" for point in shown],
        textfont={"color": palette.muted if _is_few(one) else palette.accent},
        hovertext=[note(point.note) for point in shown],
        hoverinfo="text",
        marker={
            "size": 9 if one.matters else 7,
            "color": palette.background if _is_few(one) else colour,
            "line": {"width": 1.5, "color": colour},
            "opacity": 1,
        },
    )


def _lay_out(drawn: go.Figure, exhibit: Exhibit, series: list[Series], narrow: bool, palette: Palette) -> None:
    reach = _reach(series)
    ends = [_end(one, palette, narrow) for one in sorted(series, key=lambda one: not one.matters)]
    left, right = width(_share(100)) + GAP, max(end.pixels for end in ends) + 2 * GAP
    ticks = _ticks(reach, exhibit.across or Unit.DAYS, least_width(narrow) - left - right)
    drawn.update_layout(margin={"l": left, "r": right})
    drawn.update_xaxes(range=[0, reach], tickvals=ticks, ticktext=[_time(tick, exhibit.across) for tick in ticks])
    drawn.update_yaxes(range=[0, 103], tickvals=SHARES, ticktext=[_share(share) for share in SHARES])
    down = drawn.layout.height - MARGIN_TOP - MARGIN_BOTTOM
    for end in apart(tuple(ends), 0, 103, down):
        drawn.add_annotation(
            text=end.text,
            x=1,
            xref="paper",
            y=end.at,
            xanchor="left",
            xshift=GAP,
            yshift=end.shift,
            align="left",
            font={"color": end.colour},
        )


def _end(one: Series, palette: Palette, narrow: bool) -> End:
    """The name of a curve with the share still waiting where its drawing ends."""
    last: Point = one.points[-1]
    pixels = 110 if narrow else 170
    is_first = one.matters and not _is_few(one)
    return End(
        wrapped(one.name, pixels),
        _share(last.value or 0.0),
        last.value or 0.0,
        palette.accent if is_first else palette.muted,
        pixels,
        is_first,
    )


def _share(value: float) -> str:
    return f"{whole(value)}{SUFFIX[Unit.PERCENT]}"


def _time(value: float, unit: Unit | None) -> str:
    return f"{whole(value)}{SUFFIX[unit or Unit.DAYS]}" if value else "0"


def _ticks(reach: float, unit: Unit, pixels: int) -> list[float]:
    """Few times that a clock or a calendar has, from 0 on."""
    room = max(2, pixels // (width(_time(reach, unit)) + 40))
    most = STEPS[unit][-1]
    step = next((one for one in STEPS[unit] if reach / one <= room), ceil(reach / room / most) * most)
    return [float(at) for at in range(0, int(reach) + 1, step)]

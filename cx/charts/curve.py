"""Curves: the share still waiting by the time waited, as steps: one that matters with its band, or those of groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import plotly.graph_objects as go

from cx.charts.ends import End, apart
from cx.charts.label import block, note, plain, width, wrapped
from cx.charts.template import GAP, HEIGHT, HEIGHT_NARROW, MARGIN_BOTTOM, MARGIN_TOP, canvas, empty, least_width, tint
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.units import SUFFIX, Unit
from cx.contracts.words import whole
from cx.story.exhibit import Exhibit, Point, Series
from cx.story.wait_curves import MOST_BANDS

BAND = 0.14
WORDS = 90
"""Pixels that a line of a mark's words takes at most; they stand right of it and above: the line comes from the left."""
SHARES = (0, 25, 50, 75, 100)
STEPS: dict[Unit, tuple[int, ...]] = {
    Unit.MINUTES: (1, 5, 10, 15, 30, 60),
    Unit.HOURS: (1, 2, 3, 6, 12, 24),
    Unit.DAYS: (1, 2, 7, 14, 28, 56, 91, 182, 364),
}
"""The distances of ticks that a clock or a calendar has."""


@dataclass(frozen=True)
class Pen:
    """How a curve is drawn, and what stands before its name so that both are told together without the colour."""

    colour: str
    dash: str = "solid"
    width: float = 2
    sample: str = ""


def curve(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Steps from all cases down to those still waiting; no axes where no curve has a point.

    Groups beside a curve that matters are alike: they are grey and without a name, and it is their whole.
    """
    series = [one for one in exhibit.series if one.points]
    if not series:
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    is_apart = bool(exhibit.by) and not any(one.matters for one in series)
    is_alike = bool(exhibit.by) and not is_apart
    pens = _pens_of_groups(series, palette) if is_apart else [_pen(one, palette, is_alike) for one in series]
    drawn = canvas(exhibit, theme, HEIGHT_NARROW if narrow else HEIGHT)
    is_banded = is_apart and len(series) <= MOST_BANDS
    for one, pen in sorted(zip(series, pens, strict=True), key=lambda pair: pair[0].matters):
        if one.matters or is_banded:
            drawn.add_traces(_band(one, pen))
        drawn.add_trace(_steps(one, pen))
        if one.matters or not is_alike:
            drawn.add_trace(_marks(one, pen, palette))
    named = [pair for pair in zip(series, pens, strict=True) if pair[0].matters or not is_alike]
    ends = [_end(one, pen, palette, narrow) for one, pen in sorted(named, key=lambda pair: not pair[0].matters)]
    _lay_out(drawn, exhibit, series, ends, least_width(narrow))
    return drawn


def _pen(one: Series, palette: Palette, is_alike: bool) -> Pen:
    """The one that matters in the accent, others and those of few cases in grey; stronger where they lie below it."""
    grey = palette.muted if is_alike else palette.context
    colour = palette.accent if one.matters and not _is_few(one) else grey
    return Pen(colour, width=3 if one.matters else 1.5)


def _pens_of_groups(series: Sequence[Series], palette: Palette) -> list[Pen]:
    """A pen a group, told apart by their strokes as well; those of few cases are grey whatever their place."""
    pens = (
        Pen(palette.accent, "solid", 3, "\u2501 "),
        Pen(palette.ink, "dash", 2, "\u2505 "),
        Pen(palette.muted, "solid", 2, "\u2500 "),
        Pen(palette.accent, "dot", 2, "\u2508 "),
    )
    few = Pen(palette.context, "solid", 1.5, "\u2500 ")
    return [few if _is_few(one) else pens[at % len(pens)] for at, one in enumerate(series)]


def _reach(series: list[Series]) -> float:
    """The longest time drawn."""
    return max(point.at or 0.0 for one in series for point in one.points) or 1.0


def _reach_with_words(series: list[Series], across: int) -> float:
    """How far the axis goes on a plot so many pixels across, with room for the words right of each mark."""
    free = across - min(across // 2, _words_width(series))
    ends = [(point.at or 0.0) * across / free for one in series if one.matters for point in one.points if point.role]
    return max([_reach(series), *ends])


def _words_width(series: list[Series]) -> int:
    """Pixels that the widest words of a mark take with their distance from it; bold runs wider."""
    roles = [point.role for one in series if one.matters for point in one.points if point.role]
    return round(max((1.07 * width(line) for role in roles for line in wrapped(role, WORDS, 3)), default=0)) + GAP


def _is_few(one: Series) -> bool:
    return any(point.is_few for point in one.points)


def _steps(one: Series, pen: Pen) -> go.Scatter:
    return go.Scatter(
        x=[point.at for point in one.points],
        y=[point.value for point in one.points],
        mode="lines",
        name=plain(one.name),
        line={"shape": "hv", "color": pen.colour, "width": pen.width, "dash": pen.dash},
        hovertext=[note(point.note) for point in one.points],
        hoverinfo="text",
    )


def _band(one: Series, pen: Pen) -> list[go.Scatter]:
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
            fillcolor=tint(pen.colour, BAND),
            **shared,
        ),
    ]


def _marks(one: Series, pen: Pen, palette: Palette) -> go.Scatter:
    """The points that have a part of their own: where half, and where nine in ten, are over."""
    shown = [point for point in one.points if point.role]
    return go.Scatter(
        x=[point.at for point in shown],
        y=[point.value for point in shown],
        mode="markers+text" if one.matters else "markers",
        text=[f"<b>{block(wrapped(point.role, WORDS, 3))}</b>" for point in shown],
        textposition="top right",
        textfont={"color": palette.muted if _is_few(one) else palette.accent},
        hovertext=[note(point.note) for point in shown],
        hoverinfo="text",
        marker={
            "size": 9 if one.matters else 7,
            "color": palette.background if _is_few(one) else pen.colour,
            "line": {"width": 1.5, "color": pen.colour},
            "opacity": 1,
        },
    )


def _lay_out(drawn: go.Figure, exhibit: Exhibit, series: list[Series], ends: list[End], pixels: int) -> None:
    """Set axes and margins of a figure so many pixels across, and write the names at the ends."""
    left, right = width(_share(100)) + GAP, max(end.pixels for end in ends) + 2 * GAP
    across = pixels - left - right
    reach = _reach_with_words(series, across)
    ticks = _ticks(reach, exhibit.across or Unit.DAYS, across)
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


def _end(one: Series, pen: Pen, palette: Palette, narrow: bool) -> End:
    """The name of a curve with the share still waiting where its drawing ends."""
    last: Point = one.points[-1]
    pixels = 110 if narrow else 170
    is_first = one.matters and not _is_few(one)
    return End(
        wrapped(f"{pen.sample}{one.name}", pixels),
        _share(last.value or 0.0),
        last.value or 0.0,
        palette.muted if pen.colour == palette.context else pen.colour,
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

"""Where a trend's line is interrupted: a gap, a dotted upright line there, and what changed above it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import plotly.graph_objects as go

from cx.charts.label import block, width, wrapped
from cx.charts.template import GAP, LINE_HEIGHT
from cx.charts.timeline import Timeline
from cx.contracts.brand import Palette
from cx.story.exhibit import Cut, Point, Series

WIDEST = 280
"""Pixels that a line of a cut's text may take."""


@dataclass(frozen=True)
class Mark:
    """A cut as it is drawn: its place in time, its text, and how many pixels above the plot the text stands."""

    at: date
    lines: tuple[str, ...]
    anchor: Literal["left", "center", "right"]
    above: int


def interrupted(series: Series, cuts: tuple[Cut, ...], times: Timeline) -> Series:
    """The series with a gap at each cut; as it is where its points have no days."""
    if not times.is_dated:
        return series
    gaps = [Point("", None, on=place) for cut in cuts if (place := _place(cut, times))]
    points = sorted((*series.points, *gaps), key=lambda point: point.on or date.min)
    return replace(series, points=tuple(points)) if gaps else series


def marks(cuts: tuple[Cut, ...], times: Timeline, across: int) -> tuple[Mark, ...]:
    """The cuts with their texts, each as low above a plot that many pixels across as keeps it clear of the others."""
    placed: list[tuple[Mark, tuple[float, float]]] = []
    for cut in cuts if times.is_dated else ():
        if at := _place(cut, times):
            lines = tuple(line for label in cut.labels for line in wrapped(label, min(WIDEST, across)))
            anchor, span = _span(_share(at, times) * across, max(map(width, lines)), across)
            above = max((_top(mark) for mark, taken in placed if _meet(taken, span)), default=0)
            placed.append((Mark(at, lines, anchor, above), span))
    return tuple(mark for mark, _ in placed)


def pixels_above(shown: Iterable[Mark]) -> int:
    """How many pixels the texts take above the plot."""
    return max(map(_top, shown), default=0)


def draw_marks(drawn: go.Figure, shown: Iterable[Mark], down: int, palette: Palette) -> None:
    """Draw the upright lines and their texts on a plot that many pixels high."""
    for mark in shown:
        top = 1 + mark.above / down
        drawn.add_shape(type="line", xref="x", yref="paper", x0=mark.at, x1=mark.at, y0=0, y1=top)
        drawn.add_annotation(
            text=block(mark.lines),
            x=mark.at,
            y=top,
            yref="paper",
            xanchor=mark.anchor,
            yanchor="bottom",
            align=mark.anchor,
            font={"color": palette.muted},
        )


def _days(times: Timeline) -> list[date]:
    return [place for place in times.places if isinstance(place, date)]


def _place(cut: Cut, times: Timeline) -> date | None:
    """Half way from the point before to the first one of the new line; the edge where the trend begins with it."""
    days, edge = _days(times), times.ends[0]
    if cut.on not in days or not isinstance(edge, date):
        return None
    before = max((day for day in days if day < cut.on), default=None)
    return before + (cut.on - before) / 2 if before else edge


def _share(at: date, times: Timeline) -> float:
    """How far along the axis a day stands, 0 to 1."""
    days = _days(times)
    first, last = days[0], days[-1]
    return max(0.0, (at - first) / (last - first)) if last > first else 0.0


def _span(at: float, pixels: int, across: int) -> tuple[Literal["left", "center", "right"], tuple[float, float]]:
    """How a text is anchored so that it stays over the plot, and from where to where it goes."""
    if at < pixels / 2:
        return "left", (at, at + pixels)
    if at + pixels / 2 > across:
        return "right", (at - pixels, at)
    return "center", (at - pixels / 2, at + pixels / 2)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] + GAP and other[0] < one[1] + GAP


def _top(mark: Mark) -> int:
    return mark.above + len(mark.lines) * LINE_HEIGHT

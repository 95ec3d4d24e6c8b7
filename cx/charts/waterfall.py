"""A waterfall: from one total to the next through what was lost and what was won."""

from dataclasses import dataclass

import plotly.graph_objects as go

from cx.charts.axis import Scale, scale_from_zero
from cx.charts.label import block, note, plain, wrapped
from cx.charts.template import (
    GAP,
    HEIGHT,
    HEIGHT_NARROW,
    LINE_HEIGHT,
    MARGIN_BOTTOM,
    canvas,
    empty,
    least_width,
)
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.units import change, figure
from cx.story.exhibit import Exhibit, Point

TOTAL, UP, DOWN, OPEN = "total", "up", "down", "open"


@dataclass(frozen=True)
class Step:
    """A point of the waterfall with what it adds and the levels that it stands between."""

    point: Point
    amount: float
    before: float
    after: float

    @property
    def is_total(self) -> bool:
        """Whether it stands on the ground."""
        return self.point.role == TOTAL


def waterfall(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Totals from zero and the steps between them, in order; no axes where no point has a value."""
    steps = _steps(exhibit)
    if not steps:
        return empty(exhibit, theme)
    drawn = canvas(exhibit, theme, HEIGHT_NARROW if narrow else HEIGHT)
    drawn.add_trace(_marks(steps))
    drawn.add_traces(
        [_open_mark(at, step, PALETTES[theme]) for at, step in enumerate(steps) if step.point.role == OPEN]
    )
    levels = tuple(level for step in steps for level in (step.before, step.after))
    scale = scale_from_zero(levels, exhibit.unit, exhibit.currency)
    _lay_out(drawn, steps, scale, least_width(narrow))
    for at, step in enumerate(steps):
        _write_figure(drawn, exhibit, at, step, scale, PALETTES[theme])
    return drawn


def _steps(exhibit: Exhibit) -> tuple[Step, ...]:
    """The points with a value; what goes down does so whether its value is written with a sign or not."""
    steps: list[Step] = []
    level = 0.0
    for point in (point for one in exhibit.series for point in one.points):
        if point.value is None:
            continue
        falls = -abs(point.value)
        amount = {DOWN: falls, OPEN: falls, UP: abs(point.value)}.get(point.role, point.value)
        before = 0.0 if point.role == TOTAL else level
        level = before + amount
        steps.append(Step(point, amount, before, level))
    return tuple(steps)


def _marks(steps: tuple[Step, ...]) -> go.Waterfall:
    return go.Waterfall(
        x=list(range(len(steps))),
        y=[step.amount for step in steps],
        measure=["absolute" if step.is_total else "relative" for step in steps],
        hovertext=[note(step.point.note) for step in steps],
        hoverinfo="text" if any(step.point.note for step in steps) else "skip",
    )


def _open_mark(at: int, step: Step, palette: Palette) -> go.Waterfall:
    """A step that is no loss yet, in the neutral colour over its own place: plotly colours all falls of a row alike."""
    return go.Waterfall(
        x=[at],
        y=[step.amount],
        base=step.before,
        measure=["relative"],
        decreasing={"marker": {"color": palette.context, "line": {"width": 1, "color": palette.context}}},
        connector={"visible": False},
        hovertext=[note(step.point.note)],
        hoverinfo="text" if step.point.note else "skip",
    )


def _lay_out(drawn: go.Figure, steps: tuple[Step, ...], scale: Scale, pixels: int) -> None:
    left = scale.pixels + GAP
    each = (pixels - left - GAP) // len(steps)
    names = [wrapped(step.point.label, each - 3, 3) for step in steps]
    lines = max(map(len, names))
    drawn.update_layout(waterfallmode="overlay", margin={"l": left, "b": MARGIN_BOTTOM + (lines - 1) * LINE_HEIGHT})
    drawn.update_xaxes(
        range=[-0.5, len(steps) - 0.5], tickvals=list(range(len(steps))), ticktext=list(map(block, names))
    )
    drawn.update_yaxes(scale.marks, zeroline=True)


def _write_figure(drawn: go.Figure, exhibit: Exhibit, at: int, step: Step, scale: Scale, palette: Palette) -> None:
    """Write a figure above its bar, or below one that goes down and leaves room there."""
    below = min(step.before, step.after)
    is_below = step.amount < 0 and below - scale.low > 0.1 * (scale.high - scale.low)
    write = figure if step.is_total else change
    drawn.add_annotation(
        text=plain(write(step.amount, exhibit.unit, exhibit.currency)),
        x=at,
        y=below if is_below else max(step.before, step.after),
        yanchor="top" if is_below else "bottom",
        yshift=-4 if is_below else 4,
        font={"color": palette.ink},
        bgcolor=palette.background,
    )

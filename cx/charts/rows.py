"""What charts with one row a point share: the labels on the left, the height and the line to read against."""

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from cx.charts.label import block, plain, value_text, width, wrapped
from cx.charts.template import GAP, LINE_HEIGHT, MARGIN_TOP
from cx.contracts.brand import Palette
from cx.story.exhibit import Exhibit, Point

ROW = 30
"""Pixels that a row of one or no line takes; more lines take more."""


@dataclass(frozen=True)
class Row:
    """A point in its row, and whether it belongs to what matters."""

    at: float
    """Where the middle of the row is, in pixels below the first row's upper edge: the unit of the y axis."""
    point: Point
    matters: bool
    lines: tuple[str, ...]
    """Its label as it is wrapped."""
    above: int = 0
    """Pixels left free above it."""
    changed: tuple[str, ...] = ()
    """What is written there, where a line begins anew with it."""

    @property
    def height(self) -> int:
        """How many pixels it takes."""
        return max(ROW, len(self.lines) * LINE_HEIGHT + 10)

    def colour(self, palette: Palette) -> str:
        """What its mark is drawn in: accent for what matters, grey for all else and where cases are few."""
        if self.point.is_few:
            return palette.muted
        return palette.accent if self.matters else palette.muted


def rows(exhibit: Exhibit, narrow: bool) -> tuple[Row, ...]:
    """One row for each point of the exhibit, in the order given."""
    is_only = len(exhibit.series) == 1
    pixels = 130 if narrow else 200
    unplaced = [
        Row(0.0, point, one.matters or is_only, wrapped(point.label, pixels, 3))
        for one in exhibit.series
        for point in one.points
    ]
    ends = accumulate(row.height for row in unplaced)
    return tuple(replace(row, at=end - row.height / 2) for row, end in zip(unplaced, ends, strict=True))


def room_above(exhibit: Exhibit) -> int:
    """Pixels above the rows, for the label of the reference where there is one."""
    return MARGIN_TOP + (LINE_HEIGHT if exhibit.reference is not None else 0)


def row_pixels(shown: tuple[Row, ...]) -> int:
    """The height of all rows together."""
    return sum(row.above + row.height for row in shown)


def left_margin(shown: tuple[Row, ...]) -> int:
    """Pixels that the widest label needs."""
    return max(width(line) for row in shown for line in row.lines) + GAP


def name_rows(drawn: go.Figure, shown: tuple[Row, ...]) -> None:
    """Write the labels left of the rows, the first row on top."""
    drawn.update_yaxes(
        range=[row_pixels(shown), 0],
        tickvals=[row.at for row in shown],
        ticktext=[block(row.lines) for row in shown],
    )


def draw_reference(drawn: go.Figure, exhibit: Exhibit, palette: Palette, layer: str) -> None:
    """Draw the reference as a thin dotted line, its label above it, on an axis whose range is set."""
    if exhibit.reference is None or exhibit.reference.value is None:
        return
    at = exhibit.reference.value
    drawn.add_vline(x=at, layer=layer)
    low, high = drawn.layout.xaxis.range
    drawn.add_annotation(
        text=f"{plain(exhibit.reference.label)} {plain(value_text(exhibit, exhibit.reference))}".strip(),
        x=at,
        y=1,
        yref="paper",
        xanchor="right" if (at - low) / (high - low) > 0.75 else "center",
        yanchor="bottom",
        yshift=2,
        font={"color": palette.muted},
    )


def ranges(shown: tuple[Row, ...]) -> dict[str, Any]:
    """The ranges of the rows as plotly's error bars, without colour or thickness; none where not known."""
    return {
        "type": "data",
        "symmetric": False,
        "width": 0,
        "array": [_reach(row.point, row.point.high) for row in shown],
        "arrayminus": [_reach(row.point, row.point.low) for row in shown],
    }


def _reach(point: Point, bound: float | None) -> float:
    return 0.0 if bound is None or point.value is None else abs(bound - point.value)

"""Rows over time: the events of each row's days in a column on the right, and breaks between rows."""

from collections.abc import Sequence
from dataclasses import replace

import plotly.graph_objects as go

from cx.charts.happenings import MARK, Spot
from cx.charts.label import block, note, plain, width, wrapped
from cx.charts.rows import Row
from cx.charts.template import GAP, LINE_HEIGHT
from cx.contracts.brand import Palette
from cx.story.exhibit import Exhibit
from cx.story.in_time import cuts_at, events_at

BESIDE = 5
"""Pixels between the mark of an event and its number."""


def row_spots(exhibit: Exhibit, shown: Sequence[Row]) -> tuple[tuple[Row, Spot], ...]:
    """The rows on whose days something happened; the events of a row share a mark."""
    found = [(row, events_at(exhibit, row.point)) for row in shown]
    return tuple((row, Spot(row.point.on, events)) for row, events in found if events and row.point.on is not None)


def pixels_beside(spots: Sequence[tuple[Row, Spot]]) -> int:
    """How many pixels the column of events takes right of what else stands beside the rows; none without events."""
    return max((GAP + MARK + BESIDE + width(spot.label) for _, spot in spots), default=0)


def draw_row_spots(drawn: go.Figure, spots: Sequence[tuple[Row, Spot]], left: int, palette: Palette) -> None:
    """Draw each mark with its numbers in a column that begins so many pixels right of the plot."""
    half = MARK / 2
    for row, spot in spots:
        middle = left + half
        drawn.add_shape(
            type="path",
            path=f"M {middle - half} 0 L {middle} {half} L {middle + half} 0 L {middle} {-half} Z",
            xref="paper",
            xsizemode="pixel",
            xanchor=1,
            ysizemode="pixel",
            yanchor=row.at,
            fillcolor=palette.muted,
            line={"width": 0, "dash": "solid"},
        )
        drawn.add_annotation(
            text=plain(spot.label),
            hovertext=note(spot.note),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=left + MARK + BESIDE,
            y=row.at,
            font={"color": palette.muted},
        )


def broken(exhibit: Exhibit, shown: Sequence[Row], pixels: int) -> tuple[Row, ...]:
    """The rows with room above each at which a line begins anew, for what changed there on lines so long."""
    found, down = [], 0
    for row in shown:
        lines = [part for cut in cuts_at(exhibit, row.point) for text in cut.labels for part in wrapped(text, pixels)]
        above = len(lines) * LINE_HEIGHT + GAP // 2 if lines else 0
        down += above
        found.append(replace(row, at=row.at + down, above=above, changed=tuple(lines)))
    return tuple(found)


def draw_breaks(drawn: go.Figure, shown: Sequence[Row], palette: Palette) -> None:
    """Draw a dotted line above each row at which a line begins anew, and above that what changed."""
    for row in (row for row in shown if row.changed):
        edge = row.at - row.height / 2
        drawn.add_shape(type="line", xref="paper", x0=0, x1=1, yref="y", y0=edge, y1=edge)
        drawn.add_annotation(
            text=block(row.changed),
            x=0,
            xref="paper",
            xanchor="left",
            y=edge,
            yanchor="bottom",
            align="left",
            font={"color": palette.muted},
        )

"""Events on a trend: a small mark on the axis with its number below, quieter than the mark of a break."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from cx.charts.label import note, plain, width
from cx.charts.template import GAP, LINE_HEIGHT, MARGIN_BOTTOM
from cx.charts.timeline import Timeline
from cx.contracts.brand import Palette
from cx.story.exhibit import Happening

MARK = 7
"""Pixels that a mark is wide."""


@dataclass(frozen=True)
class Spot:
    """The events that share one mark, since their numbers would meet: where it stands, and what it says."""

    at: date
    events: tuple[Happening, ...]

    @property
    def label(self) -> str:
        """The number, or the first and the last of several."""
        first, last = self.events[0].number, self.events[-1].number
        return f"{first}" if first == last else f"{first}–{last}"

    @property
    def note(self) -> str:
        """What the events say when pointed at, one below the other."""
        return "\n".join(f"{event.number}  {event.note}" for event in self.events)


def spots(events: Sequence[Happening], times: Timeline, across: int) -> tuple[Spot, ...]:
    """The marks of the events on a plot that many pixels across; none where the points have no days."""
    found: list[Spot] = []
    for event in sorted(events, key=lambda one: one.number) if times.is_dated else ():
        spot = Spot(_place(event.on, times), (event,))
        while found and _meet(found[-1], spot, times, across):
            spot = Spot(found[-1].at, (*found.pop().events, *spot.events))
        found.append(spot)
    return tuple(found)


def draw_happenings(
    drawn: go.Figure, events: Sequence[Happening], times: Timeline, across: int, low: float, palette: Palette
) -> None:
    """Draw the marks on the axis, which lies at `low`; the figure grows by the row of their numbers."""
    shown = spots(events, times, across)
    if not shown:
        return
    drawn.add_trace(_marks(shown, low, palette))
    for spot in shown:
        drawn.add_shape(
            type="line",
            xref="x",
            yref="paper",
            x0=spot.at,
            x1=spot.at,
            y0=0,
            y1=1,
            layer="below",
            line={"color": palette.grid, "dash": "solid"},
        )
        drawn.add_annotation(
            text=plain(spot.label),
            hovertext=note(spot.note),
            x=spot.at,
            y=0,
            yref="paper",
            yanchor="top",
            yshift=-MARK / 2,
            font={"color": palette.muted},
        )
    drawn.update_xaxes(ticklabelstandoff=9 + LINE_HEIGHT)
    drawn.update_layout(margin={"b": MARGIN_BOTTOM + LINE_HEIGHT}, height=drawn.layout.height + LINE_HEIGHT)


def _marks(shown: Sequence[Spot], low: float, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[spot.at for spot in shown],
        y=[low] * len(shown),
        mode="markers",
        hovertext=[note(spot.note) for spot in shown],
        hoverinfo="text",
        marker={"symbol": "diamond", "size": MARK, "color": palette.muted},
    )


def _place(on: date, times: Timeline) -> date:
    """Where a day stands: a point stands for its whole period, which reaches half way to its neighbours."""
    days = [place for place in times.places if isinstance(place, date)]
    at = max(index for index, day in enumerate(days) if day <= on or index == 0)
    if len(days) == 1:
        return days[0]
    gap = days[at + 1] - days[at] if at + 1 < len(days) else days[at] - days[at - 1]
    share = min(1.0, max(0.0, (on - days[at]) / gap))
    first, last = times.ends
    wanted = days[at] + timedelta(days=round((share - 0.5) * gap.days))
    return max(first, min(last, wanted)) if isinstance(first, date) and isinstance(last, date) else wanted


def _meet(one: Spot, other: Spot, times: Timeline, across: int) -> bool:
    """True where the two numbers would touch."""
    first, last = times.ends
    if not (isinstance(first, date) and isinstance(last, date)) or first == last:
        return True
    apart = (other.at - one.at) / (last - first) * across
    return apart < (width(one.label) + width(other.label)) / 2 + GAP / 2

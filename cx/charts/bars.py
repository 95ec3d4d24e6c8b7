"""Bars: lengths from zero, lying, each with its figure at its end."""

import plotly.graph_objects as go

from cx.charts.axis import value_text
from cx.charts.label import note, width
from cx.charts.rows import Row, draw_reference, left_margin, name_rows, room_above, row_pixels, rows
from cx.charts.template import GAP, canvas, empty
from cx.contracts.brand import PALETTES, Palette
from cx.story.exhibit import Exhibit, Point

PIXELS = 600
PIXELS_NARROW = 420


def bars(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Lengths from zero, one row a point in the order given; no axes where no point has a value."""
    shown = rows(exhibit, narrow)
    if all(row.point.value is None for row in shown):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    drawn = canvas(exhibit, theme, room_above(exhibit) + row_pixels(shown) + GAP)
    drawn.add_traces(_bars(shown, palette))
    _lay_out(drawn, exhibit, shown, PIXELS_NARROW if narrow else PIXELS)
    _write_figures(drawn, exhibit, shown, palette)
    reference = exhibit.reference.value if exhibit.reference is not None else None
    draw_reference(drawn, exhibit, value_text(reference, exhibit.unit, exhibit.currency), palette)
    return drawn


def _bars(shown: tuple[Row, ...], palette: Palette) -> go.Bar:
    return go.Bar(
        x=[row.point.value for row in shown],
        y=[row.at for row in shown],
        orientation="h",
        hovertext=[note(row.point.note) for row in shown],
        hoverinfo="text" if any(row.point.note for row in shown) else "skip",
        marker={
            "color": [_fill(row, palette) for row in shown],
            "line": {
                "width": [1.5 if row.point.is_few else 0 for row in shown],
                "color": [row.colour(palette) for row in shown],
            },
        },
        error_x={
            "type": "data", "symmetric": False, "width": 0, "thickness": 1.5, "color": palette.muted,
            "array": [_reach(row.point, row.point.high) for row in shown],
            "arrayminus": [_reach(row.point, row.point.low) for row in shown],
        },
    )  # fmt: skip


def _fill(row: Row, palette: Palette) -> str:
    if row.point.is_few:
        return palette.background
    return palette.accent if row.matters else palette.context


def _reach(point: Point, bound: float | None) -> float:
    return 0.0 if bound is None or point.value is None else abs(bound - point.value)


def _figure(exhibit: Exhibit, point: Point) -> str:
    return value_text(point.value, exhibit.unit, exhibit.currency)


def _lay_out(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], pixels: int) -> None:
    """Leave room for the figures beyond the longest bars, on the left of zero inside the plot."""
    figures = max(width(_figure(exhibit, row.point)) for row in shown) + GAP
    left = left_margin(shown)
    ends = [end for row in shown for end in _ends(row.point)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    if exhibit.reference is not None and exhibit.reference.value is not None:
        low, high = min(low, exhibit.reference.value), max(high, exhibit.reference.value)
    span = (high - low) or 1.0
    if low < 0:
        low -= span * figures / max(60, pixels - left - 2 * figures)
    drawn.update_layout(margin={"t": room_above(exhibit), "b": GAP, "l": left, "r": figures + GAP})
    name_rows(drawn, shown)
    drawn.update_yaxes(showgrid=False)
    drawn.update_xaxes(range=[low, high or low + span], showticklabels=False, zeroline=True)


def _ends(point: Point) -> tuple[float, ...]:
    return tuple(value for value in (point.value, point.low, point.high) if value is not None)


def _write_figures(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], palette: Palette) -> None:
    for row in shown:
        if row.point.value is None:
            continue
        is_left = row.point.value < 0
        drawn.add_annotation(
            text=_figure(exhibit, row.point),
            x=min(_ends(row.point)) if is_left else max(_ends(row.point)),
            y=row.at,
            xanchor="right" if is_left else "left",
            xshift=-GAP / 2 if is_left else GAP / 2,
            font={"color": palette.muted if row.point.is_few else palette.ink},
        )

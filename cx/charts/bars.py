"""Bars: lengths from zero, lying, each with its figure at its end."""

import plotly.graph_objects as go

from cx.charts.label import note, plain, value_text, width
from cx.charts.rows import Row, draw_reference, left_margin, name_rows, ranges, room_above, row_pixels, rows
from cx.charts.template import GAP, canvas, empty, least_width
from cx.contracts.brand import PALETTES, Palette
from cx.story.exhibit import Exhibit, Point

THICK = 18
"""Pixels from edge to edge of a bar, which are the y axis's units too."""


def bars(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Lengths from zero, one row a point in the order given; no axes where no point has a value."""
    shown = rows(exhibit, narrow)
    if all(row.point.value is None for row in shown):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    drawn = canvas(exhibit, theme, room_above(exhibit) + row_pixels(shown) + GAP)
    drawn.add_traces(_bars(shown, palette))
    _lay_out(drawn, exhibit, shown, least_width(narrow))
    _write_figures(drawn, exhibit, shown, palette)
    draw_reference(drawn, exhibit, palette, "above")
    return drawn


def _bars(shown: tuple[Row, ...], palette: Palette) -> go.Bar:
    return go.Bar(
        x=[row.point.value for row in shown],
        y=[row.at for row in shown],
        orientation="h",
        width=THICK,
        hovertext=[note(row.point.note) for row in shown],
        hoverinfo="text" if any(row.point.note for row in shown) else "skip",
        marker={
            "color": [_fill(row, palette) for row in shown],
            "line": {
                "width": [1.5 if row.point.is_few else 0 for row in shown],
                "color": [row.colour(palette) for row in shown],
            },
        },
        error_x={**ranges(shown), "thickness": 1.5, "color": palette.muted},
    )


def _fill(row: Row, palette: Palette) -> str:
    if row.point.is_few:
        return palette.background
    return palette.accent if row.matters else palette.context


def _lay_out(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], pixels: int) -> None:
    """Leave room for the figures beyond the longest bars, on the left of zero inside the plot."""
    figures = max(width(value_text(exhibit, row.point)) for row in shown) + GAP
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
            text=plain(value_text(exhibit, row.point)),
            x=min(_ends(row.point)) if is_left else max(_ends(row.point)),
            y=row.at,
            xanchor="right" if is_left else "left",
            xshift=-GAP / 2 if is_left else GAP / 2,
            font={"color": palette.muted if row.point.is_few else palette.ink},
            bgcolor=palette.background,
        )

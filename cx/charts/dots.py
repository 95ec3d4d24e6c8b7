"""Dots: one row a group, its value with its range, the figure and the number of cases beside it."""

import plotly.graph_objects as go

from cx.charts.axis import Scale, tight_scale
from cx.charts.label import note, plain, value_text, width
from cx.charts.row_marks import draw_row_spots, pixels_beside, row_spots
from cx.charts.rows import Row, draw_reference, left_margin, name_rows, ranges, room_above, row_pixels, rows
from cx.charts.template import GAP, MARGIN_BOTTOM, canvas, empty, least_width
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.words import whole
from cx.story.exhibit import Exhibit, Point


def dots(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """Values with their ranges, one row a point in the order given; no axes where no point has a value."""
    shown = rows(exhibit, narrow)
    if all(row.point.value is None for row in shown):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    drawn = canvas(exhibit, theme, room_above(exhibit) + row_pixels(shown) + MARGIN_BOTTOM)
    drawn.add_traces([_dots(tuple(part), palette) for part in _parts(shown) if part])
    scale = tight_scale(_extent(exhibit, shown), exhibit.unit, exhibit.currency)
    _lay_out(drawn, exhibit, shown, scale, least_width(narrow), palette)
    _write_figures(drawn, exhibit, shown, palette)
    draw_reference(drawn, exhibit, palette, "below")
    return drawn


def _parts(shown: tuple[Row, ...]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of one look each: those that matter, the others, and those of few cases."""
    known = [row for row in shown if row.point.value is not None]
    enough = [row for row in known if not row.point.is_few]
    few = [row for row in known if row.point.is_few]
    return [row for row in enough if row.matters], [row for row in enough if not row.matters], few


def _dots(part: tuple[Row, ...], palette: Palette) -> go.Scatter:
    colour = part[0].colour(palette)
    is_few = part[0].point.is_few
    return go.Scatter(
        x=[row.point.value for row in part],
        y=[row.at for row in part],
        mode="markers",
        hovertext=[note(row.point.note) for row in part],
        hoverinfo="text" if any(row.point.note for row in part) else "skip",
        marker={
            "size": 11,
            "color": palette.background if is_few else colour,
            "line": {"width": 1.5, "color": colour},
            "opacity": 1,
        },
        error_x={
            **ranges(part),
            "thickness": 1.5 if is_few else 2.5,
            "color": palette.context if is_few or not part[0].matters else colour,
        },
    )


def _extent(exhibit: Exhibit, shown: tuple[Row, ...]) -> tuple[float, ...]:
    points = [row.point for row in shown] + ([exhibit.reference] if exhibit.reference is not None else [])
    return tuple(value for point in points for value in (point.value, point.low, point.high) if value is not None)


def _cases(point: Point) -> str:
    return f"n\u202f=\u202f{whole(point.n)}" if point.n else ""


def _lay_out(
    drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], scale: Scale, pixels: int, palette: Palette
) -> None:
    spots, beside = row_spots(exhibit, shown), sum(_columns(exhibit, shown)) + 3 * GAP
    left, right = left_margin(shown), beside + pixels_beside(spots)
    drawn.update_layout(margin={"t": room_above(exhibit), "l": left, "r": right})
    name_rows(drawn, shown)
    drawn.update_xaxes(scale.thinned(pixels - left - right).marks)
    draw_row_spots(drawn, spots, beside, palette)


def _columns(exhibit: Exhibit, shown: tuple[Row, ...]) -> tuple[int, int]:
    """The widths of the two columns on the right: figures and numbers of cases."""
    figures = max(width(value_text(exhibit, row.point)) for row in shown)
    return round(figures * 1.07), max(width(_cases(row.point)) for row in shown)


def _write_figures(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], palette: Palette) -> None:
    figures, cases = _columns(exhibit, shown)
    for row in (row for row in shown if row.point.value is not None):
        text = plain(value_text(exhibit, row.point))
        if row.point.is_few:
            _write(drawn, row, text, GAP + figures, palette.muted)
        else:
            _write(drawn, row, f"<b>{text}</b>", GAP + figures, palette.ink)
    for row in (row for row in shown if row.point.n):
        _write(drawn, row, _cases(row.point), 2 * GAP + figures + cases, palette.muted)


def _write(drawn: go.Figure, row: Row, text: str, right_edge: int, colour: str) -> None:
    """Write text in a column right of the plot, ending that many pixels from it."""
    drawn.add_annotation(
        text=text,
        x=1,
        xref="paper",
        xanchor="right",
        xshift=right_edge,
        y=row.at,
        font={"color": colour},
    )

"""Dots: one row a group, its value with its range, the figure and the number of cases beside it."""

import plotly.graph_objects as go

from cx.charts.axis import Scale, tight_scale, value_text
from cx.charts.label import note, width
from cx.charts.rows import Row, draw_reference, left_margin, name_rows, room_above, row_pixels, rows
from cx.charts.template import GAP, MARGIN_BOTTOM, canvas, empty
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
    scale = tight_scale(_extent(exhibit, shown), exhibit.unit, exhibit.currency, about=3 if narrow else 5)
    _lay_out(drawn, exhibit, shown, scale)
    _write_figures(drawn, exhibit, shown, palette)
    reference = exhibit.reference.value if exhibit.reference is not None else None
    draw_reference(drawn, exhibit, value_text(reference, exhibit.unit, exhibit.currency), palette)
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
            "type": "data", "symmetric": False, "width": 0, "thickness": 1.5 if is_few else 2.5,
            "color": palette.context if is_few or not part[0].matters else colour,
            "array": [_reach(row.point, row.point.high) for row in part],
            "arrayminus": [_reach(row.point, row.point.low) for row in part],
        },
    )  # fmt: skip


def _reach(point: Point, bound: float | None) -> float:
    """How far the range goes from the value to one of its bounds; nowhere where it is not known."""
    return 0.0 if bound is None or point.value is None else abs(bound - point.value)


def _extent(exhibit: Exhibit, shown: tuple[Row, ...]) -> tuple[float, ...]:
    points = [row.point for row in shown] + ([exhibit.reference] if exhibit.reference is not None else [])
    return tuple(
        value for point in points for value in (point.value, point.low, point.high) if value is not None
    )


def _figure(exhibit: Exhibit, point: Point) -> str:
    return value_text(point.value, exhibit.unit, exhibit.currency)


def _cases(point: Point) -> str:
    return f"n\u202f=\u202f{whole(point.n)}" if point.n else ""


def _lay_out(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], scale: Scale) -> None:
    figures, cases = _columns(exhibit, shown)
    drawn.update_layout(
        margin={"t": room_above(exhibit), "l": left_margin(shown), "r": figures + cases + 3 * GAP}
    )
    name_rows(drawn, shown)
    drawn.update_yaxes(showgrid=True)
    drawn.update_xaxes(
        range=[scale.low, scale.high], tickvals=scale.ticks, ticktext=scale.texts, showgrid=False
    )


def _columns(exhibit: Exhibit, shown: tuple[Row, ...]) -> tuple[int, int]:
    """The widths of the two columns on the right: figures and numbers of cases."""
    figures = max(width(_figure(exhibit, row.point)) for row in shown)
    return round(figures * 1.07), max(width(_cases(row.point)) for row in shown)


def _write_figures(drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], palette: Palette) -> None:
    figures, cases = _columns(exhibit, shown)
    for row in shown:
        figure_text = _figure(exhibit, row.point)
        _write(drawn, row, figure_text if row.point.is_few else f"<b>{figure_text}</b>", GAP + figures,
               palette.muted if row.point.is_few else palette.ink)  # fmt: skip
        _write(drawn, row, _cases(row.point), 2 * GAP + figures + cases, palette.muted)


def _write(drawn: go.Figure, row: Row, text: str, right_edge: int, colour: str) -> None:
    """Write text in a column right of the plot, ending that many pixels from it."""
    if text and text != "<b></b>":
        drawn.add_annotation(
            text=text, x=1, xref="paper", xanchor="right", xshift=right_edge, y=row.at, align="right",
            font={"color": colour},
        )  # fmt: skip

"""A heat map: figures in rows and columns with their ranges and counts, shaded by where each stands on its scale."""

import plotly.graph_objects as go

from cx.charts.label import note, plain, width, wrapped
from cx.charts.template import GAP, LINE_HEIGHT, MARGIN_TOP, TEXT_SIZE, canvas, empty, least_width
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.units import Unit, figure
from cx.contracts.words import whole
from cx.story.exhibit import Exhibit, Point, Series

ROW = 42
"""Pixels from one row to the next, which are the y axis's units too."""
INSET = 2
SMALL = TEXT_SIZE - 2


def heat(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """One column a series, one row a point of the first; no table where there is nothing to print."""
    if not any(point.value is not None or point.text for one in exhibit.series for point in one.points):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    labels = [wrapped(point.label, 130 if narrow else 220, 2) for point in exhibit.series[0].points]
    left = max(width(line) for lines in labels for line in lines) + GAP
    above, height = MARGIN_TOP + 2 * LINE_HEIGHT, ROW * len(labels)
    drawn = canvas(exhibit, theme, above + height + GAP)
    drawn.update_layout(margin={"t": above, "b": GAP, "l": left, "r": GAP})
    drawn.update_xaxes(range=[0, len(exhibit.series)], showticklabels=False)
    drawn.update_yaxes(
        range=[height, 0],
        tickvals=[_middle(at) for at in range(len(labels))],
        ticktext=["<br>".join(map(plain, lines)) for lines in labels],
        showgrid=False,
    )
    pixels = (least_width(narrow) - left - GAP) // len(exhibit.series)
    for at, one in enumerate(exhibit.series):
        _draw_column(drawn, exhibit, at, pixels, palette)
        drawn.add_trace(_pointed_at(one, at))
    return drawn


def _middle(row: int) -> float:
    return (row + 0.5) * ROW


def _draw_column(drawn: go.Figure, exhibit: Exhibit, at: int, pixels: int, palette: Palette) -> None:
    one = exhibit.series[at]
    name = "<br>".join(map(plain, wrapped(one.name, pixels - GAP, 2)))
    drawn.add_annotation(text=name, x=at + 0.5, y=0, yanchor="bottom", yshift=4, font={"color": palette.muted})
    for row, point in enumerate(one.points):
        if point.value is not None and point.shade is not None and not point.is_few:
            drawn.add_shape(
                type="rect",
                x0=at + INSET / pixels,
                x1=at + 1 - INSET / pixels,
                y0=row * ROW + INSET,
                y1=(row + 1) * ROW - INSET,
                fillcolor=_mixed(palette.heat_low, palette.heat_high, point.shade),
                line={"width": 0},
                layer="below",
            )
        _write_cell(drawn, point, one.unit or exhibit.unit, exhibit.currency, (at + 0.5, row), pixels, palette)


def _write_cell(
    drawn: go.Figure,
    point: Point,
    unit: Unit,
    currency: str,
    place: tuple[float, int],
    pixels: int,
    palette: Palette,
) -> None:
    """The figure above its range and count; what is few, hidden or silent in grey."""
    x, row = place
    colour = palette.muted if point.is_few or point.value is None else palette.ink
    if point.value is None:
        lines = wrapped(point.text, pixels - GAP, 2)
        if lines:
            text = "<br>".join(map(plain, lines))
            drawn.add_annotation(text=text, x=x, y=_middle(row), font={"color": colour, "size": SMALL})
        return
    value, basis = plain(figure(point.value, unit, currency)), point.text or _basis(point, unit, currency, pixels)
    drawn.add_annotation(
        text=value if point.is_few else f"<b>{value}</b>",
        x=x,
        y=_middle(row),
        yshift=8 if basis else 0,
        font={"color": colour},
    )
    drawn.add_annotation(text=plain(basis), x=x, y=_middle(row), yshift=-9, font={"color": colour, "size": SMALL})


def _basis(point: Point, unit: Unit, currency: str, pixels: int) -> str:
    """The range and the number of cases, or the number alone where both do not fit."""
    count = f"n\u202f=\u202f{whole(point.n)}" if point.n else ""
    if point.low is None or point.high is None:
        return count
    low, high = (figure(limit, unit, currency) for limit in (point.low, point.high))
    both = " · ".join(part for part in (f"{low} … {high}", count) if part)
    return both if width(both) * SMALL / TEXT_SIZE <= pixels - GAP else count


def _pointed_at(one: Series, at: int) -> go.Scatter:
    """Unseen marks that say what each cell is when it is pointed at."""
    shown = [(row, point) for row, point in enumerate(one.points) if point.note or point.text]
    return go.Scatter(
        x=[at + 0.5] * len(shown),
        y=[_middle(row) for row, _ in shown],
        mode="markers",
        marker={"size": 26, "opacity": 0},
        hovertext=[note(point.note or point.text) for _, point in shown],
        hoverinfo="text",
    )


def _mixed(low: str, high: str, share: float) -> str:
    """The colour that lies this share of the way from one hex colour to another."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (low, high)]
    share = min(1.0, max(0.0, share))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(*ends, strict=True))

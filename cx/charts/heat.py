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
ALONE = 640
"""Pixels across that a heat map has at least where nothing stands beside it."""
DOT = " · "
Column = list[tuple[str, str]]
"""The two lines that are printed in each cell of a column."""


def heat(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """One column a series, one row a point of the first; no table where there is nothing to print."""
    if not any(point.value is not None or point.text for one in exhibit.series for point in one.points):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    labels = [wrapped(point.label, 130 if narrow else 180, 2) for point in exhibit.series[0].points]
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
    pixels = ((least_width(narrow) if narrow else ALONE) - left - GAP) // len(exhibit.series)
    printed = _printed(exhibit, pixels - GAP // 2)
    for at, one in enumerate(exhibit.series):
        _draw_column(drawn, exhibit, at, printed[at], pixels, palette)
        drawn.add_trace(_pointed_at(one, at))
    return drawn


def _middle(row: int) -> float:
    return (row + 0.5) * ROW


def _draw_column(drawn: go.Figure, exhibit: Exhibit, at: int, printed: Column, pixels: int, palette: Palette) -> None:
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
        _write_cell(drawn, point, printed[row], (at + 0.5, row), pixels, palette)


def _write_cell(
    drawn: go.Figure, point: Point, lines: tuple[str, str], place: tuple[float, int], pixels: int, palette: Palette
) -> None:
    """The figure with its range and count; what is few, hidden or silent in grey."""
    x, row = place
    colour = palette.muted if point.is_few or point.value is None else palette.ink
    if point.value is None:
        if point.text:
            text = "<br>".join(map(plain, wrapped(point.text, pixels - GAP, 2)))
            drawn.add_annotation(text=text, x=x, y=_middle(row), font={"color": colour, "size": SMALL})
        return
    first, second = lines
    drawn.add_annotation(
        text=plain(first) if point.is_few else _bold_to_count(first),
        x=x,
        y=_middle(row),
        yshift=8 if second else 0,
        font={"color": colour},
    )
    if second:
        small = {"color": colour, "size": SMALL}
        drawn.add_annotation(text=plain(second), x=x, y=_middle(row), yshift=-9, font=small)


def _bold_to_count(line: str) -> str:
    value, dot, count = line.partition(DOT)
    return f"<b>{plain(value)}</b>{dot}{plain(count)}"


def _printed(exhibit: Exhibit, pixels: int) -> list[Column]:
    """The two lines of each cell, a list a column, all in the fullest form that fits every one of them."""
    forms = [
        [
            [_lines(point, one.unit or exhibit.unit, exhibit.currency)[at] for point in one.points]
            for one in exhibit.series
        ]
        for at in range(3)
    ]
    fitting = (form for form in forms[:2] if all(_fits(cell, pixels) for column in form for cell in column))
    return next(fitting, forms[2])


def _lines(point: Point, unit: Unit, currency: str) -> tuple[tuple[str, str], ...]:
    """The figure above its range and count; with the count beside it; without the range."""
    if point.value is None:
        return (("", ""),) * 3
    value = figure(point.value, unit, currency)
    count = point.text or (f"n\u202f=\u202f{whole(point.n)}" if point.n else "")
    if not point.limits:
        return ((value, count),) * 3
    beside = DOT.join(filter(None, (value, count)))
    return (value, DOT.join(filter(None, (point.limits, count)))), (beside, point.limits), (value, count)


def _fits(cell: tuple[str, str], pixels: int) -> bool:
    return width(cell[0]) <= pixels and width(cell[1]) * SMALL / TEXT_SIZE <= pixels


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

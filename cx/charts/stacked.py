"""Stacks: one lying bar a whole, cut into its parts, each with its figure inside and the number of cases beside it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import plotly.graph_objects as go

from cx.charts.label import note, plain, value_text, width
from cx.charts.row_marks import broken, draw_breaks, draw_row_spots, pixels_beside, row_spots
from cx.charts.rows import Row, left_margin, name_rows, row_pixels, rows
from cx.charts.template import GAP, LINE_HEIGHT, MARGIN_TOP, canvas, empty, least_width, tint
from cx.contracts.brand import PALETTES, Palette
from cx.contracts.words import whole
from cx.story.exhibit import Exhibit, Point, Series

THICK = 20
"""Pixels from edge to edge of a bar, which are the y axis's units too."""
BESIDE = 4
"""Pixels between a bar's end and what stands beside it."""
FAINT = 0.35
"""How much of its colour a part of few cases keeps."""


def stacked(exhibit: Exhibit, theme: str, narrow: bool) -> go.Figure:
    """The parts side by side in the order of the series, one row a point of the first; no axes without values.

    Parts are on one scale that ends at the longest row: shares of a whole end at 100.
    """
    if all(point.value is None for one in exhibit.series for point in one.points):
        return empty(exhibit, theme)
    palette = PALETTES[theme]
    named = rows(replace(exhibit, series=exhibit.series[:1]), narrow)
    spots, cases = row_spots(exhibit, named), max(width(_cases(row.point)) for row in named)
    left, right = left_margin(named), cases + 2 * GAP + pixels_beside(spots)
    shown = broken(exhibit, named, least_width(narrow) - left - right)
    lines = _lines([width(one.name) for one in exhibit.series], least_width(narrow) - left - right)
    above = MARGIN_TOP + len(lines) * LINE_HEIGHT
    drawn = canvas(exhibit, theme, above + row_pixels(shown) + GAP)
    drawn.add_traces([_part(one, shown, palette) for one in exhibit.series])
    drawn.update_layout(margin={"t": above, "b": GAP, "l": left, "r": right}, barmode="stack", bargap=0)
    name_rows(drawn, shown)
    longest = max(sum(_length(one.points[at]) for one in exhibit.series) for at in range(len(shown)))
    drawn.update_xaxes(range=[0, longest or 1.0], showticklabels=False)
    drawn.update_yaxes(showgrid=False)
    _write_figures(drawn, exhibit, shown, palette, (least_width(narrow) - left - right) / (longest or 1.0))
    _name_parts(drawn, exhibit, lines, palette)
    draw_breaks(drawn, shown, palette)
    draw_row_spots(drawn, row_spots(exhibit, shown), cases + 2 * GAP, palette)
    return drawn


def _part(one: Series, shown: tuple[Row, ...], palette: Palette) -> go.Bar:
    return go.Bar(
        x=[point.value for point in one.points],
        y=[row.at for row in shown],
        orientation="h",
        width=THICK,
        name=plain(one.name),
        hovertext=[note(point.note) for point in one.points],
        hoverinfo="text" if any(point.note for point in one.points) else "skip",
        marker={
            "color": [_fill(point, palette) for point in one.points],
            "line": {"width": 1, "color": palette.background},
        },
    )


def _fill(point: Point, palette: Palette) -> str:
    colour = _colour(point.role, palette, palette.context)
    return tint(colour, FAINT) if point.is_few else colour


def _colour(role: str, palette: Palette, otherwise: str) -> str:
    return {"better": palette.better, "worse": palette.worse, "main": palette.accent}.get(role, otherwise)


def _length(point: Point) -> float:
    return point.value or 0.0


def _cases(point: Point) -> str:
    """How many cases the row of a point rests on."""
    n = point.n if point.n_of_row is None else point.n_of_row
    return f"n\u202f=\u202f{whole(n)}" if n else ""


def _write_figures(
    drawn: go.Figure, exhibit: Exhibit, shown: tuple[Row, ...], palette: Palette, pixels_a_unit: float
) -> None:
    """Write each figure inside its part where it fits, else beside the bar while there is room, and the cases."""
    longest = max(sum(_length(one.points[at]) for one in exhibit.series) for at in range(len(shown)))
    for at, row in enumerate(shown):
        lengths = [_length(one.points[at]) for one in exhibit.series]
        whole_row, taken = sum(lengths), BESIDE
        for one, length, end in zip(exhibit.series, lengths, accumulate(lengths), strict=True):
            text, point = value_text(exhibit, one.points[at]), one.points[at]
            room = (longest - whole_row) * pixels_a_unit - taken
            if text and width(text) + 4 <= length * pixels_a_unit:
                _write(drawn, plain(text), end - length / 2, row.at, _ink(point, palette))
            elif text and length and (length == whole_row or width(text) <= room):
                colour = palette.ink if length == whole_row else _colour(point.role, palette, palette.muted)
                _write_beside(drawn, plain(text), (whole_row, taken), row.at, colour)
                taken += width(text) + BESIDE
        drawn.add_annotation(
            text=_cases(row.point),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=GAP,
            y=row.at,
            font={"color": palette.muted},
        )


def _ink(point: Point, palette: Palette) -> str:
    """What is read on the part: the background's own colour on a strong one, ink on a faint one."""
    return palette.ink if point.is_few or not point.role else palette.background


def _write(drawn: go.Figure, text: str, x: float, y: float, colour: str) -> None:
    drawn.add_annotation(text=text, x=x, y=y, font={"color": colour})


def _write_beside(drawn: go.Figure, text: str, place: tuple[float, int], y: float, colour: str) -> None:
    """Write so many pixels right of the bar's end, in the colour of the part that is meant."""
    end, pixels = place
    drawn.add_annotation(text=text, x=end, xanchor="left", xshift=pixels, y=y, font={"color": colour})


def _lines(widths: Sequence[int], pixels: int) -> tuple[range, ...]:
    """The parts whose names stand on one line above the rows: as many as keep clear of each other, the first on top."""
    found, first = [], 0
    while first < len(widths):
        most = len(widths) - first
        many = next(many for many in range(most, 0, -1) if _is_clear(widths[first : first + many], pixels))
        found.append(range(first, first + many))
        first += many
    return tuple(found)


def _is_clear(widths: Sequence[int], pixels: int) -> bool:
    """True where names at even distances do not touch; one alone always stands."""
    last = len(widths) - 1
    starts = [0.0, *(pixels * at / last - wide / 2 for at, wide in enumerate(widths[1:-1], start=1)), 0.0][: last + 1]
    if last:
        starts[last] = pixels - widths[last]
    return all(starts[at] + widths[at] + GAP <= starts[at + 1] for at in range(last))


def _name_parts(drawn: go.Figure, exhibit: Exhibit, lines: tuple[range, ...], palette: Palette) -> None:
    """Write the parts' names above the first row: of each line the first at its start, the last at its end."""
    for up, line in enumerate(reversed(lines)):
        last = len(line) - 1
        for place, at in enumerate(line):
            one = exhibit.series[at]
            drawn.add_annotation(
                text=plain(one.name),
                x=place / last if last else 0.0,
                xref="paper",
                xanchor="left" if place == 0 else "right" if place == last else "center",
                y=1,
                yref="paper",
                yanchor="bottom",
                yshift=2 + up * LINE_HEIGHT,
                font={"color": _colour(one.points[0].role, palette, palette.muted)},
            )

"""The plotly templates of the product, one a theme, and the bare figure that every chart starts from."""

from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio

from cx.contracts.brand import FONT, PALETTES, Palette
from cx.story.exhibit import Exhibit

TEXT_SIZE: Final = 13
LINE_HEIGHT: Final = 17
"""Pixels from one line of text to the next."""

MARGIN_TOP: Final = 16
MARGIN_BOTTOM: Final = 36
GAP: Final = 12
"""Pixels between a mark or an axis and the text beside it."""

HEIGHT: Final = 320
HEIGHT_NARROW: Final = 300
"""Pixels that charts stand high which do not grow with their rows."""

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""What a page hands to plotly with each figure: nothing to zoom, nothing to save by accident."""


def template_name(theme: str) -> str:
    """The name that the template of `theme` is registered under; KeyError for a theme without a palette."""
    if theme not in PALETTES:
        raise KeyError(f"there is no theme {theme!r}; there are {', '.join(PALETTES)}")
    return f"outside-in-{theme}"


def least_width(narrow: bool) -> int:
    """The pixels across that a figure is laid out for: wider only gives it air."""
    return 420 if narrow else 600


def canvas(exhibit: Exhibit, theme: str, height: int) -> go.Figure:
    """A figure without marks in the theme's template, the exhibit's takeaway as its alt text; pixels high."""
    return go.Figure(layout={"template": template_name(theme), "meta": {"alt": exhibit.takeaway}, "height": height})


def empty(exhibit: Exhibit, theme: str) -> go.Figure:
    """The figure of an exhibit that has nothing to draw: no axes, so that nothing looks like a zero."""
    drawn = canvas(exhibit, theme, MARGIN_TOP + MARGIN_BOTTOM + 4 * LINE_HEIGHT)
    return drawn.update_layout(xaxis_visible=False, yaxis_visible=False)


def tint(colour: str, opacity: float) -> str:
    """A hex colour with an opacity from 0 to 1, as plotly's fills want it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _layout(palette: Palette) -> dict[str, Any]:
    return {
        "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "colorway": [palette.accent, palette.context, palette.better, palette.worse, palette.muted],
        "margin": {"t": MARGIN_TOP, "b": MARGIN_BOTTOM, "l": GAP, "r": GAP, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "hoverlabel": _hover(palette),
        "annotationdefaults": {"showarrow": False, "borderpad": 0, "font": {"color": palette.ink}},
        "shapedefaults": {"line": {"color": palette.muted, "width": 1, "dash": "dot"}},
        "xaxis": {**_axis(palette), "showgrid": False, "ticklabelstandoff": 9},
        "yaxis": {**_axis(palette), "ticklabelstandoff": 6},
        "waterfallgap": 0.2,
    }


def _hover(palette: Palette) -> dict[str, Any]:
    return {
        "bgcolor": palette.second_background,
        "bordercolor": palette.border,
        "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
        "align": "left",
    }


def _axis(palette: Palette) -> dict[str, Any]:
    return {
        "gridcolor": palette.grid,
        "gridwidth": 1,
        "zeroline": False,
        "zerolinecolor": palette.border,
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"color": palette.muted, "size": TEXT_SIZE},
        "fixedrange": True,
        "automargin": True,
    }


def _marks(palette: Palette) -> dict[str, list[Any]]:
    ink = {"color": palette.ink, "size": TEXT_SIZE}
    return {
        "scatter": [go.Scatter(cliponaxis=False, line={"color": palette.context, "width": 1.5})],
        "waterfall": [
            go.Waterfall(
                connector={"line": {"color": palette.grid, "width": 1}, "mode": "between"},
                totals={"marker": {"color": palette.accent, "line": {"width": 0}}},
                decreasing={"marker": {"color": palette.worse, "line": {"width": 0}}},
                increasing={"marker": {"color": palette.better, "line": {"width": 0}}},
                textfont=ink,
            )
        ],
        "bar": [go.Bar(marker={"line": {"width": 0}}, textfont=ink)],
    }


for _theme, _palette in PALETTES.items():
    pio.templates[template_name(_theme)] = go.layout.Template(layout=_layout(_palette), data=_marks(_palette))

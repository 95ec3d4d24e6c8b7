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


class Canvas(go.Figure):  # type: ignore[misc]
    """A figure that takes its texts and shapes together: one by one, plotly would copy all earlier ones for each."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._pending: dict[str, list[dict[str, Any]]] = {}
        super().__init__(*given, **named)

    def add_annotation(self, *given: Any, **named: Any) -> "Canvas":
        """A text, which is there once the layout is read or the figure written."""
        return self._added("annotations", named) if not given else super().add_annotation(*given, **named)

    def add_shape(self, *given: Any, **named: Any) -> "Canvas":
        """A shape, which is there once the layout is read or the figure written."""
        is_plain = not given and not {"row", "col", "exclude_empty_subplots"} & set(named)
        return self._added("shapes", named) if is_plain else super().add_shape(*given, **named)

    @property
    def layout(self) -> go.Layout:
        """The layout with all texts and shapes."""
        found = super().layout
        pending, self._pending = self._pending, {}  # what is set here reads the layout again
        for name, items in pending.items():
            found[name] = (*found[name], *items)
        return found

    @layout.setter
    def layout(self, value: Any) -> None:
        go.Figure.layout.fset(self, value)

    def to_dict(self) -> dict[str, Any]:
        """The whole figure."""
        _ = self.layout  # reading brings in what is pending
        found: dict[str, Any] = super().to_dict()
        return found

    def _added(self, name: str, item: dict[str, Any]) -> "Canvas":
        self._pending.setdefault(name, []).append(item)
        return self


def canvas(exhibit: Exhibit, theme: str, height: int) -> go.Figure:
    """A figure without marks in the theme's template, the exhibit's takeaway as its alt text; pixels high."""
    return Canvas(layout={"template": template_name(theme), "meta": {"alt": exhibit.takeaway}, "height": height})


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

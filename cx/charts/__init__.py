"""Exhibits as plotly figures, in the colours and the type of the product."""

from collections.abc import Callable
from typing import Final

import plotly.graph_objects as go

from cx.charts.bars import bars
from cx.charts.curve import curve
from cx.charts.dots import dots
from cx.charts.heat import heat
from cx.charts.stacked import stacked
from cx.charts.template import CONFIG, template_name
from cx.charts.trend import trend
from cx.charts.waterfall import waterfall
from cx.story.exhibit import Exhibit, Shape

Drawing = go.Figure
"""An exhibit as it is drawn."""
BUILDERS: Final[dict[Shape, Callable[[Exhibit, str, bool], go.Figure]]] = {
    Shape.TREND: trend,
    Shape.DOTS: dots,
    Shape.BARS: bars,
    Shape.STACKED: stacked,
    Shape.WATERFALL: waterfall,
    Shape.HEAT: heat,
    Shape.CURVE: curve,
}


def figure(exhibit: Exhibit, theme: str = "light", narrow: bool = False) -> go.Figure:
    """The exhibit drawn in the theme's template, its height in pixels set and its width left to the page.

    `narrow` is for columns below about 500 pixels. KeyError for a shape without a figure, an unknown theme.
    """
    if exhibit.shape not in BUILDERS:
        raise KeyError(f"no figure for the shape {exhibit.shape.value!r} of exhibit {exhibit.key!r}")
    template_name(theme)
    return BUILDERS[exhibit.shape](exhibit, theme, narrow)


__all__ = ["BUILDERS", "CONFIG", "Drawing", "figure"]

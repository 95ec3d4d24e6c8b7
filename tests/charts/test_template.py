import plotly.io as pio
import pytest

from cx.charts.template import template_name, tint
from cx.contracts.brand import FONT, PALETTES, Palette

READABLE = 4.5
"""The contrast of text that WCAG 2.2 asks for, rule 1.4.3."""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("text", ["ink", "muted", "accent"])
@pytest.mark.parametrize("ground", ["background", "second_background"])
def test_every_colour_of_text_is_readable_on_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= READABLE


@pytest.mark.parametrize("theme", PALETTES)
def test_template_takes_type_and_colours_from_the_brand(theme: str) -> None:
    palette, layout = PALETTES[theme], pio.templates[template_name(theme)].layout
    assert (layout.font.family, layout.font.color) == (FONT, palette.ink)
    assert (layout.paper_bgcolor, layout.plot_bgcolor) == (palette.background, palette.background)
    assert (layout.xaxis.tickfont.color, layout.yaxis.gridcolor) == (palette.muted, palette.grid)
    assert contrast(layout.hoverlabel.font.color, layout.hoverlabel.bgcolor) >= READABLE


@pytest.mark.parametrize("theme", PALETTES)
def test_waterfall_marks_what_went_up_and_down_in_the_colours_of_meaning(theme: str) -> None:
    palette, marks = PALETTES[theme], pio.templates[template_name(theme)].data.waterfall[0]
    found = [getattr(marks, kind).marker.color for kind in ("totals", "increasing", "decreasing")]
    assert found == [palette.accent, palette.better, palette.worse]


def test_unknown_theme_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="sepia"):
        template_name("sepia")


def test_tint_keeps_the_colour() -> None:
    assert tint("#0F5E78", 0.14) == "rgba(15,94,120,0.14)"

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import cx.charts
from cx.charts import BUILDERS, figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

POINTS = (
    Point("<script>alert(1)</script>", 40.0, 35.0, 45.0, 90, date(2026, 3, 31), note="<i>R&D</i>", role="total"),
    Point("R&D", 34.0, 28.0, 40.0, 80, date(2026, 6, 30), note="a < b", role="total"),
)
SOURCES = [path for path in Path(cx.charts.__file__).parent.glob("*.py") if path.name != "template.py"]


def exhibit(shape: Shape) -> Exhibit:
    series = (Series("<b>Bold & co</b>", POINTS),)
    return Exhibit("key", shape, "It <rose>", "caption", Unit.POINTS, series, reference=Point("<u>All</u>", 36.0))


@pytest.mark.parametrize("shape", BUILDERS)
@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_figure_has_its_template_its_alt_text_its_height_and_no_title(
    shape: Shape, theme: str, narrow: bool
) -> None:
    layout = figure(exhibit(shape), theme, narrow).layout
    assert layout.meta == {"alt": "It <rose>"}
    assert layout.title.text is None
    assert layout.template.layout.paper_bgcolor == PALETTES[theme].background
    assert 60 <= layout.height <= 400
    assert layout.width is None


@pytest.mark.parametrize("shape", BUILDERS)
def test_text_from_data_is_never_markup(shape: Shape) -> None:
    drawn = figure(exhibit(shape))
    written = [one.text for one in drawn.layout.annotations]
    written += [*(drawn.layout.xaxis.ticktext or ()), *(drawn.layout.yaxis.ticktext or ())]
    written += [text for trace in drawn.data for text in trace.hovertext or ()]
    written += [trace.name for trace in drawn.data if trace.name]
    tags = {tag for text in written for tag in re.findall(r"<[^>]*>", text)}
    assert tags <= {"<b>", "</b>", "<br>"}
    assert not any(re.search(r"&(?!amp;|lt;|gt;|#36;)", text) for text in written)
    assert "a &lt; b" in written


@pytest.mark.parametrize("shape", BUILDERS)
def test_same_exhibit_gives_the_same_figure_and_stays_as_it_was(shape: Shape) -> None:
    given = exhibit(shape)
    assert figure(given).to_json() == figure(given).to_json()
    assert given == exhibit(shape)


@pytest.mark.parametrize("shape", BUILDERS)
@pytest.mark.parametrize("unit", Unit)
def test_every_unit_can_be_drawn(shape: Shape, unit: Unit) -> None:
    assert figure(replace(exhibit(shape), unit=unit, currency="EUR")).data


def test_table_has_no_figure_and_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="table"):
        figure(exhibit(Shape.TABLE))


def test_every_shape_but_the_table_has_a_figure() -> None:
    assert set(Shape) - set(BUILDERS) == {Shape.TABLE}


def test_unknown_theme_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="sepia"):
        figure(exhibit(Shape.TREND), "sepia")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_colours_and_fonts_come_from_the_template_or_the_palette(source: Path) -> None:
    code = source.read_text(encoding="utf-8")
    assert not re.search(r'"#[0-9A-Fa-f]{3,8}"|\bfamily\b|rgba?\(', code)

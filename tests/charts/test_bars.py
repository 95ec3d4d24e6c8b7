import pytest

from cx.charts import figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

REASONS = (
    Series("Ours", (Point("Price", 38.2, n=120, note="Price: 38.2"), Point("<Missing>", 24.0))),
    Series("Theirs", (Point("Closed", 9.1), Point("מעבר למתחרה", 3.1, is_few=True)), matters=False),
)


def exhibit(*series: Series, unit: Unit = Unit.PERCENT, reference: Point | None = None) -> Exhibit:
    return Exhibit("key", Shape.BARS, "Price leads", "", unit, series, currency="EUR", reference=reference)


def test_bars_lie_in_the_order_given_and_start_at_zero() -> None:
    drawn = figure(exhibit(*REASONS))
    (bars,) = drawn.data
    assert (bars.type, bars.orientation, bars.x) == ("bar", "h", (38.2, 24.0, 9.1, 3.1))
    assert drawn.layout.xaxis.range == (0, 38.2)
    assert drawn.layout.yaxis.ticktext[:2] == ("Price", "&lt;Missing&gt;")


def test_every_value_is_printed_with_its_unit() -> None:
    texts = [one.text for one in figure(exhibit(*REASONS)).layout.annotations]
    assert texts == ["38.2\u202f%", "24.0\u202f%", "9.1\u202f%", "3.1\u202f%"]


@pytest.mark.parametrize("theme", PALETTES)
def test_accent_marks_what_matters_and_few_cases_are_hollow(theme: str) -> None:
    drawn, palette = figure(exhibit(*REASONS), theme), PALETTES[theme]
    assert drawn.data[0].marker.color == (
        palette.accent,
        palette.accent,
        palette.context,
        palette.background,
    )
    assert drawn.data[0].marker.line.width == (0, 0, 0, 1.5)
    assert drawn.layout.annotations[3].font.color == palette.muted


def test_value_below_zero_is_printed_on_its_own_side_with_room() -> None:
    points = (Point("Small", -38_000.0), Point("Large", 1_240_000.0))
    drawn = figure(exhibit(Series("Tier", points), unit=Unit.MONEY))
    small, large = drawn.layout.annotations
    assert (small.text, small.xanchor, small.x) == ("\u2212€\u202f38\u202fk", "right", -38_000)
    assert (large.text, large.xanchor, large.x) == ("€\u202f1.2\u202fm", "left", 1_240_000)
    assert drawn.layout.xaxis.range[0] < -38_000


def test_value_is_printed_beyond_its_range() -> None:
    drawn = figure(exhibit(Series("a", (Point("Price", 38.0, 35.0, 42.0),))))
    assert drawn.layout.annotations[0].x == drawn.layout.xaxis.range[1] == 42.0
    assert (drawn.data[0].error_x.array, drawn.data[0].error_x.arrayminus) == ((4,), (3,))


def test_reference_is_inside_the_axis_even_beyond_the_longest_bar() -> None:
    drawn = figure(exhibit(*REASONS, reference=Point("Last year", 44.0)))
    assert drawn.layout.shapes[0].x0 == drawn.layout.xaxis.range[1] == 44.0
    assert drawn.layout.annotations[-1].xanchor == "right"


@pytest.mark.parametrize("values", [(0.0, 0.0), (0.0,)])
def test_bars_of_nothing_have_an_axis_and_a_printed_zero(values: tuple[float, ...]) -> None:
    drawn = figure(exhibit(Series("a", tuple(Point(str(at), value) for at, value in enumerate(values)))))
    low, high = drawn.layout.xaxis.range
    assert low == 0 < high
    assert {one.text for one in drawn.layout.annotations} == {"0.0\u202f%"}


def test_bars_without_a_value_show_no_axes() -> None:
    drawn = figure(exhibit(Series("a", ())))
    assert (len(drawn.data), drawn.layout.yaxis.visible) == (0, False)

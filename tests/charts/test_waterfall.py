import pytest

from cx.charts import figure
from cx.contracts.brand import PALETTES
from cx.contracts.units import Unit
from cx.story.exhibit import Exhibit, Point, Series, Shape

RENEWALS = (
    ("Up for renewal", 11.8e6, "total"),
    ("Left", -0.8e6, "down"),
    ("Reduced", -0.4e6, "down"),
    ("Stayed", 10.6e6, "total"),
    ("Grew", 0.9e6, "up"),
    ("Now", 11.5e6, "total"),
)


def exhibit(*steps: tuple[str, float | None, str]) -> Exhibit:
    points = tuple(Point(label, value, role=role, note=f"{label}!") for label, value, role in steps)
    series = (Series("Renewals", points),)
    return Exhibit("key", Shape.WATERFALL, "Most stayed", "", Unit.MONEY, series, currency="EUR")


def test_totals_stand_on_the_ground_and_steps_between_them() -> None:
    (marks,) = figure(exhibit(*RENEWALS)).data
    assert marks.type == "waterfall"
    assert marks.measure == ("absolute", "relative", "relative", "absolute", "relative", "absolute")
    assert marks.y == (11.8e6, -0.8e6, -0.4e6, 10.6e6, 0.9e6, 11.5e6)


def test_totals_are_written_as_figures_and_steps_as_changes_with_sign() -> None:
    texts = [one.text.replace("\u202f", " ") for one in figure(exhibit(*RENEWALS)).layout.annotations]
    assert texts == ["€ 11.8 m", "\u2212€ 800 k", "\u2212€ 400 k", "€ 10.6 m", "+€ 900 k", "€ 11.5 m"]


def test_what_was_lost_goes_down_with_or_without_its_sign() -> None:
    unsigned = figure(exhibit(*((label, abs(value), role) for label, value, role in RENEWALS)))
    assert unsigned.data[0].y == figure(exhibit(*RENEWALS)).data[0].y


@pytest.mark.parametrize("theme", PALETTES)
def test_what_is_still_open_is_drawn_over_its_step_in_the_neutral_colour(theme: str) -> None:
    steps = exhibit(
        ("Due", 10.0, "total"), ("Left", -2.0, "down"), ("Still open", -3.0, "open"), ("Stayed", 5.0, "total")
    )
    whole, still = figure(steps, theme).data
    assert whole.y == (10.0, -2.0, -3.0, 5.0)
    assert (still.x, still.y, still.base) == ((2,), (-3.0,), 8.0)
    assert still.decreasing.marker.color == PALETTES[theme].context


@pytest.mark.parametrize("theme", PALETTES)
def test_connectors_are_thin_in_the_colour_of_the_grid(theme: str) -> None:
    line = figure(exhibit(*RENEWALS), theme).layout.template.data.waterfall[0].connector.line
    assert (line.color, line.width) == (PALETTES[theme].grid, 1)


def test_axis_starts_at_zero_with_room_above_for_the_figures() -> None:
    axis = figure(exhibit(*RENEWALS)).layout.yaxis
    assert axis.range[0] == 0
    assert axis.range[1] > 11.8e6 * 1.1
    assert axis.ticktext == ("€\u202f0", "€\u202f5\u202fm", "€\u202f10\u202fm")


def test_figure_of_a_fall_stands_below_it_unless_the_ground_is_near() -> None:
    drawn = figure(exhibit(("Start", 100.0, "total"), ("Left", -30.0, "down"), ("Broke", -69.0, "down")))
    assert [(one.yanchor, one.y) for one in drawn.layout.annotations[1:]] == [("top", 70), ("bottom", 70)]


@pytest.mark.parametrize("narrow", [False, True])
def test_margin_grows_with_the_lines_of_the_names(narrow: bool) -> None:
    long = exhibit(("Revenue of all customers at the start of the whole year", 5.0, "total"), *RENEWALS)
    drawn = figure(long, narrow=narrow)
    lines = max(text.count("<br>") for text in drawn.layout.xaxis.ticktext)
    assert lines >= 1
    assert drawn.layout.margin.b == 36 + lines * 17


def test_step_without_a_value_is_left_out() -> None:
    drawn = figure(exhibit(("Start", 5.0, "total"), ("Unknown", None, "down"), ("End", 5.0, "total")))
    assert drawn.layout.xaxis.ticktext == ("Start", "End")
    assert len(drawn.data[0].y) == 2


def test_waterfall_without_steps_shows_no_axes() -> None:
    drawn = figure(exhibit())
    assert (len(drawn.data), drawn.layout.xaxis.visible) == (0, False)

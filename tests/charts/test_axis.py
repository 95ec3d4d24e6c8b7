from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.charts.axis import Scale, scale_from_zero, tight_scale
from cx.contracts.units import Unit


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ((4.7, 5.8), Unit.SCORE, ("4.5", "5.0", "5.5", "6.0")),
        ((90.1, 95.2), Unit.PERCENT, ("90\u202f%", "92\u202f%", "94\u202f%")),
        ((-12.0, 46.0), Unit.POINTS, ("0", "20", "40")),
        ((-19.0, 46.0), Unit.POINTS, ("\u221220", "0", "20", "40")),
        ((8.1e6, 11.8e6), Unit.MONEY, ("€\u202f8\u202fm", "€\u202f10\u202fm", "€\u202f12\u202fm")),
        ((1.2, 1.4), Unit.COUNT, ("1.2", "1.3", "1.4")),
        ((60.0, 120.0), Unit.MINUTES, ("60\u202fmin", "80\u202fmin", "100\u202fmin", "120\u202fmin")),
        ((900.0, 2400.0), Unit.COUNT, ("1\u202f000", "1\u202f500", "2\u202f000", "2\u202f500")),
    ],
)
def test_ticks_are_few_round_and_written_by_unit(values: tuple[float, ...], unit: Unit, texts: tuple[str, ...]) -> None:
    assert tight_scale(values, unit, "EUR").texts == texts


def test_money_from_zero_has_one_magnitude_and_a_bare_zero() -> None:
    assert scale_from_zero((0, 900_000.0), Unit.MONEY, "USD").texts == (
        "$\u202f0",
        "$\u202f0.5\u202fm",
        "$\u202f1.0\u202fm",
    )


@pytest.mark.parametrize(("unit", "least"), [(Unit.POINTS, 10), (Unit.PERCENT, 4), (Unit.SCORE, 1), (Unit.MINUTES, 10)])
def test_a_steady_line_is_not_blown_up(unit: Unit, least: float) -> None:
    scale = tight_scale((50.0, 50.1), unit)
    assert scale.high - scale.low >= least


def test_an_axis_of_many_hours_steps_in_days_as_its_figures_are_written() -> None:
    scale = tight_scale((24.0, 470.0), Unit.HOURS)
    assert scale.texts == tuple(f"{tick / 24:.0f}\u202fd" for tick in scale.ticks)
    assert all(tick % 24 == 0 for tick in scale.ticks) and scale.low <= 24.0 < 470.0 <= scale.high


@pytest.mark.parametrize(
    ("values", "unit", "low", "high"),
    [
        ((98.0, 100.0), Unit.PERCENT, None, 100),
        ((101.0, 118.0), Unit.PERCENT, None, None),
        ((0.0, 3.0), Unit.HOURS, 0, None),
        ((-100.0, -70.0), Unit.POINTS, -100, None),
    ],
)
def test_no_tick_stands_where_no_value_can_be(
    values: tuple[float, ...], unit: Unit, low: float | None, high: float | None
) -> None:
    ticks = tight_scale(values, unit).ticks
    assert low is None or ticks[0] >= low
    assert high is None or ticks[-1] <= high


@given(st.lists(st.floats(-1e7, 1e7, allow_subnormal=False), min_size=1, max_size=9), st.sampled_from(Unit))
def test_every_axis_holds_its_values_and_a_few_ticks_that_all_differ(values: list[float], unit: Unit) -> None:
    for scale in (tight_scale(tuple(values), unit, "EUR"), scale_from_zero(tuple(values), unit, "EUR")):
        assert scale.low <= min(values)
        assert max(values) <= scale.high
        assert 3 <= len(scale.ticks) <= 8
        assert len(set(scale.texts)) == len(scale.ticks)
        assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


@pytest.mark.parametrize(("values", "low", "high"), [((4.0, 9.0), 0, None), ((-4.0, -9.0), None, 0)])
def test_lengths_are_read_from_zero(values: tuple[float, ...], low: float | None, high: float | None) -> None:
    scale = scale_from_zero(values, Unit.COUNT)
    assert low is None or scale.low == low
    assert high is None or scale.high == high


def test_thinned_axis_keeps_its_range_and_fits_its_ticks() -> None:
    scale = tight_scale((4.7, 5.65), Unit.SCORE)
    thin = scale.thinned(120)
    assert (thin.low, thin.high) == (scale.low, scale.high)
    assert len(thin.ticks) * (thin.pixels + 24) <= 120 + thin.pixels + 24
    assert set(thin.ticks) < set(scale.ticks)


@pytest.mark.parametrize(
    ("scale_of", "texts"), [(tight_scale, ("0.0", "0.2", "0.4")), (scale_from_zero, ("0.0", "0.5", "1.0"))]
)
def test_axis_of_zeros_has_plain_ticks(scale_of: Callable[..., Scale], texts: tuple[str, ...]) -> None:
    assert scale_of((0.0, 0.0), Unit.COUNT).texts == texts

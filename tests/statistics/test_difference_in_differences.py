import numpy as np
import pytest

from cx.statistics import ImpactMethod, difference_in_differences


def panel(units: int, effect: float, seed: int = 1):
    """Two rows before and two after for each unit, the first half of the units treated."""
    rng = np.random.default_rng(seed)
    unit, after = np.repeat(np.arange(units), 4), np.tile([0, 0, 1, 1], units)
    treated = unit < units // 2
    values = rng.normal(size=units)[unit] + 0.5 * after + effect * (treated & (after == 1))
    return values + rng.normal(size=unit.size), treated, after, unit


def test_effect_is_the_difference_of_the_changes() -> None:
    values, treated, after, unit = panel(40, 1.0)
    found = difference_in_differences(values, treated, after, unit, seed=1)
    means = {(t, a): values[(treated == t) & (after == a)].mean() for t in (0, 1) for a in (0, 1)}
    assert found.treated_change == pytest.approx(means[1, 1] - means[1, 0])
    assert found.control_change == pytest.approx(means[0, 1] - means[0, 0])
    assert found.effect.value == pytest.approx(found.treated_change - found.control_change)


def test_many_units_give_clustered_limits() -> None:
    found = difference_in_differences(*panel(60, 1.0), seed=1)
    assert (found.method, found.units, found.effect.n) == (ImpactMethod.CLUSTERED, 60, 240)
    assert 0 < found.effect.low < found.effect.value < found.effect.high
    assert found.p_value < 0.01


def test_few_units_give_a_permutation_test_without_limits() -> None:
    strong, weak = (difference_in_differences(*panel(24, size), seed=1) for size in (3.0, 0.0))
    assert strong.method is ImpactMethod.PERMUTATION
    assert strong.effect.low is strong.effect.high is None
    assert strong.p_value < 0.01
    assert weak.p_value > 0.05


def test_few_treated_units_among_many_give_a_permutation_test() -> None:
    values, _, after, unit = panel(40, 0.0)
    found = difference_in_differences(values, unit < 2, after, unit, seed=1)
    assert (found.method, found.effect.low) == (ImpactMethod.PERMUTATION, None)
    assert 0 < found.p_value <= 1


def test_few_choices_are_all_tried() -> None:
    """Six units, three treated: 20 choices, of which the one made and its mirror are the largest."""
    unit, after = np.repeat(np.arange(6), 2), np.tile([0, 1], 6)
    treated = unit < 3
    values = 10.0 * (treated & (after == 1)) + unit * after * 0.1
    assert difference_in_differences(values, treated, after, unit, seed=1).p_value == pytest.approx(2 / 20)


@pytest.mark.parametrize("missing", [0, 1])
def test_empty_side_has_no_effect(missing: int) -> None:
    found = difference_in_differences([1, 2], [1 - missing] * 2, [0, 1], ["a", "a"], seed=1)
    assert found.effect.value is found.p_value is None


def test_unit_on_both_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="treated or it is not"):
        difference_in_differences([1, 2], [0, 1], [0, 1], ["a", "a"], seed=1)

"""The total of amounts that come or do not: its mean, its limits, and what is certain."""

import numpy as np
import pytest
from scipy.stats import binom

from cx.statistics import simulated_total


@pytest.mark.parametrize(("p", "n"), [(0.5, 40), (0.9, 100), (0.05, 200)])
def test_limits_of_equal_amounts_are_the_binomials(p, n):
    found = simulated_total([p] * n, [10.0] * n, 1)
    assert found.value == pytest.approx(10 * p * n)
    assert found.low == pytest.approx(10 * binom.ppf(0.025, n, p), abs=10)
    assert found.high == pytest.approx(10 * binom.ppf(0.975, n, p), abs=10)


def test_what_is_certain_has_no_width_and_a_rare_loss_still_holds_the_value():
    assert simulated_total([1.0, 0.0], [5.0, 7.0], 1) == simulated_total([1.0, 0.0], [5.0, 7.0], 2)
    sure, rare, none = simulated_total([1, 0], [5, 7], 1), simulated_total([0.99], [100], 1), simulated_total([], [], 1)
    assert (sure.value, sure.low, sure.high) == (5, 5, 5)
    assert (rare.low, rare.high) == (99, 100)
    assert none.value is none.low is None


def test_unequal_amounts_spread_as_their_variance_says():
    chance = np.random.default_rng(3)
    p, worth = chance.uniform(0.6, 0.95, 300), chance.uniform(1, 9, 300)
    found, error = simulated_total(p, worth, 5), np.sqrt((p * (1 - p) * worth**2).sum())
    assert found.value - found.low == pytest.approx(1.96 * error, rel=0.05)
    assert found.high - found.value == pytest.approx(1.96 * error, rel=0.05)


def test_a_chance_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulated_total([1.2], [1], 1)

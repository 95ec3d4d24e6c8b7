import numpy as np
import pytest
from scipy.special import ncfdtr

from cx.statistics.explained import r_squared_limits


@pytest.mark.parametrize(("r_squared", "n", "attributes"), [(0.25, 100, 5), (0.1, 30, 3), (0.6, 500, 6)])
def test_the_limits_leave_half_of_the_rest_on_either_side_by_the_noncentral_f(r_squared, n, attributes) -> None:
    left_over = n - attributes - 1
    statistic = r_squared * left_over / ((1 - r_squared) * attributes)
    low, high = r_squared_limits(r_squared, n, attributes)
    assert low is not None and high is not None
    for limit, share in ((low, 0.975), (high, 0.025)):
        if limit:
            assert ncfdtr(attributes, left_over, n * limit / (1 - limit), statistic) == pytest.approx(share, abs=1e-6)
        else:
            assert ncfdtr(attributes, left_over, 0.0, statistic) <= share


@pytest.mark.parametrize(("n", "truth"), [(30, 0.1), (60, 0.3), (100, 0.0)])
def test_the_limits_hold_the_truth_in_95_of_100_samples(n: int, truth: float) -> None:
    chance = np.random.default_rng(n)
    attributes = chance.normal(size=(n, 3))
    attributes -= attributes.mean(axis=0)
    signal = attributes.sum(axis=1)
    signal *= np.sqrt(n * truth / (1 - truth) / (signal @ signal))
    held = 0
    for _ in range(300):
        y = signal + chance.normal(size=n)
        y -= y.mean()
        fit = attributes @ np.linalg.lstsq(attributes, y, rcond=None)[0]
        low, high = r_squared_limits(float(fit @ fit / (y @ y)), n, 3)
        held += low <= truth <= high
    assert held / 300 >= 0.92


@pytest.mark.parametrize(("r_squared", "n", "attributes"), [(0.4, 4, 3), (1.0, 50, 2), (0.0, 50, 0)])
def test_without_a_rest_there_are_no_limits(r_squared: float, n: int, attributes: int) -> None:
    assert r_squared_limits(r_squared, n, attributes) == (None, None)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from cx.statistics import quantile_interval


@pytest.mark.parametrize(
    ("n", "q", "low", "high"),
    [(5, 0.5, None, None), (6, 0.5, 1, 6), (35, 0.9, 28, None), (36, 0.9, 29, 36), (0, 0.5, None, None)],
)
def test_limit_is_none_where_the_sample_does_not_reach(n: int, q: float, low: float | None, high: float | None) -> None:
    found = quantile_interval(np.arange(1, n + 1), q)
    assert (found.low, found.high, found.n) == (low, high, n)


@given(st.integers(1, 400), st.sampled_from([0.1, 0.5, 0.9]), st.sampled_from([0.8, 0.95]))
def test_limits_are_the_innermost_that_keep_the_confidence(n: int, q: float, confidence: float) -> None:
    found, outside = quantile_interval(np.arange(1, n + 1), q, confidence), (1 - confidence) / 2 + 1e-12
    low, high = int(found.low or 0), int(found.high or n + 1)
    assert low == 0 or binom.cdf(low - 1, n, q) <= outside
    assert high == n + 1 or binom.sf(high - 1, n, q) <= outside
    assert binom.cdf(low, n, q) > outside - 2e-12
    assert binom.sf(high - 2, n, q) > outside - 2e-12


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_value_is_the_sample_quantile_in_any_order(values: list[float]) -> None:
    assert quantile_interval(values[::-1], 0.5).value == pytest.approx(np.median(values))


@pytest.mark.parametrize("q", [0, 1, -0.5])
def test_quantile_lies_inside(q: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_interval([1, 2], q)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.statistics import Sums, mean_interval, mean_interval_from_sums, welch, welch_from_sums

SCORES = st.lists(st.integers(1, 7), min_size=2, max_size=60)


def sums(values: list[int]) -> Sums:
    return Sums(len(values), sum(values), sum(v * v for v in values))


@given(SCORES)
def test_mean_interval_equals_scipy(values: list[int]) -> None:
    found = mean_interval(values)
    if len(set(values)) == 1:
        assert (found.value, found.low, found.high) == (values[0], None, None)
        return
    expected = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected)


@given(SCORES)
def test_sums_give_the_same_interval_as_values(values: list[int]) -> None:
    plain, by_sums = mean_interval(values), mean_interval_from_sums(*vars_of(sums(values)))
    assert (by_sums.value, by_sums.low, by_sums.high) == pytest.approx((plain.value, plain.low, plain.high))


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy's, where one side is constant
@given(SCORES, SCORES)
def test_welch_equals_scipy_and_its_form_from_sums(before: list[int], after: list[int]) -> None:
    found, by_sums = welch(before, after), welch_from_sums(sums(before), sums(after))
    assert found.value == pytest.approx(np.mean(after) - np.mean(before))
    if len(set(before)) == len(set(after)) == 1:
        assert found.low is found.high is by_sums.low is by_sums.high is None
        return
    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (by_sums.low, by_sums.high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("values", [[], [4], [4, 4, 4], [0.1] * 3])
def test_no_limits_without_variation(values: list[float]) -> None:
    found = mean_interval(values)
    assert found.value == (values[0] if values else None)
    assert found.low is found.high is None
    assert mean_interval_from_sums(len(values), sum(values), sum(v * v for v in values)).low is None


@pytest.mark.parametrize(("before", "after"), [([], [1, 2]), ([1, 2], []), ([1], [1, 2]), ([3, 3], [4, 4])])
def test_welch_without_variation_has_no_limits(before: list[float], after: list[float]) -> None:
    found = welch(before, after)
    assert found.low is found.high is None
    assert (found.value is None) == (not before or not after)


def test_large_values_keep_their_small_variation() -> None:
    found, shifted = mean_interval([1.0, 2.0, 3.0]), mean_interval([1e9 + 1, 1e9 + 2, 1e9 + 3])
    assert shifted.high - shifted.low == pytest.approx(found.high - found.low, rel=1e-6)


def test_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        mean_interval([1.0, float("nan")])


def vars_of(sample: Sums) -> tuple[float, float, float]:
    return sample.n, sample.total, sample.squares

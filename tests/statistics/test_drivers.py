import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.statistics import lmg, relative_weights

RATINGS = st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=8, max_size=40)


@given(RATINGS)
@settings(deadline=None)
def test_weights_are_not_negative_and_add_up_to_r_squared(rows: list[tuple[int, ...]]) -> None:
    data = np.array(rows, dtype=float)
    for method in (lmg, relative_weights):
        found = method(data[:, :3], data[:, 3])
        if found.r_squared is not None:
            weights = [weight for weight in found.weights if weight is not None]
            assert min(weights) >= 0
            assert sum(weights) == pytest.approx(found.r_squared, abs=1e-6)  # attributes that are all but one


def test_uncorrelated_attributes_get_their_own_squared_correlation() -> None:
    attributes = np.array([[x, y] for x in (-1, 1) for y in (-1, 1)] * 5, dtype=float)
    outcome = attributes @ [3, 1]
    for method in (lmg, relative_weights):
        assert method(attributes, outcome).weights == pytest.approx((0.9, 0.1))


def test_attribute_that_does_not_vary_is_left_out_and_rows_with_gaps_do_not_count() -> None:
    attributes = [[1, 3, 2], [2, 3, 5], [4, 3, 3], [5, 3, float("nan")], [3, 3, 1], [5, 3, 4]]
    found = lmg(attributes, [1, 2, 4, 5, float("nan"), 3])
    assert found.weights[1] is None
    assert found.n == 4


@pytest.mark.parametrize("method", [lmg, relative_weights])
@pytest.mark.parametrize("rows", [2, 3, 4])
def test_rows_that_leave_none_over_are_refused_and_no_r_squared_exceeds_one(method, rows: int) -> None:
    data = np.random.default_rng(7).normal(size=(rows, 3))
    with pytest.raises(ValueError, match="complete rows are needed"):
        method(data, data @ [1, 2, 3])
    alike = data[:, [0, 0, 0]]  # three that are one leave rows over
    if rows > 2:
        found = method(alike, alike.sum(axis=1))
        assert found.r_squared == pytest.approx(1)
        assert found.r_squared <= 1


def test_twin_attributes_share_alike() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 50))
    for method in (lmg, relative_weights):
        first, _, twin = method(np.column_stack([one, other, one]), one + other).weights
        assert first == pytest.approx(twin)


def test_outcome_that_does_not_vary_has_no_drivers() -> None:
    found = lmg([[1, 2], [2, 4], [3, 1]], [5, 5, 5])
    assert (found.weights, found.r_squared, found.n) == ((None, None), None, 3)


def test_too_many_attributes_are_refused_by_the_slow_method_only() -> None:
    data = np.random.default_rng(1).normal(size=(40, 14))
    with pytest.raises(ValueError, match="at most 12"):
        lmg(data[:, :13], data[:, 13])
    assert len(relative_weights(data[:, :13], data[:, 13]).weights) == 13

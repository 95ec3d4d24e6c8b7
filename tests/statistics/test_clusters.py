import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.statistics import (
    ClusterSums,
    cluster_sums,
    cluster_variance,
    clustered_change,
    clustered_interval,
    clustered_share_interval,
    mean_interval,
    welch,
    wilson,
)

VALUES = st.lists(st.integers(-100, 100), min_size=2, max_size=60)
ROWS = st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 8)), min_size=2, max_size=80)


@pytest.mark.parametrize(
    "accounts",
    [
        ["A", None, "A", None],
        ["A", float("nan"), "A", float("nan")],
        [1.0, float("nan"), 1.0, float("nan")],
        np.array([1.0, np.nan, 1.0, np.nan]),
        np.array(["A", None, "A", np.nan], dtype=object),
        iter([7, None, 7, None]),
    ],
    ids=["None", "text and NaN", "NaN", "array with NaN", "objects", "iterator"],
)
def test_an_answer_without_account_is_one_of_its_own(accounts) -> None:
    assert cluster_sums([1, 2, 3, 5], accounts) == cluster_sums([1, 2, 3, 5], ["A", "B", "A", "C"])


@given(VALUES)
def test_rows_that_are_their_own_accounts_give_the_plain_variance(values: list[int]) -> None:
    n = len(values)
    plain = np.var(values) / n
    assert cluster_variance(cluster_sums(values, range(n))) == pytest.approx(plain * n / (n - 1), abs=1e-9)


@given(VALUES, VALUES)
def test_rows_that_are_their_own_accounts_give_the_plain_intervals(before: list[int], after: list[int]) -> None:
    earlier, later = (cluster_sums(values, range(len(values))) for values in (before, after))
    clustered, plain = clustered_interval(earlier), mean_interval(before)
    assert (clustered.low, clustered.high) == pytest.approx((plain.low, plain.high), abs=1e-7)
    change, expected = clustered_change(earlier, later), welch(before, after)
    assert (change.low, change.high) == pytest.approx((expected.low, expected.high), abs=1e-7)


@given(ROWS)
def test_variance_is_the_linearised_one_from_rows(rows: list[tuple[int, int]]) -> None:
    values, accounts = np.array(rows).T
    ids = np.unique(accounts)
    if ids.size < 2:
        assert cluster_variance(cluster_sums(values, accounts)) is None
        return
    gaps = [(values - values.mean())[accounts == one].sum() for one in ids]
    expected = ids.size / (ids.size - 1) * np.square(gaps).sum() / values.size**2
    assert cluster_variance(cluster_sums(values, accounts)) == pytest.approx(expected, abs=1e-9)


def test_answers_repeated_within_accounts_do_not_narrow_the_interval() -> None:
    once = clustered_interval(cluster_sums([0, 1, 1, 0, 1], list("abcde")))
    thrice = clustered_interval(cluster_sums([0, 1, 1, 0, 1] * 3, list("abcde" * 3)))
    assert (thrice.low, thrice.high) == pytest.approx((once.low, once.high))
    assert (once.n, thrice.n) == (5, 15)


@pytest.mark.parametrize(
    "sums",
    [
        ClusterSums(0, 0, 0, 0, 0, 0),
        cluster_sums([0, 1, 1], ["a", "a", "a"]),
        cluster_sums([0.1, 0.1, 0.1], ["a", "b", "b"]),
    ],
    ids=["no answers", "one account", "no variation"],
)
def test_no_limits_from_nothing_to_compare(sums: ClusterSums) -> None:
    found, change, share = clustered_interval(sums), clustered_change(sums, sums), clustered_share_interval(sums)
    assert found.low is found.high is change.low is change.high is share.low is share.high is None
    assert (found.value is None) == (sums.n == 0)


def test_share_of_accounts_is_wilsons_of_as_many_answers_as_tell_as_much() -> None:
    """4 accounts of 5 answers each with 5, 5, 5 and 1 satisfied: the clustered variance is 0.04, so that 4 answers tell as
    much, and 1.5171 after (1.96 / 3.1824)² for 3 degrees of freedom."""
    sums = cluster_sums([1] * 15 + [1, 0, 0, 0, 0], np.arange(20) // 5)
    found = clustered_share_interval(sums)
    expected = wilson(0.8 * 1.5171, 1.5171)
    assert cluster_variance(sums) == pytest.approx(0.04)
    assert (found.value, found.n) == (0.8, 20)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-4)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_share_of_accounts_lies_between_0_and_1_and_reaches_further_to_the_middle(share: float) -> None:
    random = np.random.default_rng(1)
    sums = cluster_sums(np.repeat(random.random(60) < share, 3), np.repeat(np.arange(60), 3))
    found = clustered_share_interval(sums)
    assert 0 < found.low < found.value < found.high < 1
    assert (found.high - found.value > found.value - found.low) == (found.value < 0.5)

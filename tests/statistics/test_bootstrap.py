import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.statistics import (
    cluster_bootstrap,
    cluster_sums,
    clustered_interval,
    kaplan_meier,
    median_bootstrap,
    median_change_bootstrap,
    ratio_bootstrap,
    ratio_change_bootstrap,
    ratio_interval,
)

RANDOM = np.random.default_rng(3)
ACCOUNTS = RANDOM.integers(0, 60, 900)
VALUES = RANDOM.normal(10, 2, 900) + RANDOM.normal(0, 3, 60)[ACCOUNTS]
TIMES, SEEN = RANDOM.exponential(20, 900).round(1), RANDOM.random(900) < 0.8
STARTS = RANDOM.lognormal(10, 1, 300)
ENDS = STARTS * RANDOM.choice([0, 0.8, 1, 1.2], 300)


def mean(rows) -> float | None:
    return float(np.mean(rows)) if len(rows) else None


def everything(seed: int) -> list:
    return [
        cluster_bootstrap(VALUES, ACCOUNTS, mean, seed, draws=50),
        ratio_bootstrap(ENDS, STARTS, seed, draws=50),
        ratio_change_bootstrap((ENDS, STARTS), (STARTS, STARTS), seed, draws=50),
        median_bootstrap(TIMES, SEEN, ACCOUNTS, seed, draws=50),
        median_change_bootstrap((TIMES, SEEN, ACCOUNTS), (TIMES * 2, SEEN, ACCOUNTS), seed, draws=50),
    ]


def test_seed_decides_the_draws() -> None:
    assert everything(1) == everything(1)
    smooth = zip(everything(1)[:3], everything(2)[:3], strict=True)  # medians of rounded times may tie
    assert all((one.low, one.high) != (other.low, other.high) for one, other in smooth)


def test_cluster_bootstrap_agrees_with_the_clustered_variance() -> None:
    found = cluster_bootstrap(VALUES, ACCOUNTS, mean, seed=1)
    expected = clustered_interval(cluster_sums(VALUES, ACCOUNTS))
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.15)
    assert found.value == pytest.approx(expected.value)


def test_cluster_bootstrap_takes_lists_and_arrays_alike() -> None:
    names = [f"account {code:02}" for code in ACCOUNTS]
    from_list = cluster_bootstrap(VALUES.tolist(), names, mean, seed=1, draws=60)
    from_array = cluster_bootstrap(VALUES, ACCOUNTS, mean, seed=1, draws=60)
    assert (from_list.low, from_list.high) == pytest.approx((from_array.low, from_array.high))


def test_statistic_that_is_often_undefined_has_no_limits() -> None:
    rows = np.array([0, 0, 0, 1, 1])
    share = cluster_bootstrap(rows, np.arange(5), lambda r: 1 / r.sum() if r.sum() else None, seed=1)
    assert (share.value, share.low, share.high) == (0.5, None, None)


@given(st.permutations(range(40)))
@settings(max_examples=20, deadline=None)
def test_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    for draw in (
        lambda at: ratio_bootstrap(ENDS[at], STARTS[at], 1, draws=40),
        lambda at: ratio_interval(ENDS[at], STARTS[at], 1, draws=40),
        lambda at: median_bootstrap(TIMES[at], SEEN[at], ACCOUNTS[at], 1, draws=40),
    ):
        straight, shuffled = draw(np.arange(40)), draw(np.array(order))
        assert (straight.low, straight.high) == pytest.approx((shuffled.low, shuffled.high))


def test_ratio_bootstrap_agrees_with_the_linearised_variance() -> None:
    found = ratio_bootstrap(ENDS, STARTS, seed=1)
    gaps = ENDS - found.value * STARTS
    error = np.sqrt(np.square(gaps).sum() * 300 / 299) / STARTS.sum()
    assert found.value == pytest.approx(ENDS.sum() / STARTS.sum())
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.15)
    assert found.n == 300


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [([], [], None), ([1], [2], 0.5), ([0, 0], [0, 0], None), ([0.9, 1.8, 2.7], [1, 2, 3], 0.9)],
    ids=["no accounts", "one account", "nothing below", "no variation"],
)
def test_ratio_without_limits(above: list[float], below: list[float], value: float | None) -> None:
    for found in (ratio_bootstrap(above, below, seed=1), ratio_interval(above, below, seed=1)):
        assert found.value == pytest.approx(value) if value is not None else found.value is None
        assert found.low is found.high is None


@pytest.mark.parametrize("most", [None, 1.0])
def test_ratio_interval_draws_two_typical_accounts_beside_those_seen(most: float | None) -> None:
    found = ratio_interval(ENDS, STARTS, 1, draws=100, most=most)
    typical, value = np.sqrt(np.mean(STARTS**2)), ENDS.sum() / STARTS.sum()
    top = 1.75 * value if most is None else most
    drawn = ratio_bootstrap(np.r_[ENDS, 0, top * typical], np.r_[STARTS, typical, typical], 1, draws=100)
    assert (found.value, found.n) == (pytest.approx(value), 300)
    assert (found.low, found.high) == (drawn.low, drawn.high)


def test_who_has_not_left_yet_still_may() -> None:
    """Of 100 accounts one small one left: the truth may well be 95 %, which draws of these accounts hardly reach."""
    starts = np.full(100, 10.0)
    ends = np.where(np.arange(100) == 0, 9.0, 10.0)
    seen, like_these = ratio_bootstrap(ends, starts, 1), ratio_interval(ends, starts, 1, most=1.0)
    assert seen.low > 0.99 > 0.97 > like_these.low
    assert like_these.high <= 1


def test_what_is_lost_is_the_rest_of_what_is_kept() -> None:
    ends = np.minimum(ENDS, STARTS)
    kept, lost = ratio_interval(ends, STARTS, most=1.0), ratio_interval(STARTS - ends, STARTS, most=1.0)
    assert kept.value + lost.value == pytest.approx(1)
    assert (kept.low, kept.high) == pytest.approx((1 - lost.high, 1 - lost.low), abs=0.01)


def test_paired_change_is_narrower_than_unpaired_accounts_would_be() -> None:
    before, after = (ENDS, STARTS), (ENDS * 1.01, STARTS)
    found, level = ratio_change_bootstrap(before, after, seed=1), ratio_bootstrap(ENDS, STARTS, seed=1)
    assert found.value == pytest.approx(0.01 * level.value)
    assert found.high - found.low < 0.1 * (level.high - level.low)


def test_change_counts_the_accounts_of_each_period() -> None:
    found = ratio_change_bootstrap(([1, 0, 2], [2, 0, 2]), ([1, 3, 0], [2, 4, 0]), seed=1)
    assert (found.n_before, found.n_after) == (2, 2)
    assert ratio_change_bootstrap(([0], [0]), ([1], [2]), seed=1).value is None


def test_many_accounts_stay_under_100_mb() -> None:
    above, below = RANDOM.random(20_000), RANDOM.random(20_000)
    tracemalloc.start()
    ratio_bootstrap(above, below, seed=1, draws=200)
    median_bootstrap(above, np.ones(20_000), np.arange(20_000), seed=1, draws=100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 3)), min_size=4, max_size=30),
    st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_each_drawn_median_is_the_kaplan_meier_one(cases, seed: int) -> None:
    """The vectorised draws against the general bootstrap with `kaplan_meier` as its statistic."""
    durations, observed, account = (np.array(column) for column in zip(*cases, strict=True))
    rows = np.column_stack([durations, observed])

    def median(drawn) -> float | None:
        reached = kaplan_meier(drawn[:, 0], drawn[:, 1]).median
        return np.inf if reached is None else reached

    fast = median_bootstrap(durations, observed, account, seed, draws=30)
    plain = cluster_bootstrap(rows, account, median, [seed], draws=30)
    if fast.low is not None and plain.low is not None:
        assert fast.low == plain.low
    if fast.high is not None and plain.high is not None:
        assert fast.high == plain.high


def test_upper_limit_is_none_when_many_draws_do_not_reach_the_median() -> None:
    seen = np.arange(40) < 21
    found = median_bootstrap(np.arange(40), seen, np.arange(40), seed=1)
    assert found.value == 19  # half of the forty had their event by then
    assert found.low is not None and found.high is None


@pytest.mark.parametrize(
    ("durations", "observed", "account", "value"),
    [
        ([], [], [], None),
        ([1, 2, 3], [1, 1, 1], ["a", "a", "a"], 2),
        ([4, 4, 4], [1, 1, 1], ["a", "b", "c"], 4),
        ([1, 2, 3], [0, 0, 0], ["a", "b", "c"], None),
    ],
    ids=["no cases", "one account", "no variation", "no event"],
)
def test_median_without_limits(durations, observed, account, value) -> None:
    found = median_bootstrap(durations, observed, account, seed=1)
    assert (found.value, found.low, found.high) == (value, None, None)
    change = median_change_bootstrap((durations, observed, account), (TIMES, SEEN, ACCOUNTS), seed=1)
    assert change.low is change.high is None


def test_median_change_sees_a_doubling() -> None:
    found = median_change_bootstrap((TIMES, SEEN, ACCOUNTS), (TIMES * 2, SEEN, ACCOUNTS), seed=1)
    assert found.value == pytest.approx(kaplan_meier(TIMES, SEEN).median)
    assert 0 < found.low < found.value < found.high
    assert (found.n_before, found.n_after) == (900, 900)

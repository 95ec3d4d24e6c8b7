"""The log-rank test of several groups: against statsmodels, the two-group test, and simulation with large accounts."""

from random import Random

import numpy as np
import pytest
from statsmodels.duration.survfunc import survdiff

from cx.statistics import curve_change, log_rank_of_groups


def groups_of(rng: Random, sizes: tuple[int, ...], slower: tuple[float, ...]):
    """Groups whose cases each have an account of their own, a fifth of them still open."""
    found = []
    for at, (size, factor) in enumerate(zip(sizes, slower, strict=True)):
        rows = [(round(rng.expovariate(1.0) * factor * 20), rng.random() < 0.8) for _ in range(size)]
        found.append(([row[0] for row in rows], [row[1] for row in rows], [f"{at}-{row}" for row in range(size)]))
    return found


@pytest.mark.parametrize(
    ("sizes", "slower"),
    [
        ((40, 40), (1.0, 1.0)),
        ((40, 25, 60), (1.0, 2.0, 1.0)),
        ((30, 30, 30, 30, 5, 1, 12, 90), (1.0, 1.1, 1.2, 0.8, 3.0, 1.0, 1.0, 1.0)),
    ],
)
def test_it_is_the_chi_squared_of_statsmodels_with_ties_and_open_cases(sizes, slower):
    groups = groups_of(Random(sum(sizes)), sizes, slower)
    found = log_rank_of_groups(groups)
    times, seen = (np.concatenate([np.asarray(group[at]) for group in groups]) for at in (0, 1))
    expected = survdiff(times, seen, np.repeat(np.arange(len(groups)), sizes))
    assert (found.value, found.p_value) == pytest.approx(expected)
    assert (found.degrees, found.n_least, found.n) == (len(sizes) - 1, min(sizes), sum(sizes))
    assert found.p_clustered is None and found.p_judged == found.p_value


def test_of_two_groups_it_is_the_test_of_a_change_and_their_order_does_not_matter():
    groups = groups_of(Random(2), (30, 50, 40), (1.0, 1.6, 1.3))
    two, change = log_rank_of_groups(groups[:2]), curve_change(*groups[:2])
    assert (two.value, two.p_value) == pytest.approx((change.statistic, change.p_value))
    assert log_rank_of_groups(groups[::-1]).value == pytest.approx(log_rank_of_groups(groups).value)


def of_accounts(rng: Random, accounts: int, is_nested: bool):
    """Three groups that are alike, of accounts that differ in pace: each account in one group, or in all of them."""
    rows: list[list[tuple[float, bool, str]]] = [[], [], []]
    for account in range(accounts):
        pace = np.exp(rng.gauss(0, 0.9))
        for case in range(8):
            length = rng.expovariate(1.0) * pace
            rows[(account if is_nested else case + account) % 3].append((length, length < 5, str(account)))
    return [tuple(zip(*group, strict=True)) for group in rows]


@pytest.mark.parametrize(("accounts", "is_nested"), [(20, True), (60, True), (30, False)])
def test_where_nothing_differs_accounts_with_several_cases_do_not_make_it_sure_too_often(accounts, is_nested):
    rng = Random(11)
    found = [log_rank_of_groups(of_accounts(rng, accounts, is_nested)) for _ in range(200)]
    assert sum(item.p_judged < 0.05 for item in found) <= 0.08 * 200
    if is_nested:
        assert sum(item.p_value < 0.05 for item in found) > 0.2 * 200


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [([1.0], [1], ["A"])],
        [([1.0], [1], ["A"]), ([], [], [])],
        [([1.0, 2.0], [0, 0], ["A", "B"]), ([3.0], [0], ["C"])],
    ],
)
def test_without_two_groups_with_cases_or_without_events_there_is_no_test(groups):
    found = log_rank_of_groups(groups)
    assert (found.value, found.p_judged, found.degrees) == (None, None, 0)


def test_a_group_that_is_gone_before_anything_happens_takes_no_degree_of_freedom():
    early = ([1.0, 1.0], [0, 0], ["X", "Y"])
    groups = groups_of(Random(5), (20, 20), (1.0, 2.0))
    late = [([time + 2 for time in times], seen, account) for times, seen, account in groups]
    both, three = log_rank_of_groups(late), log_rank_of_groups([*late, early])
    assert (three.value, three.degrees) == (pytest.approx(both.value), 1)

"""Changes over the same accounts, against published values, the paired test and the tests of two samples."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from cx.statistics import newcombe, panel_change, panel_share_change
from cx.statistics.panel import Panel

CHANCE = np.random.default_rng(3)
IDS = [f"account {at}" for at in range(60)]


def panel(values: list[float], ids: list[str]) -> Panel:
    """Accounts of one value each."""
    return ids, values, np.ones(len(values))


def table(both: int, first: int, second: int, neither: int) -> tuple[Panel, Panel]:
    """Before and after of pairs counted by who is worth 1."""
    before = [1.0] * (both + first) + [0.0] * (second + neither)
    after = [1.0] * both + [0.0] * first + [1.0] * second + [0.0] * neither
    ids = [f"account {at}" for at in range(len(before))]
    return panel(before, ids), panel(after, ids)


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        pytest.param((20, 12, 2, 16), (0.0562, 0.3292), id="Newcombe 1998, Statistics in Medicine 17, 2635, method 10"),
        pytest.param((14, 5, 0, 22), (0.0115, 0.2265), id="Altman et al. 2000, Statistics with Confidence, table 6.2"),
        pytest.param((1, 1, 7, 12), (-0.5069, -0.0256), id="Fagerland et al. 2017, chapter 8, airways"),
    ],
)
def test_paired_shares_have_the_published_limits(counts, published):
    before, after = table(*counts)
    found = panel_share_change(after, before)
    assert (found.low, found.high) == pytest.approx(published, abs=5e-5)
    turned = panel_share_change(before, after)
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))


def test_means_of_the_same_accounts_have_the_paired_t_interval():
    before = CHANCE.normal(50, 20, 60)
    after = before + CHANCE.normal(1, 3, 60)
    found, paired = panel_change(panel(before, IDS), panel(after, IDS)), ttest_rel(after, before).confidence_interval()
    assert (found.low, found.high) == pytest.approx((paired.low, paired.high))
    shuffled = CHANCE.permutation(60)
    again = panel_change(panel(before, IDS), panel(after[shuffled], [IDS[at] for at in shuffled]))
    assert (again.low, again.high) == pytest.approx((found.low, found.high))


def test_accounts_that_are_never_there_twice_are_two_samples():
    first, second = [1.0] * 7 + [0.0] * 13, [1.0] * 11 + [0.0] * 9
    found = panel_share_change(panel(first, IDS[:20]), panel(second, IDS[20:40]))
    two = newcombe(11, 20, 7, 20)
    assert (found.value, found.low, found.high) == pytest.approx((two.value, two.low, two.high))
    before, after = CHANCE.normal(5, 1, 30), CHANCE.normal(5, 2, 30)
    change = panel_change(panel(before, IDS[:30]), panel(after, IDS[30:]))
    # Welch's variance, by n instead of n - 1 within and then by all accounts: the same but for a sixtieth.
    error = np.sqrt(before.var(ddof=1) / 30 + after.var(ddof=1) / 30)
    assert change.high - change.value == pytest.approx(2.001 * error, rel=0.02)


def test_what_each_account_weighs_counts():
    light = panel_change((["A", "B", "C"], [1, 0, 1], [1, 1, 1]), (["A", "B", "C"], [1, 1, 1], [1, 1, 1]))
    heavy = panel_change((["A", "B", "C"], [1, 0, 1], [1, 8, 1]), (["A", "B", "C"], [1, 8, 1], [1, 8, 1]))
    assert (light.value, heavy.value) == pytest.approx((1 / 3, 0.8))


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        ([], [], None),
        ([], [1.0], None),
        ([1.0], [0.0], -1.0),
        ([3.0, 4.0, 9.0], [4.0, 5.0, 10.0], 1.0),
    ],
    ids=["nobody", "nobody before", "one account", "all move alike"],
)
def test_no_range_of_a_mean_where_nothing_varies(before, after, value):
    found = panel_change(panel(before, IDS[: len(before)]), panel(after, IDS[: len(after)]))
    assert (found.value, found.low, found.high) == (value, None, None)
    assert (found.n_before, found.n_after) == (len(before), len(after))

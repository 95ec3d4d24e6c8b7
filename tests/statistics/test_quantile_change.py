import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.statistics import quantile_change

CHANCE = np.random.default_rng(9)
ACCOUNTS = [f"account {at}" for at in range(80)]
OWN = CHANCE.normal(50, 20, 80)


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=9),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=9),
    st.sampled_from([0.1, 0.5, 0.9]),
)
def test_value_is_the_difference_of_the_two_quantiles(before, after, q):
    found = quantile_change((before, ACCOUNTS[: len(before)]), (after, ACCOUNTS[: len(after)]), 1, q, draws=40)
    assert found.value == pytest.approx(np.quantile(after, q) - np.quantile(before, q), abs=1e-6)
    assert (found.n_before, found.n_after) == (len(before), len(after))


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [([], [], None), ([], [1.0], None), ([1.0], [], None), ([1.0], [3.0], 2.0), ([4.0] * 9, [4.0] * 9, 0.0)],
)
def test_no_range_where_nothing_varies_or_one_side_is_empty(before, after, value):
    found = quantile_change((before, ACCOUNTS[: len(before)]), (after, ACCOUNTS[: len(after)]), 1)
    assert (found.value, found.low, found.high) == (value, None, None)


def test_limits_are_those_of_drawing_accounts_one_by_one():
    before, after = OWN[:12], OWN[:12] + CHANCE.normal(5, 3, 12)
    names = ACCOUNTS[:12]
    places = {name: at for at, name in enumerate(sorted(names))}
    at = np.array([places[name] for name in names])
    drawn = []
    for accounts in np.random.default_rng(7).integers(0, 12, size=(400, 12)):
        times = np.bincount(accounts, minlength=12)[at]
        drawn.append(np.median(np.repeat(after, times)) - np.median(np.repeat(before, times)))
    found = quantile_change((before, names), (after, names), 7, draws=400)
    expected = np.quantile(drawn, 0.025, method="lower"), np.quantile(drawn, 0.975, method="higher")
    assert (found.low, found.high) == pytest.approx(expected)


def test_an_account_known_on_both_days_is_drawn_with_both_values():
    later = OWN + 2 + CHANCE.normal(0, 1, 80)
    together = quantile_change((OWN, ACCOUNTS), (later, ACCOUNTS), 1)
    apart = quantile_change((OWN, ACCOUNTS), (later, [name + "x" for name in ACCOUNTS]), 1)
    assert together.low > 0
    assert together.high - together.low < (apart.high - apart.low) / 2


def test_order_of_the_rows_does_not_matter_and_the_seed_decides():
    order = CHANCE.permutation(80)
    shuffled = (OWN[order], [ACCOUNTS[at] for at in order])
    later = (OWN * 1.1, ACCOUNTS)
    assert quantile_change(shuffled, later, 1) == quantile_change((OWN, ACCOUNTS), later, 1)


def test_chance_is_rarely_a_change():
    outside = 0
    for _ in range(150):
        found = quantile_change(
            (CHANCE.normal(size=40), ACCOUNTS[:40]), (CHANCE.normal(size=40), ACCOUNTS[40:]), 1, draws=400
        )
        outside += found.low > 0 or found.high < 0
    assert outside <= 0.08 * 150

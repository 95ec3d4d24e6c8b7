"""Shares of R² with their ranges: LMG's own values, seeded, and noise told from what is more."""

import numpy as np
import pytest

from cx.statistics import lmg, lmg_intervals

CHANCE = np.random.default_rng(7)
X = CHANCE.normal(size=(200, 4))
X[:, 1] = 0.6 * X[:, 0] + 0.8 * X[:, 1]
Y = 0.6 * X[:, 0] - 0.4 * X[:, 2] + CHANCE.normal(size=200)
ACCOUNT = np.arange(200)


def test_the_shares_are_those_of_lmg_and_add_up_to_r_squared():
    found, plain = lmg_intervals(X, Y, ACCOUNT, 1, draws=200), lmg(X, Y)
    assert [item.share for item in found.shares] == list(plain.weights)
    assert sum(item.share or 0 for item in found.shares) == pytest.approx(found.r_squared.value)
    assert (found.r_squared.n, found.accounts) == (200, 200)


def test_ranges_are_percentiles_of_shares_in_draws_of_whole_accounts():
    # The same draws by hand: the accounts' numbers of appearances, their rows repeated, and the plain function.
    accounts = np.arange(200) // 4
    generator = np.random.default_rng(3)
    times = generator.multinomial(50, np.full(50, 1 / 50), size=200)
    by_hand = []
    for counts in times:
        rows = np.concatenate([np.flatnonzero(accounts == at).repeat(1) for at in np.repeat(np.arange(50), counts)])
        by_hand.append(lmg(X[rows], Y[rows]).weights)
    drawn = np.array(by_hand, dtype=float)
    found = lmg_intervals(X, Y, accounts, 3, draws=200)
    for at, item in enumerate(found.shares):
        assert item.low == pytest.approx(np.quantile(drawn[:, at], 0.025, method="lower"), abs=1e-6)
        assert item.high == pytest.approx(np.quantile(drawn[:, at], 0.975, method="higher"), abs=1e-6)


def test_units_do_not_matter():
    found, small = (lmg_intervals(X * size, Y * size, ACCOUNT, 1, draws=50) for size in (1.0, 1e-12))
    for item, other in zip(found.shares, small.shares, strict=True):
        assert (item.share, item.low, item.high) == pytest.approx((other.share, other.low, other.high))
        assert item.is_told == other.is_told


def test_the_same_seed_gives_the_same_ranges_and_rows_of_one_account_widen_them():
    one, again = (lmg_intervals(X, Y, ACCOUNT, 5, draws=300) for _ in range(2))
    assert one == again
    copies = lmg_intervals(np.repeat(X, 5, axis=0), np.repeat(Y, 5), np.repeat(ACCOUNT, 5), 5, draws=300)
    assert copies.shares[0].low == pytest.approx(one.shares[0].low, abs=0.02)
    assert copies.r_squared.n == 1000 and copies.accounts == 200
    assert [item.is_told for item in copies.shares] == [item.is_told for item in one.shares]


def test_what_moves_with_the_outcome_is_told_with_its_direction():
    found = lmg_intervals(X, Y, ACCOUNT, 2, draws=300)
    assert [item.is_told for item in found.shares] == [True, True, True, False]
    assert found.shares[0].correlation > 0 > found.shares[2].correlation


def test_pure_noise_is_called_more_in_few_runs_in_a_hundred():
    told = 0
    for seed in range(150):
        chance = np.random.default_rng(seed)
        x, y = chance.normal(size=(120, 3)), chance.normal(size=120)
        told += any(item.is_told for item in lmg_intervals(x, y, np.arange(120), seed, draws=200).shares)
    assert told <= 14  # 5 % of 150 runs, and two standard errors


def test_what_does_not_vary_and_what_is_missing_is_left_out():
    x = np.column_stack([X[:, 0], np.full(200, 4.0)])
    x[:20, 0] = np.nan
    found = lmg_intervals(x, Y, ACCOUNT, 1, draws=100)
    assert (found.shares[1].share, found.shares[1].is_told, found.r_squared.n) == (None, False, 180)
    flat = lmg_intervals(X, np.ones(200), ACCOUNT, 1, draws=100)
    assert flat.r_squared.value is None and {item.share for item in flat.shares} == {None}

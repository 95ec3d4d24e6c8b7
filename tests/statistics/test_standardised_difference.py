"""The standardised difference against its formula, and where it says nothing."""

import random
from math import sqrt

import pytest

from cx.statistics import standardised_difference


def test_of_measures_it_is_the_gap_over_the_mean_spread():
    first, second = [1.0, 3.0, 5.0, 7.0], [2.0, 2.0, 6.0]
    spread = (5.0 + 32 / 9) / 2
    assert standardised_difference(first, second).value == pytest.approx((4 - 10 / 3) / sqrt(spread))


def test_of_shares_it_is_that_of_austin():
    # Austin 2009: (p1 - p2) / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2)
    found = standardised_difference([1] * 40 + [0] * 60, [1] * 30 + [0] * 70)
    assert found.value == pytest.approx(0.1 / sqrt((0.24 + 0.21) / 2))
    assert (found.n_after, found.n_before) == (100, 100)
    margin = 1.959964 * sqrt(200 / 10_000 + (found.value or 0) ** 2 / 400)
    assert ((found.low or 0), (found.high or 0)) == pytest.approx(
        ((found.value or 0) - margin, (found.value or 0) + margin), abs=1e-6
    )


@pytest.mark.parametrize(("first", "second"), [([], [1.0]), ([1.0], []), ([2.0, 2.0], [2.0, 2.0]), ([1.0], [0.0])])
def test_an_empty_side_or_no_variation_says_nothing(first, second):
    assert standardised_difference(first, second).value is None


def test_the_unit_does_not_matter():
    first, second = [1.0, 3.0, 5.0, 7.0], [2.0, 2.0, 6.0]
    small = standardised_difference([1e-9 * x for x in first], [1e-9 * x for x in second])
    assert small.value == pytest.approx(standardised_difference(first, second).value)


def test_groups_changed_over_change_the_sign_and_order_does_not_matter():
    chance = random.Random(4)
    first, second = ([chance.gauss(at, 1) for _ in range(50)] for at in (0, 1))
    found, turned = standardised_difference(first, second), standardised_difference(second[::-1], first[::-1])
    assert (found.value, found.low, found.high) == pytest.approx((-turned.value, -turned.high, -turned.low))


def test_the_range_holds_the_truth_as_often_as_it_says():
    chance = random.Random(9)
    held = 0
    for _ in range(400):
        found = standardised_difference(
            [chance.gauss(0.5, 1) for _ in range(60)], [chance.gauss(0, 1) for _ in range(40)]
        )
        held += (found.low or 0) <= 0.5 <= (found.high or 0)
    assert 0.92 <= held / 400 <= 0.98

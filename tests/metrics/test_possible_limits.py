"""The limits of a ratio of growth while outcomes are open are those of every combination of outcomes."""

import random
from decimal import Decimal
from itertools import product

import pytest

from cx.metrics.book_worth import Held, base_of
from cx.metrics.possible_limits import possible, possible_limits
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from tests.metrics.asking import term, value
from tests.metrics.company import opened

RATIO = REGISTRY["earned_growth_ratio"]


def worth(item: Held) -> Decimal:
    if item.before:
        return item.after - item.before
    return item.after if item.is_new and item.came_by == "earned" else Decimal(0)


def some_accounts(chance: random.Random) -> list[Held]:
    found = [Held("rest", Decimal(1000), Decimal(1400 + chance.randrange(200)), was_here=True)]
    for at in range(5):
        before = Decimal(chance.choice([0, 50, 100]))
        pending = Decimal(chance.choice([0, 0, 30, 60]))
        after = Decimal(chance.choice([0, 40, 90]))
        came_by = chance.choice([None, "earned", "bought"])
        found.append(Held(f"A{at}", before, after, pending, pending, bool(before) or chance.random() < 0.3, came_by))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_combination_of_outcomes_lies_further_out(seed: int) -> None:
    items = some_accounts(random.Random(seed))
    base = base_of(RATIO.key)
    ratios = [
        100 * float(sum(map(worth, one))) / float(sum(map(base, one)))
        for one in product(*map(list, map(possible, items)))
    ]
    assert possible_limits(RATIO, items, 1.0) == pytest.approx((min(ratios), max(ratios)))


def test_where_growth_may_yet_be_none_there_are_no_limits() -> None:
    items = [Held("A", Decimal(100), Decimal(90), Decimal(50), Decimal(50), was_here=True)]
    assert possible_limits(RATIO, items, 1.0) == (None, None)


def ratio(*after: float) -> MetricValue:
    """Of customers worth 100 each a year ago, and one that came by recommendation and is worth 60."""
    past = term("gone", "2022-01-01", "2022-12-31", 10)
    book = [term(f"C{at}", "2023-01-01", "2024-01-01", 100) for at in range(len(after))]
    book += [term(f"C{at}", "2024-01-01", "2026-01-01", amount) for at, amount in enumerate(after)]
    new = term("new", "2024-03-01", "2026-01-01", 60, acquired_by="earned")
    with opened({"renewals": [past, *book, new]}) as store:
        return value(store, "earned_growth_ratio")


def test_a_share_of_no_growth_is_no_data_and_says_why() -> None:
    found = ratio(90, 40)
    assert (found.value, found.numerator, found.denominator) == (None, -10.0, -10.0)
    assert found.excluded["no_growth"] == 1


def test_growth_by_recommendation_alone_is_all_of_it() -> None:
    assert ratio(100, 90).value == pytest.approx(100.0)

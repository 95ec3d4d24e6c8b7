"""Groups beside each other: the same words as for changes, adjusted with Holm's method where several are tested."""

from datetime import date

import numpy as np
import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.adjusted import adjusted
from cx.insights.change import change
from cx.insights.comparison import MOST_GROUPS, Split, compared
from cx.metrics.intervals import difference
from cx.metrics.queries import UnknownDimension
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue, Rows
from cx.statistics import Sums, Verdict, cluster_sums, holm, is_clear_of_zero
from cx.story.comparing import nothing_compared
from tests.metrics.asking import END, YEAR, answer, term
from tests.metrics.company import opened

SETTINGS = Settings(privacy_minimum=1)
SHARES = {"a": 0.9, "b": 0.75, "c": 0.6, "d": 0.58, "few": 1.0}
SIZES = {"few": 12}


def value(share: float, n: int) -> MetricValue:
    worth = np.where(np.arange(n) < round(share * n), 1.0, -1.0)
    evidence = Rows(Sums(n, float(worth.sum()), float(n)), cluster_sums(worth, [str(at) for at in range(n)]))
    period = Period(date(2024, 1, 1), END)
    score = 100 * float(worth.mean())
    return MetricValue(REGISTRY["nps"], (), period, END, score, None, None, n, None, None, True, evidence=evidence)


def p_value(before: MetricValue, after: MetricValue) -> float:
    """The level at which the interval of the difference just reaches 0."""
    low, high = 1e-12, 1.0
    for _ in range(60):
        level = (low * high) ** 0.5
        found = difference(after.metric, before.evidence, after.evidence, 1 - level)
        clear = is_clear_of_zero(found.value, (found.low, found.high))
        low, high = (low, level) if clear else (level, high)
    return high


@pytest.mark.parametrize("seed", range(12))
def test_stepping_with_intervals_decides_as_holm_does_with_p_values(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sides = [value(float(chance.uniform(0.4, 0.85)), int(chance.integers(40, 200))) for _ in range(5)]
    pairs = [(one, other) for at, one in enumerate(sides) for other in sides[at + 1 :]]
    found = adjusted(pairs)
    expected = holm([p_value(*pair) for pair in pairs])
    smallest = REGISTRY["nps"].smallest_change
    for item, p in zip(found, expected.adjusted, strict=True):
        word = Verdict.SURE if p < 0.05 else Verdict.LIKELY if p < 0.20 else Verdict.CANNOT_TELL
        assert item.verdict is (word if abs(item.value) >= smallest else Verdict.CANNOT_TELL)
        assert is_clear_of_zero(item.value, (item.low, item.high)) == (p < 0.05)


def test_one_comparison_is_not_adjusted_and_untestable_ones_do_not_count() -> None:
    one, other, few, nobody = value(0.6, 100), value(0.8, 100), value(0.9, 10), value(0.5, 40)
    nobody = MetricValue(nobody.metric, (), nobody.period, END, None, None, None, 0, None, None, True)
    plain = change(one, other)
    (first, second, third) = adjusted([(one, other), (one, few), (one, nobody)])
    assert (first.low, first.high, first.verdict) == (plain.low, plain.high, plain.verdict)
    assert second.verdict is third.verdict is Verdict.TOO_FEW and third.value is None


def survey():
    return [
        answer(1000 * at + number, "nps", 10 if number < share * SIZES.get(name, 200) else 3, channel=name)
        for at, (name, share) in enumerate(SHARES.items())
        for number in range(SIZES.get(name, 200))
    ] + [answer(9000 + at, "nps", 3) for at in range(60)]


@pytest.fixture(scope="module")
def store():
    company = {
        "survey": survey(),
        "renewals": [term(f"C{at}", "2023-01-01", "2024-07-01", 100, product="x") for at in range(9)],
    }
    with opened(company, SETTINGS) as opened_store:
        yield opened_store


def split(cursor, key="nps", dimension="channel", settings=SETTINGS, filters=()):
    return Split(cursor, key, Selection(YEAR, END, filters), settings, dimension)


def test_two_groups_differ_as_a_change_between_them_would(store) -> None:
    with store.cursor() as cursor:
        groups = split(cursor).groups()
        (found,) = compared(split(cursor), ("a", "b"))
        (back,) = compared(split(cursor), ("b", "a"))
    plain = change(groups["b"], groups["a"])
    assert (found.one, found.other, found.together) == ("a", "b", 1)
    assert (found.change.value, found.change.low, found.change.verdict) == (plain.value, plain.low, plain.verdict)
    assert found.change.value == pytest.approx(30) == -back.change.value
    assert found.change.verdict is back.change.verdict is Verdict.SURE


def test_pairs_and_the_rest_are_adjusted_together(store) -> None:
    with store.cursor() as cursor:
        pairs = compared(split(cursor), ("a", "b", "c", "d", "few", "nowhere"))
        rest = compared(split(cursor))
    assert len(pairs) == 15 and {item.together for item in pairs} == {6}
    words = {(item.one, item.other): item.change.verdict for item in pairs}
    assert words["a", "c"] is Verdict.SURE and words["c", "d"] is Verdict.CANNOT_TELL
    assert words["a", "few"] is words["a", "nowhere"] is Verdict.TOO_FEW
    assert [(item.one, item.other, item.together) for item in rest] == [
        (name, None, 5) for name in ("a", "b", "c", "d", "", "few")
    ]
    assert [item.change.before.n for item in rest] == [872 - 200] * 4 + [872 - 60, 872 - 12]


def test_all_pairs_of_ten_groups_at_most(store) -> None:
    with store.cursor() as cursor:
        found = compared(split(cursor), [f"g{at}" for at in range(14)])
    assert len(found) == MOST_GROUPS * (MOST_GROUPS - 1) // 2


@pytest.mark.parametrize("names", [(), ("a", "few")], ids=["rest", "pair"])
def test_what_is_hidden_is_not_compared(names) -> None:
    rows = [row | {"response_id": f"x{at}"} for at, row in enumerate(survey())]
    private = Settings(privacy_minimum=15)
    with opened({"survey": rows}, private, survey={"survey": "anonymous"}) as store, store.cursor() as cursor:
        found = compared(split(cursor, settings=private), names)
    assert "few" not in {item.one for item in found if item.change.after.value is not None}
    for item in found:
        if item.other == "few":
            assert item.change.before.hidden is not Hidden.NO and item.change.value is None


def test_a_ledger_is_compared_exactly_and_one_group_with_nothing(store) -> None:
    with store.cursor() as cursor:
        assert compared(split(cursor, "grr", "product")) == ()
        (found,) = compared(split(cursor, "grr", "product"), ("x", "y"))
        assert found.change.verdict is None and found.together == 0
        filtered = compared(split(cursor, filters=(Filter("channel", ("a", "b")),)))
        assert [(item.one, item.change.before.n) for item in filtered] == [("a", 200), ("b", 200)]
        with pytest.raises(UnknownDimension):
            compared(split(cursor, dimension="colour"))


def test_a_sum_is_compared_with_no_rest_and_one_without_a_range_of_a_difference_is_no_test() -> None:
    terms = [term(f"C{at}", "2023-06-01", "2024-06-01", 100, product="xy"[at % 2]) for at in range(80)]
    terms += [term(f"N{at}", "2024-06-01", "2025-03-01", 100, product="xy"[at % 2]) for at in range(80)]
    with opened({"renewals": terms}, SETTINGS) as filled, filled.cursor() as cursor:
        for key in ("revenue_due", "recurring_revenue", "expected_loss", "renewal_forecast"):
            split = Split(cursor, key, Selection(YEAR, END), SETTINGS, "product")
            assert compared(split) == () and nothing_compared(key, (), Words("en")) != nothing_compared(
                "grr", (), Words("en")
            )
            (pair,) = compared(split, ("x", "y"))
            assert pair.change.value is not None and pair.together == 0, key

"""A change between two values: its sign, its word, and how rarely chance is called a change."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from scipy import stats

from cx.contracts.periods import Period
from cx.insights.adjusted import adjusted
from cx.insights.change import change
from cx.metrics.metric import Form
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Cases, Evidence, MetricValue, Parts, Rows
from cx.statistics import Sums, Verdict, cluster_sums

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
Worths = np.ndarray


def valued(key: str, evidence: Evidence, value: float | None, n: int, mature: bool = True) -> MetricValue:
    return MetricValue(REGISTRY[key], (), YEAR, YEAR.end, value, None, None, n, None, None, mature, evidence=evidence)


def of_rows(key: str, worth: Worths, accounts: list[str] | None = None) -> MetricValue:
    """The value of rows that are worth this much each, of these accounts, else each of its own."""
    owners = accounts or [str(at) for at in range(len(worth))]
    evidence = Rows(Sums(len(worth), float(worth.sum()), float((worth**2).sum())), cluster_sums(worth, owners))
    scale = 100.0 if REGISTRY[key].form in (Form.NPS, Form.SHARE) else 1.0
    return valued(key, evidence, scale * float(worth.mean()), len(worth))


def of_times(worth: Worths) -> MetricValue:
    owners = np.array([str(at) for at in range(len(worth))])
    return valued(
        "resolution_hours", Cases(worth, np.ones(len(worth), dtype=bool), owners), float(np.median(worth)), len(worth)
    )


def nps(chance: np.random.Generator, n: int) -> Worths:
    return chance.choice([-1.0, 0.0, 1.0], n, p=[0.2, 0.3, 0.5])


def share(chance: np.random.Generator, n: int) -> Worths:
    return (chance.random(n) < 0.7).astype(float)


def effort(chance: np.random.Generator, n: int) -> Worths:
    return chance.integers(1, 8, n).astype(float)


SAMPLES = [("nps", nps), ("csat", share), ("sla_attainment", share), ("ces", effort)]


@pytest.mark.parametrize(("key", "drawn"), SAMPLES)
def test_chance_is_rarely_called_a_change(key: str, drawn: Callable[[np.random.Generator, int], Worths]):
    chance = np.random.default_rng(20_240_101)
    words = []
    for _ in range(400):
        both = drawn(chance, 160)
        words.append(change(of_rows(key, both[:80]), of_rows(key, both[80:])).verdict)
    assert words.count(Verdict.SURE) <= 0.07 * len(words)
    assert words.count(Verdict.SURE) + words.count(Verdict.LIKELY) <= 0.24 * len(words)
    assert words.count(Verdict.CANNOT_TELL) >= 0.76 * len(words)


@pytest.mark.parametrize(("n_before", "n_after"), [(30, 30), (36, 37), (43, 43), (30, 40)])
def test_chance_is_rarely_called_a_change_in_a_share_of_few_answers(n_before: int, n_after: int):
    """Counted exactly: every pair of counts with its chance, the true share being one half."""
    counts = {
        n: [of_rows("csat", np.repeat([1.0, 0.0], [x, n - x])) for x in range(n + 1)] for n in (n_before, n_after)
    }
    chances = {n: stats.binom.pmf(np.arange(n + 1), n, 0.5) for n in counts}
    said = dict.fromkeys(Verdict, 0.0)
    for x, before in enumerate(counts[n_before]):
        for y, after in enumerate(counts[n_after]):
            said[change(before, after).verdict] += chances[n_before][x] * chances[n_after][y]
    assert said[Verdict.SURE] <= 0.07
    assert said[Verdict.SURE] + said[Verdict.LIKELY] <= 0.24


def test_chance_is_rarely_called_a_change_where_accounts_answer_alike():
    chance = np.random.default_rng(20_240_101)
    owners, words = [str(at // 8) for at in range(160)], []
    for _ in range(200):
        before, after = (np.repeat(nps(chance, 20), 8) for _ in range(2))
        words.append(change(of_rows("nps", before, owners), of_rows("nps", after, owners)).verdict)
    assert words.count(Verdict.SURE) <= 0.09 * len(words)


def test_a_median_that_did_not_move_is_rarely_called_moved():
    chance = np.random.default_rng(20_240_101)
    words = [
        change(of_times(chance.exponential(30, 60)), of_times(chance.exponential(30, 60))).verdict for _ in range(40)
    ]
    assert words.count(Verdict.SURE) <= 0.08 * len(words)


@pytest.mark.parametrize(("key", "drawn"), SAMPLES)
def test_a_real_change_is_found(key, drawn):
    chance = np.random.default_rng(5)
    worth = drawn(chance, 200)
    better = np.maximum(worth, np.quantile(worth, 0.9)) if key != "ces" else np.minimum(worth + 2, 7)
    found = change(of_rows(key, worth), of_rows(key, better))
    assert found.verdict is Verdict.SURE
    assert found.is_better


@pytest.mark.parametrize(("key", "drawn"), SAMPLES)
def test_swapping_two_periods_turns_the_sign(key, drawn):
    chance = np.random.default_rng(11)
    for n in (12, 40, 90):
        one, other = of_rows(key, drawn(chance, n)), of_rows(key, drawn(chance, 60))
        there, back = change(one, other), change(other, one)
        assert there.verdict is back.verdict
        assert there.value is not None and back.value == pytest.approx(-there.value, abs=1e-9)
        assert there.low is not None and there.high is not None
        assert (back.low, back.high) == (pytest.approx(-there.high, abs=1e-9), pytest.approx(-there.low, abs=1e-9))


def test_looking_at_more_groups_asks_for_more():
    one, other = of_rows("nps", np.repeat([1.0, -1.0], [52, 48])), of_rows("nps", np.repeat([1.0, -1.0], [68, 32]))
    same = (one, one)
    assert [adjusted([(one, other), *[same] * (looked_at - 1)])[0].verdict for looked_at in (1, 4, 40)] == [
        Verdict.SURE,
        Verdict.LIKELY,
        Verdict.CANNOT_TELL,
    ]


def test_too_few_on_either_side_comes_before_every_other_word():
    many, few = of_rows("nps", np.ones(100)), of_rows("nps", -np.ones(29))
    assert change(many, few).verdict is Verdict.TOO_FEW
    assert change(few, many).verdict is Verdict.TOO_FEW
    assert not change(many, few).is_told


@pytest.mark.parametrize(
    ("case", "before", "after", "told", "better"),
    [
        ("more than the smallest change", 90.0, 91.0, True, True),
        ("less than it", 90.0, 90.4, False, None),
        ("worse", 91.0, 90.0, True, False),
    ],
)
def test_a_ledger_changes_exactly_and_without_a_word(case, before, after, told, better):
    one, other = (
        valued("grr", Parts(np.array(["a"]), np.array([value]), np.array([100.0])), value, 1)
        for value in (before, after)
    )
    found = change(one, other)
    assert (found.verdict, found.is_told, found.is_better) == (None, told, better)


@pytest.mark.parametrize("key", ["nps", "grr"])
def test_nothing_to_compare_with_is_no_change(key):
    nothing, something = valued(key, None, None, 0), valued(key, None, 50.0, 100)
    for found in (change(nothing, something), change(something, nothing)):
        assert (found.value, found.is_told, found.is_better) == (None, False, None)

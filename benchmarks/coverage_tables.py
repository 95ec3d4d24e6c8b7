"""The tables of coverage and of false alarms: which samples are drawn, and what each figure may be at worst."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.populations import Answers, AnswersByAccount, Book, Durations, Population, SameAccounts, generator
from cx.contracts.periods import Period
from cx.insights.change import judged
from cx.metrics.intervals import NRR_ACCOUNTS, difference, interval, likely_difference
from cx.metrics.intervals import SEED as BOOTSTRAP
from cx.metrics.metric import Metric
from cx.metrics.registry import REGISTRY
from cx.metrics.sums import level
from cx.metrics.value import Cases, Evidence, MetricValue, Parts, Rows
from cx.statistics import Estimate, Verdict, kaplan_meier, ratio_interval, survival_quantile

DRAWS = 2_000
LEAST, MOST = 92.0, 98.0
"""Within which the coverage of a 95 % interval must lie, in percent."""
SURE, SURE_OR_LIKELY = 7.0, 24.0
"""How often the words may be said where nothing changed, in percent."""
NPS, SHARE = (1.0, 0.0, -1.0), (1.0, 0.0)
DAY = date(2026, 9, 30)


@dataclass(frozen=True)
class Table:
    """Populations by sizes of sample; from the size `bound_from` on a figure must reach its target."""

    title: str
    sizes: tuple[int, ...]
    counts: str
    populations: tuple[Population | SameAccounts, ...]
    bound_from: int | None = None


def mix(promoters: int, passives: int, detractors: int) -> Answers:
    """Answers to the NPS question with these true shares in percent."""
    chances = (promoters / 100, passives / 100, detractors / 100)
    return Answers(f"NPS {promoters - detractors:+} ({promoters}/{passives}/{detractors})", "nps", NPS, chances)


def share(percent: int) -> Answers:
    """Answers of which so many percent are satisfied."""
    return Answers(f"share {percent} %", "csat", SHARE, (percent / 100, 1 - percent / 100))


def by_account(what: str, metric: str, worth: tuple[float, ...], chances: tuple[float, ...]) -> list[AnswersByAccount]:
    """The same answers from accounts, a little and much alike, and with large accounts less happy."""
    return [
        AnswersByAccount(f"{what}, ICC 0.1", metric, worth, chances, 0.1),
        AnswersByAccount(f"{what}, ICC 0.3", metric, worth, chances, 0.3),
        AnswersByAccount(f"{what}, ICC 0.3, large accounts less happy", metric, worth, chances, 0.3, 0.1),
    ]


EFFORT = Answers("CES, mean of 1 to 7", "ces", (1, 2, 3, 4, 5, 6, 7), (0.02, 0.03, 0.06, 0.16, 0.3, 0.28, 0.15), 1.0)
HANDOFFS = Answers(
    "handoffs per ticket, mean", "handoffs_per_ticket", (0, 1, 2, 3, 4), (0.7, 0.2, 0.07, 0.02, 0.01), 1.0
)
MIXES = tuple(
    mix(*shares) for shares in ((85, 10, 5), (60, 25, 15), (45, 35, 20), (35, 30, 35), (20, 30, 50), (10, 20, 70))
)
SHARES = tuple(share(percent) for percent in (10, 20, 30, 50, 70, 80, 90))
ACCOUNTS = (*by_account("NPS", "nps", NPS, (0.45, 0.35, 0.2)), *by_account("share 80 %", "csat", SHARE, (0.8, 0.2)))
FALLING, ACTIVE = (1.0,) * 3 + (0.0,) * 7, (1.0,) * 9 + (0.0,)
BREADTH = tuple(float(percent) for percent in range(10, 100, 5))
CONTACTS = (0, 0, 0, 0, 100, 100, 100, 200, 300, 700)
SAME = (
    SameAccounts("share 30 % of which many turn", "adoption_falling", FALLING, -0.3),
    SameAccounts("share 30 %, new each time", "adoption_falling", FALLING, 0.0),
    SameAccounts("share 30 % of which half stay", "adoption_falling", FALLING, 0.5),
    SameAccounts("share 90 % of which most stay", "active_account_rate", ACTIVE, 0.9),
    SameAccounts("breadth of use, mean, most stay", "feature_breadth", BREADTH, 0.9),
    SameAccounts("contacts an account, half stay", "contact_rate", CONTACTS, 0.5),
)
HOURS = Durations("hours to resolution, median", "resolution_hours", 17.5)
BOOKS = (
    Book("NRR, σ 1.0", "nrr", 1.0),
    Book("NRR, σ 1.0, large accounts stay", "nrr", 1.0, tied=True),
    Book("NRR, σ 1.0, 3 % leave", "nrr", 1.0, 0.03),
    Book("NRR, σ 1.0, 15 % leave", "nrr", 1.0, 0.15),
    Book("NRR, σ 1.3", "nrr", 1.3),
)
COVERAGE = (
    Table("NPS and shares", (10, 20, 30, 100, 1_000), "answers", (*MIXES, *SHARES), 30),
    Table("Several answers an account", (20, 50, 100), "accounts", ACCOUNTS, 50),
    Table("Net revenue retention", (50, 100, 300), "accounts", BOOKS, 100),
    Table("Means and medians", (30, 100, 300), "answers or tickets", (EFFORT, HANDOFFS, HOURS)),
    Table(
        "Gross revenue retention",
        (50, 100, 300),
        "accounts",
        (Book("GRR, σ 1.0", "grr", 1.0), Book("GRR, σ 1.0, 3 % leave", "grr", 1.0, 0.03)),
    ),
)
ALARMS = (
    Table("NPS and shares", (30, 100, 1_000), "answers on each side", (*MIXES[::2], *SHARES[3:]), 30),
    Table("Several answers an account", (50, 100), "accounts on each side", ACCOUNTS, 50),
    Table("Means and medians", (30, 100, 300), "answers or tickets on each side", (EFFORT, HANDOFFS, HOURS), 30),
    Table("The same accounts twice", (30, 100, 300), "accounts on each side", SAME, 30),
)


def covered(population: Population, n: int, draws: int = DRAWS) -> float:
    """Of how many samples in a hundred the 95 % interval holds the truth; an open end holds all beyond it."""
    metric, truth = REGISTRY[population.metric], population.truth
    samples = Counter(population.samples(n, draws, generator("coverage", population.name, n)))
    held = sum(times for evidence, times in samples.items() if _holds(metric, evidence, truth))
    return 100 * held / draws


def _holds(metric: Metric, evidence: Evidence, truth: float) -> bool:
    found = _interval(metric, evidence)
    low = -float("inf") if found.low is None else found.low
    high = float("inf") if found.high is None else found.high
    return low <= truth <= high


def _interval(metric: Metric, evidence: Evidence) -> Estimate:
    """What the product shows; below NRR's least number of accounts, what it would show."""
    if isinstance(evidence, Parts) and metric.key == "nrr" and evidence.account.size < NRR_ACCOUNTS:
        return ratio_interval(100 * evidence.numerators, evidence.denominators, BOOTSTRAP)
    found = interval(metric, evidence)
    assert found is not None
    return found


@dataclass(frozen=True)
class Alarms:
    """Of how many pairs of samples in a hundred a change was called one, though nothing had changed."""

    sure: float
    sure_or_likely: float


def alarms(population: Population | SameAccounts, n: int, draws: int = DRAWS) -> tuple[Alarms, Alarms]:
    """With the registry's smallest change that matters, and with none."""
    metric = REGISTRY[population.metric]
    words: Counter[tuple[bool, Verdict | None]] = Counter()
    for pair, times in Counter(_pairs(population, n, draws)).items():
        for of_any_size, word in zip((False, True), said(metric, *pair), strict=True):
            words[of_any_size, word] += times
    return _alarms(words, False, draws), _alarms(words, True, draws)


def _pairs(population: Population | SameAccounts, n: int, draws: int) -> list[tuple[Evidence, Evidence]]:
    """So many pairs of samples between which nothing changed."""
    random = generator("alarms", population.name, n)
    if isinstance(population, SameAccounts):
        return population.pairs(n, draws, random)
    before, after = (population.samples(n, draws, random) for _ in range(2))
    return list(zip(before, after, strict=True))


def _alarms(words: Counter[tuple[bool, Verdict | None]], of_any_size: bool, draws: int) -> Alarms:
    sure, likely = (words[of_any_size, word] for word in (Verdict.SURE, Verdict.LIKELY))
    return Alarms(100 * sure / draws, 100 * (sure + likely) / draws)


def said(metric: Metric, before: Evidence, after: Evidence) -> tuple[Verdict | None, Verdict | None]:
    """The word for the change between two samples, and the word were no change too small to matter.

    As `cx.insights.change.change` says it, but with the ranges found once for both.
    """
    wide, narrow = difference(metric, before, after, 0.95), likely_difference(metric, before, after, 0.80)
    one, other = (
        judged(as_value(kind, before), as_value(kind, after), wide, narrow).verdict
        for kind in (metric, replace(metric, smallest_change=0.0))
    )
    return one, other


def as_value(metric: Metric, evidence: Evidence) -> MetricValue:
    """The figure of a sample as the pages get it."""
    value, n = _level(metric, evidence)
    return MetricValue(metric, (), Period(DAY, DAY), DAY, value, None, None, n, None, None, True, evidence=evidence)


def _level(metric: Metric, evidence: Evidence) -> tuple[float | None, int]:
    if isinstance(evidence, Cases):
        return survival_quantile(kaplan_meier(evidence.durations, evidence.observed), 0.5).value, evidence.account.size
    assert isinstance(evidence, Rows)
    return level(metric, {"n": evidence.sums.n, "sum": evidence.sums.total, "unknown": 0}), int(evidence.sums.n)

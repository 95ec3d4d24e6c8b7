"""Shares and their differences, on the scale 0 to 1.

Wilson and Newcombe are closed forms here because a page asks for thousands of them and the library's
calls cost fifty times as much; the tests hold them equal to statsmodels.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from cx.statistics.checked import count
from cx.statistics.confidence import normal_quantile
from cx.statistics.estimate import Difference, Estimate

FEW = 1000
"""More than this many, where fewer than five are expected, have a chance below the least number."""
TIED = 1e-9
"""Two tables whose chances differ by less than this share are equally likely."""


class ProportionMethod(StrEnum):
    """How a test of two proportions was made."""

    POOLED_Z = "pooled z"
    FISHER_EXACT = "Fisher exact"


@dataclass(frozen=True, slots=True)
class ProportionTest:
    """A two-sided test that two proportions are equal, with their difference; None where a sample is empty."""

    value: float | None
    """p1 - p2, -1 to 1."""
    low: float | None
    high: float | None
    """Newcombe's 95 % limits of the difference. A test that is not an inversion of them may disagree at the edge."""
    z: float | None
    """The pooled statistic; None where Fisher's test, which has none, was made."""
    p_value: float | None
    method: ProportionMethod | None
    n1: float
    n2: float

    @property
    def n(self) -> float:
        """The size of both samples together."""
        return self.n1 + self.n2


def top_box_share(counts: Mapping[Hashable, float], satisfied: Collection[Hashable]) -> float | None:
    """The share (0 to 1) of answers that fall in the satisfied boxes; neutral answers stay in n; None without answers.

    ValueError for counts that are no mapping of boxes, one that is negative or not finite, and boxes that are no list.
    Source: Delighted, How is CSAT calculated, https://help.delighted.com/article/240-how-is-csat-calculated.
    """
    if not isinstance(counts, Mapping):
        raise ValueError(f"the counts are a mapping of boxes, not {counts!r}")
    if not isinstance(satisfied, Collection) or isinstance(satisfied, (str, bytes)):
        raise ValueError(f"the satisfied boxes are a list or a set, not {satisfied!r}")
    checked = {box: count(answers, "a count of answers") for box, answers in counts.items()}
    n = sum(checked.values())
    return sum(answers for box, answers in checked.items() if box in satisfied) / n if n else None


def wilson(successes: float, n: float, confidence: float = 0.95) -> Estimate:
    """Wilson's score interval of one proportion, 0 to 1; 0 and n successes give exact 0 and 1.

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). ValueError for successes below 0, above n or not finite, and a
    confidence outside 0 to 1. Source: Wilson 1927, J. American Statistical Association 22.
    """
    successes, n = _counts(successes, n)
    if n == 0:
        return Estimate(None, None, None, n)
    p, z = successes / n, normal_quantile(confidence)
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    margin = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    low = 0.0 if successes == 0 else max(0.0, centre - margin)
    high = 1.0 if successes == n else min(1.0, centre + margin)
    return Estimate(p, low, high, n)


def newcombe(x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95) -> Difference:
    """Newcombe's hybrid score interval (his method 10) of x1/n1 - x2/n2, -1 to 1.

    d - √((p1 - l1)² + (u2 - p2)²) to d + √((u1 - p1)² + (p2 - l2)²), with Wilson's limits. Sample 1 is the later one
    (n_after), sample 2 the earlier (n_before). ValueError as for `wilson`. Source: Newcombe 1998, Statistics in
    Medicine 17:873.
    """
    after, before = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    n1, n2 = after.n, before.n
    p1, l1, u1 = after.value, after.low, after.high
    p2, l2, u2 = before.value, before.low, before.high
    if p1 is None or l1 is None or u1 is None or p2 is None or l2 is None or u2 is None:
        return Difference(None, None, None, n2, n1)
    low = p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    high = p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return Difference(p1 - p2, low, high, n2, n1)


def proportion_test(x1: float, n1: float, x2: float, n2: float) -> ProportionTest:
    """Whether two proportions differ: pooled z, or Fisher where any expected count is below 5; n of each sample.

    z = (p1 - p2) / √(p(1 - p)(1/n1 + 1/n2)), without continuity correction. The difference p1 - p2 (-1 to 1) comes with
    Newcombe's interval, as `newcombe` gives it. ValueError for successes below 0, above n or not finite, and for counts
    that are not whole where Fisher's test is to be made.
    Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions; Fisher 1935, The Design of
    Experiments; the bound of 5 by Cochran 1954, Biometrics 10.
    """
    from scipy.special import ndtr

    apart = newcombe(x1, n1, x2, n2)
    (x1, n1), (x2, n2) = _counts(x1, n1), _counts(x2, n2)
    if n1 == 0 or n2 == 0:
        return ProportionTest(None, None, None, None, None, None, n1, n2)
    limits = apart.value, apart.low, apart.high
    pooled = (x1 + x2) / (n1 + n2)
    if min(n1, n2) * min(pooled, 1 - pooled) < 5:
        return ProportionTest(*limits, None, _fisher(x1, n1, x2, n2), ProportionMethod.FISHER_EXACT, n1, n2)
    z = (x1 / n1 - x2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return ProportionTest(*limits, z, float(2 * ndtr(-abs(z))), ProportionMethod.POOLED_Z, n1, n2)


def finite_population_interval(successes: float, n: float, population: float, confidence: float = 0.95) -> Estimate:
    """The share (0 to 1) in a small population of which n members answered.

    Adjusted Wald (2 added to successes and to failures), its variance times (N - n) / (N - 1), kept to what the members
    not asked can still make of it; the value is the raw share. It corrects for sampling only, not for who chose to
    answer. ValueError where n exceeds the population, successes are below 0 or above n, one of them is not finite, and
    for a confidence outside 0 to 1. Source: Cochran 1977, Sampling Techniques; Agresti & Coull 1998, The American
    Statistician 52.
    """
    (successes, n), population = _counts(successes, n), count(population, "the population")
    if n > population:
        raise ValueError(f"{n} answers from a population of {population}: there are at most as many as members")
    if n == 0:
        return Estimate(None, None, None, n)
    raw, centre = successes / n, (successes + 2) / (n + 4)
    correction = (population - n) / (population - 1) if population > 1 else 0.0
    margin = normal_quantile(confidence) * sqrt(centre * (1 - centre) / (n + 4) * correction)
    low = max(min(centre - margin, raw), successes / population)
    high = min(max(centre + margin, raw), (successes + population - n) / population)
    return Estimate(raw, low, high, n)


def _fisher(x1: float, n1: float, x2: float, n2: float) -> float:
    """The chance of tables no likelier than this one; SciPy's own is wrong or does not end with a billion cases.

    The cell that holds the fewest by chance, below five, counts up from 0: each table's chance follows from the last.
    """
    if any(cases != int(cases) for cases in (x1, n1, x2, n2)):
        raise ValueError(f"Fisher's test is made of whole counts, not of {x1} of {n1} and {x2} of {n2}")
    x1, n1, x2, n2 = int(x1), int(n1), int(x2), int(n2)  # sums of more than 2^53 stay exact
    (rows, cell), n = min((n1, x1), (n2, x2)), n1 + n2
    rarer = min(x1 + x2, n - x1 - x2)
    cell = cell if rarer == x1 + x2 else rows - cell
    if cell > FEW:
        return 0.0
    at = np.arange(min(rows, rarer, FEW), dtype=np.float64)
    steps = np.log((float(rarer) - at) * (float(rows) - at) / ((at + 1) * (float(n - rarer - rows) + at + 1)))
    likelihood = np.concatenate([[0.0], np.cumsum(steps)])
    chances = np.exp(likelihood - likelihood.max())
    return min(1.0, float(chances[chances <= chances[cell] * (1 + TIED)].sum() / chances.sum()))


def _counts(successes: float, n: float) -> tuple[float, float]:
    successes, n = count(successes, "the count of successes"), count(n, "n")
    if successes > n:
        raise ValueError(f"{successes} successes of {n}: there are at most as many as cases")
    return successes, n

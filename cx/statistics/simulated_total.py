"""The total of amounts each of which comes or does not, by drawing: the renewal forecast."""

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.bootstrap import Floats, percentile_limits
from cx.statistics.checked import chance, drawings, finite, shares
from cx.statistics.estimate import Estimate

AT_ONCE = 64
"""Amounts drawn together: with 10,000 draws 5 MB at a time."""


def simulated_total(
    chances: ArrayLike, amounts: ArrayLike, seed: int, draws: int = 10_000, confidence: float = 0.95
) -> Estimate:
    """The expected total Σ p·a with percentile limits of draws in which each amount comes with its chance (0 to 1).

    Each comes or not by itself, so that what hits all at once is not in the limits, which are too narrow by that. They
    are widened to hold the value: a total of few amounts takes few values. n counts amounts. The same seed and order
    give the same limits. ValueError for a chance or a confidence outside 0 to 1, an amount that is not finite, other
    than one amount a chance, and draws below 1 or over a million. Source: Metropolis & Ulam 1949, J. American
    Statistical Association 44, The Monte Carlo Method.
    """
    p = shares(chances, "the chances")
    worth = finite(amounts, "the amounts", p.size)
    value = float(p @ worth)
    if not p.size:
        return Estimate(None, None, None, 0)
    low, high = percentile_limits(_totals(p, worth, seed, drawings(draws)), confidence)
    return Estimate(
        value, min(value if low is None else low, value), max(value if high is None else high, value), p.size
    )


def _totals(p: Floats, worth: Floats, seed: int, draws: int) -> Floats:
    generator = chance(seed)
    found = np.zeros(draws)
    for at in range(0, p.size, AT_ONCE):
        part = slice(at, at + AT_ONCE)
        found += (generator.random((draws, p[part].size), np.float32) < p[part]) @ worth[part]
    return found

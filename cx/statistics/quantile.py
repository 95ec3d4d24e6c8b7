"""Quantiles of fully observed values, with limits that assume no distribution."""

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import between, finite
from cx.statistics.confidence import tail
from cx.statistics.estimate import Estimate


def quantile_interval(values: ArrayLike, q: float, confidence: float = 0.95) -> Estimate:
    """The q-quantile (0 < q < 1) with limits at order statistics by the binomial, in the values' unit.

    A limit that would need a value beyond the sample is None: the 95 % upper limit of a 90th percentile needs 36
    values. ValueError for a value that is not finite and for q or a confidence outside 0 to 1. Source: Hahn & Meeker
    1991, Statistical Intervals; value as definition 7 of Hyndman & Fan 1996, The American Statistician 50.
    """
    q = between(q, "a quantile")
    ordered = np.sort(finite(values, "the values"))
    n = ordered.size
    if n == 0:
        return Estimate(None, None, None, 0)
    low, high = _ranks(n, q, confidence)
    return Estimate(
        float(np.quantile(ordered, q)),
        float(ordered[low - 1]) if low >= 1 else None,
        float(ordered[high - 1]) if high <= n else None,
        n,
    )


def _ranks(n: int, q: float, confidence: float) -> tuple[int, int]:
    """Ranks from 1 of the two limits; 0 or n + 1 where the sample does not reach."""
    from scipy.stats import binom  # a slow import that pages without quantiles need not wait for

    outside = tail(confidence)
    return int(binom.ppf(outside, n, q)), int(binom.ppf(1 - outside, n, q)) + 1

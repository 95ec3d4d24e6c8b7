"""Means of answers that come in accounts: the account, not the answer, is the independent unit."""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.account_codes import account_codes
from cx.statistics.checked import LARGEST, count, finite, number, record
from cx.statistics.confidence import normal_quantile, t_quantile
from cx.statistics.estimate import Difference, Estimate, around, change_around
from cx.statistics.mean import DUST, pooled_freedom
from cx.statistics.proportion import wilson


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Sums over accounts g with n_g > 0 answers that add up to y_g: all that the variance needs.

    ValueError for a sum that is not finite, and for one below 0 that cannot be.
    """

    clusters: float
    n: float
    """Σ n_g"""
    total: float
    """Σ y_g"""
    total_squared: float
    """Σ y_g²"""
    total_by_n: float
    """Σ y_g n_g"""
    n_squared: float
    """Σ n_g²"""

    def __post_init__(self) -> None:
        for name in ("clusters", "n"):
            object.__setattr__(self, name, count(getattr(self, name), f"{name} of the sums"))
        object.__setattr__(self, "total", number(self.total, "the total of the sums"))
        object.__setattr__(self, "total_by_n", number(self.total_by_n, "total_by_n of the sums", LARGEST**2))
        for name in ("total_squared", "n_squared"):
            object.__setattr__(self, name, count(getattr(self, name), f"{name} of the sums", LARGEST**2))

    @property
    def mean(self) -> float | None:
        """The mean of all answers; None without any."""
        return self.total / self.n if self.n else None


def cluster_sums(values: ArrayLike, accounts: ArrayLike) -> ClusterSums:
    """The sums of one value an answer and its account's id (an answer without account is one of its own).

    ValueError for a value that is not finite, other than one account a value, and accounts of several kinds.
    Source: Cochran 1977, Sampling Techniques, the ratio estimator of cluster samples.
    """
    array = finite(values, "the values")
    codes = account_codes(accounts, array.size)
    counts = np.bincount(codes).astype(np.float64)
    totals = np.bincount(codes, weights=array)
    return ClusterSums(
        counts.size,
        float(counts.sum()),
        float(totals.sum()),
        float(totals @ totals),
        float(totals @ counts),
        float(counts @ counts),
    )


def cluster_variance(sums: ClusterSums) -> float | None:
    """The squared standard error of the mean: G/(G-1) Σ(y_g - m n_g)² / n²; None below two accounts.

    Linearised ratio estimator; exactly 0 where accounts do not differ. ValueError for what is no `ClusterSums`.
    Source: Cochran 1977, Sampling Techniques.
    """
    mean = record(sums, ClusterSums, "the sums").mean
    if mean is None or sums.clusters < 2:
        return None
    spread = sums.total_squared - 2 * mean * sums.total_by_n + mean**2 * sums.n_squared
    if spread <= DUST * (sums.total_squared + mean**2 * sums.n_squared):
        return 0.0
    return sums.clusters / (sums.clusters - 1) * spread / sums.n**2


def clustered_interval(sums: ClusterSums, confidence: float = 0.95) -> Estimate:
    """The mean with the t interval of the account-clustered variance: m ± t √variance, G - 1 degrees of freedom.

    No limits below two accounts or without variation. Limits are not clipped: see `within`. ValueError for what is no
    `ClusterSums` and a confidence outside 0 to 1. Source: Cochran 1977, Sampling Techniques.
    """
    variance = cluster_variance(sums)
    if sums.mean is None or variance is None:
        return Estimate(sums.mean, None, None, sums.n)
    return around(sums.mean, t_quantile(confidence, sums.clusters - 1) * sqrt(variance), sums.n)


def clustered_share_interval(sums: ClusterSums, confidence: float = 0.95) -> Estimate:
    """The share (0 to 1) of answers coded 1 and 0 with Wilson's interval of as many answers as tell as much.

    The effective number of answers is p(1 - p) / the clustered variance, times (z / t)² with G - 1 degrees of freedom.
    A symmetric interval of a share far from one half is too short on its long side. No limits below two accounts or
    where accounts do not differ. n counts the answers. ValueError for what is no `ClusterSums`, for a mean outside 0 to
    1, which is no share, and a confidence outside 0 to 1. Source: Korn & Graubard 1998, Survey Methodology 24; Wilson
    1927, J. American Statistical Association 22.
    """
    variance, share = cluster_variance(sums), sums.mean
    if share is not None and not -DUST <= share <= 1 + DUST:
        raise ValueError(f"a share lies between 0 and 1, not at {share}: code the answers 1 and 0")
    if share is None or not variance or not 0 < share < 1:
        return Estimate(share, None, None, sums.n)
    shrunk = normal_quantile(confidence) / t_quantile(confidence, sums.clusters - 1)
    effective = share * (1 - share) / variance * shrunk**2
    return replace(wilson(share * effective, effective, confidence), value=share, n=sums.n)


def clustered_change(before: ClusterSums, after: ClusterSums, confidence: float = 0.95) -> Difference:
    """mean(after) - mean(before) ± t √(sum of both clustered variances), in the values' unit.

    Accounts that answered both times vary together, so adding errs on the wide side. No limits where a
    side has fewer than two accounts or neither varies. ValueError for what is no `ClusterSums` and a confidence outside
    0 to 1. Source: Cochran 1977, Sampling Techniques; degrees of freedom by Satterthwaite 1946, Biometrics Bulletin 2.
    """
    a, b = cluster_variance(before), cluster_variance(after)
    if before.mean is None or after.mean is None:
        return Difference(None, None, None, before.n, after.n)
    value = after.mean - before.mean
    if a is None or b is None or a + b == 0:
        return Difference(value, None, None, before.n, after.n)
    freedom = pooled_freedom(a, before.clusters - 1, b, after.clusters - 1)
    return change_around(value, t_quantile(confidence, freedom) * sqrt(a + b), before.n, after.n)

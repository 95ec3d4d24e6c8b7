"""Whether several groups' cases end equally soon, and how sure that is where accounts have several cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.statistics.curve_change import LEAST_ACCOUNTS, Cases
from cx.statistics.log_rank_scores import Floats, LogRankScores, log_rank_scores
from cx.statistics.survival import checked_cases

ROUNDING = 1e-10
"""Below this share of the largest, a part of a variance is none but what rounding left."""


@dataclass(frozen=True, slots=True)
class LogRankOfGroups:
    """The log-rank test of several groups' times; what cannot be computed is None, and low and high always are."""

    value: float | None
    """Chi-squared, cases taken as independent."""
    degrees: int
    """Its degrees of freedom: the groups but one."""
    p_value: float | None
    p_clustered: float | None
    """The same with the variance of sums by account; None where no account has several cases, or accounts are few."""
    n_least: int
    """Cases of the smallest group."""
    n: int
    low: None = None
    high: None = None

    @property
    def p_judged(self) -> float | None:
        """The larger of both: what the verdict rests on."""
        known = [p for p in (self.p_value, self.p_clustered) if p is not None]
        return max(known) if self.p_value is not None else None


def log_rank_of_groups(groups: Sequence[Cases]) -> LogRankOfGroups:
    """The log-rank test that all groups take equally long, also allowing for accounts; of two groups the usual one.

    Chi-squared of observed less expected events on one degree of freedom fewer than there are groups. Allowing for
    accounts, the variance of those sums is made of the sums by account and the statistic held against F (Hotelling),
    since few accounts are far off chi-squared. No test of fewer than two groups with cases, or without events. A case
    without account is one of its own. ValueError for a duration that is negative or not a number, `observed` other than
    true or false, and accounts of several kinds. Source: Mantel 1966, Cancer Chemotherapy Reports 50; Peto & Peto 1972,
    J. Royal Statistical Society A 135; Lin & Wei 1989, J. American Statistical Association 84.
    """
    durations, seen, accounts, sizes = checked_cases(groups)
    least, n = min(sizes, default=0), sum(sizes)
    if len(sizes) < 2 or least == 0:
        return LogRankOfGroups(None, 0, None, None, least, n)
    member = np.repeat(np.eye(len(sizes))[:, :-1], sizes, axis=0)
    found = log_rank_scores(durations, seen, member)
    statistic, degrees = _squared(found.sums, found.variance)
    if not degrees:
        return LogRankOfGroups(None, 0, None, None, least, n)
    from scipy.special import chdtrc

    return LogRankOfGroups(statistic, degrees, float(chdtrc(degrees, statistic)), _clustered(found, accounts), least, n)


def _squared(sums: Floats, variance: Floats) -> tuple[float, int]:
    """The sums squared over their variance, and how many of them can be told apart."""
    lengths, turned = np.linalg.eigh(variance)
    some = lengths > max(lengths.max(initial=0.0), ROUNDING) * ROUNDING
    along = turned.T @ sums
    return float((along[some] ** 2 / lengths[some]).sum()), int(some.sum())


def _clustered(found: LogRankScores, accounts: NDArray[np.int64]) -> float | None:
    sums = found.sums_by(accounts)
    many, cases = len(sums), len(found.scores)
    if many == cases or many < LEAST_ACCOUNTS + sums.shape[1] - 1:
        return None
    statistic, degrees = _squared(found.sums, sums.T @ sums * many / (many - 1))
    if not degrees:
        return None
    from scipy.special import fdtrc

    return float(fdtrc(degrees, many - degrees, statistic * (many - degrees) / (degrees * (many - 1))))

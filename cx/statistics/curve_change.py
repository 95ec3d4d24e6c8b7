"""Whether one group's cases end sooner than another's, and how sure that is where accounts have several cases."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import count, number, p_value
from cx.statistics.log_rank_scores import Floats, log_rank_scores
from cx.statistics.survival import checked_cases
from cx.statistics.verdict import Verdict

Cases = tuple[ArrayLike, ArrayLike, ArrayLike]
"""Durations, whether the event was seen, and the account of each case."""
LEAST_ACCOUNTS = 10
"""Accounts below which a variance made from them says too little."""


@dataclass(frozen=True, slots=True)
class CurveChange:
    """The log-rank test of two groups' times; what cannot be computed is None."""

    sooner: float
    """Events of the later group beyond those that it would have if both took equally long; below 0: it takes longer."""
    statistic: float | None
    """Chi-squared with one degree of freedom, cases taken as independent."""
    p_value: float | None
    p_clustered: float | None
    """The same with the variance of sums by account; None where no account has several cases, or accounts are few."""
    n_before: int
    n_after: int

    @property
    def n_least(self) -> int:
        """Cases of the smaller side."""
        return min(self.n_before, self.n_after)

    @property
    def p_judged(self) -> float | None:
        """The larger of both: what the verdict rests on."""
        known = [p for p in (self.p_value, self.p_clustered) if p is not None]
        return max(known) if self.p_value is not None else None


def curve_change(before: Cases, after: Cases) -> CurveChange:
    """The log-rank test of the later group against the earlier one, also allowing for accounts.

    The log-rank score is a sum over cases, each the event it had less those that it would have had so far (Lin and
    Wei); summed by account, the squares of those sums are its variance without taking cases as independent. The plain
    variance is the hypergeometric one; the test is written out here since loading scipy.stats takes a second. A case
    without account is one of its own. ValueError for a duration that is negative or not a number, `observed` other than
    true or false, and accounts of several kinds. Source: Mantel 1966, Cancer Chemotherapy Reports 50; Lin & Wei 1989,
    J. American Statistical Association 84.
    """
    durations, seen, accounts, (n_before, n_after) = checked_cases([before, after])
    found = log_rank_scores(durations, seen, np.repeat([[0.0], [1.0]], [n_before, n_after], axis=0))
    variance = float(found.variance[0, 0])
    if not n_before or not n_after or variance <= 0:
        return CurveChange(0.0, None, None, None, n_before, n_after)
    sooner = float(found.sums[0])
    statistic = sooner**2 / variance
    clustered = _clustered(found.sums_by(accounts)[:, 0], n_before + n_after)
    return CurveChange(sooner, statistic, _p_value(statistic), clustered, n_before, n_after)


def curve_verdict(
    n_least: float, p: float | None, difference: float | None, minimum_n: float, smallest: float
) -> Verdict:
    """The word for curves that differ: sure at p < 0.05, likely at p < 0.20, as 95 % and 80 % intervals would say.

    `n_least` are the cases of the smallest side, `p` the one that the test is judged by, adjusted where several are
    made. `difference` is the larger of those of the median and the slowest tenth: below what matters nothing is told.
    ValueError for a p outside 0 to 1, a difference that is not finite, and an n or a smallest change that is negative
    or not finite. Source: own rule, that of `verdict`, on the p of Mantel 1966, Cancer Chemotherapy Reports 50.
    """
    p = None if p is None else p_value(p)
    difference = None if difference is None else number(difference, "the difference")
    smallest = count(smallest, "the smallest change that matters")
    if count(n_least, "the smallest n") < count(minimum_n, "the minimum n"):
        return Verdict.TOO_FEW
    if p is None or difference is None or abs(difference) < smallest:
        return Verdict.CANNOT_TELL
    if p < 0.05:
        return Verdict.SURE
    return Verdict.LIKELY if p < 0.20 else Verdict.CANNOT_TELL


def _p_value(statistic: float) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(1, statistic))


def _clustered(sums: Floats, cases: int) -> float | None:
    if len(sums) == cases or len(sums) < LEAST_ACCOUNTS:
        return None
    variance = float((sums**2).sum()) * len(sums) / (len(sums) - 1)
    return _p_value(float(sums.sum()) ** 2 / variance) if variance > 0 else None

"""Whether one group's cases end sooner than another's, and how sure that is where accounts have several cases."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.survival import checked_durations
from cx.statistics.verdict import Verdict

Floats = NDArray[np.float64]
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
    def p_judged(self) -> float | None:
        """The larger of both: what the verdict rests on."""
        known = [p for p in (self.p_value, self.p_clustered) if p is not None]
        return max(known) if self.p_value is not None else None


def curve_change(before: Cases, after: Cases) -> CurveChange:
    """The log-rank test of the later group against the earlier one, also allowing for accounts.

    The log-rank score is a sum over cases, each the event it had less those that it would have had so far (Lin and
    Wei); summed by account, the squares of those sums are its variance without taking cases as independent. The
    plain variance is the hypergeometric one; the test is written out here since loading scipy.stats takes a second.
    ValueError for a duration that is negative or not a number. Source: Mantel 1966, Cancer Chemotherapy Reports 50; Lin &
    Wei 1989, J. American Statistical Association 84.
    """
    durations = np.concatenate([checked_durations(before[0]), checked_durations(after[0])])
    seen = np.concatenate([np.asarray(side[1], dtype=np.bool_) for side in (before, after)])
    accounts = np.concatenate([np.asarray(side[2], dtype=np.str_) for side in (before, after)])
    n_before, n_after = len(np.asarray(before[0])), len(np.asarray(after[0]))
    found = _scores(durations, seen, np.repeat([0.0, 1.0], [n_before, n_after]))
    if not n_before or not n_after or found.variance <= 0:
        return CurveChange(0.0, None, None, None, n_before, n_after)
    sooner = float(found.scores.sum())
    statistic = sooner**2 / found.variance
    return CurveChange(sooner, statistic, _p_value(statistic), _clustered(found.scores, accounts), n_before, n_after)


def curve_verdict(found: CurveChange, difference: float | None, minimum_n: float, smallest: float) -> Verdict:
    """The word for a change of a curve: sure at p < 0.05, likely at p < 0.20, as 95 % and 80 % intervals would say.

    `difference` is the larger of the changes of the median and the slowest tenth: below what matters nothing is told.
    Source: own rule, that of `verdict`, on the p of Mantel 1966, Cancer Chemotherapy Reports 50.
    """
    if min(found.n_before, found.n_after) < minimum_n:
        return Verdict.TOO_FEW
    if found.p_judged is None or difference is None or abs(difference) < smallest:
        return Verdict.CANNOT_TELL
    if found.p_judged < 0.05:
        return Verdict.SURE
    return Verdict.LIKELY if found.p_judged < 0.20 else Verdict.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class _Scored:
    """What each case adds to observed less expected events of the later group, and the variance of their sum."""

    scores: Floats
    variance: float


def _scores(durations: Floats, seen: NDArray[np.bool_], later: Floats) -> _Scored:
    times, at = np.unique(durations, return_inverse=True)
    events = np.bincount(at, weights=seen, minlength=len(times))
    at_risk, later_at_risk = (
        np.cumsum(np.bincount(at, weights=weight, minlength=len(times))[::-1])[::-1]
        for weight in (np.ones_like(durations), later)
    )
    share, hazard = later_at_risk / at_risk, events / at_risk
    expected_of_later, expected = np.cumsum(hazard * share)[at], np.cumsum(hazard)[at]
    own = np.where(seen, later - share[at], 0.0)
    spread = events * share * (1 - share) * (at_risk - events) / np.maximum(at_risk - 1, 1)
    scores = np.asarray(own - (later * expected - expected_of_later), dtype=np.float64)
    return _Scored(scores, float(spread.sum()))


def _p_value(statistic: float) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(1, statistic))


def _clustered(scores: Floats, accounts: NDArray[np.str_]) -> float | None:
    _, codes = np.unique(accounts, return_inverse=True)
    sums = np.bincount(codes, weights=scores)
    if len(sums) == len(scores) or len(sums) < LEAST_ACCOUNTS:
        return None
    variance = float((sums**2).sum()) * len(sums) / (len(sums) - 1)
    return _p_value(float(scores.sum()) ** 2 / variance) if variance > 0 else None

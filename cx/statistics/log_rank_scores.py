"""What each case adds to the log-rank test of groups: the event that it had, less those that it would have had so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogRankScores:
    """A row a case and a column a group: their sums are the events of a group beyond those expected of it."""

    scores: Floats
    variance: Floats
    """The hypergeometric covariance of the sums, cases taken as independent."""

    @property
    def sums(self) -> Floats:
        """Observed less expected events of each group."""
        return np.asarray(self.scores.sum(axis=0), dtype=np.float64)

    def sums_by(self, codes: NDArray[np.int64]) -> Floats:
        """The sums of each account by its code: a row an account and a column a group."""
        return np.column_stack([np.bincount(codes, weights=column) for column in self.scores.T])


def log_rank_scores(durations: Floats, seen: NDArray[np.bool_], member: Floats) -> LogRankScores:
    """The scores of cases whose membership of each group is a column of 0 and 1; durations in any one unit."""
    times, at = np.unique(durations, return_inverse=True)
    events = np.bincount(at, weights=seen, minlength=len(times))
    at_risk = _at_risk(at, np.ones_like(durations), len(times))
    share = np.column_stack([_at_risk(at, column, len(times)) for column in member.T]) / at_risk[:, None]
    hazard = (events / at_risk)[:, None]
    expected_of_group, expected = np.cumsum(hazard * share, axis=0)[at], np.cumsum(hazard, axis=0)[at]
    scores = np.where(seen[:, None], member - share[at], 0.0) - (member * expected - expected_of_group)
    weight = events * (at_risk - events) / np.maximum(at_risk - 1, 1)
    variance = -(share * weight[:, None]).T @ share
    np.fill_diagonal(variance, weight @ (share * (1 - share)))  # exactly 0 where a group holds every case
    return LogRankScores(np.asarray(scores, dtype=np.float64), np.asarray(variance, dtype=np.float64))


def _at_risk(at: NDArray[np.intp], weights: Floats, size: int) -> Floats:
    """How much is still waiting at each time."""
    return np.cumsum(np.bincount(at, weights=weights, minlength=size)[::-1])[::-1].astype(np.float64)

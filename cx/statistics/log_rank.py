"""Whether two groups take equally long, open cases included."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import parts
from cx.statistics.significance import significance
from cx.statistics.survival import checked_group

Group = tuple[ArrayLike, ArrayLike]
"""Durations, and whether the event was seen."""


@dataclass(frozen=True, slots=True)
class LogRank:
    """A test of two curves, whose statistic has no interval by nature: low and high are None always.

    Statistic and p are None where a group is empty or nothing happened in either.
    """

    value: float | None
    """The statistic: chi-squared with one degree of freedom."""
    p_value: float | None
    n_first: int
    """Cases, open ones included."""
    n_second: int
    low: None = None
    high: None = None

    @property
    def n(self) -> int:
        """The cases of both groups."""
        return self.n_first + self.n_second


def log_rank(first: Group, second: Group) -> LogRank:
    """The log-rank test of two groups' times, as chi-squared with one degree of freedom; n of each group.

    Observed less expected events of a group, squared, over their variance. No test without cases on both sides or
    without any event. ValueError for a duration that is negative or not a number, and `observed` other than true or
    false of each. Source: Mantel 1966, Cancer Chemotherapy Reports 50; Peto & Peto 1972, J. Royal Statistical Society A
    135.
    """
    from scipy.stats import CensoredData, logrank

    checked = [checked_group(*parts(group, "a group (durations, observed)", 2)) for group in (first, second)]
    one, other = (CensoredData.right_censored(durations, ~observed) for durations, observed in checked)
    if len(one) == 0 or len(other) == 0:
        return LogRank(None, None, len(one), len(other))
    with np.errstate(invalid="ignore", divide="ignore"):  # no event at all: NaN, handed on as None
        result = logrank(one, other)
    found = significance(float(result.statistic) ** 2, float(result.pvalue))
    return LogRank(found.statistic, found.p_value, len(one), len(other))

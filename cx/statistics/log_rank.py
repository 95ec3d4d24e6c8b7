"""Whether two groups take equally long, open cases included."""

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.significance import Significance, significance
from cx.statistics.survival import checked_durations

Group = tuple[ArrayLike, ArrayLike]
"""Durations, and whether the event was seen."""


def log_rank(first: Group, second: Group) -> Significance:
    """The log-rank test of two groups' times, as chi-squared with one degree of freedom (T11)."""
    from scipy.stats import CensoredData, logrank

    one, other = (
        CensoredData.right_censored(checked_durations(durations), ~np.asarray(observed, dtype=bool))
        for durations, observed in (first, second)
    )
    if len(one) == 0 or len(other) == 0:
        return Significance(None, None)
    with np.errstate(invalid="ignore", divide="ignore"):  # no event at all: NaN, handed on as None
        result = logrank(one, other)
    return significance(float(result.statistic) ** 2, float(result.pvalue))

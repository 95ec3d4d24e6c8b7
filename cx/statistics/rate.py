"""Counts per exposure."""

from cx.statistics.checked import count as counted
from cx.statistics.confidence import tail
from cx.statistics.estimate import Estimate


def rate_interval(count: float, exposure: float, confidence: float = 0.95) -> Estimate:
    """count / exposure with its exact Poisson interval; n is the exposure.

    Half of chi-squared's quantiles with 2x and 2x + 2 degrees of freedom / exposure. Where counts vary more than
    Poisson (handoffs in few tickets) use a clustered interval. ValueError for a count or an exposure that is negative
    or not finite, and a confidence outside 0 to 1. Source: Garwood 1936, Biometrika 28.
    """
    count, exposure = counted(count, "a count"), counted(exposure, "an exposure")
    if exposure == 0:
        return Estimate(None, None, None, exposure)
    from scipy.special import gammaincinv

    outside = tail(confidence)
    low = float(gammaincinv(count, outside)) if count else 0.0  # half of chi-squared's quantile
    high = float(gammaincinv(count + 1, 1 - outside))
    return Estimate(count / exposure, low / exposure, high / exposure, exposure)

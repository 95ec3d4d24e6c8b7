"""What every interval ends in: a value with its limits and the n behind it."""

from dataclasses import dataclass, replace
from typing import TypeVar

from cx.statistics.checked import HUGE, NUMBERS, count, number


@dataclass(frozen=True, slots=True)
class Estimate:
    """A level with its limits; what is undefined or unbounded is None, never NaN."""

    value: float | None
    low: float | None
    high: float | None
    n: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A change, after minus before, with its limits and both sample sizes; undefined is None."""

    value: float | None
    low: float | None
    high: float | None
    n_before: float
    n_after: float

    @property
    def n(self) -> float:
        """The size of both samples together."""
        return self.n_before + self.n_after


Ranged = TypeVar("Ranged", Estimate, Difference)


def around(centre: float, margin: float, n: float) -> Estimate:
    """The symmetric estimate, without limits where the margin is 0: no variation is not certainty."""
    if margin == 0:
        return Estimate(centre, None, None, n)
    return Estimate(centre, centre - margin, centre + margin, n)


def change_around(centre: float, margin: float, n_before: float, n_after: float) -> Difference:
    """The symmetric difference, without limits where the margin is 0."""
    if margin == 0:
        return Difference(centre, None, None, n_before, n_after)
    return Difference(centre, centre - margin, centre + margin, n_before, n_after)


def wider(a: Ranged, b: Ranged) -> Ranged:
    """`a` with the limits of whichever is wider.

    Where only one has both limits it is taken; where neither has, `a` stays as it is. ValueError for what is no
    estimate or difference, and for one that holds a NaN. Source: own rule: of two intervals that could be given, the
    more cautious.
    """
    _check(a)
    _check(b)
    return replace(a, low=b.low, high=b.high) if _width(b) > _width(a) else a


def within(estimate: Ranged, lowest: float, highest: float) -> Ranged:
    """The same estimate with its limits clipped to the scale that the value lives on.

    ValueError for what is no estimate or difference, for one that holds a NaN, and a scale that does not go from its
    lowest point (may be -∞) to its highest (may be ∞). Source: own rule: no limit lies where no value can.
    """
    _check(estimate)
    if not (isinstance(lowest, NUMBERS) and isinstance(highest, NUMBERS) and lowest <= highest):
        raise ValueError(f"a scale goes from its lowest point to its highest, not from {lowest} to {highest}")
    low = None if estimate.low is None else min(max(estimate.low, lowest), highest)
    high = None if estimate.high is None else max(min(estimate.high, highest), lowest)
    return replace(estimate, low=low, high=high)


def _check(estimate: Estimate | Difference) -> None:
    if not isinstance(estimate, (Estimate, Difference)):
        raise ValueError(f"an estimate or a difference has limits, not {estimate}")
    for limit in (estimate.value, estimate.low, estimate.high):
        if limit is not None:
            number(limit, "a value or a limit, where it is not None,", HUGE)
    count(estimate.n, "n")


def _width(estimate: Estimate | Difference) -> float:
    if estimate.low is None or estimate.high is None:
        return -1.0
    return estimate.high - estimate.low

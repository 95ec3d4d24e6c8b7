"""Means and their differences, from values or from sums that a database can give."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import LARGEST, count, finite, number, record
from cx.statistics.confidence import t_quantile
from cx.statistics.estimate import Difference, Estimate, around, change_around

DUST = 1e-12
"""Relative size below which a difference of sums of squares is rounding, not variation."""


@dataclass(frozen=True, slots=True)
class Sums:
    """A sample as n, sum of values and sum of squared values.

    ValueError for a sum that is not finite, and for n or squares below 0.
    """

    n: float
    total: float
    squares: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", count(self.n, "n of the sums"))
        object.__setattr__(self, "total", number(self.total, "the total of the sums"))
        object.__setattr__(self, "squares", count(self.squares, "the sum of squares", LARGEST**2))

    @property
    def mean(self) -> float | None:
        """The mean; None without values."""
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> float | None:
        """The variance with n - 1; None below two values, exactly 0 where all are equal."""
        if self.n < 2:
            return None
        spread = self.squares - self.total**2 / self.n
        return spread / (self.n - 1) if spread > DUST * self.squares else 0.0


def mean_interval(values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """The mean with its t interval, in the values' unit: m ± t √(s² / n), t with n - 1 degrees of freedom.

    No limits below two values or without variation. ValueError for a value that is not finite and a confidence outside
    0 to 1. Source: Student 1908, Biometrika 6.
    """
    sums, shift = _centred_sums(values)
    return _shifted(mean_interval_from_sums(sums.n, sums.total, sums.squares, confidence), shift)


def mean_interval_from_sums(n: float, total: float, squares: float, confidence: float = 0.95) -> Estimate:
    """The mean with its t interval as `mean_interval` has it, from n, the sum of values and the sum of their squares.

    ValueError for a sum that is not finite, n or squares below 0, and a confidence outside 0 to 1. Source: Student
    1908, Biometrika 6.
    """
    sums = Sums(n, total, squares)
    if sums.mean is None or sums.variance is None:
        return Estimate(sums.mean, None, None, n)
    return around(sums.mean, t_quantile(confidence, n - 1) * sqrt(sums.variance / n), n)


def welch(before: ArrayLike, after: ArrayLike, confidence: float = 0.95) -> Difference:
    """mean(after) - mean(before) with Welch's interval, in the values' unit: difference ± t √(s1² / n1 + s2² / n2).

    t has Welch and Satterthwaite's degrees of freedom. No limits where a sample has fewer than two values or neither
    varies. ValueError for a value that is not finite and a confidence outside 0 to 1. Source: Welch 1947, Biometrika
    34; Satterthwaite 1946, Biometrics Bulletin 2.
    """
    (earlier, shift_before), (later, shift_after) = _centred_sums(before), _centred_sums(after)
    change = welch_from_sums(earlier, later, confidence)
    return _shifted_change(change, shift_after - shift_before)


def welch_from_sums(before: Sums, after: Sums, confidence: float = 0.95) -> Difference:
    """mean(after) - mean(before) with Welch's interval as `welch` has it, from the sums of both samples.

    No limits where a sample has fewer than two values or neither varies. ValueError for what are no `Sums` and a
    confidence outside 0 to 1. Source: Welch 1947, Biometrika 34.
    """
    for sums in (before, after):
        record(sums, Sums, "a sample")
    if before.mean is None or after.mean is None:
        return Difference(None, None, None, before.n, after.n)
    value = after.mean - before.mean
    if before.variance is None or after.variance is None or before.variance + after.variance == 0:
        return Difference(value, None, None, before.n, after.n)
    a, b = before.variance / before.n, after.variance / after.n
    margin = t_quantile(confidence, pooled_freedom(a, before.n - 1, b, after.n - 1)) * sqrt(a + b)
    return change_around(value, margin, before.n, after.n)


def pooled_freedom(a: float, freedom_a: float, b: float, freedom_b: float) -> float:
    """Welch and Satterthwaite's degrees of freedom for the sum of two squared standard errors."""
    share = a / (a + b)  # squares of the parts themselves may be less than a number can hold
    return 1 / (share**2 / freedom_a + (1 - share) ** 2 / freedom_b)


def _centred_sums(values: ArrayLike) -> tuple[Sums, float]:
    """Sums of the values about their mean, and that mean: squares of large values would drown the spread."""
    array = finite(values, "the values")
    if array.size == 0:
        return Sums(0, 0.0, 0.0), 0.0
    shift = float(array.mean()) if np.ptp(array) > 0 else float(array[0])
    centred = array - shift
    return Sums(array.size, float(centred.sum()), float(centred @ centred)), shift


def _shifted(estimate: Estimate, by: float) -> Estimate:
    value, low, high = (None if x is None else x + by for x in (estimate.value, estimate.low, estimate.high))
    return Estimate(value, low, high, estimate.n)


def _shifted_change(change: Difference, by: float) -> Difference:
    value, low, high = (None if x is None else x + by for x in (change.value, change.low, change.high))
    return Difference(value, low, high, change.n_before, change.n_after)

"""What customers are worth over their lifetime: a margin that comes again every year for as long as they stay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.statistics.bootstrap import percentile_limits
from cx.statistics.checked import chance, column, count, drawings, flags, measured, number, record
from cx.statistics.estimate import Estimate

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Flags = NDArray[np.bool_]

LEAST_DISCOUNT = 1e-9
"""A rate nearer to 0 is none: 1 and that much are the same number."""
MOST_SEGMENTS = 1_000_000
ENOUGH = 10
"""Customers a year ago below which a segment is taken to stay as all do: three of four is not 75 % of many."""


@dataclass(frozen=True, eq=False)
class Customers:
    """Accounts, an entry each: those that are valued, those of a year ago, and those that are both.

    ValueError for lists of other lengths, an infinite margin, `was_here` or `stayed` other than true or false, and a
    segment other than a whole number from 0 to a million.
    """

    margin: Floats
    """A year's, of those that are valued; NaN for the others."""
    segment: Integers
    """0, 1, 2, ...: of which segment it is now."""
    was_here: Flags
    """A customer a year ago."""
    stayed: Flags
    """And one still."""
    segment_then: Integers

    def __post_init__(self) -> None:
        size = column(self.margin, "margins").size
        object.__setattr__(self, "margin", measured(self.margin, "margins", size))
        for name in ("was_here", "stayed"):
            object.__setattr__(self, name, flags(getattr(self, name), name, size))
        for name in ("segment", "segment_then"):
            object.__setattr__(self, name, _codes(getattr(self, name), size))


def lifetime_multiple(retention: float, discount: float) -> float:
    """How many of today's yearly margins a customer brings over its lifetime, the first one at the end of year 1.

    r / (1 + i - r), with the retention r (0 to 1) and the discount i (above 0) of every year alike; with the first
    margin now it is exactly one more. ValueError for another r or i. Source: Gupta & Lehmann 2003, J. Interactive
    Marketing 17: Customers as Assets.
    """
    retention, discount = number(retention, "a retention"), count(discount, "a discount")
    if not (0 <= retention <= 1 and discount >= LEAST_DISCOUNT):
        raise ValueError(f"a retention from 0 to 1 with a discount above 0, not {retention} with {discount}")
    return retention / (1 + discount - retention)


def segment_retention(customers: Customers) -> tuple[float | None, ...]:
    """The share of each segment's customers of a year ago that stayed, 0 to 1; of fewer than 10 that of all together.

    None where there was nobody at all. ValueError for what is no `Customers`. Source: own rule, a segment too small to
    tell borrows from all; retention of customers as in Gupta & Lehmann 2003, J. Interactive Marketing 17.
    """
    if not record(customers, Customers, "the customers").was_here.any():
        return (None,) * _segments(customers)
    return tuple(_retentions(customers, np.ones(customers.margin.size)).tolist())


def lifetime_value(
    customers: Customers, discount: float, seed: int, draws: int = 400, confidence: float = 0.95
) -> Estimate:
    """The mean over the valued accounts of margin x multiple, with the retention of each one's own segment.

    In the margin's unit; n counts the valued. By segment, since the multiple of a mean retention is below the mean of
    multiples. Percentile limits over draws of accounts, margins and retention of which are made anew. None without a
    valued account or a customer of a year ago. ValueError for what is no `Customers`, a discount not above 0, draws
    below 1 or over a million, and a confidence outside 0 to 1. Source: Gupta & Lehmann 2003, J. Interactive Marketing
    17; Efron & Tibshirani 1993, An Introduction to the Bootstrap.
    """
    record(customers, Customers, "the customers")
    lifetime_multiple(0.0, discount)
    size, n = customers.margin.size, int(np.isfinite(customers.margin).sum())
    if not n or not customers.was_here.any():
        return Estimate(None, None, None, n)
    value = _mean(customers, np.ones(size), discount)
    generator = chance(seed)
    drawn = [
        _mean(customers, np.bincount(generator.integers(0, size, size), minlength=size), discount)
        for _ in range(drawings(draws))
    ]
    low, high = percentile_limits(np.array(drawn, dtype=np.float64), confidence)
    return Estimate(value, low, high, n) if n > 1 else Estimate(value, None, None, n)


def _mean(customers: Customers, times: NDArray[np.float64] | NDArray[np.intp], discount: float) -> float:
    valued = np.isfinite(customers.margin)
    retention = _retentions(customers, times)
    worth = np.where(valued, customers.margin, 0.0) * (retention / (1 + discount - retention))[customers.segment]
    n = float(times @ valued)
    return float(times @ worth) / n if n else np.nan


def _retentions(customers: Customers, times: NDArray[np.float64] | NDArray[np.intp]) -> Floats:
    there, kept = (
        np.bincount(customers.segment_then, weights=times * flags, minlength=_segments(customers))
        for flags in (customers.was_here, customers.was_here & customers.stayed)
    )
    everybody = float(there.sum())
    own = np.divide(kept, there, out=np.zeros_like(there), where=there > 0)
    return np.where(there < ENOUGH, kept.sum() / everybody if everybody else np.nan, own).astype(np.float64)


def _segments(customers: Customers) -> int:
    return int(max(customers.segment.max(initial=-1), customers.segment_then.max(initial=-1))) + 1


def _codes(segments: Integers, size: int) -> Integers:
    array = measured(segments, "segments", size)
    if not ((array >= 0) & (array <= MOST_SEGMENTS) & (array == np.floor(array))).all():
        raise ValueError(f"a segment is a whole number from 0 to {MOST_SEGMENTS:,}, and every account is of one")
    return array.astype(np.intp)

"""The change of a quantile of fully observed values, over accounts that may be known on both days."""

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.bootstrap import Floats, Integers, account_draws, times_drawn, varied_limits
from cx.statistics.estimate import Difference

Valued = tuple[ArrayLike, ArrayLike]
"""Values, and the account of each."""


def quantile_change(
    before: Valued, after: Valued, seed: int, q: float = 0.5, draws: int = 2000, confidence: float = 0.95
) -> Difference:
    """The later q-quantile (0 < q < 1) minus the earlier one, with percentile limits from drawing accounts.

    An account that is known on both days is drawn with both of its values, so that what it always differs by from others
    is no change. A draw without a value on either side counts against both limits. Both n count values. ValueError for q
    or a confidence outside 0 to 1 and for values that are not numbers. Source: Efron & Tibshirani 1993, An Introduction to
    the Bootstrap; quantiles as definition 7 of Hyndman & Fan 1996, The American Statistician 50.
    """
    if not 0 < q < 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q}")
    sides = [_checked(values) for values, _ in (before, after)]
    n_before, n_after = sides[0].size, sides[1].size
    if not (n_before and n_after):
        return Difference(None, None, None, n_before, n_after)
    found = float(np.quantile(sides[1], q) - np.quantile(sides[0], q))
    both = np.concatenate([np.asarray(account, dtype=np.str_) for _, account in (before, after)])
    names, codes = np.unique(both, return_inverse=True)
    if names.size < 2:
        return Difference(found, None, None, n_before, n_after)
    whose = (codes[:n_before], codes[n_before:])
    chunks = account_draws(names.size, draws, seed, 2 * codes.size)
    drawn = [_changes(sides, whose, q, times_drawn(chunk, names.size)) for chunk in chunks]
    return Difference(found, *varied_limits(np.concatenate(drawn), confidence), n_before, n_after)


def _checked(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("a value is a finite number; leave out and count the others first")
    return array


def _changes(sides: list[Floats], whose: tuple[Integers, Integers], q: float, times: Floats) -> Floats:
    """The change in each draw (column) of how often each account (row) is in it."""
    earlier, later = (_quantiles(values, times[codes], q) for values, codes in zip(sides, whose, strict=True))
    return later - earlier


def _quantiles(values: Floats, times: Floats, q: float) -> Floats:
    """The quantile of values that are there so many times, a row each; NaN for a draw (column) without any."""
    order = np.argsort(values, kind="stable")
    ordered, passed = values[order], np.cumsum(times[order], axis=0)
    at = np.maximum(passed[-1] - 1, 0) * q
    low, high = (ordered[np.argmax(passed > place, axis=0)] for place in (np.floor(at), np.ceil(at)))
    found: Floats = low + (at - np.floor(at)) * (high - low)
    return np.where(passed[-1] > 0, found, np.nan)

"""The change of a quantile of fully observed values, over accounts that may be known on both days."""

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.account_codes import joint_codes
from cx.statistics.bootstrap import Floats, Integers, account_draws, times_drawn, varied_limits
from cx.statistics.checked import between, finite, parts
from cx.statistics.estimate import Difference

Valued = tuple[ArrayLike, ArrayLike]
"""Values, and the account of each."""


def quantile_change(
    before: Valued, after: Valued, seed: int, q: float = 0.5, draws: int = 2000, confidence: float = 0.95
) -> Difference:
    """The later q-quantile (0 < q < 1) minus the earlier one, with percentile limits from drawing accounts.

    An account that is known on both days is drawn with both of its values, so that what it always differs by from
    others is no change; a value without account is one of its own. A draw without a value on either side counts against
    both limits. Both n count values. ValueError for q or a confidence outside 0 to 1, a value that is not finite, other
    than one account a value, accounts of several kinds, and draws below 1 or over a million. Source: Efron & Tibshirani
    1993, An Introduction to the Bootstrap; quantiles as definition 7 of Hyndman & Fan 1996, The American Statistician
    50.
    """
    q = between(q, "a quantile")
    given = [parts(side, "a day (values, accounts)", 2) for side in (before, after)]
    sides = [finite(values, "the values") for values, _ in given]
    n_before, n_after = sides[0].size, sides[1].size
    codes = joint_codes([account for _, account in given], [n_before, n_after])
    if not (n_before and n_after):
        return Difference(None, None, None, n_before, n_after)
    found = float(np.quantile(sides[1], q) - np.quantile(sides[0], q))
    accounts = int(codes.max()) + 1
    if accounts < 2:
        return Difference(found, None, None, n_before, n_after)
    whose = (codes[:n_before], codes[n_before:])
    chunks = account_draws(accounts, draws, seed, 2 * codes.size)
    drawn = [_changes(sides, whose, q, times_drawn(chunk, accounts)) for chunk in chunks]
    return Difference(found, *varied_limits(np.concatenate(drawn), confidence), n_before, n_after)


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

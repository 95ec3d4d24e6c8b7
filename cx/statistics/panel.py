"""Changes over the same accounts at two times: what an account always differs by from others is no change."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.account_codes import joint_codes
from cx.statistics.checked import Floats, Integers, counts, finite, parts
from cx.statistics.confidence import t_quantile
from cx.statistics.estimate import Difference, Estimate, change_around
from cx.statistics.mean import DUST
from cx.statistics.proportion import wilson

Panel = tuple[ArrayLike, ArrayLike, ArrayLike]
"""The id of each account, none twice; what its values add up to; and how many they are, or what they weigh."""


@dataclass(frozen=True, slots=True, eq=False)
class _Paired:
    """The accounts of both times in one order; what an account lacks is 0 by weight 0."""

    totals: tuple[Floats, Floats]
    weights: tuple[Floats, Floats]
    n: tuple[int, int]


def panel_change(before: Panel, after: Panel, confidence: float = 0.95) -> Difference:
    """The later mean minus the earlier one, Σ totals / Σ weights of each time, in the values' unit; n count accounts.

    d ± t √(G/(G - 1) Σ e²) with e = (y₂ - m₂w₂)/Σw₂ - (y₁ - m₁w₁)/Σw₁ of each of the G accounts of either time, and
    G - 1 degrees of freedom: of accounts known both times it is the paired t interval, of others Welch's variance. No
    limits where nothing varies. ValueError for an account twice at one time, a value that is not finite, a weight below 0,
    other than one of each an account, accounts of several kinds and a confidence outside 0 to 1. Source: Student 1908,
    Biometrika 6; linearised as in Cochran 1977, Sampling Techniques.
    """
    paired = _paired(before, after)
    means = [_mean(*side) for side in zip(paired.totals, paired.weights, strict=True)]
    if means[0] is None or means[1] is None:
        return Difference(None, None, None, *paired.n)
    earlier, later = _errors(paired, 0, means[0]), _errors(paired, 1, means[1])
    moved, value = later - earlier, means[1] - means[0]
    accounts, spread = moved.size, float(moved @ moved)
    if accounts < 2 or spread <= DUST * float(earlier @ earlier + later @ later):
        return Difference(value, None, None, *paired.n)
    margin = t_quantile(confidence, accounts - 1) * sqrt(accounts / (accounts - 1) * spread)
    return change_around(value, margin, *paired.n)


def panel_share_change(before: Panel, after: Panel, confidence: float = 0.95) -> Difference:
    """The later share (0 to 1) of accounts worth 1 minus the earlier one, with Newcombe's limits of paired shares.

    d - √((p₂ - l₂)² - 2φ(p₂ - l₂)(u₁ - p₁) + (u₁ - p₁)²) and likewise above, l and u by Wilson; φ is the correlation of the
    accounts known both times, less a half of them where positive, by their part of both. With none it is `newcombe`. n
    count accounts. ValueError as for `panel_change`, for values other than 0 and 1 and for weights other than 1.
    Source: Newcombe 1998, Statistics in Medicine 17, 2635, method 10; for parts known once the covariance of Zou & Donner 2008,
    Statistics in Medicine 27.
    """
    paired = _paired(before, after)
    for totals, weights, n in zip(paired.totals, paired.weights, paired.n, strict=True):
        if not (np.isin(totals, (0.0, 1.0)).all() and np.count_nonzero(weights == 1) == n):
            raise ValueError("a share is of accounts that weigh 1 and are worth 0 or 1 each")
    if not all(paired.n):
        return Difference(None, None, None, *paired.n)
    first, second = (wilson(float(side.sum()), n, confidence) for side, n in zip(paired.totals, paired.n, strict=True))
    alike, value = _likeness(paired), (second.value or 0.0) - (first.value or 0.0)
    low = value - _added(*_margins(second)[:1], *_margins(first)[1:], alike)
    high = value + _added(*_margins(second)[1:], *_margins(first)[:1], alike)
    return Difference(value, low, high, *paired.n)


def _margins(share: Estimate) -> tuple[float, float]:
    """How far the lower and the upper limit lie from the share."""
    return (share.value or 0.0) - (share.low or 0.0), (share.high or 0.0) - (share.value or 0.0)


def _added(one: float, other: float, alike: float) -> float:
    """The margin of a difference of two figures that are alike to this degree."""
    return sqrt(max(one**2 - 2 * alike * one * other + other**2, 0.0))


def _likeness(paired: _Paired) -> float:
    """The correlation of both shares: that of the accounts known both times, times their part of both."""
    both = (paired.weights[0] > 0) & (paired.weights[1] > 0)
    x, y = (totals[both] for totals in paired.totals)
    n, left = x.size, sqrt(x.sum() * (x.size - x.sum()) * y.sum() * (y.size - y.sum()))
    if not left:
        return 0.0
    crossed = float(n * (x @ y) - x.sum() * y.sum())
    corrected = max(crossed - n / 2, 0.0) if crossed > 0 else crossed
    return corrected / left * n / sqrt(paired.n[0] * paired.n[1])


def _paired(before: Panel, after: Panel) -> _Paired:
    sides = [parts(side, "a time (accounts, values, weights)", 3) for side in (before, after)]
    totals = [finite(side[1], "the values") for side in sides]
    n = (totals[0].size, totals[1].size)
    weights = [counts(side[2], "the weights", size) for side, size in zip(sides, n, strict=True)]
    codes = joint_codes([side[0] for side in sides], n)
    whose, size = (codes[: n[0]], codes[n[0] :]), int(codes.max(initial=-1)) + 1
    if any(np.unique(part).size < part.size for part in whose):
        raise ValueError("an account stands once at each time; add up what it has first")
    return _Paired(_placed(totals, whose, size), _placed(weights, whose, size), n)


def _placed(values: list[Floats], whose: tuple[Integers, Integers], size: int) -> tuple[Floats, Floats]:
    """Both times in one order of accounts; what an account lacks is 0."""
    found = np.zeros(size), np.zeros(size)
    for array, side, at in zip(found, values, whose, strict=True):
        array[at] = side
    return found


def _mean(totals: Floats, weights: Floats) -> float | None:
    return float(totals.sum() / weights.sum()) if weights.sum() else None


def _errors(paired: _Paired, at: int, mean: float) -> Floats:
    """What each account adds to the error of a mean."""
    found: Floats = (paired.totals[at] - mean * paired.weights[at]) / paired.weights[at].sum()
    return found

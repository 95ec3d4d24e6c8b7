"""Times to an event where some cases are still open: Kaplan-Meier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.account_codes import joint_codes
from cx.statistics.checked import LARGEST, Flags, Integers, between, column, counts, flags, parts, record
from cx.statistics.confidence import normal_quantile
from cx.statistics.estimate import Estimate

Transform = Literal["log-log", "log", "plain"]
Floats = NDArray[np.float64]

REACHED = 1e-9
"""Slack for a product that should be exactly the level asked for; far below one case in a hundred million."""


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """The share still open just after each time at which an event happened, with pointwise limits."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    """None where the share is 0 and its error undefined."""
    median: float | None
    """None when the curve never falls to one half: not reached."""
    low: float | None
    high: float | None
    """Limits of the median; None where unbounded."""
    n: float
    events: float

    @property
    def value(self) -> float | None:
        """The median, whose limits low and high are."""
        return self.median


def kaplan_meier(
    durations: ArrayLike,
    observed: ArrayLike,
    transform: Transform = "log-log",
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> SurvivalCurve:
    """The Kaplan-Meier curve Π(1 - d / n); `observed` is false for a case still open at its duration.

    `weights` are how many cases each row stands for. An event counts before a censoring of the same duration. Median:
    the first time with a share of at most one half. Limits by log-log unless another transform is named. ValueError for
    a duration that is negative or not a number, which are left out and counted first, for `observed` other than true or
    false (1 or 0), a weight that is negative or not finite, lists of other lengths, a transform of another name, and a
    confidence outside 0 to 1. Source: Kaplan & Meier 1958, J. American Statistical Association 53; Greenwood 1926, The
    Natural Duration of Cancer; limits of the median by Brookmeyer & Crowley 1982, Biometrics 38.
    """
    if not isinstance(transform, str) or transform not in _LIMITS:
        raise ValueError(f"the transform is one of {', '.join(_LIMITS)}, not {transform}")
    times, deaths, at_risk, n = _risk_table(durations, observed, weights)
    survival: Floats = np.cumprod(1 - deaths / at_risk, dtype=np.float64)
    survival[deaths == at_risk] = 0.0
    lower, upper = _LIMITS[transform](survival, _greenwood(deaths, at_risk), normal_quantile(confidence))
    return SurvivalCurve(
        tuple(times.tolist()),
        tuple(survival.tolist()),
        _without_nan(lower),
        _without_nan(upper),
        _first_time(times, survival, 0.5),
        _first_time(times, lower, 0.5),
        _first_time(times, upper, 0.5),
        n,
        float(deaths.sum()),
    )


def quantile(curve: SurvivalCurve, q: float) -> Estimate:
    """The time by which a share q of the cases had its event, with limits from the curve's own.

    ValueError for q outside 0 to 1 and what is no `SurvivalCurve`. Source: Brookmeyer & Crowley 1982, Biometrics 38.
    """
    level = 1 - between(q, "a quantile")
    times = np.array(record(curve, SurvivalCurve, "the curve").times)
    value, low, high = (
        _first_time(times, np.array(shares, dtype=np.float64), level)
        for shares in (curve.survival, curve.lower, curve.upper)
    )
    return Estimate(value, low, high, curve.n)


def checked_durations(durations: ArrayLike) -> Floats:
    """Durations as an array; ValueError where one is negative or not a number."""
    array = column(durations, "the durations")
    if not ((array >= 0) & (array <= LARGEST)).all():
        raise ValueError("a duration is a finite number, not below 0; leave out and count the others first")
    return array


def checked_group(durations: ArrayLike, observed: ArrayLike) -> tuple[Floats, Flags]:
    """Durations and whether the event was seen; ValueError also where that is not true or false of each."""
    array = checked_durations(durations)
    return array, flags(observed, "observed", array.size)


def checked_cases(groups: Sequence[Any]) -> tuple[Floats, Flags, Integers, list[int]]:
    """Durations, events and codes of accounts of groups behind one another, and how many cases each group has."""
    cases = [
        parts(group, "a group (durations, observed, accounts)", 3) for group in parts(groups, "the list of groups")
    ]
    sides = [checked_group(*case[:2]) for case in cases]
    sizes = [durations.size for durations, _ in sides]
    codes = joint_codes([case[2] for case in cases], sizes)
    if not cases:
        return np.zeros(0), np.zeros(0, dtype=np.bool_), codes, sizes
    return np.concatenate([times for times, _ in sides]), np.concatenate([seen for _, seen in sides]), codes, sizes


def _risk_table(
    durations: ArrayLike, observed: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats, float]:
    """Times with an event, events then, cases at risk then, and all cases."""
    array, seen = checked_group(durations, observed)
    cases = np.ones_like(array) if weights is None else counts(weights, "the weights", array.size)
    times, at = np.unique(array, return_inverse=True)
    leaving = np.bincount(at, weights=cases).astype(np.float64)
    deaths = np.bincount(at, weights=cases * seen).astype(np.float64)
    at_risk = np.cumsum(leaving[::-1], dtype=np.float64)[::-1]
    some = deaths > 0
    return times[some], deaths[some], at_risk[some], float(leaving.sum())


def _greenwood(deaths: Floats, at_risk: Floats) -> Floats:
    """Greenwood's standard error of log survival; NaN once nobody is left."""
    left = at_risk - deaths
    terms = np.divide(deaths, at_risk * left, out=np.full_like(left, np.nan), where=left > 0)
    return np.sqrt(np.cumsum(terms, dtype=np.float64))


def _log_log_limits(survival: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
    falls = (survival > 0) & (survival < 1)  # of a weight beside which others are nothing, rounding leaves 1
    log = np.log(survival, out=np.full_like(survival, np.nan), where=falls)
    with np.errstate(over="ignore"):  # infinite: from 0 to 1
        reach = np.exp(z * error / -log)
    return survival**reach, survival ** (1 / reach)


def _log_limits(survival: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
    with np.errstate(over="ignore"):  # infinite: up to 1
        return survival * np.exp(-z * error), np.minimum(1.0, survival * np.exp(z * error))


def _plain_limits(survival: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
    reach = z * error * survival
    return np.maximum(0.0, survival - reach), np.minimum(1.0, survival + reach)


_LIMITS: dict[Transform, Callable[[Floats, Floats, float], tuple[Floats, Floats]]] = {
    "log-log": _log_log_limits,
    "log": _log_limits,
    "plain": _plain_limits,
}


def _first_time(times: Floats, shares: Floats, level: float) -> float | None:
    reached = shares <= level + REACHED
    return float(times[np.argmax(reached)]) if reached.any() else None


def _without_nan(shares: Floats) -> tuple[float | None, ...]:
    return tuple(None if isnan(share) else share for share in shares.tolist())

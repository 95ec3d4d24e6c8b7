"""Times to an event where some cases are still open: Kaplan-Meier."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

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

    `weights` are how many cases each row stands for. An event counts before a censoring of the same
    duration. Median: the first time with a share of at most one half. Limits by log-log unless another
    transform is named. ValueError for a duration that is negative or not a number, which are left out and
    counted first, and a confidence outside 0 to 1. Source: Kaplan & Meier 1958, J. American Statistical Association 53;
    Greenwood 1926, The Natural Duration of Cancer; limits of the median by Brookmeyer & Crowley 1982, Biometrics 38.
    """
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

    ValueError for q outside 0 to 1. Source: Brookmeyer & Crowley 1982, Biometrics 38.
    """
    if not 0 < q < 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q}")
    times, level = np.array(curve.times), 1 - q
    value, low, high = (
        _first_time(times, np.array(shares, dtype=np.float64), level)
        for shares in (curve.survival, curve.lower, curve.upper)
    )
    return Estimate(value, low, high, curve.n)


def checked_durations(durations: ArrayLike) -> Floats:
    """Durations as an array; ValueError where one is negative or not a number."""
    array = np.asarray(durations, dtype=np.float64)
    if not (np.isfinite(array).all() and (array >= 0).all()):
        raise ValueError("a duration is a finite number, not below 0; leave out and count the others first")
    return array


def _risk_table(
    durations: ArrayLike, observed: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats, float]:
    """Times with an event, events then, cases at risk then, and all cases."""
    array = checked_durations(durations)
    counts = np.ones_like(array) if weights is None else np.asarray(weights, dtype=np.float64)
    times, at = np.unique(array, return_inverse=True)
    leaving = np.bincount(at, weights=counts).astype(np.float64)
    deaths = np.bincount(at, weights=counts * np.asarray(observed, dtype=bool)).astype(np.float64)
    at_risk = np.cumsum(leaving[::-1], dtype=np.float64)[::-1]
    some = deaths > 0
    return times[some], deaths[some], at_risk[some], float(leaving.sum())


def _greenwood(deaths: Floats, at_risk: Floats) -> Floats:
    """Greenwood's standard error of log survival; NaN once nobody is left."""
    left = at_risk - deaths
    terms = np.divide(deaths, at_risk * left, out=np.full_like(left, np.nan), where=left > 0)
    return np.sqrt(np.cumsum(terms, dtype=np.float64))


def _log_log_limits(survival: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
    log = np.log(survival, out=np.full_like(survival, np.nan), where=survival > 0)
    reach = np.exp(z * error / -log)
    return survival**reach, survival ** (1 / reach)


def _log_limits(survival: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
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

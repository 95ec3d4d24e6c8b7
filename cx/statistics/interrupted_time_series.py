"""Whether a series changed its level or its slope at a known point."""

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.checked import finite, whole
from cx.statistics.confidence import tail
from cx.statistics.estimate import Estimate
from cx.statistics.mean import DUST

Floats = NDArray[np.float64]

ENOUGH_POINTS = 8
"""On each side (Penfold and Zhang)."""


@dataclass(frozen=True, slots=True)
class InterruptedTimeSeries:
    """y = intercept + slope t + level_change post + slope_change (t - start) post, with t from 0."""

    intercept: float | None
    slope: float | None
    level_change: Estimate
    slope_change: Estimate
    autocorrelation: float | None
    """Of neighbouring residuals: far from 0, trust the limits less."""
    enough: bool
    """Whether both sides have the eight points without which no limits are given."""

    @property
    def value(self) -> float | None:
        """The change of level, which is told first; that of the slope stands beside it."""
        return self.level_change.value

    @property
    def low(self) -> float | None:
        """Its lower limit."""
        return self.level_change.low

    @property
    def high(self) -> float | None:
        """Its upper limit."""
        return self.level_change.high

    @property
    def n(self) -> float:
        """Points of the series."""
        return self.level_change.n


def interrupted_time_series(
    values: ArrayLike,
    start: int,
    lags: int | None = None,
    season_length: int | None = None,
    confidence: float = 0.95,
) -> InterruptedTimeSeries:
    """The change of level and slope from point `start` (counted from 0) of an evenly spaced series, in its unit.

    Standard errors stand autocorrelation up to `lags` (Newey and West; by default 4 (n/100)^(2/9)). `season_length`
    adds one yearly wave (12 for months). No limits with fewer than eight points on a side or without noise, and no
    figures where no point is left over beside what is fitted. ValueError for gaps, which are left to the caller to
    explain, a start beyond the series, lags below 0 or as many as there are points, a season of fewer than three
    points, and a confidence outside 0 to 1. Source: Penfold & Zhang 2013, Academic Pediatrics 13; Newey & West 1987,
    Econometrica 55.
    """
    y = finite(values, "the points of the series, which has no gaps")
    start = whole(start, "the point where the change is", 0, y.size)
    lags = _lags(y.size) if lags is None else whole(lags, "the number of lags", 0, max(y.size - 1, 0))
    season_length = None if season_length is None else whole(season_length, "the number of points of a season", 3)
    design, enough = _design(y.size, start, season_length), min(start, y.size - start) >= ENOUGH_POINTS
    if y.size <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        unknown = Estimate(None, None, None, y.size)
        return InterruptedTimeSeries(None, None, unknown, unknown, None, enough)
    return _fitted(y, design, enough, lags, confidence)


def _fitted(y: Floats, design: Floats, enough: bool, lags: int, confidence: float) -> InterruptedTimeSeries:
    from statsmodels.regression.linear_model import OLS  # type: ignore[import-untyped,unused-ignore]

    fit = OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    noisy = float(fit.resid @ fit.resid) > DUST * float(y @ y)
    limits = fit.conf_int(alpha=2 * tail(confidence)) if enough and noisy else np.full((4, 2), None)
    level, slope = (Estimate(float(fit.params[i]), *_pair(limits[i]), y.size) for i in (2, 3))
    neighbours = float(fit.resid[1:] @ fit.resid[:-1]) / float(fit.resid @ fit.resid) if noisy else None
    return InterruptedTimeSeries(float(fit.params[0]), float(fit.params[1]), level, slope, neighbours, enough)


def _design(n: int, start: int, season_length: int | None) -> Floats:
    t = np.arange(n, dtype=np.float64)
    post = t >= start
    columns = [np.ones(n), t, post, (t - start) * post]
    if season_length is not None:
        wave = 2 * pi * t / season_length
        columns += [np.sin(wave), np.cos(wave)]
    return np.column_stack(columns).astype(np.float64)


def _lags(n: int) -> int:
    return int(4 * (n / 100) ** (2 / 9))


def _pair(limits: Floats) -> tuple[float | None, float | None]:
    low, high = limits
    return (None, None) if low is None else (float(low), float(high))

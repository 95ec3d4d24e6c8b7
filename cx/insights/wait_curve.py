"""The waiting of some cases as a curve: a period's, or those of one group of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.contracts.periods import Period
from cx.metrics.intervals import SEED
from cx.metrics.value import Cases, MetricValue
from cx.statistics import Estimate, SurvivalCurve, kaplan_meier, median_bootstrap, survival_quantile

SLOWEST = 0.9


@dataclass(frozen=True, eq=False)
class Curve:
    """The waiting of one period's cases, in the metric's own unit."""

    period: Period
    curve: SurvivalCurve
    durations: NDArray[np.float64]
    """Sorted, of all cases."""
    open: int
    """Cases that are not over: censored."""
    left_out: int
    """Cases with a negative time."""
    median: float | None
    """None where it is not reached yet."""
    slowest: float | None
    """The time by which nine in ten are over."""
    mature: bool
    """False for a period that is not over: cases that are still to come may be of another kind."""

    @property
    def n(self) -> int:
        """Every case that the curve counts."""
        return len(self.durations)

    @property
    def over(self) -> int:
        """Cases that are over."""
        return self.n - self.open

    @property
    def is_barely_over(self) -> bool:
        """True where fewer than half of the cases are over."""
        return 2 * self.over < self.n

    def is_few(self, minimum: int) -> bool:
        """True where there are too few cases, or too few of them are over, to judge by."""
        return self.n < minimum or self.is_barely_over

    def waiting(self, time: float) -> int:
        """Cases that are known to have waited that long."""
        return self.n - int(np.searchsorted(self.durations, time))


def curve_of(value: MetricValue, cases: Cases) -> Curve:
    """The curve of the cases that a metric of times has as its evidence."""
    curve = kaplan_meier(cases.durations, cases.observed)
    median, slowest = (survival_quantile(curve, q).value for q in (0.5, SLOWEST))
    still, negative = (round(value.excluded.get(name, 0)) for name in ("open", "negative"))
    return Curve(value.period, curve, np.sort(cases.durations), still, negative, median, slowest, value.mature)


def levels_of(cases: Cases) -> tuple[Estimate, Estimate]:
    """The times by which half and nine in ten are over, with the limits that the metric's own figures have."""
    half, slowest = (
        median_bootstrap(cases.durations, cases.observed, cases.account, SEED, q=q) for q in (0.5, SLOWEST)
    )
    return half, slowest


def largest_difference(*levels: tuple[float | None, ...]) -> float | None:
    """The farthest apart that one level is between curves; None where none is reached by two of them."""
    known = [[time for time in of_curves if time is not None] for of_curves in levels]
    return max((max(times) - min(times) for times in known if len(times) > 1), default=None)

"""How long cases wait: the whole curve of a period beside the one before, and whether it came down sooner."""

from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.compute import Asked, compute
from cx.metrics.intervals import SEED
from cx.metrics.metric import Metric
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Cases
from cx.statistics import (
    CurveChange,
    Estimate,
    SurvivalCurve,
    Verdict,
    curve_change,
    curve_verdict,
    kaplan_meier,
    median_bootstrap,
    survival_quantile,
)

SLOWEST = 0.9
UNASKED = Asked(ranged=False)


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

    def waiting(self, time: float) -> int:
        """Cases that are known to have waited that long."""
        return self.n - int(np.searchsorted(self.durations, time))


@dataclass(frozen=True, eq=False)
class Waiting:
    """The curve of a period and of the one before, and whether the change can be told."""

    metric: Metric
    now: Curve
    median: Estimate
    slowest: Estimate
    """Both with the limits of the account-level bootstrap, as the metric's own figures have."""
    before: Curve | None
    change: CurveChange | None
    verdict: Verdict

    @property
    def is_few(self) -> bool:
        """True where the period has too few cases to judge by."""
        return self.now.n < self.metric.minimum_n


def waiting(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, before: Period
) -> Waiting | None:
    """The curve of a metric of times, and that of the period it is compared with; None where no case is over."""
    cases = _cases(cursor, key, selection, settings)
    if cases is None:
        return None
    metric, (now, evidence) = REGISTRY[key], cases
    median, slowest = (
        median_bootstrap(evidence.durations, evidence.observed, evidence.account, SEED, q=q) for q in (0.5, SLOWEST)
    )
    earlier = _cases(cursor, key, selection.over(before), settings)
    if earlier is None:
        return Waiting(metric, now, median, slowest, None, None, Verdict.TOO_FEW)
    then, base = earlier
    change = curve_change(*((one.durations, one.observed, one.account) for one in (base, evidence)))
    if not (then.mature and now.mature):
        return Waiting(metric, now, median, slowest, then, change, Verdict.CANNOT_TELL)
    word = curve_verdict(
        change.n_least, change.p_judged, _largest_change(then, now), metric.minimum_n, metric.smallest_change
    )
    return Waiting(metric, now, median, slowest, then, change, word)


def _cases(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings
) -> tuple[Curve, Cases] | None:
    for value in compute(cursor, [key], selection, settings, UNASKED):
        if isinstance(value.evidence, Cases):
            found, curve = value.evidence, kaplan_meier(value.evidence.durations, value.evidence.observed)
            median, slowest = (survival_quantile(curve, q).value for q in (0.5, SLOWEST))
            still, negative = (round(value.excluded.get(name, 0)) for name in ("open", "negative"))
            return Curve(
                value.period, curve, np.sort(found.durations), still, negative, median, slowest, value.mature
            ), found
    return None


def _largest_change(before: Curve, after: Curve) -> float | None:
    """The larger of the changes of the median and of the slowest tenth; None where neither is reached on both sides."""
    pairs = ((before.median, after.median), (before.slowest, after.slowest))
    known = [late - early for early, late in pairs if early is not None and late is not None]
    return max(known, key=abs, default=None)

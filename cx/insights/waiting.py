"""How long cases wait: the whole curve of a period beside the one before, and whether it came down sooner."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.insights.wait_curve import Curve, curve_of, largest_difference, levels_of
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Metric
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Cases
from cx.statistics import CurveChange, Estimate, Verdict, curve_change, curve_verdict

UNASKED = Asked(ranged=False)


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
        """True where the period has too few cases, or too few of them over, to judge by."""
        return self.now.is_few(self.metric.minimum_n)


def waiting(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, before: Period
) -> Waiting | None:
    """The curve of a metric of times, and that of the period it is compared with; None where no case is over."""
    cases = _cases(cursor, key, selection, settings)
    if cases is None:
        return None
    metric, (now, evidence) = REGISTRY[key], cases
    median, slowest = levels_of(evidence)
    earlier = _cases(cursor, key, selection.over(before), settings)
    if earlier is None:
        return Waiting(metric, now, median, slowest, None, None, Verdict.TOO_FEW)
    then, base = earlier
    change = curve_change(*((one.durations, one.observed, one.account) for one in (base, evidence)))
    if not (then.mature and now.mature):
        return Waiting(metric, now, median, slowest, then, change, Verdict.CANNOT_TELL)
    difference = largest_difference((then.median, now.median), (then.slowest, now.slowest))
    word = curve_verdict(change.n_least, change.p_judged, difference, metric.minimum_n, metric.smallest_change)
    return Waiting(metric, now, median, slowest, then, change, word)


def _cases(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings
) -> tuple[Curve, Cases] | None:
    for value in compute(cursor, [key], selection, settings, UNASKED):
        if isinstance(value.evidence, Cases):
            return curve_of(value, value.evidence), value.evidence
    return None

"""A change between two values of one metric, and how sure it is."""

from dataclasses import dataclass

from cx.contracts.units import Direction
from cx.metrics.breaks import Break
from cx.metrics.intervals import difference, likely_difference
from cx.metrics.value import MetricValue
from cx.statistics import Difference, Verdict, verdict


@dataclass(frozen=True, eq=False)
class Change:
    """After minus before, its 95 % range, and the word for it; a complete ledger is exact and has no word."""

    before: MetricValue
    after: MetricValue
    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None
    crosses: tuple[Break, ...] = ()
    """What differs in how the two sides were asked for: for this alone they may differ, so that it cannot be told."""

    @property
    def is_told(self) -> bool:
        """True where the change may be called one: likely, sure, or an exact change that matters.

        A ledger with outcomes still pending, or never recorded, is not exact.
        """
        if self.verdict is not None:
            return self.verdict in (Verdict.SURE, Verdict.LIKELY)
        return self.is_exact and abs(self.value or 0.0) >= self.after.metric.smallest_change > 0

    @property
    def is_exact(self) -> bool:
        """True where both sides are figures of a complete book."""
        return self.value is not None and self.before.is_exact and self.after.is_exact

    @property
    def is_better(self) -> bool | None:
        """Whether the change is for the better; None where it cannot be told or the metric has no direction."""
        direction = self.after.metric.direction
        if not self.is_told or not self.value or direction is Direction.NEITHER:
            return None
        return (self.value > 0) == (direction is Direction.MORE_IS_BETTER)


def change(before: MetricValue, after: MetricValue) -> Change:
    """The change between two values, looked at alone; of several together see `cx.insights.adjusted`."""
    if before.value is None or after.value is None:
        return Change(before, after, None, None, None, None if after.metric.ledger else Verdict.TOO_FEW)
    if after.metric.ledger:
        return judged(before, after, None, None)
    wide = difference(after.metric, before.evidence, after.evidence, 0.95)
    narrow = likely_difference(after.metric, before.evidence, after.evidence, 0.80)
    return judged(before, after, wide, narrow)


def judged(before: MetricValue, after: MetricValue, wide: Difference | None, narrow: Difference | None) -> Change:
    """The change with the word that its 95 % and its 80 % range, as they were adjusted, allow.

    Both values are known. A ledger has no word.
    """
    value = (after.value or 0.0) - (before.value or 0.0)
    if after.metric.ledger:
        return Change(before, after, value, None, None, None)
    return Change(
        before,
        after,
        value,
        wide.low if wide else None,
        wide.high if wide else None,
        _word(before, after, value, narrow, wide),
    )


def _word(
    before: MetricValue, after: MetricValue, value: float, narrow: Difference | None, wide: Difference | None
) -> Verdict:
    """A period whose follow-up is not over is never compared as if it were."""
    metric = after.metric
    if not (before.mature and after.mature) and min(before.judged_n, after.judged_n) >= metric.minimum_n:
        return Verdict.CANNOT_TELL
    return verdict(
        value, _limits(narrow), _limits(wide), before.judged_n, after.judged_n, metric.minimum_n, metric.smallest_change
    ).word


def _limits(found: Difference | None) -> tuple[float | None, float | None]:
    return (found.low, found.high) if found else (None, None)

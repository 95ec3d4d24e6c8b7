"""Differences that are looked at together, adjusted for that with Holm's method.

Its steps are made with intervals: while any of the m that are left excludes 0 at the level 1 - alpha / m, those are
settled and the rest go on with a smaller m. That decides just as the p-values would, and the range that is shown is the
one that decided.
"""

from collections.abc import Callable, Collection, Sequence

from cx.insights.change import Change, change, judged
from cx.metrics.intervals import difference, likely_difference
from cx.metrics.metric import Metric
from cx.metrics.value import Evidence, MetricValue
from cx.statistics import Difference, is_clear_of_zero

Pair = tuple[MetricValue, MetricValue]
"""The other side, and the one that is spoken of."""
Ranged = Callable[[Metric, Evidence, Evidence, float], Difference | None]
"""The range of a difference at a confidence."""


def adjusted(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    """The changes of comparisons made together, their ranges and words adjusted with Holm's method.

    One that could not be told anyway (too few, no data, a ledger, no range of a difference) is no test and does not
    count.
    """
    tested = [at for at, pair in enumerate(pairs) if is_tested(pair)]

    def ranges(alpha: float, ranged: Ranged) -> dict[int, Difference | None]:
        def of(at: int, confidence: float) -> Difference | None:
            before, after = pairs[at]
            return ranged(after.metric, before.evidence, after.evidence, confidence)

        return stepped(tested, alpha, of)

    wide, narrow = ranges(0.05, difference), ranges(0.20, likely_difference)
    return tuple(judged(*pair, wide[at], narrow[at]) if at in wide else change(*pair) for at, pair in enumerate(pairs))


def is_tested(pair: Pair) -> bool:
    """True where the two sides can be told apart at all, so that to look at them is a test."""
    metric = pair[0].metric
    is_known = all(side.value is not None for side in pair)
    has_range = all(side.evidence is not None for side in pair)
    return is_known and has_range and not metric.ledger and min(side.judged_n for side in pair) >= metric.minimum_n


def stepped(
    tested: Collection[int], alpha: float, ranged: Callable[[int, float], Difference | None]
) -> dict[int, Difference | None]:
    """Each comparison's range at the level of the step that settled it, or of the last step."""
    found: dict[int, Difference | None] = {}
    left = list(tested)
    while left:
        step = {at: ranged(at, 1 - alpha / len(left)) for at in left}
        found |= step
        clear = {at for at, item in step.items() if item and is_clear_of_zero(item.value, (item.low, item.high))}
        if not clear:
            break
        left = [at for at in left if at not in clear]
    return found

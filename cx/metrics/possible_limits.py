"""Between which figures one of the book lies while terms are pending or nobody knows how customers came."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import isclose

from cx.metrics.book_worth import BASES, BOUGHT, EARNED, NOTHING, WORTH, Held, base_of
from cx.metrics.metric import Form, Metric

Pair = tuple[float, float]
"""What one outcome of an account adds to the numerator and to the denominator."""
MOST_STEPS = 50


def possible_limits(metric: Metric, items: Sequence[Held], denominator: float) -> tuple[float | None, float | None]:
    """The lowest and the highest figure that what is open can still make of it; None where growth may yet be none."""
    worth, base = WORTH[metric.key], base_of(metric.key)
    if metric.key not in BASES:
        outcomes = [[worth(one) for one in possible(item)] for item in items]
        below = 1.0 if metric.form is Form.TOTAL else denominator / 100.0
        return float(sum(map(min, outcomes))) / below, float(sum(map(max, outcomes))) / below
    pairs = [[(float(worth(one)), float(base(one))) for one in possible(item)] for item in items]
    if sum(min(below for _, below in each) for each in pairs) <= 0:
        return None, None
    return 100.0 * _extreme(pairs, min), 100.0 * _extreme(pairs, max)


def _extreme(pairs: Sequence[Sequence[Pair]], choose: Callable[..., Pair]) -> float:
    """The lowest or highest ratio of sums over all choices of one pair each: Dinkelbach 1967, Management Science 13."""
    ratio = sum(each[0][0] for each in pairs) / sum(each[0][1] for each in pairs)
    for _ in range(MOST_STEPS):
        chosen = [choose(each, key=lambda pair: pair[0] - ratio * pair[1]) for each in pairs]
        found = sum(above for above, _ in chosen) / sum(below for _, below in chosen)
        if isclose(found, ratio, rel_tol=1e-12, abs_tol=1e-12):
            return found
        ratio = found
    return ratio


def possible(item: Held) -> Iterator[Held]:
    """What it may prove to be: with its pending terms gone, all renewed or the smallest alone, and however it came.

    What a metric counts it for goes one way as long as it has value, so no other outcome lies further out.
    """
    for amount in dict.fromkeys((NOTHING, item.least_pending, item.pending)):
        one = replace(item, after=item.after + amount)
        is_open = one.is_new and one.came_by is None
        yield from (replace(one, came_by=word) for word in (EARNED, BOUGHT)) if is_open else (one,)

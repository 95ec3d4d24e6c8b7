"""Small groups of anonymous answers are hidden, and so are those that would reveal them by subtraction."""

from collections import defaultdict
from dataclasses import replace

from cx.contracts.settings import Settings
from cx.metrics.value import Hidden, MetricValue


def with_privacy(values: list[MetricValue], settings: Settings) -> list[MetricValue]:
    """The values of one metric with figures below the minimum hidden.

    Along each dimension of the split, where the hidden groups together stay below the minimum or one stands alone,
    the next smallest is hidden too.
    """
    if not values or not values[0].metric.private:
        return values
    minimum = settings.privacy_minimum
    hidden = {at: Hidden.PRIVACY for at, value in enumerate(values)
              if 0 < value.n < minimum and value.excluded.get("anonymous")}  # fmt: skip
    while (also := _revealing(values, hidden, minimum)) is not None:
        hidden[also] = Hidden.SUBTRACTION
    return [_shown(value, hidden.get(at, Hidden.NO)) for at, value in enumerate(values)]


def _revealing(values: list[MetricValue], hidden: dict[int, Hidden], minimum: int) -> int | None:
    """The next figure to hide: the smallest beside hidden ones that could be worked out from the rest."""
    for members in _lines(values):
        gone = [at for at in members if at in hidden]
        left = [at for at in members if at not in hidden and values[at].n]
        exposed = gone and (len(gone) == 1 or sum(values[at].n for at in gone) < minimum)
        if exposed and left:
            return min(left, key=lambda at: (values[at].n, at))
    return None


def _lines(values: list[MetricValue]) -> list[list[int]]:
    """Groups that differ in one dimension only: together they sum to a figure that can be asked for."""
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        for place in range(len(value.group)):
            lines[place, value.group[:place], value.group[place + 1 :]].append(at)
    return [members for members in lines.values() if len(members) > 1]


def _shown(value: MetricValue, reason: Hidden) -> MetricValue:
    public = {name: count for name, count in value.excluded.items() if name != "anonymous"}
    if reason is Hidden.NO:
        return replace(value, excluded=public)
    return replace(value, value=None, low=None, high=None, n=0, numerator=None, denominator=None, excluded=public,
                   hidden=reason, evidence=None)

"""Small groups of anonymous answers are hidden, and so are those that would reveal them by subtraction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from cx.contracts.settings import Settings
from cx.metrics.value import Hidden, MetricValue


def with_privacy(values: list[MetricValue], settings: Settings) -> list[MetricValue]:
    """The values of one metric with figures below the minimum hidden.

    Along each dimension of the split and over all of it, where the hidden groups together stay below the minimum or
    one stands alone, the next smallest is hidden too.
    """
    if not values or not values[0].metric.private:
        return values
    reasons = concealed([_counted(value) for value in values], settings.privacy_minimum)
    return [_shown(value, reasons.get(at, Hidden.NO)) for at, value in enumerate(values)]


class Counted(NamedTuple):
    """A group, how many answers it has, and whether any of them is anonymous."""

    group: tuple[tuple[str, str | None], ...]
    n: int
    is_anonymous: bool


def _counted(value: MetricValue) -> Counted:
    return Counted(value.group, value.n, bool(value.excluded.get("anonymous")))


def concealed(cells: Sequence[Counted], minimum: int) -> dict[int, Hidden]:
    """Place -> why that group of a split is hidden: it is small, or the small ones could be worked out with it."""
    reasons = {at: Hidden.PRIVACY for at, cell in enumerate(cells) if is_small(cell, minimum)}
    lines = _lines(cells) if reasons else []
    sizes, alone = [cell.n for cell in cells], {members[0] for members in lines if len(members) == 1}
    while (also := _revealing(sizes, lines, alone, reasons, minimum)) is not None:
        reasons[also] = Hidden.SUBTRACTION
    return reasons


def is_small(cell: Counted, minimum: int) -> bool:
    """True for a group of answers that nobody may see."""
    return 0 < cell.n < minimum and cell.is_anonymous


def _revealing(
    sizes: list[int], lines: list[list[int]], alone: set[int], reasons: dict[int, Hidden], minimum: int
) -> int | None:
    """The next figure to hide: the smallest beside hidden ones that could be worked out from the rest.

    One that stands alone along another dimension is told by the sum there, so hiding it helps less.
    """
    for members in lines:
        gone = [at for at in members if at in reasons]
        exposed = gone and (len(gone) == 1 or sum(sizes[at] for at in gone) < minimum)
        left = [at for at in members if at not in reasons and sizes[at]] if exposed else []
        if left:
            return min(left, key=lambda at: (at in alone, sizes[at], at))
    return None


def _lines(values: Sequence[Counted]) -> list[list[int]]:
    """Groups that together sum to a figure that can be asked for: those that differ in one dimension only, and all."""
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        for place in range(len(value.group)):
            lines[place, value.group[:place], value.group[place + 1 :]].append(at)
    return [*lines.values(), list(range(len(values)))]


def _shown(value: MetricValue, reason: Hidden) -> MetricValue:
    if reason is not Hidden.NO:
        return hidden(value, reason)
    return replace(value, excluded=_public(value))


def _public(value: MetricValue) -> dict[str, float]:
    return {name: count for name, count in value.excluded.items() if name != "anonymous"}


def hidden(value: MetricValue, reason: Hidden) -> MetricValue:
    """The value with everything that would tell it taken out."""
    return replace(
        value,
        value=None,
        low=None,
        high=None,
        n=0,
        numerator=None,
        denominator=None,
        excluded={},
        hidden=reason,
        # Not which cases are still waited for: that there are any would tell what they answered.
        mature=value.mature if not value.metric.unripe else value.period.end <= value.as_of,
        evidence=None,
    )

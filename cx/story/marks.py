"""What can be pointed at in a section's pictures: the whole, a group, or a period of a metric."""

from collections.abc import Iterator
from dataclasses import dataclass

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain
from cx.contracts.words import N_
from cx.insights.finding import series
from cx.metrics.compute import Asked, compute
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from cx.story.period_names import name_of
from cx.story.telling import Telling, dimension_name


@dataclass(frozen=True)
class Mark:
    """One mark: how it is called, and the selection that it shows the whole of."""

    label: str
    selection: Selection


def marks(key: str, splits: tuple[tuple[str, ...], ...], telling: Telling) -> tuple[Mark, ...]:
    """The whole first, one a scale where scales are never pooled, then the groups of each split, then periods before.

    A split of several dimensions has a group for each of their combinations; one that the metric lacks has none.
    """
    values, known = [*_values(key, (), telling)], set(dimensions_of(REGISTRY[key]))
    for by in splits:
        if known.issuperset(by):
            values += sorted(_values(key, by, telling), key=lambda value: -value.n)
    earlier = series(telling.cursor, key, telling.selection, telling.settings)
    before = telling.selection.period.start
    values += [value for value in reversed(earlier) if value.value is not None and value.period.end < before]
    return tuple({mark.label: mark for mark in (_mark(value, telling) for value in values)}.values())


def _values(key: str, by: tuple[str, ...], telling: Telling) -> Iterator[MetricValue]:
    found = compute(telling.cursor, [key], telling.selection, telling.settings, Asked(by, ranged=False))
    yield from (value for value in found if value.n or value.hidden or not by)


def _mark(value: MetricValue, telling: Telling) -> Mark:
    group = [(name, word) for name, word in value.group if name not in set(Grain)]
    if value.alone:
        group.append((value.metric.split, value.alone))
    selection = telling.selection.over(value.period)
    for name, word in group:
        selection = selection.within(name, word or "")
    shown = [name_of(value.period, telling.settings), *(_group(name, word, telling) for name, word in group)]
    return Mark(" · ".join(shown), selection)


def _group(dimension: str, word: str | None, telling: Telling) -> str:
    words = telling.words
    return words.say(
        N_("{dimension}: {value}"),
        dimension=dimension_name(dimension, words),
        value=words.say(N_("not given")) if word is None else word,
    )

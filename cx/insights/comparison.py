"""Two groups of one dimension beside each other, or many at once: the difference, its range and the word for it.

Comparisons that are made together are adjusted with Holm's method (`adjusted`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.adjusted import Pair, adjusted, is_tested
from cx.insights.change import Change
from cx.insights.finding import spoken_of
from cx.metrics.compute import Asked, compute
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import nothing
from cx.metrics.value import MetricValue

MOST_GROUPS = 10
"""Groups that are compared together: the largest."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """One group against another, or against all the others together: how much more the first has."""

    one: str
    """The group's value of the dimension; empty for rows that have none."""
    other: str | None
    """None for the rest."""
    change: Change
    """From the other to the one, so that its value is the one minus the other."""
    together: int
    """How many comparisons were tested together; above 1, range and word are adjusted for them."""


@dataclass(frozen=True)
class Split:
    """What is compared: a metric by a dimension of one selection."""

    cursor: DuckDBPyConnection
    key: str
    selection: Selection
    settings: Settings
    dimension: str

    def groups(self) -> dict[str, MetricValue]:
        """Every group that has a value, or one that is hidden, the largest first; of several scales the main one."""
        asked = Asked(by=(self.dimension,))
        found = self._of_scale(compute(self.cursor, [self.key], self.selection, self.settings, asked))
        return {str(dict(item.group)[self.dimension] or ""): item for item in sorted(found, key=lambda item: -item.n)}

    def rest(self, of: str, groups: Sequence[str]) -> MetricValue:
        """All the other groups together."""
        others = tuple(name for name in groups if name != of)
        narrowed = self.selection.within(self.dimension, *others)
        found = self._of_scale(compute(self.cursor, [self.key], narrowed, self.settings)) if others else []
        return found[0] if found else nothing(REGISTRY[self.key], self.selection)

    def _of_scale(self, values: list[MetricValue]) -> list[MetricValue]:
        """The values of the scale that has the most answers in all of the selection: scales are never compared."""
        if not REGISTRY[self.key].split:
            return values
        whole = spoken_of(compute(self.cursor, [self.key], self.selection, self.settings))
        return [value for value in values if whole is not None and value.scale == whole.scale]


def compared(split: Split, names: Sequence[str] = ()) -> tuple[Comparison, ...]:
    """Every pair of the groups named, in their order, or without names each of the largest against the rest.

    A group that is not there has no data. A total is compared with no rest, which is a sum of several. Raises
    UnknownDimension for a split that the metric does not have.
    """
    groups = split.groups()
    chosen = tuple(dict.fromkeys(names))[:MOST_GROUPS]
    if chosen:
        nobody = nothing(REGISTRY[split.key], split.selection)
        sides = [(one, other) for one, other in combinations(chosen, 2)]
        pairs = [(groups.get(other, nobody), groups.get(one, nobody)) for one, other in sides]
        return _comparisons(sides, pairs)
    largest = [name for name in groups if groups[name].value is not None][:MOST_GROUPS]
    if len(groups) < 2 or REGISTRY[split.key].adds_up:
        return ()
    return _comparisons(
        [(name, None) for name in largest], [(split.rest(name, tuple(groups)), groups[name]) for name in largest]
    )


def _comparisons(sides: Sequence[tuple[str, str | None]], pairs: Sequence[Pair]) -> tuple[Comparison, ...]:
    tested = sum(map(is_tested, pairs))
    changes = adjusted(pairs)
    return tuple(Comparison(one, other, item, tested) for (one, other), item in zip(sides, changes, strict=True))

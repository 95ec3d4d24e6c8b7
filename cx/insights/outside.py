"""The one group of a split that stands far outside all the others."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.apart import Apart, apart
from cx.insights.comparison import MOST_GROUPS
from cx.insights.finding import spoken_of
from cx.metrics.compute import Asked, compute
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from cx.statistics import Verdict

LEAST_GROUPS = 3
"""With fewer there are no others to stand outside of."""

TIMES = 2
"""How many times what the others are from one another a group must be away from the nearest of them."""


@dataclass(frozen=True, eq=False)
class Outside:
    """A group, how it compares with the rest, and between what the others lie."""

    apart: Apart
    low: float
    high: float


def outside(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, dimension: str
) -> Outside | None:
    """The group at least twice as far from the nearest other as the others are from one another, where that is sure.

    All groups are compared with the rest of theirs and adjusted for it (Holm); groups of few cases, hidden ones, and
    parts of a sum, are none.
    """
    if REGISTRY[key].ledger or REGISTRY[key].adds_up:
        return None
    values = _judged(compute(cursor, [key], selection, settings, Asked(by=(dimension,), ranged=False)))
    farthest = max(values, key=lambda value: _gap(value, values), default=None)
    if farthest is None or len(values) < LEAST_GROUPS or _gap(farthest, values) < 0:
        return None
    name = str(dict(farthest.group)[dimension] or "")
    others = [value.value for value in values if value is not farthest and value.value is not None]
    for item in apart(cursor, key, selection, settings, (dimension,)):
        if item.group == name and item.change.verdict is Verdict.SURE:
            return Outside(item, min(others), max(others))
    return None


def _judged(values: list[MetricValue]) -> list[MetricValue]:
    """The largest groups with enough cases, of the scale that has most."""
    main = spoken_of(values)
    known = [value for value in values if value.value is not None and not value.is_few and main is not None]
    same = [value for value in known if main is not None and value.scale == main.scale]
    return sorted(same, key=lambda value: -value.n)[:MOST_GROUPS]


def _gap(value: MetricValue, values: list[MetricValue]) -> float:
    """How much farther the value is from the nearest other than twice what the others are from one another."""
    others = [other.value for other in values if other is not value and other.value is not None]
    if not others or value.value is None:
        return -1.0
    return min(abs(value.value - other) for other in others) - TIMES * (max(others) - min(others))

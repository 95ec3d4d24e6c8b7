"""A finding: a metric's level, its change since the previous period and since last year, and what moved it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, trend_days
from cx.contracts.settings import Settings
from cx.insights.adjusted import adjusted, is_tested
from cx.insights.change import Change, change
from cx.insights.continuity import TREND_PERIODS, Continuity
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Form, Grid
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import nothing
from cx.metrics.value import MetricValue

MOVERS = ("journey_stage", "region", "segment", "category", "product", "tier")
"""Dimensions in which the group that moved a metric most is looked for, the most telling first."""


@dataclass(frozen=True, eq=False)
class Mover:
    """The group whose own change moved the whole most, among those whose change can be told."""

    dimension: str
    name: str
    change: Change
    looked_at: int


@dataclass(frozen=True, eq=False)
class Finding:
    """What there is to say about one metric."""

    value: MetricValue
    since_previous: Change
    since_last_year: Change
    is_beside: bool
    """True for one that stands beside another and is told without what moved it."""

    @property
    def weight(self) -> float:
        """How much there is to say: a told change against what matters, a new one twice as much as one over a year."""
        smallest = self.value.metric.smallest_change or 1.0
        fresh, slow = (
            abs(item.value or 0.0) / smallest if item.is_told else 0.0
            for item in (self.since_previous, self.since_last_year)
        )
        return max(2 * fresh, slow)


def findings(
    cursor: DuckDBPyConnection,
    keys: Sequence[str],
    selection: Selection,
    settings: Settings,
    continuity: Continuity | None = None,
    beside: Sequence[str] = (),
) -> dict[str, Finding]:
    """The findings of the metrics that have a value in the period, by key.

    Those that stand beside others come without what moved them. A change across a break cannot be told yet, nor what
    moved it. Who asks more of the same selection's continuity hands in an own one, so that no scan runs twice.
    """
    line = continuity or Continuity(cursor, selection, settings)
    now = _by_key(compute(cursor, (*keys, *beside), selection, settings))
    earlier_ones = [selection.over(period) for period in line.compared]
    then = [_by_key(compute(cursor, (*keys, *beside), earlier_one, settings)) for earlier_one in earlier_ones]
    told = {key: value for key, values in now.items() if (value := spoken_of(values)) is not None}
    found = {}
    for key, value in told.items():
        before, last_year = (
            line.capped(change(_same(there[key], value, earlier_one), value))
            for there, earlier_one in zip(then, earlier_ones, strict=True)
        )
        found[key] = Finding(value, before, last_year, key in beside)
    return found


def mover_of(item: Finding, line: Continuity, of_year: bool = False) -> Mover | None:
    """The group that moved a figure most since the previous period, or since last year.

    To look for it costs more than all the rest of a finding. None where the whole or that group was asked differently
    before, and of one that stands beside another.
    """
    whole = item.since_last_year if of_year else item.since_previous
    if item.is_beside or whole.crosses:
        return None
    found = mover(line.cursor, item.value.metric.key, line.selection, line.settings, line.compared[of_year])
    return found if found and not line.breaks_in(found.dimension, found.change) else None


def recent(found: Sequence[Finding], line: Continuity) -> list[tuple[MetricValue, ...]]:
    """The values of each over the last periods, from the last break of its line on; read together."""
    points_of = _over_time(line.cursor, [item.value.metric.key for item in found], line.selection, line.settings)
    of_scale = (
        [point for point in points_of[item.value.metric.key] if point.scale == item.value.scale] for item in found
    )
    return [line.last_line(points) for points in of_scale]


def _by_key(values: Iterable[MetricValue]) -> dict[str, list[MetricValue]]:
    found: dict[str, list[MetricValue]] = {}
    for value in values:
        found.setdefault(value.metric.key, []).append(value)
    return found


def spoken_of(values: Sequence[MetricValue]) -> MetricValue | None:
    """The value to speak of: where scales may not be pooled, the one with the most answers."""
    known = [value for value in values if value.value is not None]
    return max(known, key=lambda value: value.n, default=None)


def _same(values: list[MetricValue], like: MetricValue, selection: Selection) -> MetricValue:
    """The value on the same scale; "no data" where there is none, since scales are never compared."""
    return next((value for value in values if value.scale == like.scale), nothing(like.metric, selection))


def series(
    cursor: DuckDBPyConnection,
    key: str,
    selection: Selection,
    settings: Settings,
    periods: int = TREND_PERIODS,
    ranged: bool = False,
) -> tuple[MetricValue, ...]:
    """The metric over the last periods of the same grain, the selection's own last; those that only wait without a value."""
    found = _all_over_time(cursor, [key], selection, settings, periods, ranged)[key]
    return tuple(value for value in found if value.value is not None or is_awaited(value))


def is_awaited(value: MetricValue) -> bool:
    """True where all that a figure would count is still waited for."""
    return value.value is None and not value.hidden and bool(value.excluded.keys() & {"pending", "unripe"})


def _over_time(
    cursor: DuckDBPyConnection,
    keys: Sequence[str],
    selection: Selection,
    settings: Settings,
    periods: int = TREND_PERIODS,
    ranged: bool = False,
) -> dict[str, tuple[MetricValue, ...]]:
    """The series of every metric, as far as it has values."""
    found = _all_over_time(cursor, keys, selection, settings, periods, ranged)
    return {key: tuple(value for value in values if value.value is not None) for key, values in found.items()}


def _all_over_time(
    cursor: DuckDBPyConnection,
    keys: Sequence[str],
    selection: Selection,
    settings: Settings,
    periods: int,
    ranged: bool,
) -> dict[str, tuple[MetricValue, ...]]:
    """What there is of every metric; together, those that read the same rows read them once."""
    grain, days = trend_days(selection.period, periods, settings.fiscal_year_starts)
    found = _by_key(compute(cursor, keys, selection.over(days), settings, Asked(grain=grain, ranged=ranged)))
    return {key: tuple(found.get(key, ())) for key in keys}


def mover(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, earlier: Period
) -> Mover | None:
    """The group that moved the metric most since an earlier period, in the first dimension where one can be told.

    All groups are looked at together and their changes adjusted for it with Holm's method.
    """
    metric = REGISTRY[key]
    if metric.grid is not Grid.ROWS or metric.ledger:
        return None
    pairs = _pairs(cursor, key, selection, settings, earlier)
    together = [pair for found in pairs.values() for pair in found]
    looked_at, changes = sum(map(is_tested, together)), iter(adjusted(together))
    for name, found in pairs.items():
        told = [item for item in islice(changes, len(found)) if item.is_told]
        total = sum(new.n for _, new in found)
        best = max(told, key=lambda item: abs(item.value or 0) * item.after.n / total, default=None)
        if best is not None:
            return Mover(name, str(dict(best.after.group)[name] or "–"), best, looked_at)
    return None


def _pairs(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, earlier: Period
) -> dict[str, list[tuple[MetricValue, MetricValue]]]:
    """Each group of each dimension before and now, where both have values and there is more than one group."""
    before_period = selection.over(earlier)
    found: dict[str, list[tuple[MetricValue, MetricValue]]] = {}
    for name in (name for name in MOVERS if name in dimensions_of(REGISTRY[key])):
        asked = Asked(by=(name,), ranged=REGISTRY[key].form not in (Form.MEDIAN, Form.MIDDLE))
        after = [value for value in compute(cursor, [key], selection, settings, asked) if value.value is not None]
        if len(after) < 2:
            continue
        before = {
            _named(value, name): value
            for value in compute(cursor, [key], before_period, settings, asked)
            if value.value is not None
        }
        found[name] = [(before[_named(value, name)], value) for value in after if _named(value, name) in before]
    return found


def _named(value: MetricValue, dimension: str) -> tuple[str | None, str | None]:
    """The group and the scale: only the same group on the same scale compares."""
    return dict(value.group)[dimension], value.scale

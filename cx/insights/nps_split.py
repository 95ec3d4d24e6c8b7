"""How the answers to the NPS question split into promoters, passives and detractors over time, and what moved."""

from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, trend_days
from cx.contracts.settings import Settings
from cx.insights.adjusted import adjusted
from cx.insights.change import Change
from cx.insights.continuity import TREND_PERIODS, Continuity
from cx.metrics.compute import Asked, compute
from cx.metrics.intervals import interval
from cx.metrics.registry_voice import NPS_SHARES
from cx.metrics.value import MetricValue

KEYS = tuple(metric.key for metric in NPS_SHARES)
GOODMAN = 1 - 0.05 / len(KEYS)
"""Wilson at this confidence is Goodman's interval: the ranges of all three shares hold together in 95 %."""


@dataclass(frozen=True)
class NpsSplit:
    """The three shares, period by period, and their changes into the selection's own period."""

    periods: tuple[tuple[MetricValue, ...], ...]
    """Promoters, passives and detractors of each of the last periods, the selection's own last."""
    since_previous: tuple[Change, ...]
    since_last_year: tuple[Change, ...]

    @property
    def now(self) -> tuple[MetricValue, ...]:
        """The three shares of the selection's own period."""
        return tuple(item.after for item in self.since_previous)


def nps_split(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, line: Continuity
) -> NpsSplit | None:
    """The split over the last periods; None where nobody answered in the selection's own.

    Three shares are looked at, so the words for their changes are Holm-adjusted.
    """
    now = [_goodman(value) for value in compute(cursor, KEYS, selection, settings)]
    if any(value.value is None for value in now):
        return None
    before, last_year = (_changes(cursor, now, period, selection, settings, line) for period in line.compared)
    return NpsSplit(_over_time(cursor, selection, settings), before, last_year)


def _changes(
    cursor: DuckDBPyConnection,
    now: list[MetricValue],
    period: Period,
    selection: Selection,
    settings: Settings,
    line: Continuity,
) -> tuple[Change, ...]:
    then = [_goodman(value) for value in compute(cursor, KEYS, selection.over(period), settings)]
    return tuple(map(line.capped, adjusted(list(zip(then, now, strict=True)))))


def _over_time(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[tuple[MetricValue, ...], ...]:
    grain, days = trend_days(selection.period, TREND_PERIODS, settings.fiscal_year_starts)
    values = compute(cursor, KEYS, selection.over(days), settings, Asked(grain=grain))
    by_metric = [[_goodman(value) for value in values if value.metric.key == key] for key in KEYS]
    return tuple(zip(*by_metric, strict=True))


def _goodman(value: MetricValue) -> MetricValue:
    """The value with the range that holds together with those of the other two."""
    found = interval(value.metric, value.evidence, GOODMAN) if value.evidence else None
    return replace(value, low=found.low, high=found.high) if found else value

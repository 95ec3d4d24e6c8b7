"""Whether figures of a survey are of one line: where a trend breaks, and which changes cannot be told for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, previous, trend_days, year_before
from cx.contracts.settings import Settings
from cx.insights.change import Change
from cx.metrics.breaks import SURVEY, Break, Line, breaks, breaks_since
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from cx.statistics import Verdict

TREND_PERIODS = 9
SURVEYED = tuple(metric.key for metric in REGISTRY.values() if metric.fact == SURVEY)


@dataclass(frozen=True)
class Continuity:
    """How the answers of a selection were asked for, beside its earlier periods: each scan runs once, when asked for.

    Metrics of other facts are always of one line.
    """

    cursor: DuckDBPyConnection
    selection: Selection
    settings: Settings

    @cached_property
    def compared(self) -> tuple[Period, Period]:
        """The periods that the selection's is compared with: the one before, and last year's."""
        return previous(self.selection.period, self.settings.fiscal_year_starts), year_before(self.selection.period)

    def breaks(self, values: Sequence[MetricValue]) -> tuple[Break, ...]:
        """Where the line of these values of one metric and scale breaks, the earliest first."""
        return self._breaks.get(_line(values[0]), ()) if values and _is_surveyed(values[0]) else ()

    def last_line(self, values: Sequence[MetricValue]) -> tuple[MetricValue, ...]:
        """The values since the last break: what is drawn small has no room for a mark."""
        found = self.breaks(values)
        return tuple(value for value in values if not found or value.period.start >= found[-1].period.start)

    def capped(self, item: Change) -> Change:
        """The change with what it crosses: one that would be told then cannot be told yet."""
        if item.value is None or not _is_surveyed(item.after):
            return item
        crossed = self._differences[item.before.period].get(_line(item.after), ())
        told = item.is_told and bool(crossed)
        return replace(item, crosses=crossed, verdict=Verdict.CANNOT_TELL if told else item.verdict)

    def breaks_in(self, dimension: str, item: Change) -> bool:
        """True where the group that changed was asked differently, which a whole of many groups need not show."""
        if not _is_surveyed(item.after):
            return False
        group = self.selection.within(dimension, dict(item.after.group)[dimension] or "")
        key, before = item.after.metric.key, item.before.period
        found = breaks_since(self.cursor, [key], [before], group, self.settings)
        return bool(found[before].get(_line(item.after)))

    @cached_property
    def _breaks(self) -> dict[Line, tuple[Break, ...]]:
        grain, days = trend_days(self.selection.period, TREND_PERIODS, self.settings.fiscal_year_starts)
        return breaks(self.cursor, SURVEYED, self.selection.over(days), self.settings, grain)

    @cached_property
    def _differences(self) -> dict[Period, dict[Line, tuple[Break, ...]]]:
        return breaks_since(self.cursor, SURVEYED, self.compared, self.selection, self.settings)


def _is_surveyed(value: MetricValue) -> bool:
    return value.metric.fact == SURVEY


def _line(value: MetricValue) -> Line:
    return value.metric.key, value.scale

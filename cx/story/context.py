"""What stands beside the figures of a story: the target of each, outside benchmarks, and the events of its time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from duckdb import DuckDBPyConnection

from cx.contracts.benchmarks import Benchmarks
from cx.contracts.extracts.events import Events
from cx.contracts.extracts.targets import Targets
from cx.contracts.filters import Selection, filters_written, segment_of
from cx.contracts.periods import Period, period_named
from cx.contracts.settings import Settings
from cx.insights.target import Judgement, Status, judgements
from cx.store.entries import entries

MOST_BENCHMARKS = 2
"""Lines of outside values that one picture can carry beside the target's."""


@dataclass(frozen=True)
class Context:
    """The entries that belong to one selection, each kind read once, when asked for."""

    cursor: DuckDBPyConnection
    selection: Selection
    settings: Settings

    def target(self, key: str) -> Judgement | None:
        """The target of the metric for this segment and period, else for the shortest period around it."""
        return self._judged.get(key)

    def missed(self, keys: Collection[str]) -> tuple[Judgement, ...]:
        """The missed targets of these metrics for this segment and for parts of it, by the shortest period around.

        A figure that stays hidden misses nothing, since nothing is told of it.
        """
        ours = [item for item in self._targets if item.metric in keys and self._is_part(item.segment)]
        nearest = {(item.metric, segment_of(filters_written(item.segment))): item for item in self._around(ours)}
        found = judgements(self.cursor, tuple(nearest.values()), self.selection.as_of, self.settings)
        return tuple(item for item in found if item.status is Status.MISSED)

    def benchmarks(self, key: str) -> tuple[Benchmarks, ...]:
        """The outside values of the metric for this segment, the latest first."""
        found = [item for item in self._benchmarks if item.metric == key]
        return tuple(sorted(found, key=lambda item: item.date, reverse=True)[:MOST_BENCHMARKS])

    def events(self, periods: Sequence[Period]) -> tuple[Events, ...]:
        """The events on days of these periods, which a picture covers."""
        return tuple(item for item in self._events if any(item.date in period for period in periods))

    @cached_property
    def _judged(self) -> dict[str, Judgement]:
        ours = [item for item in self._targets if self._is_ours(item.segment)]
        nearest = {item.metric: item for item in self._around(ours)}
        found = judgements(self.cursor, tuple(nearest.values()), self.selection.as_of, self.settings)
        return {item.target.metric: item for item in found}

    def _around(self, targets: Sequence[Targets]) -> list[Targets]:
        """Those whose period holds the selection's, the shortest last."""
        around = [(period, item) for item in targets if self._lies_in(period := self._period(item))]
        return [item for _, item in sorted(around, key=lambda pair: -pair[0].days)]

    def _is_part(self, segment: str | None) -> bool:
        """True for the selection's own segment, and for a narrower one."""
        narrow = {item.dimension: set(item.values) for item in filters_written(segment)}
        return all(
            narrow.get(item.dimension, set()) and narrow[item.dimension] <= set(item.values)
            for item in self.selection.filters
        )

    def _period(self, target: Targets) -> Period:
        return period_named(target.period, self.settings.fiscal_year_starts)

    def _is_ours(self, segment: str | None) -> bool:
        return segment_of(filters_written(segment)) == self.selection.segment

    def _lies_in(self, period: Period) -> bool:
        return period.start <= self.selection.period.start and self.selection.period.end <= period.end

    @cached_property
    def _targets(self) -> tuple[Targets, ...]:
        return tuple(item.row for item in entries(self.cursor, "targets") if isinstance(item.row, Targets))

    @cached_property
    def _benchmarks(self) -> tuple[Benchmarks, ...]:
        rows = [item.row for item in entries(self.cursor, "benchmarks")]
        return tuple(item for item in rows if isinstance(item, Benchmarks) and self._is_ours(item.segment))

    @cached_property
    def _events(self) -> tuple[Events, ...]:
        return tuple(item.row for item in entries(self.cursor, "events") if isinstance(item.row, Events))

"""What may be known of a metric's cells in the dimensions of a question, whatever values its filters name."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain
from cx.contracts.settings import Settings
from cx.metrics.disclosure import Disclosure, disclosure
from cx.metrics.metric import Metric
from cx.metrics.privacy import Counted, is_small
from cx.metrics.rows import dimensions, sum_values
from cx.metrics.value import MetricValue

MOST_CELLS = 400
"""Cells that are looked at together; of more, only the rule of each single split holds."""
Time = str | None


@dataclass(frozen=True, eq=False)
class KnownCells:
    """What may be known in each part of the time asked for; a part without small groups is not listed."""

    grain: Grain | None
    by_time: Mapping[Time, Disclosure]

    def tells(self, value: MetricValue, filters: Mapping[str, Collection[str]]) -> bool:
        """True where the value, asked for under these filters, tells nothing that may not be known."""
        group = {name: word or "" for name, word in value.group if name != self.grain}
        if value.metric.split and value.scale:
            group[value.metric.split] = value.scale
        when = dict(value.group).get(str(self.grain)) if self.grain else None
        known = self.by_time.get(when)
        return known is None or known.tells({**filters, **{name: (word,) for name, word in group.items()}})


def has_anonymous(cursor: DuckDBPyConnection) -> bool:
    """True where any answer is not of a survey that was declared named: else nothing is hidden."""
    return bool(cursor.execute("SELECT 1 FROM survey WHERE NOT coalesce(named, false) LIMIT 1").fetchall())


def known_cells(
    cursor: DuckDBPyConnection,
    metric: Metric,
    names: tuple[str, ...],
    selection: Selection,
    settings: Settings,
    grain: Grain | None,
) -> KnownCells:
    """What may be known of the answers of a period by these dimensions, without any filter on them."""
    everybody = replace(selection, filters=())
    cells: dict[Time, list[Counted]] = defaultdict(list)
    for value in sum_values(cursor, [metric], everybody, settings, names, grain, False):
        group = tuple((name, word or "") for name, word in value.group if name != grain)
        when = dict(value.group).get(str(grain)) if grain else None
        cells[when].append(Counted(group, value.n, bool(value.excluded.get("anonymous"))))
    minimum = settings.privacy_minimum
    return KnownCells(
        grain,
        {
            when: disclosure(dimensions(metric, names), found, minimum)
            for when, found in cells.items()
            if len(found) <= MOST_CELLS and any(is_small(cell, minimum) for cell in found)
        },
    )

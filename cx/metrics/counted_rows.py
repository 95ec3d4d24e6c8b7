"""The rows that a figure counts, each with what it adds to the numerator and to the denominator."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.account_rows import account_rows
from cx.metrics.compute import Asked, compute
from cx.metrics.fact_rows import anonymous_rows, fact_rows
from cx.metrics.metric import Grid, Metric
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue

OF_FACT = (Grid.ROWS, Grid.OPEN)
"""What counts rows of the fact themselves; all else counts accounts, contracts or terms."""


@dataclass(frozen=True, eq=False)
class CountedRows:
    """The rows of one figure.

    The columns `numerator` and `denominator` sum to those of the figure. Of durations the numerator is 1 for each that
    ended, and `duration` is how long it took or has taken so far, in the metric's unit; of a median of what is known in
    full it is that, and the numerator is always 1. The other columns are those of the extract, or of the account.
    """

    metric: Metric
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int
    """How many there are; `rows` may be the first of them."""
    values: tuple[MetricValue, ...]
    """The figure that the rows make; one a scale where scales are never pooled."""
    hidden: Hidden = Hidden.NO
    """Why none is shown."""


def counted_rows(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, most: int | None = None
) -> CountedRows:
    """The rows that the metric counts over the selection, at most so many of them; all where no limit is given.

    A mark of a picture is a selection of its own: the period of a point, or the filter of a group, where the empty
    word stands for rows without a value. None is shown where any of them was given to an anonymous survey, since the
    named ones taken from the figure would tell it, nor where the figure is hidden. Raises UnknownDimension as the
    figure does.
    """
    metric = REGISTRY[key]
    values = tuple(compute(cursor, [key], selection, settings, Asked(ranged=False)))
    hidden = next((value.hidden for value in values if value.hidden), Hidden.NO)
    if not hidden and metric.fact == "survey" and anonymous_rows(cursor, metric, selection, settings):
        hidden = Hidden.PRIVACY
    if hidden or not any(value.n for value in values):
        return CountedRows(metric, (), (), 0, values, hidden)
    made = fact_rows if metric.grid in OF_FACT else account_rows
    rows, total = made(cursor, metric, selection, settings, most)
    columns = tuple(rows[0]) if rows else ()
    return CountedRows(metric, columns, tuple(tuple(row.values()) for row in rows), total, values)

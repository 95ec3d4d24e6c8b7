"""Metric values as the rows make them, before anything of them is hidden."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, groupby

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_of, periods_between
from cx.contracts.settings import Settings
from cx.metrics.ahead import ahead_values
from cx.metrics.as_of import Undeclared, undeclared_day
from cx.metrics.book_values import book_values, book_year
from cx.metrics.coverage import coverage_values
from cx.metrics.days import day_values
from cx.metrics.lifetimes import lifetime_values
from cx.metrics.listed import LISTED, listed_values
from cx.metrics.metric import BOOKS, Grid, Metric
from cx.metrics.open_rows import open_values
from cx.metrics.reach import reach_values
from cx.metrics.rows import sum_values
from cx.metrics.value import ENDS_EARLIER, MetricValue
from cx.metrics.weighted import weighted_values


@dataclass(frozen=True)
class Asked:
    """What is asked of the metrics: how the figures are split and whether their ranges are wanted."""

    by: tuple[str, ...] = ()
    grain: Grain | None = None
    ranged: bool = True
    between: tuple[date, date] | None = None
    """The two days that retention compares; else the twelve months that end with the period."""


NOTHING_MORE = Asked()
BY_PERIOD = {
    Grid.WEIGHTED: weighted_values,
    Grid.OPEN: open_values,
    Grid.LIFETIME: lifetime_values,
}
"""What gives the values of one period at a time."""
BY_PARTS = {Grid.REACH: reach_values, Grid.INVITED: coverage_values}
"""What gives the values of all parts of a period at once."""


def raw_values(
    cursor: DuckDBPyConnection, metrics: Sequence[Metric], selection: Selection, settings: Settings, asked: Asked
) -> dict[str, list[MetricValue]]:
    """The values by metric, by group; those with the same answer come from one scan."""
    found: dict[str, list[MetricValue]] = defaultdict(list)
    scan = partial(_scan, ranged=asked.ranged)
    for _, group in groupby(sorted(metrics, key=scan), key=scan):
        for value in _values(cursor, list(group), selection, settings, asked):
            found[value.metric.key].append(value)
    unsure = undeclared_day(cursor) if any(map(_is_of_book, metrics)) else None
    return defaultdict(list, {key: _marked(_unsplit(values), unsure) for key, values in found.items()})


def _is_of_book(metric: Metric) -> bool:
    return metric.ledger and metric.fact == "renewals"


def _marked(values: list[MetricValue], unsure: Undeclared | None) -> list[MetricValue]:
    """The values, those of the book of contracts marked whose period goes beyond what the ledger surely tells."""
    if unsure is None:
        return values
    return [
        replace(value, excluded={**value.excluded, ENDS_EARLIER: 1.0})
        if _is_of_book(value.metric) and value.value is not None and value.period.end > unsure.last_on
        else value
        for value in values
    ]


def _scan(metric: Metric, ranged: bool) -> tuple[str, str, str, str]:
    """Metrics with the same answer here come from one scan; a median's cases and a ratio's parts are read apart.

    With ranges the rows are summed by account first, which costs more than reading them: metrics of other rows would
    make those sums wider for nothing, so only those that count the same rows share a scan. The book is read once.
    """
    if metric.grid in BOOKS:
        return metric.grid.name, metric.fact, metric.clock, "with source" if metric.sourced else ""
    apart = metric.key if metric.form in LISTED or metric.split or metric.whole else metric.counted if ranged else ""
    return metric.grid.name, metric.fact, metric.clock, apart


def _values(
    cursor: DuckDBPyConnection, metrics: list[Metric], selection: Selection, settings: Settings, asked: Asked
) -> Iterator[MetricValue]:
    first = metrics[0]
    if first.grid is Grid.ROWS:
        made = listed_values if first.form in LISTED else sum_values
        yield from made(cursor, metrics, selection, settings, asked.by, asked.grain, asked.ranged)
        return
    parts = _parts(selection, settings, asked)
    if first.grid in BY_PARTS:
        for metric in metrics:
            values = BY_PARTS[first.grid](
                cursor, metric, selection, settings, asked.by, asked.ranged, parts, asked.grain
            )
            yield from (_dated(value, asked.grain, settings) for value in values)
        return
    for period in parts:
        part = selection.over(period)
        if first.grid in BOOKS:
            values = book_values(cursor, metrics, part, settings, asked.by, asked.ranged, _book_days(part, asked))
        elif first.grid is Grid.DAY:
            values = day_values(cursor, metrics, part, settings, asked.by, asked.ranged)
        elif first.grid is Grid.AHEAD:
            values = ahead_values(cursor, metrics, part, settings, asked.by, asked.ranged)
        else:
            of_period = BY_PERIOD[first.grid]
            values = chain.from_iterable(
                of_period(cursor, metric, part, settings, asked.by, asked.ranged) for metric in metrics
            )
        yield from (_dated(value, asked.grain, settings) for value in values)


def _parts(selection: Selection, settings: Settings, asked: Asked) -> tuple[Period, ...]:
    if asked.grain is None:
        return (selection.period,)
    return periods_between(selection.period, asked.grain, settings.fiscal_year_starts)


def _dated(value: MetricValue, grain: Grain | None, settings: Settings) -> MetricValue:
    if grain is None:
        return value
    start = period_of(value.period.end, grain, settings.fiscal_year_starts).start
    return replace(value, group=(*value.group, (str(grain), start.isoformat())))


def _book_days(selection: Selection, asked: Asked) -> Period:
    if asked.between and asked.grain is None:
        return Period(*asked.between)
    return book_year(selection.period.end)


def _unsplit(values: list[MetricValue]) -> list[MetricValue]:
    """The values without the dimension that may not be pooled, where it has one value only."""
    if not values or not values[0].metric.split:
        return values
    name = values[0].metric.split
    if len({dict(value.group).get(name) for value in values}) > 1:
        return values
    return [
        replace(value, group=tuple(part for part in value.group if part[0] != name), alone=value.scale)
        for value in values
    ]

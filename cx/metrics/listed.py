"""Values of metrics whose rows are listed, since sums alone do not make them: durations and ratios of sums."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain
from cx.contracts.settings import Settings
from cx.metrics.intervals import interval
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import cases_query, parts_query
from cx.metrics.rows import (
    Group,
    Row,
    bound,
    by_group,
    is_mature,
    nothing,
    period_of_group,
    ratio_value,
    rows_of,
    shape,
)
from cx.metrics.value import Cases, MetricValue
from cx.statistics import kaplan_meier, survival_quantile

LISTED = {Form.MEDIAN: cases_query, Form.RATIO: parts_query}
"""What gives the rows of a figure that sums alone do not make."""


def listed_values(
    cursor: DuckDBPyConnection,
    metrics: list[Metric],
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    grain: Grain | None,
    ranged: bool,
) -> Iterator[MetricValue]:
    """Kaplan-Meier quantiles, open cases censored at the as-of, and ratios of sums: one metric, by group."""
    metric = metrics[0]
    query = LISTED[metric.form](metric.key, by, grain, settings.fiscal_year_starts, shape(selection))
    groups = by_group(rows_of(cursor, query, bound(selection, settings, metric.clock)), by, grain)
    if not groups and not by and not grain:
        yield nothing(metric, selection)
    made = _of_cases if metric.form is Form.MEDIAN else _of_parts
    for group in sorted(groups, key=str):
        yield made(metric, group, groups[group], selection, settings, grain, ranged)


def _of_cases(
    metric: Metric,
    group: Group,
    rows: list[Row],
    selection: Selection,
    settings: Settings,
    grain: Grain | None,
    ranged: bool,
) -> MetricValue:
    good = [row for row in rows if not row["faulty"]]
    cases = _cases(good)
    ended = int(cases.observed.sum())
    level = survival_quantile(kaplan_meier(cases.durations, cases.observed), metric.quantile).value if ended else None
    estimate = interval(metric, cases) if ranged and ended else None
    period = period_of_group(group, grain, selection, settings)
    apart = {
        "negative": len(rows) - len(good),
        "open": len(good) - ended,
        "anonymous": sum(bool(row.get("anonymous")) for row in good),
    }
    excluded = {name: float(count) for name, count in apart.items() if count}
    return MetricValue(
        metric,
        group,
        period,
        selection.as_of,
        level,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        len(good) if ended or metric.private else 0,
        float(ended),
        float(len(good)),
        is_mature(metric, period, selection, settings),
        excluded,
        evidence=cases if ended else None,
    )


def _cases(rows: list[Row]) -> Cases:
    """The cases; those without an account are told apart by their length, not by where the database keeps them."""
    durations = np.array([row["duration"] for row in rows], dtype=np.float64)
    observed = np.array([row["observed"] for row in rows], dtype=np.bool_)
    account = np.array([row["account"] for row in rows], dtype=np.str_)
    alone = np.array([row["alone"] for row in rows], dtype=np.bool_)
    place = np.empty(len(rows), dtype=np.int64)
    place[np.lexsort((observed, durations))] = np.arange(len(rows))
    return Cases(durations, observed, np.where(alone, np.char.mod("#%012d", place), account))


def _of_parts(
    metric: Metric,
    group: Group,
    rows: list[Row],
    selection: Selection,
    settings: Settings,
    grain: Grain | None,
    ranged: bool,
) -> MetricValue:
    n, pending = (sum(int(str(row[name])) for row in rows) for name in ("n", "pending"))
    period = period_of_group(group, grain, selection, settings)
    mature = is_mature(metric, period, selection, settings) and not pending
    value = ratio_value(metric, group, rows, period, selection.as_of, n, mature, ranged)
    return replace(value, excluded={"pending": float(pending)}) if pending else value

"""Values of metrics whose rows are listed, since sums alone do not make them: durations and ratios of sums."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain
from cx.contracts.settings import Settings
from cx.metrics.intervals import interval
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import cases_query, expression, parts_query
from cx.metrics.registry import REGISTRY
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


@lru_cache(maxsize=512)
def gathered_cases_query(
    key: str,
    dimensions: tuple[str, ...],
    grain: Grain | None,
    fiscal_year_starts: int,
    filters: tuple[tuple[str, int], ...],
) -> str:
    """The cases of `cases_query` in one row a group, so that a million of them are a few lists and not a million rows."""
    names = [f'"{name}"' for name in (*dimensions, *((str(grain),) if grain else ()))]
    anonymous = ("count(*) FILTER (anonymous AND NOT faulty) AS anonymous",) if REGISTRY[key].private else ()
    gathered = (f"list({name}) FILTER (NOT faulty) AS {name}" for name in ("duration", "observed", "account", "alone"))
    columns = (*names, *gathered, "count(*) FILTER (faulty) AS negative", *anonymous)
    cases = cases_query(key, dimensions, grain, fiscal_year_starts, filters)
    return expression(f"SELECT {', '.join(columns)} FROM ({cases}) GROUP BY ALL HAVING count(*) > 0").sql(
        dialect="duckdb"
    )


LISTED = {Form.MEDIAN: gathered_cases_query, Form.RATIO: parts_query}
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
    (gathered,) = rows
    cases = _cases(gathered)
    n, ended = cases.durations.size, int(cases.observed.sum())
    level = survival_quantile(kaplan_meier(cases.durations, cases.observed), metric.quantile).value if ended else None
    estimate = interval(metric, cases) if ranged and ended else None
    period = period_of_group(group, grain, selection, settings)
    apart = {"negative": gathered["negative"], "open": n - ended, "anonymous": gathered.get("anonymous", 0)}
    excluded = {name: float(str(count)) for name, count in apart.items() if count}
    return MetricValue(
        metric,
        group,
        period,
        selection.as_of,
        level,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        n if ended or metric.private else 0,
        float(ended),
        float(n),
        is_mature(metric, period, selection, settings),
        excluded,
        evidence=cases if ended else None,
    )


def _cases(gathered: Row) -> Cases:
    """The cases; those without an account are told apart by their length, not by where the database keeps them."""
    durations = np.array(gathered["duration"] or [], dtype=np.float64)
    observed, alone = (np.array(gathered[name] or [], dtype=np.bool_) for name in ("observed", "alone"))
    account = np.array(gathered["account"] or [], dtype=np.str_)
    place = np.empty(durations.size, dtype=np.int64)
    place[np.lexsort((observed, durations))] = np.arange(durations.size)
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
    apart = {"pending": float(pending), "unknown_value": float(sum(Decimal(str(row["unknown"])) for row in rows))}
    value = replace(value, excluded={name: amount for name, amount in apart.items() if amount})
    return _between_both(value, apart["unknown_value"]) if apart["unknown_value"] else value


def _between_both(value: MetricValue, unknown: float) -> MetricValue:
    """The value with the limits of what can be: none of the unknown part of the base kept, or all of it."""
    if value.numerator is None or not value.denominator:
        return value
    whole = value.denominator + unknown
    return replace(value, low=100.0 * value.numerator / whole, high=100.0 * (value.numerator + unknown) / whole)

"""Values over accounts, each giving the mean of its answers: all accounts alike, or by what they are worth."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.books import worths_of
from cx.metrics.intervals import interval
from cx.metrics.metric import Metric
from cx.metrics.queries import condition, counted, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, rows_of, shape
from cx.metrics.value import MetricValue, Units
from cx.statistics import ClusterSums, Sums


@lru_cache(maxsize=256)
def weighted_query(key: str, dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """The mean answer and the weight of each account, by group; answers without an account stand as one without one.

    An account is worth what its terms in force were worth on the day of its last answer in the period.
    """
    metric = REGISTRY[key]
    names = "".join(f'"{name}", ' for name in dimensions)
    where = condition(metric.clock, filters).sql(dialect="duckdb")
    query = f"""
        WITH given AS (SELECT {names} CAST(account_id AS VARCHAR) AS account, avg({metric.value}) AS mean, count(*) AS n,
            max({metric.clock}) AS last_on, count(*) FILTER (NOT coalesce(named, false)) AS anonymous
            FROM fact_{metric.fact} WHERE {where} AND {counted(metric).sql(dialect="duckdb")} GROUP BY ALL),
          {worths_of("given")}
        SELECT g.*, CAST({metric.base} AS DOUBLE) AS weight
        FROM given g LEFT JOIN worths w ON w.account = g.account AND w.last_on = g.last_on"""
    return expression(query).sql(dialect="duckdb")


def weighted_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """The weighted mean over accounts, by group; n counts accounts with a weight."""
    given = bound(selection, settings, metric.clock)
    groups = by_group(rows_of(cursor, weighted_query(metric.key, by, shape(selection)), given), by, None)
    if not groups and not by:
        yield nothing(metric, selection)
    mature = is_mature(metric, selection.period, selection, settings)
    for group in sorted(groups, key=str):
        yield _weighted(metric, group, groups[group], selection, mature, ranged)


def _weighted(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    known = [row for row in rows if row["account"] is not None and float(str(row["weight"] or 0)) > 0]
    evidence = _evidence(known)
    above, below = evidence.clusters.total, evidence.clusters.n
    estimate = interval(metric, evidence) if ranged and known else None
    return MetricValue(
        metric,
        group,
        selection.period,
        selection.as_of,
        100.0 * above / below if known else None,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        len(known),
        above if known else None,
        below if known else None,
        mature,
        _left_out(rows, known),
        evidence=evidence if known else None,
    )


def _evidence(rows: list[Row]) -> Units:
    """The sums of a weighted mean: a weight stands for the answers of its account."""
    weights = np.array([row["weight"] for row in rows], dtype=np.float64)
    worth = weights * np.array([row["mean"] for row in rows], dtype=np.float64)
    sums = ClusterSums(
        len(rows),
        float(weights.sum()),
        float(worth.sum()),
        float(worth @ worth),
        float(worth @ weights),
        float(weights @ weights),
    )
    accounts = np.array([row["account"] for row in rows], dtype=np.str_)
    return Units(Sums(sums.n, sums.total, sums.total_squared), sums, (accounts, worth, weights))


def _left_out(rows: list[Row], known: list[Row]) -> dict[str, float]:
    """Answers without an account and accounts without value; nothing where nobody is left to speak of."""
    if not known:
        return {}
    counts = {
        "no_account": sum(int(str(row["n"])) for row in rows if row["account"] is None),
        "no_value": sum(row["account"] is not None for row in rows) - len(known),
        "anonymous": sum(int(str(row["anonymous"])) for row in known),
    }
    return {name: float(count) for name, count in counts.items() if count}

"""Values of metrics over the accounts on one day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.books import activity_query, potential_query, seats_query
from cx.metrics.intervals import interval
from cx.metrics.metric import Form, Metric
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, ratio_value, rows_of, shape
from cx.metrics.use_of_seats import depth_query, seat_rate_query, trend_known_query, trend_query
from cx.metrics.value import MetricValue, Units, Values
from cx.statistics import Sums, cluster_sums

LOOKED_BACK = {"active_account_rate": "active_days", "feature_breadth": "breadth_days", "depth": "active_days"}
"""The setting that holds the days of use up to the day asked that a figure rests on."""


def of_units(
    metric: Metric,
    group: Group,
    values: list[float],
    accounts: list[str],
    period: Period,
    as_of: date,
    mature: bool,
    ranged: bool,
) -> MetricValue:
    """A share or a mean over units, each worth one value."""
    worth = np.array(values, dtype=np.float64)
    n, total = len(values), float(worth.sum())
    sums = Sums(n, total, float((worth**2).sum()))
    panel = (np.array(accounts, dtype=np.str_), worth, np.ones(n))
    evidence = Units(sums, cluster_sums(worth, accounts), panel) if n else None
    estimate = interval(metric, evidence) if evidence and ranged else None
    scale = 100.0 if metric.form is Form.SHARE else 1.0
    return MetricValue(
        metric,
        group,
        period,
        as_of,
        scale * total / n if n else None,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        n,
        total,
        float(n),
        mature,
        evidence=evidence,
    )


QUERIES = {
    "seat_adoption": seats_query,
    "median_seat_rate": seat_rate_query,
    "realised_potential": potential_query,
    "adoption_trend": trend_query,
    "adoption_falling": trend_query,
    "depth": depth_query,
}
"""By metric, what lists the accounts of a day; the others ask for activity."""


def day_values(
    cursor: DuckDBPyConnection,
    metrics: Sequence[Metric],
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """Adoption and potential on the last day of the period that is known, by group."""
    day = min(selection.period.end, selection.as_of)
    given = {**bound(selection, settings), "day": day}
    for metric in metrics:
        is_known = selection.period.start <= selection.as_of and _is_covered(cursor, metric, given)
        query = QUERIES.get(metric.key, activity_query)(by, shape(selection))
        groups = by_group(rows_of(cursor, query, given), by, None) if is_known else {}
        mature = is_mature(metric, selection.period, selection, settings)
        values = [_on_day(metric, group, groups[group], selection, mature, ranged) for group in sorted(groups, key=str)]
        yield from values or (() if by else (nothing(metric, selection),))


def _is_covered(cursor: DuckDBPyConnection, metric: Metric, given: dict[str, object]) -> bool:
    """True where the use that is known begins by the day and reaches the days that end with it.

    Seats are always: without rows in those days they have no figure by themselves.
    """
    if QUERIES.get(metric.key) is trend_query:
        return bool(rows_of(cursor, trend_known_query(), given)[0]["covered"])
    if metric.key not in LOOKED_BACK:
        return True
    since = f"$day - CAST(${LOOKED_BACK[metric.key]} AS INTEGER)"
    known = f"SELECT min(used_on) <= $day AND max(used_on) > {since} AS covered FROM usage WHERE used_on <= $as_of"
    return bool(rows_of(cursor, known, given)[0]["covered"])


def _on_day(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    if metric.form is Form.RATIO:
        return _ratio(metric, group, rows, selection, mature, ranged)
    if metric.form is Form.MIDDLE:
        return _median(metric, group, rows, selection, mature, ranged)
    known = [row for row in rows if row[metric.value] is not None]
    scale = 100.0 if metric.form is Form.MEAN else 1.0
    return of_units(
        metric,
        group,
        [scale * float(str(row[metric.value])) for row in known],
        [str(row["account"]) for row in known],
        selection.period,
        selection.as_of,
        mature,
        ranged,
    )


def _ratio(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    """Sums over the accounts whose base is known; the paying ones without are counted apart."""
    known = [row for row in rows if row[metric.base]]
    parts: list[Row] = [
        {"account": row["account"], "numerator": row[metric.value], "denominator": row[metric.base]} for row in known
    ]
    accounts = len({row["account"] for row in known})
    value = ratio_value(metric, group, parts, selection.period, selection.as_of, accounts, mature, ranged)
    without = float(len(rows) - len(known))
    return replace(value, excluded={"no_base": without}) if without else value


def _median(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    """The median over accounts: of an even number of them the mean of the two in the middle."""
    values = np.array([row[metric.value] for row in rows], dtype=np.float64)
    evidence = Values(values, np.array([row["account"] for row in rows], dtype=np.str_))
    estimate = interval(metric, evidence) if ranged else None
    level = float(np.quantile(values, metric.quantile))
    return MetricValue(
        metric,
        group,
        selection.period,
        selection.as_of,
        level,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        len(rows),
        float(len(rows)),
        float(len(rows)),
        mature,
        evidence=evidence,
    )

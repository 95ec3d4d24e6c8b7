"""Values of metrics over the book of accounts: between two days, and on one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.books import activity_query, book_query, seats_query
from cx.metrics.intervals import interval
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, ratio_value, rows_of, shape
from cx.metrics.value import MetricValue, Rows
from cx.statistics import Sums, cluster_sums

LOOKED_BACK = {"active_account_rate": "active_days", "feature_breadth": "breadth_days"}
"""The setting that holds the days of use up to the day asked that a figure rests on."""
UNITS = {Grid.BOOK_BY_ACCOUNT: "account_id", Grid.BOOK_BY_CONTRACT: "contract_id"}


def kept(before: float, after: float) -> float:
    """What stayed: growth does not make up for losses elsewhere."""
    return min(before, after)


def left(_before: float, after: float) -> float:
    """1 where nothing is left."""
    return float(after == 0)


def grown(_before: float, after: float) -> float:
    """What it is worth now."""
    return after


BOOK = {"grr": kept, "contract_grr": kept, "nrr": grown, "logo_churn": left, "contract_churn": left}


def book_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
    days: tuple[date, date],
) -> Iterator[MetricValue]:
    """Retention between two days, by group."""
    query = book_query(UNITS[metric.grid], by, shape(selection))
    given = {**bound(selection, settings), "before_day": days[0], "after_day": days[1]}
    rows = [row for row in rows_of(cursor, query, given) if float(str(row["before"])) > 0]
    groups = by_group(rows, by, None)
    if not groups and not by:
        yield nothing(metric, selection)
    for group in sorted(groups, key=str):
        yield _retention(metric, group, groups[group], Period(*days), selection, ranged)


def _retention(
    metric: Metric, group: Group, rows: list[Row], days: Period, selection: Selection, ranged: bool
) -> MetricValue:
    """What became of the units' value; pending terms make it immature, and both outcomes its range."""
    kept = _kept(metric, rows, [float(str(row["after"])) for row in rows])
    period = selection.period
    pending = sum(float(str(row["pending"])) for row in rows)
    mature = days.end <= selection.as_of and not pending
    value = _from_kept(metric, group, rows, kept, period, selection.as_of, mature, ranged)
    if not pending:
        return value
    renewed = _kept(metric, rows, [float(str(row["after"])) + float(str(row["pending"])) for row in rows])
    other = _from_kept(metric, group, rows, renewed, period, selection.as_of, mature, False).value
    both = sorted(item for item in (value.value, other) if item is not None)
    return replace(value, low=both[0], high=both[-1], excluded={**value.excluded, "pending_value": pending})


def _kept(metric: Metric, rows: list[Row], after: list[float]) -> list[float]:
    return [BOOK[metric.key](float(str(row["before"])), value) for row, value in zip(rows, after, strict=True)]


def _from_kept(
    metric: Metric,
    group: Group,
    rows: list[Row],
    kept: list[float],
    period: Period,
    as_of: date,
    mature: bool,
    ranged: bool,
) -> MetricValue:
    if metric.form is Form.SHARE:
        return unit_values(metric, group, kept, [str(row["account"]) for row in rows], period, as_of, mature, ranged)
    parts: list[Row] = [
        {"account": row["account"], "numerator": value, "denominator": row["before"]}
        for row, value in zip(rows, kept, strict=True)
    ]
    return ratio_value(metric, group, parts, period, as_of, len(rows), mature, ranged)


def unit_values(
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
    evidence = Rows(Sums(n, total, float((worth**2).sum())), cluster_sums(worth, accounts)) if n else None
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


def day_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """Adoption on the last day of the period that is known, by group."""
    day = min(selection.period.end, selection.as_of)
    given = {**bound(selection, settings), "day": day}
    is_known = selection.period.start <= selection.as_of and _is_covered(cursor, metric, given)
    made = seats_query if metric.key == "seat_adoption" else activity_query
    groups = by_group(rows_of(cursor, made(by, shape(selection)), given), by, None) if is_known else {}
    if not groups and not by:
        yield nothing(metric, selection)
    mature = is_mature(metric, selection.period, selection, settings)
    for group in sorted(groups, key=str):
        yield _adoption(metric, group, groups[group], selection, mature, ranged)


def _is_covered(cursor: DuckDBPyConnection, metric: Metric, given: dict[str, object]) -> bool:
    """True where the use that is known begins by the day and reaches the days that end with it.

    Seats are always: without rows in those days they have no figure by themselves.
    """
    if metric.key not in LOOKED_BACK:
        return True
    since = f"$day - CAST(${LOOKED_BACK[metric.key]} AS INTEGER)"
    known = f"SELECT min(used_on) <= $day AND max(used_on) > {since} AS covered FROM usage WHERE used_on <= $as_of"
    return bool(rows_of(cursor, known, given)[0]["covered"])


def _adoption(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    if metric.form is Form.RATIO:
        parts: list[Row] = [
            {"account": row["account"], "numerator": row[metric.value], "denominator": row[metric.base]} for row in rows
        ]
        accounts = len({row["account"] for row in rows})
        return ratio_value(metric, group, parts, selection.period, selection.as_of, accounts, mature, ranged)
    known = [row for row in rows if row[metric.value] is not None]
    scale = 100.0 if metric.form is Form.MEAN else 1.0
    return unit_values(
        metric,
        group,
        [scale * float(str(row[metric.value])) for row in known],
        [str(row["account"]) for row in known],
        selection.period,
        selection.as_of,
        mature,
        ranged,
    )

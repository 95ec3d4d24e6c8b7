"""Values of metrics over the rows of a period."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.cube_sums import cube_for, cube_query
from cx.metrics.intervals import interval
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import OPENED, sums_query, unpromised_query
from cx.metrics.sums import APART, SUMS, both_answers, evidence_of, level
from cx.metrics.value import MetricValue, Parts

DUE_CLOCKS = ("due_on",)
"""Clocks of things that are still to come: the as-of does not cut them off."""
AWAITED = ("pending", "unripe", "unknown")
"""What is counted apart since something of it is not known: a group that has nothing else stands without a figure."""
Group = tuple[tuple[str, str | None], ...]
Row = dict[str, object]


def shape(selection: Selection) -> tuple[tuple[str, int], ...]:
    """The filters without their values: what a query's text depends on."""
    return tuple((item.dimension, len(item.values)) for item in selection.filters)


def bound(selection: Selection, settings: Settings, clock: str = "") -> dict[str, object]:
    """Everything that a query may name, by name."""
    end = selection.period.end if clock in DUE_CLOCKS else min(selection.period.end, selection.as_of)
    values: dict[str, object] = {
        "start": selection.period.start,
        "end": end,
        "as_of": selection.as_of,
        "latest": selection.latest or selection.as_of,
        "grace_days": settings.grace_days,
        "repeat_days": settings.repeat_days,
        "active_days": settings.active_days,
        "breadth_days": settings.breadth_days,
        "loop_days": settings.loop_days,
        "close_days": settings.close_days,
        "answer_days": settings.answer_days,
        "trend_days": settings.trend_days,
    }
    for number, item in enumerate(selection.filters):
        values |= {f"f{number}_{at}": word for at, word in enumerate(item.values)}
    return values


def rows_of(cursor: DuckDBPyConnection, query: str, values: dict[str, object]) -> list[Row]:
    """The query's rows as dictionaries; only values that it names are bound."""
    named = {name: value for name, value in values.items() if f"${name}" in query}
    found = cursor.execute(query, named) if named else cursor.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def text_of(cell: object) -> str | None:
    """A cell as text; None where nothing is known."""
    return None if cell is None else str(cell)


def dimensions(metric: Metric, by: tuple[str, ...]) -> tuple[str, ...]:
    """What the rows are grouped by: as asked, and by what may not be pooled."""
    return tuple(dict.fromkeys((*by, metric.split) if metric.split else by))


def group_of(row: Row, by: tuple[str, ...], grain: Grain | None) -> Group:
    """The group of a row, time last."""
    parts = [(name, None if row[name] is None else str(row[name])) for name in by]
    if grain:
        parts.append((str(grain), str(row[str(grain)])))
    return tuple(parts)


def by_group(rows: list[Row], by: tuple[str, ...], grain: Grain | None) -> dict[Group, list[Row]]:
    """The rows of each group."""
    groups: dict[Group, list[Row]] = defaultdict(list)
    for row in rows:
        groups[group_of(row, by, grain)].append(row)
    return groups


def period_of_group(group: Group, grain: Grain | None, selection: Selection, settings: Settings) -> Period:
    """The group's own part of the period."""
    if grain is None:
        return selection.period
    part = period_of(date.fromisoformat(str(dict(group)[str(grain)])), grain, settings.fiscal_year_starts)
    return Period(max(part.start, selection.period.start), min(part.end, selection.period.end))


def is_mature(
    metric: Metric, period: Period, selection: Selection, settings: Settings, unripe: float | None = None
) -> bool:
    """True once the period is over and so is its follow-up: that of every case, where the waiting ones are counted."""
    if unripe is not None:
        return period.end <= selection.as_of and not unripe
    days = getattr(settings, metric.window) if metric.window else 0
    return period.end + timedelta(days=days) <= selection.as_of


def sum_values(
    cursor: DuckDBPyConnection,
    metrics: list[Metric],
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    grain: Grain | None,
    ranged: bool,
) -> Iterator[MetricValue]:
    """Shares, means, NPS and totals: one scan for all metrics of one fact and clock."""
    names = dimensions(metrics[0], by)
    keys = tuple(metric.key for metric in metrics)
    given, how = bound(selection, settings, metrics[0].clock), (grain, settings.fiscal_year_starts, shape(selection))
    columns = frozenset((*names, *(item.dimension for item in selection.filters)))
    cube = cube_for(cursor, metrics, columns, grain, given, ranged)
    query = cube_query(cube.name, keys, names, *how, ranged) if cube else sums_query(keys, names, *how, ranged)
    rows = rows_of(cursor, query, given)
    for metric in metrics:
        shown = [row for row in rows if _is_told(metric, row)] or (rows[:1] if not names and not grain else [])
        without = _unpromised(cursor, metric, selection, settings, names, grain)
        for row in sorted(shown, key=lambda item: str(group_of(item, names, grain))):
            value = _of_sums(metric, row, group_of(row, names, grain), selection, settings, grain, ranged)
            apart = {"no_promise": without[value.group]} if value.group in without else {}
            yield replace(value, excluded=value.excluded | apart)
        if not shown and not by and not grain:
            yield nothing(metric, selection)


def _is_told(metric: Metric, row: Row) -> bool:
    """True for a group in which anything is counted, or waited for: that it has no figure yet must be seen."""
    return any(row.get(f"{metric.key}_{name}") for name in ("n", *AWAITED))


def _unpromised(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    names: tuple[str, ...],
    grain: Grain | None,
) -> dict[Group, float]:
    """How many rows of each group nothing was promised for; they belong to the period in which they were opened."""
    if not metric.unpromised:
        return {}
    query = unpromised_query(metric.key, names, grain, settings.fiscal_year_starts, shape(selection))
    rows = rows_of(cursor, query, bound(selection, settings, OPENED))
    return {group_of(row, names, grain): float(str(row["n"])) for row in rows if row["n"]}


def _of_sums(
    metric: Metric,
    row: Row,
    group: Group,
    selection: Selection,
    settings: Settings,
    grain: Grain | None,
    ranged: bool,
) -> MetricValue:
    got = {name: float(str(row.get(f"{metric.key}_{name}") or 0)) for name in SUMS}
    evidence = evidence_of(got) if ranged and metric.form is not Form.TOTAL else None
    period = period_of_group(group, grain, selection, settings)
    scale = dict(group).get(metric.split)
    estimate = interval(metric, evidence, scale=scale) if evidence and got["n"] else None
    low, high = both_answers(got) if got["unknown"] else (estimate.low, estimate.high) if estimate else (None, None)
    return MetricValue(
        metric,
        group,
        period,
        selection.as_of,
        level(metric, got),
        low,
        high,
        int(got["n"]),
        got["sum"],
        got["n"],
        is_mature(metric, period, selection, settings, got["unripe"] if metric.unripe else None) and not got["pending"],
        {name: got[name] for name in APART if got[name]},
        evidence=evidence,
    )


def nothing(metric: Metric, selection: Selection) -> MetricValue:
    """The figure that says "no data"."""
    return MetricValue(metric, (), selection.period, selection.as_of, None, None, None, 0, None, None, True)


def ratio_value(
    metric: Metric,
    group: Group,
    rows: list[Row],
    period: Period,
    as_of: date,
    n: int,
    mature: bool,
    ranged: bool,
) -> MetricValue:
    """A ratio of sums from rows of account, numerator and denominator."""
    parts = Parts(
        np.array([row["account"] for row in rows], dtype=np.str_),
        np.array([row["numerator"] for row in rows], dtype=np.float64),
        np.array([row["denominator"] for row in rows], dtype=np.float64),
    )
    above, below = float(parts.numerators.sum()), float(parts.denominators.sum())
    estimate = interval(metric, parts) if ranged and below else None
    return MetricValue(
        metric,
        group,
        period,
        as_of,
        100.0 * above / below if below else None,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        n,
        above,
        below,
        mature,
        evidence=parts,
    )

"""Values of metrics over the book of accounts or contracts between two days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, trailing_year
from cx.contracts.settings import Settings
from cx.metrics.book_worth import BASES, WORTH, Held, Worth, base_of, held
from cx.metrics.books import book_query, early_query, reach_query, source_query
from cx.metrics.days import of_units
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.possible_limits import possible_limits
from cx.metrics.rows import Group, Row, bound, by_group, nothing, ratio_value, rows_of, shape
from cx.metrics.snapshot import compares, is_snapshot
from cx.metrics.value import BEGINS_LATER, UNSHOWN_VALUE, MetricValue

UNITS = {Grid.BOOK_BY_ACCOUNT: "account_id", Grid.BOOK_BY_CONTRACT: "contract_id"}
Book = dict[Group, list[Held]]
MUCH_UNSHOWN = Decimal("0.01")
"""The part of the book from which it matters that what is called renewed has no later term."""


def book_year(end: date) -> Period:
    """The two days that retention compares: the one before the twelve months that end with the day, and the day."""
    window = trailing_year(end)
    return Period(window.day_before, window.end)


def book(
    cursor: DuckDBPyConnection,
    grid: Grid,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    days: Period,
    with_source: bool = False,
    of_last_day: bool = False,
) -> Book:
    """The accounts or contracts with value on either day, or with value pending, by group.

    Groups and filters take the attributes of the first day, or those of the last one.
    """
    query = book_query(UNITS[grid], by, shape(selection), with_source, of_last_day)
    given = {**bound(selection, settings), "before_day": days.start, "after_day": days.end}
    groups = {
        name: [held(row) for row in rows] for name, rows in by_group(rows_of(cursor, query, given), by, None).items()
    }
    return {
        name: [item for item in items if item.before or item.after or item.pending] for name, items in groups.items()
    }


def reaches(cursor: DuckDBPyConnection, days: Period) -> bool:
    """True where the book is known to go back to the first day: else nobody knows who is new on the last."""
    return not is_snapshot(cursor) and _goes_back(cursor, days)


def is_early(cursor: DuckDBPyConnection, day: date) -> bool:
    """True where the book may begin later than the day: nobody is known to have left by then."""
    return bool(rows_of(cursor, early_query(), {"day": day})[0]["is_early"])


def _goes_back(cursor: DuckDBPyConnection, days: Period) -> bool:
    return bool(rows_of(cursor, reach_query(), {"before_day": days.start})[0]["reaches"])


def book_values(
    cursor: DuckDBPyConnection,
    metrics: Sequence[Metric],
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
    days: Period,
) -> Iterator[MetricValue]:
    """What became of the book between two days, by group: metrics of one unit, from one reading of it."""
    with_source = any(metric.sourced for metric in metrics)
    books = {
        of_last_day: book(cursor, metrics[0].grid, selection, settings, by, days, with_source, of_last_day)
        for of_last_day in {_takes_last_day(metric, selection, by) for metric in metrics}
    }
    is_flat = is_snapshot(cursor)
    is_whole = not is_flat and _goes_back(cursor, days)
    told = not with_source or bool(rows_of(cursor, source_query(), {})[0]["told"])
    for metric in metrics:
        found = books[_takes_last_day(metric, selection, by)]
        is_known = (
            (is_whole or not metric.looks_back) and not (is_flat and compares(metric)) and (told or not metric.sourced)
        )
        values = [
            value
            for group in sorted(found, key=str)
            if is_known and (value := _value(metric, group, found[group], selection, days, ranged)) is not None
        ]
        marks = {BEGINS_LATER: 1.0} if values and is_early(cursor, days.start if compares(metric) else days.end) else {}
        told_days = days if compares(metric) else None
        yield from (replace(value, excluded={**value.excluded, **marks}, days=told_days) for value in values)
        if not values and not by:
            yield nothing(metric, selection)


def _takes_last_day(metric: Metric, selection: Selection, by: tuple[str, ...]) -> bool:
    """Without a split and a filter both days give one book, which is then read once."""
    return metric.of_last_day and bool(by or selection.filters)


def _value(
    metric: Metric, group: Group, items: list[Held], selection: Selection, days: Period, ranged: bool
) -> MetricValue | None:
    """The group's figure; None where nothing in it is counted, or a ratio has no base."""
    there = items if metric.newcomers else [item for item in items if item.before > 0]
    n = sum(1 for item in there if item.before or item.after)
    if not n or (metric.base and not any(map(base_of(metric.key), there))):
        return None
    pending = float(sum(item.pending for item in there))
    mature = days.end <= selection.as_of and not pending
    value = _of_worths(metric, group, there, [WORTH[metric.key](item) for item in there], n, selection, mature, ranged)
    unknown = float(sum(item.after for item in there if item.is_new and not item.came_by)) if metric.sourced else 0.0
    if metric.key in BASES and float(value.denominator or 0) <= 0:
        return replace(value, value=None, low=None, high=None, excluded={**value.excluded, "no_growth": 1.0})
    value = replace(value, excluded={**value.excluded, **_unshown(metric, there)})
    if not pending and not unknown:
        return value
    apart = {name: amount for name, amount in (("pending_value", pending), ("unknown_value", unknown)) if amount}
    low, high = possible_limits(metric, there, float(value.denominator or 1))
    return replace(value, low=low, high=high, excluded={**value.excluded, **apart})


def _unshown(metric: Metric, items: list[Held]) -> dict[str, float]:
    """The value that went though it is called renewed, where a figure that compares two days would move by it."""
    gone, base = sum(item.unshown for item in items), sum(item.before for item in items)
    return {UNSHOWN_VALUE: float(gone)} if compares(metric) and gone and gone >= MUCH_UNSHOWN * base else {}


def _of_worths(
    metric: Metric,
    group: Group,
    items: list[Held],
    worths: list[Worth],
    n: int,
    selection: Selection,
    mature: bool,
    ranged: bool,
) -> MetricValue:
    known = (selection.period, selection.as_of)
    if metric.form is Form.SHARE:
        counts, accounts = [float(worth) for worth in worths], [item.account for item in items]
        return of_units(metric, group, counts, accounts, *known, mature, ranged)
    if metric.form is Form.RATIO:
        parts: list[Row] = [
            {"account": item.account, "numerator": worth, "denominator": base_of(metric.key)(item)}
            for item, worth in zip(items, worths, strict=True)
        ]
        return ratio_value(metric, group, parts, *known, n, mature, ranged and not metric.sourced)
    total = float(sum(worths))
    return MetricValue(metric, group, *known, total, None, None, n, total, float(n), mature)

"""The accounts, contracts or terms that a figure counts, one row each, with what each was worth to it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.ahead_rows import ahead_rows
from cx.metrics.book_values import UNITS, book_year
from cx.metrics.book_worth import WORTH, base_of, held
from cx.metrics.books import activity_query, book_query
from cx.metrics.coverage import coverage_rows
from cx.metrics.days import QUERIES
from cx.metrics.lifetimes import lifetime_rows
from cx.metrics.metric import BOOKS, Form, Grid, Metric
from cx.metrics.reach import reach_rows
from cx.metrics.rows import Row, bound, rows_of, shape
from cx.metrics.weighted import weighted_query

ABOUT = "account_id, name, segment, tier, region"
"""What is told of an account, as known on the day that its row speaks of."""
BESIDE = {
    "adoption_trend": {"users_before": "before", "users_now": "now"},
    "adoption_falling": {"users_before": "before", "users_now": "now"},
    "median_seat_rate": {"seats_in_use": "active", "seats_licensed": "licensed"},
    "depth": {"events": "events", "users_now": "people"},
}
"""By metric of a day, what is shown of an account besides what it adds, and the column of its query that holds it."""


def account_rows(
    cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings, most: int | None
) -> tuple[list[Row], int]:
    """The accounts, contracts or terms, those that weigh most first, at most so many of them, and how many there are."""
    made = _of_book if metric.grid in BOOKS else OF_ACCOUNTS[metric.grid]
    rows = made(cursor, metric, selection, settings)
    rows.sort(key=lambda row: (-abs(_number(row, "denominator")), -abs(_number(row, "numerator")), str(row)))
    return _described(cursor, rows if most is None else rows[:most], _day(metric, selection)), len(rows)


def _day(metric: Metric, selection: Selection) -> date:
    if metric.grid in BOOKS and not metric.of_last_day:
        return book_year(selection.period.end).start
    return min(selection.period.end, selection.as_of)


def _number(row: Row, name: str) -> float:
    return float(str(row[name]))


def _of_book(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """What each was worth on both days; only those with value on either are counted."""
    days, unit = book_year(selection.period.end), UNITS[metric.grid]
    given = {**bound(selection, settings), "before_day": days.start, "after_day": days.end}
    made = []
    for row in rows_of(cursor, book_query(unit, (), shape(selection), metric.sourced, metric.of_last_day), given):
        item = held(row)
        if not (metric.newcomers or item.before) or not (item.before or item.after):
            continue
        told = {
            "account_id": row["account"],
            unit: row["unit"],
            "numerator": WORTH[metric.key](item),
            "denominator": base_of(metric.key)(item) if metric.base else Decimal(1),
            "before": item.before,
            "after": item.after,
        }
        made.append(told | ({"came_by": item.came_by} if metric.sourced else {}))
    return made


def _of_day(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    given = {**bound(selection, settings), "day": _day(metric, selection)}
    rows = rows_of(cursor, QUERIES.get(metric.key, activity_query)((), shape(selection)), given)
    known = [row for row in rows if (row[metric.base] if metric.base else row[metric.value] is not None)]
    beside = BESIDE.get(metric.key, {})
    return [
        {"account_id": row["account"], **_worth(metric, row), **{name: row[of] for name, of in beside.items()}}
        for row in known
    ]


def _worth(metric: Metric, row: Row) -> Row:
    """What an account of the day adds to the numerator and the denominator; of a median, what it is the median of."""
    if metric.form is Form.RATIO:
        return {"numerator": row[metric.value], "denominator": row[metric.base]}
    if metric.form is Form.MIDDLE:
        return {"numerator": 1, "denominator": 1, "duration": row[metric.value]}
    scale = 100.0 if metric.form is Form.MEAN else 1.0
    return {"numerator": scale * _number(row, metric.value), "denominator": 1}


def _of_reach(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    return [
        {
            "account_id": row["account"],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "events": row["events"],
            "worth": row["worth"],
        }
        for row in reach_rows(cursor, metric, selection, settings)
    ]


def _of_invited(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """Of money the numerator is what an account that answered is worth, else 1 for each that did."""
    found = []
    for row in coverage_rows(cursor, metric, selection, settings):
        weight = _number(row, "worth") if metric.form is Form.RATIO else 1
        found.append(
            {
                "account_id": row["account"],
                "numerator": _number(row, "answered") * weight,
                "denominator": weight,
                "events": row["invitations"],
                "worth": row["worth"],
                "counted_on": row["last_on"],
            }
        )
    return found


def _of_weights(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    query = weighted_query(metric.key, (), shape(selection))
    return [
        {
            "account_id": row["account"],
            "numerator": _number(row, "mean") * _number(row, "weight"),
            "denominator": row["weight"],
            "mean": row["mean"],
            "events": row["n"],
            "counted_on": row["last_on"],
        }
        for row in rows_of(cursor, query, bound(selection, settings, metric.clock))
        if row["account"] is not None and float(str(row["weight"] or 0)) > 0
    ]


OF_ACCOUNTS: dict[Grid, Callable[[DuckDBPyConnection, Metric, Selection, Settings], list[Row]]] = {
    Grid.DAY: _of_day,
    Grid.REACH: _of_reach,
    Grid.INVITED: _of_invited,
    Grid.WEIGHTED: _of_weights,
    Grid.AHEAD: ahead_rows,
    Grid.LIFETIME: lifetime_rows,
}


def _described(cursor: DuckDBPyConnection, rows: list[Row], day: date) -> list[Row]:
    """Each row with what was known of its account on the day, as far as anything is."""
    query = f"SELECT {ABOUT} FROM account_spans WHERE known_from <= $day AND known_to > $day"
    known = {row["account_id"]: row for row in rows_of(cursor, query, {"day": day})}
    told = [name for name in ABOUT.split(", ") if any(row[name] is not None for row in known.values())]
    return [row | {name: known.get(row["account_id"], {}).get(name) for name in told[1:]} for row in rows]

"""What customers are worth over their lifetime: their margins, and how many of their segment stayed for a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.book_values import book, book_year, is_early
from cx.metrics.books import account_spans_on, in_force, listed_of_account, where_of_account
from cx.metrics.metric import Grid, Metric
from cx.metrics.queries import expression
from cx.metrics.rows import Group, Row, bound, by_group, nothing, rows_of, shape
from cx.metrics.snapshot import is_snapshot
from cx.metrics.value import BEGINS_LATER, MetricValue
from cx.statistics import Customers, Estimate, lifetime_multiple, lifetime_value, segment_retention

SEED = 20_261_123
EVERYBODY: Group = ()


@dataclass(frozen=True, slots=True)
class Lifetime:
    """One paying account whose margin is known."""

    account: str
    segment: str | None
    margin: float
    """A year's, in the base currency."""
    retention: float
    """Of its segment over the last twelve months, 0 to 1."""
    value: float
    """Of all margins to come, today."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """The accounts of a group, those without a known margin counted, and the estimate of their mean."""

    valued: tuple[Lifetime, ...]
    without: int
    estimate: Estimate
    is_open: bool
    """True where terms that ended in the twelve months are still pending: their accounts count as gone."""
    is_early: bool
    """True where those who had left by the first of them may be missing: retention is at most this high."""


@lru_cache(maxsize=64)
def _query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    query = f"""
        SELECT {listed_of_account(dimensions)} f.account_id AS account, CAST(a.segment AS VARCHAR) AS own_segment,
          CAST(max(a.margin) AS DOUBLE) AS margin
        FROM terms f {account_spans_on("$day")} WHERE {in_force("$day")} AND f.amount > 0 AND {where_of_account(filters)}
        GROUP BY ALL"""
    return expression(query).sql(dialect="duckdb")


def lifetimes(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, by: tuple[str, ...] = (), ranged: bool = False
) -> dict[Group, Lifetimes]:
    """The paying accounts on the last day of the period that is known, by group; none where no year lies behind it.

    How many stay is that of the whole segment, whatever the filters and the split.
    """
    if selection.period.start > selection.as_of or is_snapshot(cursor):
        return {}
    days = book_year(min(selection.period.end, selection.as_of))
    whole = book(cursor, Grid.BOOK_BY_ACCOUNT, replace(selection, filters=()), settings, ("segment",), days)
    past = [(dict(group)["segment"], item) for group, items in whole.items() for item in items if item.before > 0]
    if not past:
        return {}
    here = {item.account: (segment, item.after > 0) for segment, item in past}
    is_open, early = any(item.pending for _, item in past), is_early(cursor, days.start)
    rows = rows_of(cursor, _query(by, shape(selection)), {**bound(selection, settings), "day": days.end})
    return {
        group: _group(found, here, settings.discount_rate, (is_open, early), ranged)
        for group, found in by_group(rows, by, None).items()
    }


def _group(
    rows: Sequence[Row],
    here: dict[str, tuple[str | None, bool]],
    discount: float,
    doubts: tuple[bool, bool],
    ranged: bool,
) -> Lifetimes:
    known = {str(row["account"]): row for row in rows if row["margin"] is not None}
    accounts = sorted({*known, *here})
    segments = [known[name]["own_segment"] if name in known else None for name in accounts]
    then = [here[name][0] if name in here else None for name in accounts]
    codes = {name: at for at, name in enumerate(sorted({*segments, *then}, key=str))}
    customers = Customers(
        np.array([known[name]["margin"] if name in known else np.nan for name in accounts], dtype=np.float64),
        np.array([codes[name] for name in segments], dtype=np.intp),
        np.array([name in here for name in accounts], dtype=np.bool_),
        np.array([name in here and here[name][1] for name in accounts], dtype=np.bool_),
        np.array([codes[name] for name in then], dtype=np.intp),
    )
    retention = segment_retention(customers)
    valued = tuple(
        _lifetime(account, row, retention[codes[row["own_segment"]]] or 0.0, discount)
        for account, row in sorted(known.items())
    )
    estimate = lifetime_value(customers, discount, SEED) if ranged else _bare(valued)
    return Lifetimes(valued, len(rows) - len(known), estimate, *doubts)


def _bare(valued: Sequence[Lifetime]) -> Estimate:
    mean = sum(item.value for item in valued) / len(valued) if valued else None
    return Estimate(mean, None, None, len(valued))


def _lifetime(account: str, row: Row, retention: float, discount: float) -> Lifetime:
    margin = float(str(row["margin"]))
    segment = None if row["own_segment"] is None else str(row["own_segment"])
    return Lifetime(account, segment, margin, retention, margin * lifetime_multiple(retention, discount))


def lifetime_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """The mean value over its lifetime of a paying account, by group."""
    found = {group: part for group, part in lifetimes(cursor, selection, settings, by, ranged).items() if part.valued}
    if not found and not by:
        yield nothing(metric, selection)
    for group in sorted(found, key=str):
        yield _value(metric, group, found[group], selection)


def _value(metric: Metric, group: Group, part: Lifetimes, selection: Selection) -> MetricValue:
    n = len(part.valued)
    total = sum(item.value for item in part.valued)
    apart = {"no_margin": float(part.without), BEGINS_LATER: float(part.is_early)}
    return MetricValue(
        metric,
        group,
        selection.period,
        selection.as_of,
        total / n,
        part.estimate.low,
        part.estimate.high,
        n,
        total,
        float(n),
        selection.period.end <= selection.as_of and not part.is_open,
        {name: count for name, count in apart.items() if count},
    )


def lifetime_rows(cursor: DuckDBPyConnection, _metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """The accounts of the figure, one row each, with margin and retention; the numerator is what it is worth."""
    found = lifetimes(cursor, selection, settings).get(EVERYBODY)
    return [
        {
            "account_id": item.account,
            "numerator": item.value,
            "denominator": 1,
            "margin": item.margin,
            "retention": 100.0 * item.retention,
        }
        for item in (found.valued if found else ())
    ]

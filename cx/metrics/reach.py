"""Values over the accounts in force on the last day: which of them the rows of the period came from, and how many."""

from collections.abc import Iterator
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.books import account_spans_on, dimension, in_force
from cx.metrics.days import of_units
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import OF_PART, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, ratio_value, rows_of, shape
from cx.metrics.value import MetricValue

HAPPENED = {"survey": ("responded_on", "sent_on"), "tickets": ("opened_on", "resolved_on")}
"""The clocks that tell from when to when a fact is known."""


@lru_cache(maxsize=256)
def reach_query(key: str, dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """Value and base of each account in force on the last day, by group, and what the account is worth.

    Split by what rows have and accounts have not, as a touchpoint, each account stands once for every value that any
    row of the period has.
    """
    metric, own = REGISTRY[key], OF_PART[REGISTRY[key].fact]
    of_rows = tuple(name for name in dimensions if name in own)
    of_accounts = tuple(name for name in dimensions if name not in own)
    names = "".join(f'"{name}", ' for name in of_rows)
    match = "".join(f' AND n."{name}" IS NOT DISTINCT FROM p."{name}"' for name in of_rows)
    parts = f"CROSS JOIN (SELECT DISTINCT {names.removesuffix(', ')} FROM happened) p" if of_rows else ""
    query = f"""
        WITH happened AS (SELECT {names} CAST(account_id AS VARCHAR) AS account, count(*) AS events
            FROM fact_{metric.fact}
            WHERE {metric.clock} BETWEEN $start AND $end AND {metric.counted} AND {_passing(filters, own, True)}
            GROUP BY ALL),
          book AS (SELECT {"".join(f'{dimension(name)} AS "{name}", ' for name in of_accounts)}
              f.account_id AS account, sum(f.amount) AS worth
            FROM terms f {account_spans_on("$end")} WHERE {in_force("$end")} AND {_passing(filters, own, False)}
            GROUP BY ALL),
          each AS (SELECT {"".join(f'p."{name}", ' for name in of_rows)} b.*, coalesce(n.events, 0) AS events
            FROM book b {parts} LEFT JOIN happened n ON n.account = b.account{match})
        SELECT *, CAST({metric.value} AS DOUBLE) AS numerator, CAST({metric.base or "1"} AS DOUBLE) AS denominator
        FROM each"""
    return expression(query).sql(dialect="duckdb")


def anonymous_query(key: str, filters: tuple[tuple[str, int], ...]) -> str:
    """How many answers to anonymous surveys tell which accounts answered."""
    metric = REGISTRY[key]
    query = f"""
        SELECT count(*) FILTER (NOT coalesce(named, false)) AS anonymous FROM fact_{metric.fact}
        WHERE {metric.clock} BETWEEN $start AND $end AND {metric.counted}
          AND {_passing(filters, OF_PART[metric.fact], True)}"""
    return expression(query).sql(dialect="duckdb")


def _passing(filters: tuple[tuple[str, int], ...], own: frozenset[str], of_rows: bool) -> str:
    """The filters over what rows have alone, or those over what accounts have."""
    found = []
    for (name, _), part in zip(filters, filter_conditions(filters), strict=True):
        if (name in own) is not of_rows:
            continue
        for column in () if of_rows else list(part.find_all(exp.Column)):
            column.replace(expression(dimension(column.name)))
        found.append(part.sql(dialect="duckdb"))
    return " AND ".join(found) or "true"


def reach_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """Shares, ratios and rates over the accounts in force on the last day that is known, by group."""
    given = bound(selection, settings, metric.clock)
    rows: list[Row] = []
    if is_known(cursor, metric, selection, given):
        rows = rows_of(cursor, reach_query(metric.key, by, shape(selection)), given)
    groups = by_group([row for row in rows if float(str(row["worth"] or 0)) > 0], by, None)
    if not groups and not by:
        yield nothing(metric, selection)
    mature = is_mature(metric, selection.period, selection, settings)
    for group in sorted(groups, key=str):
        yield _value(metric, group, groups[group], selection, mature, ranged)


def is_known(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, given: dict[str, object]) -> bool:
    """True where the fact is known over some part of the period: before it began, silence says nothing."""
    if selection.period.start > selection.as_of:
        return False
    first, last = (
        ", ".join(f"{sign}({clock}) FILTER ({clock} <= $as_of)" for clock in HAPPENED[metric.fact])
        for sign in ("min", "max")
    )
    query = f"SELECT least({first}) <= $end AND greatest({last}) >= $start AS known FROM fact_{metric.fact}"
    return bool(rows_of(cursor, query, given)[0]["known"])


def _value(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    if metric.form is Form.RATIO:
        return ratio_value(metric, group, rows, selection.period, selection.as_of, len(rows), mature, ranged)
    values = [float(str(row["numerator"])) for row in rows]
    accounts = [str(row["account"]) for row in rows]
    return of_units(metric, group, values, accounts, selection.period, selection.as_of, mature, ranged)

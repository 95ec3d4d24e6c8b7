"""Values over the accounts in force on the last day: which of them the rows of the period came from, and how many."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.books import account_spans_on, dimension, in_force
from cx.metrics.days import of_units
from cx.metrics.metric import Metric
from cx.metrics.queries import OF_PART, bucket, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, rows_of, shape
from cx.metrics.value import MetricValue

HAPPENED = {"tickets": ("opened_on", "resolved_on")}
"""The clocks that tell from when to when a fact is known."""


@lru_cache(maxsize=256)
def reach_query(
    key: str,
    dimensions: tuple[str, ...],
    filters: tuple[tuple[str, int], ...],
    grain: Grain | None,
    fiscal_year_starts: int,
) -> str:
    """Value and base of each account in force on the last day of each window, by group, and what the account is worth.

    Split by what rows have and accounts have not, as a touchpoint, each account stands once for every value that any
    row of the window has. A window is told by the first day of its period, whole.
    """
    metric, own = REGISTRY[key], OF_PART[REGISTRY[key].fact]
    of_rows = tuple(name for name in dimensions if name in own)
    of_accounts = tuple(name for name in dimensions if name not in own)
    names = "".join(f'"{name}", ' for name in of_rows)
    match = "".join(f' AND n."{name}" IS NOT DISTINCT FROM p."{name}"' for name in of_rows)
    parts = f"JOIN (SELECT DISTINCT {names} at FROM happened) p ON p.at = b.at" if of_rows else ""
    at = bucket(metric.clock, grain, fiscal_year_starts).sql("duckdb") if grain else "$start"
    query = f"""
        WITH windows AS (SELECT unnest($firsts) AS at, unnest($lasts) AS last),
          happened AS (SELECT {names} CAST({at} AS DATE) AS at, CAST(account_id AS VARCHAR) AS account, count(*) AS events
            FROM fact_{metric.fact}
            WHERE {metric.clock} BETWEEN $start AND $end AND {metric.counted} AND {_passing(filters, own, True)}
            GROUP BY ALL),
          book AS (SELECT {"".join(f'{dimension(name)} AS "{name}", ' for name in of_accounts)}
              w.at, f.account_id AS account, sum(f.amount) AS worth
            FROM terms f JOIN windows w ON {in_force("w.last")} {account_spans_on("w.last")}
            WHERE {_passing(filters, own, False)}
            GROUP BY ALL),
          each AS (SELECT {"".join(f'p."{name}", ' for name in of_rows)} b.*, coalesce(n.events, 0) AS events
            FROM book b {parts} LEFT JOIN happened n ON n.account = b.account AND n.at = b.at{match})
        SELECT *, CAST({metric.value} AS DOUBLE) AS numerator, CAST({metric.base or "1"} AS DOUBLE) AS denominator
        FROM each"""
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
    parts: Sequence[Period],
    grain: Grain | None,
) -> Iterator[MetricValue]:
    """Shares, ratios and rates over the accounts in force on the last day of each part, by group, from one query."""
    found = _rows_of_parts(cursor, metric, selection, settings, by, parts, grain)
    for part in parts:
        groups = by_group(found.get(part, []), by, None)
        if not groups and not by:
            yield nothing(metric, selection.over(part))
        mature = is_mature(metric, part, selection, settings)
        for group in sorted(groups, key=str):
            yield _value(metric, group, groups[group], selection.over(part), mature, ranged)


def _rows_of_parts(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    parts: Sequence[Period],
    grain: Grain | None,
) -> dict[Period, list[Row]]:
    """The accounts with value of each part over some of which the fact is known."""
    fiscal = settings.fiscal_year_starts
    given = bound(selection, settings, metric.clock)
    span = known_span(cursor, metric, given)
    known = {
        period_of(part.end, grain, fiscal).start if grain else part.start: part
        for part in parts
        if span and _meets(span, part, selection.as_of)
    }
    if not known:
        return {}
    windows = {"firsts": [*known], "lasts": [min(part.end, selection.as_of) for part in known.values()]}
    query = reach_query(metric.key, by, shape(selection), grain, fiscal)
    found: dict[Period, list[Row]] = {}
    for row in rows_of(cursor, query, given | windows):
        if float(str(row["worth"] or 0)) > 0:
            found.setdefault(known[date.fromisoformat(str(row["at"]))], []).append(row)
    return found


def reach_rows(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """The accounts with value on the last day of the period, one row each; none where the fact is not known."""
    parts = (selection.period,)
    return _rows_of_parts(cursor, metric, selection, settings, (), parts, None).get(selection.period, [])


def known_span(cursor: DuckDBPyConnection, metric: Metric, given: dict[str, object]) -> tuple[date, date] | None:
    """The first and the last day that the fact is known of, up to the as-of; None where it is not."""
    first, last = (
        ", ".join(f"{sign}({clock}) FILTER ({clock} <= $as_of)" for clock in HAPPENED[metric.fact])
        for sign in ("min", "max")
    )
    row = rows_of(cursor, f"SELECT least({first}) AS first, greatest({last}) AS last FROM fact_{metric.fact}", given)[0]
    if row["first"] is None:
        return None
    return date.fromisoformat(str(row["first"])), date.fromisoformat(str(row["last"]))


def is_known(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, given: dict[str, object]) -> bool:
    """True where the fact is known over some part of the period: before it began, silence says nothing."""
    span = known_span(cursor, metric, given)
    return span is not None and _meets(span, selection.period, selection.as_of)


def _meets(span: tuple[date, date], period: Period, as_of: date) -> bool:
    return period.start <= as_of and span[0] <= min(period.end, as_of) and span[1] >= period.start


def _value(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    values = [float(str(row["numerator"])) for row in rows]
    accounts = [str(row["account"]) for row in rows]
    return of_units(metric, group, values, accounts, selection.period, selection.as_of, mature, ranged)

"""Values over the accounts invited in a period: how many of them answered, and what those are worth."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.books import worths_of
from cx.metrics.days import of_units
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import counted, expression, groups_of, known_rows
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, ratio_value, rows_of, shape
from cx.metrics.value import MetricValue


@lru_cache(maxsize=256)
def coverage_query(
    key: str,
    dimensions: tuple[str, ...],
    filters: tuple[tuple[str, int], ...],
    grain: Grain | None,
    fiscal_year_starts: int,
) -> str:
    """Each account invited in the period, by group: its invitations, whether it answered one, and what it is worth.

    That is the value of its terms in force on the day of its last invitation that is counted. Invitations without an
    account stand as one account without one; those that wait, or are a fault, are counted beside.
    """
    metric = REGISTRY[key]
    groups = groups_of(metric.clock, dimensions, grain, fiscal_year_starts)
    names = [f'{part.sql("duckdb")} AS "{name}"' for name, part in groups.items()]
    in_figure = counted(metric).sql("duckdb")
    columns = (
        *names,
        "CAST(fact.account_id AS VARCHAR) AS account",
        f"count(*) FILTER ({in_figure}) AS invitations",
        f"coalesce(max({metric.value}) FILTER ({in_figure}), 0) AS answered",
        f"max({metric.clock}) FILTER ({in_figure}) AS last_on",
        f"count(*) FILTER ({metric.unripe}) AS unripe",
        f"count(*) FILTER (({metric.counted}) AND ({metric.negative})) AS negative",
    )
    asked = known_rows(expression(f"SELECT {', '.join(columns)}"), metric, tuple(groups), filters)  # type: ignore[arg-type]
    asked = asked.where(expression(f"({metric.counted}) OR ({metric.unripe})"))
    query = f"""
        WITH asked AS ({asked.sql("duckdb")} GROUP BY ALL),
          {worths_of("asked")}
        SELECT k.*, coalesce(w.worth, 0) AS worth
        FROM asked k LEFT JOIN worths w ON w.account = k.account AND w.last_on = k.last_on"""
    return expression(query).sql(dialect="duckdb")


def coverage_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
    parts: Sequence[Period],
    grain: Grain | None,
) -> Iterator[MetricValue]:
    """Shares of the accounts invited in each part, and of what they are worth, by group, from one query."""
    fiscal = settings.fiscal_year_starts
    query = coverage_query(metric.key, by, shape(selection), grain, fiscal)
    rows = rows_of(cursor, query, bound(selection, settings, metric.clock))
    found: dict[date, list[Row]] = {}
    for row in rows:
        found.setdefault(date.fromisoformat(str(row[str(grain)])) if grain else selection.period.start, []).append(row)
    for part in parts:
        start = period_of(part.end, grain, fiscal).start if grain else part.start
        groups = by_group(found.get(start, []), by, None)
        if not groups and not by:
            yield nothing(metric, selection.over(part))
        for group in sorted(groups, key=str):
            yield _value(metric, group, groups[group], selection.over(part), settings, ranged)


def coverage_rows(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """The accounts that the figure of the period counts, one row each."""
    query = coverage_query(metric.key, (), shape(selection), None, settings.fiscal_year_starts)
    return _known(metric, rows_of(cursor, query, bound(selection, settings, metric.clock)))


def _known(metric: Metric, rows: list[Row]) -> list[Row]:
    """The accounts that were invited; of money, those that are worth any."""
    invited = [row for row in rows if row["account"] is not None and row["invitations"]]
    return [row for row in invited if _number(row, "worth") > 0] if metric.form is Form.RATIO else invited


def _value(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, settings: Settings, ranged: bool
) -> MetricValue:
    known, unripe = _known(metric, rows), sum(_number(row, "unripe") for row in rows)
    mature = is_mature(metric, selection.period, selection, settings, unripe)
    made = _of_money if metric.form is Form.RATIO else _of_accounts
    value = made(metric, group, known, selection, mature, ranged)
    invited = [row for row in rows if row["account"] is not None and row["invitations"]]
    apart = {
        "no_account": sum(_number(row, "invitations") for row in rows if row["account"] is None),
        "no_value": float(len(invited) - len(known)),
        "unripe": unripe,
        "negative": sum(_number(row, "negative") for row in rows),
    }
    return replace(value, excluded={name: count for name, count in apart.items() if count})


def _of_accounts(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    answered = [_number(row, "answered") for row in rows]
    accounts = [str(row["account"]) for row in rows]
    return of_units(metric, group, answered, accounts, selection.period, selection.as_of, mature, ranged)


def _of_money(
    metric: Metric, group: Group, rows: list[Row], selection: Selection, mature: bool, ranged: bool
) -> MetricValue:
    parts: list[Row] = [
        {
            "account": row["account"],
            "numerator": _number(row, "worth") * _number(row, "answered"),
            "denominator": row["worth"],
        }
        for row in rows
    ]
    return ratio_value(metric, group, parts, selection.period, selection.as_of, len(rows), mature, ranged)


def _number(row: Row, name: str) -> float:
    return float(str(row[name]))

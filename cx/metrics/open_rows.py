"""Values that count what is still open at the end of the period's last day: the backlog."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.metric import Metric
from cx.metrics.queries import expression, filter_conditions
from cx.metrics.reach import is_known
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, Row, bound, by_group, is_mature, nothing, rows_of, shape
from cx.metrics.value import MetricValue


@lru_cache(maxsize=256)
def open_query(key: str, dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """By group: rows that began by the last day, those of them that are open at its end, and the period's flow."""
    metric = REGISTRY[key]
    names = [exp.column(name, quoted=True) for name in dimensions]
    good = f"NOT coalesce({metric.negative}, false)"
    counts = {
        "n": good,
        "open": f"{good} AND {metric.value}",
        "begun": f"{good} AND {metric.clock} >= $start",
        "ended": f"{good} AND {metric.observed} BETWEEN $start AND $end",
        "negative": metric.negative,
    }
    columns = [expression(f"count(*) FILTER ({part}) AS {name}") for name, part in counts.items()]
    found = exp.select(*names, *columns).from_(f"fact_{metric.fact}")
    found = found.where(expression(f"{metric.clock} <= $end AND {metric.counted}"), *filter_conditions(filters))
    return found.group_by(*(name.copy() for name in names)).sql(dialect="duckdb")


def open_values(
    cursor: DuckDBPyConnection,
    metric: Metric,
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    _ranged: bool,
) -> Iterator[MetricValue]:
    """How many rows are open at the end of the last day that is known, by group; n counts all that began by then."""
    rows = _rows(cursor, metric, selection, settings, by)
    groups = by_group([row for row in rows if row["n"]], by, None)
    if not groups and not by:
        yield nothing(metric, selection)
    mature = is_mature(metric, selection.period, selection, settings)
    for group in sorted(groups, key=str):
        yield _value(metric, group, groups[group][0], selection, mature)


def _rows(
    cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings, by: tuple[str, ...]
) -> list[Row]:
    given = bound(selection, settings, metric.clock)
    if not is_known(cursor, metric, selection, given):
        return []
    return rows_of(cursor, open_query(metric.key, by, shape(selection)), given)


def _value(metric: Metric, group: Group, row: Row, selection: Selection, mature: bool) -> MetricValue:
    n, still = int(str(row["n"])), float(str(row["open"]))
    negative = float(str(row["negative"]))
    excluded = {"negative": negative} if negative else {}
    period, as_of = selection.period, selection.as_of
    return MetricValue(metric, group, period, as_of, still, None, None, n, still, float(n), mature, excluded)


@dataclass(frozen=True)
class Flow:
    """What was open before the period, what came and went in it, and what is open at its end: before + begun - ended."""

    before: int
    begun: int
    ended: int
    after: int


def flow(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> Flow | None:
    """How the period's first backlog became its last; None without data."""
    rows = [row for row in _rows(cursor, metric, selection, settings, ()) if row["n"]]
    if not rows:
        return None
    begun, ended, after = (int(str(rows[0][name])) for name in ("begun", "ended", "open"))
    return Flow(after - begun + ended, begun, ended, after)

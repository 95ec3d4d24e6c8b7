"""The answers of a metric counted by every dimension that a page offers and by month: what questions are sums of."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.contracts.filters import Selection
from cx.contracts.periods import FIRST_DAY, LAST_DAY, Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.metric import Grid, Metric
from cx.metrics.privacy import Counted
from cx.metrics.queries import counted, dimensions_of
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import bound, rows_of

ON_PAGES = (
    *("segment", "region", "tier", "product", "department", "channel"),
    *("journey_stage", "touchpoint", "language", "role", "persona"),
)
"""The dimensions by which pages filter and split what surveys say."""
TIME = (Grain.YEAR, Grain.QUARTER, Grain.MONTH)
"""Dimensions of time, each within the one before."""
WITH_VALUE = " AND account_id IN (SELECT account_id FROM terms WHERE amount > 0)"


@dataclass(frozen=True, eq=False)
class AnswerCells:
    """One entry of each array a cell: a combination of values, on a day."""

    words: dict[str, NDArray[np.str_]]
    days: NDArray[np.object_]
    n: NDArray[np.int64]
    anonymous: NDArray[np.int64]
    account: NDArray[np.str_] | None
    """Whose they are, where accounts are counted and not answers."""

    def varied(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the dimensions that have more than one value."""
        return tuple(name for name in names if name in self.words and len(np.unique(self.words[name])) > 1)

    def within(self, period: Period) -> "AnswerCells":
        """The cells of a period alone."""
        kept = (self.days >= period.start) & (self.days <= period.end)
        words = {name: words[kept] for name, words in self.words.items()}
        account = None if self.account is None else self.account[kept]
        return AnswerCells(words, self.days[kept], self.n[kept], self.anonymous[kept], account)

    def by(self, names: tuple[str, ...], starts: int | None) -> tuple[Counted, ...]:
        """Groups of these dimensions, and of fiscal year, quarter and month where it is said when a year starts."""
        columns = [*(self.words[name] for name in names), *(self._time(starts) if starts else ())]
        labels = (*names, *(map(str, TIME) if starts else ()))
        found: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.n)):
            found.setdefault(tuple(str(column[at]) for column in columns), []).append(at)
        return tuple(
            Counted(
                tuple(zip(labels, group, strict=True)),
                int(self.n[rows].sum()) if self.account is None else 0,
                bool(self.anonymous[rows].any()),
                frozenset() if self.account is None else frozenset(map(str, self.account[rows])),
            )
            for group, rows in sorted(found.items())
        )

    def _time(self, starts: int) -> list[NDArray[np.str_]]:
        return [np.array([first_day(day, grain, starts) for day in self.days], dtype=np.str_) for grain in TIME]


@lru_cache(maxsize=65536)
def first_day(day: date, grain: Grain, starts: int) -> str:
    """The name of the period of that grain in which the day lies."""
    return period_of(day, grain, starts).start.isoformat()


def answer_cells(cursor: DuckDBPyConnection, metric: Metric, settings: Settings, more: tuple[str, ...]) -> AnswerCells:
    """The cells of all that is loaded, by the pages' dimensions and these, read once for each state of the data."""
    known = dimensions_of(metric)
    names = tuple(sorted({name for name in (*ON_PAGES, *more, metric.split) if name in known}))
    state = cursor.execute(
        "SELECT (SELECT path FROM duckdb_databases() WHERE database_name = current_database()), coalesce(max(load_id), 0), "
        "epoch_us(max(loaded_at)), (SELECT count(*) FROM undone) FROM loads"
    ).fetchall()[0]
    return _read(_Reading(cursor, (*state, settings.model_dump_json()), settings), metric.key, names)


class _Reading:
    """A cursor that counts as the state of the data that it reads."""

    def __init__(self, cursor: DuckDBPyConnection, state: tuple[object, ...], settings: Settings) -> None:
        self.cursor, self.state, self.settings = cursor, state, settings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reading) and self.state == other.state

    def __hash__(self) -> int:
        return hash(self.state)


@lru_cache(maxsize=64)
def _read(reading: _Reading, key: str, names: tuple[str, ...]) -> AnswerCells:
    metric = REGISTRY[key]
    by_account = metric.grid is Grid.WEIGHTED
    words = "".join(f"coalesce(CAST({name} AS VARCHAR), '') AS \"{name}\", " for name in names)
    account = "CAST(account_id AS VARCHAR) AS account, " if by_account else ""
    of_accounts = f" AND account_id IS NOT NULL{WITH_VALUE if metric.base != '1' else ''}" if by_account else ""
    query = f"""SELECT {words}{account}{metric.clock} AS happened, count(*) AS n,
            count(*) FILTER (NOT coalesce(named, false)) AS anonymous
        FROM fact_{metric.fact} WHERE {counted(metric).sql(dialect="duckdb")} AND ({metric.value}) IS NOT NULL
            AND {metric.clock} IS NOT NULL{of_accounts}
        GROUP BY ALL ORDER BY ALL"""
    everything = Selection(Period(FIRST_DAY, LAST_DAY), LAST_DAY)
    rows = [tuple(row.values()) for row in rows_of(reading.cursor, query, bound(everything, reading.settings))]
    columns = list(zip(*rows, strict=True)) or [()] * (len(names) + by_account + 3)
    *texts, happened, n, anonymous = columns
    return AnswerCells(
        {name: np.array(text, dtype=np.str_) for name, text in zip(names, texts, strict=False)},
        np.array(happened, dtype=object),
        np.array(n, dtype=np.int64),
        np.array(anonymous, dtype=np.int64),
        np.array(texts[-1], dtype=np.str_) if by_account else None,
    )

"""Answers counted by dimension and month: what questions are sums of, read once a state of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import FIRST_DAY, LAST_DAY, Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.coarse_cells import Answers, Codes
from cx.metrics.privacy import Counted
from cx.metrics.queries import dimensions_of
from cx.metrics.rows import bound
from cx.metrics.same_answers import AnswerSet

ON_PAGES = (
    *("segment", "region", "tier", "product", "department", "channel"),
    *("journey_stage", "touchpoint", "language", "role", "persona"),
)
"""The dimensions by which pages filter and split what surveys say."""
TIME = (Grain.YEAR, Grain.QUARTER, Grain.MONTH)
"""Dimensions of time, each within the one before."""
MONTH = str(Grain.MONTH)


class Census(NamedTuple):
    """How many cells there are, and how many of them are small."""

    cells: int
    small: int


@dataclass(frozen=True, eq=False)
class Daily:
    """How many answers each day has, and how many anonymous ones."""

    days: tuple[date, ...]
    n: tuple[int, ...]
    anonymous: tuple[int, ...]


class Reading:
    """Answers, read by a cursor; equal where state of the data, settings and what selects them are the same."""

    def __init__(self, cursor: DuckDBPyConnection, answers: AnswerSet, settings: Settings) -> None:
        state = cursor.execute(
            "SELECT (SELECT path FROM duckdb_databases() WHERE database_name = current_database()), "
            "coalesce(max(load_id), 0), epoch_us(max(loaded_at)), (SELECT count(*) FROM undone) FROM loads"
        ).fetchall()[0]
        self.cursor, self.metric, self.settings = cursor, answers.metric, settings
        self.condition = answers.condition
        self.state = (*state, settings.model_dump_json(), answers.condition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and self.state == other.state

    def __hash__(self) -> int:
        return hash(self.state)

    def known(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the dimensions that the metric has."""
        return tuple(sorted({*names} & {*dimensions_of(self.metric)}))

    def rows(self, select: str) -> list[tuple[int, ...]]:
        """What a query gives, begun by these words, over the answers."""
        query, given = self._query(select)
        return self.cursor.execute(query, given).fetchall()

    def columns(self, select: str) -> Mapping[str, Any]:
        """The same, an array a column."""
        query, given = self._query(select)
        return self.cursor.execute(query, given).fetchnumpy()

    def _query(self, select: str) -> tuple[str, dict[str, object]]:
        source = f"fact_{self.metric.fact} WHERE {self.condition} AND {self.metric.clock} IS NOT NULL"
        query = select.format(source=source)
        given = bound(Selection(Period(FIRST_DAY, LAST_DAY), LAST_DAY), self.settings)
        return query, {name: value for name, value in given.items() if f"${name}" in query}


def _words(names: tuple[str, ...]) -> str:
    return "".join(f"coalesce(CAST({name} AS VARCHAR), '') AS \"{name}\", " for name in names)


def _month(reading: Reading) -> str:
    return f"CAST(date_trunc('month', {reading.metric.clock}) AS DATE) AS \"{MONTH}\""


@lru_cache(maxsize=128)
def daily(reading: Reading) -> Daily:
    """The answers of each day."""
    clock = reading.metric.clock
    found = reading.rows(
        f"SELECT CAST({clock} AS DATE), count(*), count(*) FILTER (NOT coalesce(named, false)) "
        "FROM {source} GROUP BY 1 ORDER BY 1"
    )
    days, n, anonymous = zip(*found, strict=True) if found else ((), (), ())
    return Daily(days, n, anonymous)


@lru_cache(maxsize=512)
def varied(reading: Reading, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the dimensions that have more than one value."""
    known = reading.known(names)
    several = ", ".join(
        f"min({word}) < max({word})" for name in known if (word := f"coalesce(CAST({name} AS VARCHAR), '')")
    )
    (found,) = reading.rows(f"SELECT {several} FROM {{source}}") if known else [()]
    return tuple(name for name, is_varied in zip(known, found, strict=True) if is_varied)


@lru_cache(maxsize=512)
def census(reading: Reading, names: tuple[str, ...]) -> Census:
    """What there would be to look at by these dimensions and month."""
    found = reading.rows(
        f"SELECT count(*), count(*) FILTER (size < {reading.settings.privacy_minimum} AND hides) FROM "
        f"(SELECT {_words(names)}{_month(reading)}, count(*) AS size, bool_or(NOT coalesce(named, false)) AS hides "
        "FROM {source} GROUP BY ALL)"
    )
    return Census(*map(int, found[0]))


def coded_answers(reading: Reading, names: tuple[str, ...]) -> Answers:
    """The answers by these dimensions and month, as numbers of their words."""
    found = reading.columns(
        f"SELECT {_words(names)}{_month(reading)}, count(*) AS n, "
        "count(*) FILTER (NOT coalesce(named, false)) AS anonymous FROM {source} GROUP BY ALL"
    )
    texts = {name: [str(word) for word in found[name]] for name in names}
    texts[MONTH] = np.datetime_as_string(found[MONTH], unit="D").tolist()
    words = {name: tuple(sorted(set(text))) for name, text in texts.items()}
    return Answers(
        {name: _codes(text, words[name]) for name, text in texts.items()},
        words,
        found["n"].astype(np.int64),
        found["anonymous"].astype(np.int64),
    )


def _codes(texts: list[str], words: tuple[str, ...]) -> Codes:
    places = {word: at for at, word in enumerate(words)}
    return np.fromiter(map(places.__getitem__, texts), dtype=np.int64, count=len(texts))


def counted_cells(answers: Answers, names: tuple[str, ...], starts: int) -> tuple[Counted, ...]:
    """The groups of these dimensions and of fiscal year, quarter and month."""
    of_time = {
        month: tuple(
            (str(grain), period_of(date.fromisoformat(month), grain, starts).start.isoformat()) for grain in TIME
        )
        for month in answers.words[MONTH]
    }
    columns = [answers.codes[name].tolist() for name in (*names, MONTH)]
    found: dict[tuple[int, ...], list[int]] = {}
    for at, group in enumerate(zip(*columns, strict=True)):
        found.setdefault(group, []).append(at)
    return tuple(
        Counted(
            (
                *((name, answers.words[name][code]) for name, code in zip(names, group, strict=False)),
                *of_time[answers.words[MONTH][group[-1]]],
            ),
            int(answers.n[rows].sum()),
            bool(answers.anonymous[rows].any()),
        )
        for group, rows in sorted(found.items())
    )

"""The figures of the Voice page by month and segment, against hand-written SQL that joins survey to accounts."""

import argparse
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection

from benchmarks.loaded import loaded
from benchmarks.sides import Comparison, cost, in_turns, show
from benchmarks.survey_file import accounts_file, survey_file
from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.as_of import as_of
from cx.metrics.compute import Asked, compute
from cx.store.database import open_store

PLAIN, RANGED = 0.5, 1.5
VOICE = ("nps", "ces", "csat", "ces_easy", "ces_1", "response_rate")
"""The figures of answers and invitations; those of accounts in force are no sums of answers."""
PERIOD = Period(date(2023, 10, 1), date(2026, 9, 30))
ANSWER_DAYS = Settings().answer_days
JOINED = "FROM survey s LEFT JOIN accounts a ON a.account_id = s.account_id"
ANSWERED = f"{JOINED} WHERE s.responded_at >= $start AND s.responded_at < $end + INTERVAL 1 DAY AND s.score IS NOT NULL"
EASY = "s.kind = 'ces' AND s.ces_version = '2.0' AND s.scale = '1-7'"
HARD = "s.kind = 'ces' AND s.ces_version = '1.0' AND s.scale = '1-5'"
NPS = "s.kind = 'nps' AND s.scale = '0-10'"
BY_HAND = {
    ("nps", "ces", "ces_easy", "ces_1"): f"""
        SELECT a.segment, date_trunc('month', s.responded_at)::DATE AS month,
          count(*) FILTER ({NPS}), 100.0 * (count(*) FILTER ({NPS} AND s.score >= 9)
            - count(*) FILTER ({NPS} AND s.score <= 6)) / count(*) FILTER ({NPS}),
          count(*) FILTER ({EASY}), avg(s.score) FILTER ({EASY}),
          count(*) FILTER ({EASY}), 100.0 * count(*) FILTER ({EASY} AND s.score >= 5) / count(*) FILTER ({EASY}),
          count(*) FILTER ({HARD}), avg(s.score) FILTER ({HARD})
        {ANSWERED} GROUP BY ALL""",
    ("csat",): f"""
        SELECT a.segment, date_trunc('month', s.responded_at)::DATE AS month, count(*),
          100.0 * count(*) FILTER (s.score >= 4) / count(*)
        {ANSWERED} AND s.kind = 'csat' AND s.scale = '1-5' GROUP BY ALL""",
    ("response_rate",): f"""
        SELECT a.segment, date_trunc('month', s.sent_at)::DATE AS month, count(*),
          100.0 * count(*) FILTER (s.responded_at::DATE <= s.sent_at::DATE + {ANSWER_DAYS}) / count(*)
        {JOINED} WHERE s.sent_at >= $start AND s.sent_at < $end + INTERVAL 1 DAY
          AND s.sent_at::DATE + {ANSWER_DAYS} <= $as_of GROUP BY ALL""",
}
"""What an analyst writes over the raw tables: metrics -> a query of n and value for each."""

Figures = dict[tuple[str, str | None, str], tuple[int, float]]
"""Metric, segment and month -> n and value."""


def by_hand(cursor: DuckDBPyConnection, selection: Selection) -> Figures:
    """The figures from the raw tables."""
    period = selection.period
    given = {"start": period.start, "end": period.end, "as_of": selection.as_of}
    found: Figures = {}
    for keys, query in BY_HAND.items():
        named = {name: value for name, value in given.items() if f"${name}" in query}
        for segment, month, *figures in cursor.execute(query, named).fetchall():
            for key, n, value in zip(keys, figures[::2], figures[1::2], strict=True):
                if n:
                    found[key, segment, month.isoformat()] = n, value
    return found


def ours(cursor: DuckDBPyConnection, selection: Selection, settings: Settings, ranged: bool) -> Figures:
    """The figures from the registry."""
    asked = Asked(by=("segment",), grain=Grain.MONTH, ranged=ranged)
    values = compute(cursor, VOICE, selection, settings, asked)
    groups = [(value, dict(value.group)) for value in values if value.value is not None]
    return {
        (value.metric.key, group["segment"], str(group["month"])): (value.n, value.value or 0.0)
        for value, group in groups
    }


def check_equal(one: Figures, other: Figures) -> None:
    """Stop where the two sides disagree: then a ratio would mean nothing."""
    assert one.keys() == other.keys(), sorted(one.keys() ^ other.keys(), key=str)[:5]
    for key, (n, value) in one.items():
        assert n == other[key][0], (key, n, other[key])
        assert abs(value - other[key][1]) < 1e-9, (key, value, other[key])


def main() -> None:
    """Load, check that the figures agree, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "cx.duckdb")
        loaded(store, "accounts", accounts_file())
        loaded(store, "survey", survey_file())
        with store.cursor() as cursor:
            known_to = as_of(cursor)
            assert known_to
            selection = Selection(PERIOD, known_to)
            check_equal(by_hand(cursor, selection), ours(cursor, selection, store.settings, ranged=False))
            hand, plain, ranged = in_turns(
                [
                    lambda: cost(lambda: by_hand(cursor, selection)),
                    lambda: cost(lambda: ours(cursor, selection, store.settings, ranged=False)),
                    lambda: cost(lambda: ours(cursor, selection, store.settings, ranged=True)),
                ],
                rounds,
            )
        store.close()
    show(
        [
            Comparison("Voice figures by month and segment / hand-written join on raw tables", hand, plain, PLAIN),
            Comparison("the same with all 95 % ranges", hand, ranged, RANGED),
        ]
    )


if __name__ == "__main__":
    main()

"""Mean ratings of each respondent or account over a year, one of each question, kind and place."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import expression, filter_conditions
from cx.metrics.rows import bound, rows_of, shape, text_of

MOST_UNITS = 20_000
"""Respondents or accounts that are read at most: those whose ids hash lowest, the same ones every time."""
OF_RESPONSE, OF_ACCOUNT = "response_id", "account_id"


@dataclass(frozen=True)
class Rating:
    """What one unit answered to one kind of question at one place, averaged."""

    unit: str
    account: str
    question: str | None
    kind: str
    scale: str
    ces_version: str | None
    stage: str | None
    touchpoint: str | None
    mean: float
    n: int
    is_unnamed: bool
    """Whether any of the answers is of an anonymous survey: then its row may not be shown."""


def ratings(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, first: date, unit: str
) -> tuple[Rating, ...]:
    """The ratings from a day on to the end of the period, of units that answered the NPS question and another one.

    `unit` is OF_RESPONSE or OF_ACCOUNT; answers without an account belong to no account.
    """
    given = bound(selection, settings) | {"first": first}
    rows = rows_of(cursor, _query(unit, shape(selection)), given)
    return tuple(
        Rating(
            str(row["unit"]),
            str(row["account"]),
            text_of(row["question"]),
            str(row["kind"]),
            str(row["scale"]),
            text_of(row["ces_version"]),
            text_of(row["stage"]),
            text_of(row["place"]),
            float(str(row["mean"])),
            int(str(row["n"])),
            bool(row["unnamed"]),
        )
        for row in rows
    )


@lru_cache(maxsize=64)
def _query(unit: str, filters: tuple[tuple[str, int], ...]) -> str:
    """An answer counts where it is on a known scale; of responses those alone that have several rows."""
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    several = "count(*) > 1 AND" if unit == OF_RESPONSE else ""
    query = f"""
        WITH given AS (SELECT CAST({unit} AS VARCHAR) AS unit,
            coalesce(CAST(account_id AS VARCHAR), '#' || CAST({unit} AS VARCHAR)) AS account,
            CAST(question AS VARCHAR) AS question, CAST(kind AS VARCHAR) AS kind, CAST(scale AS VARCHAR) AS scale,
            CAST(ces_version AS VARCHAR) AS ces_version, CAST(journey_stage AS VARCHAR) AS stage,
            CAST(touchpoint AS VARCHAR) AS place, score,
            NOT coalesce(named, false) AS unnamed
            FROM fact_survey
            WHERE responded_on BETWEEN $first AND $end AND score IS NOT NULL AND scale IS NOT NULL
              AND {unit} IS NOT NULL AND {passing}),
          kept AS (SELECT unit FROM given GROUP BY unit
            HAVING {several} bool_or(kind = 'nps') AND bool_or(kind <> 'nps')
            ORDER BY hash(unit), unit LIMIT {MOST_UNITS})
        SELECT g.* EXCLUDE (score, unnamed), avg(g.score) AS mean, count(*) AS n, bool_or(g.unnamed) AS unnamed
        FROM given g SEMI JOIN kept k ON k.unit = g.unit
        GROUP BY ALL ORDER BY ALL"""
    return expression(query).sql(dialect="duckdb")

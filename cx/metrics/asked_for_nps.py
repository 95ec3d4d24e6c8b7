"""Invitations to the NPS question by a group of accounts: how many were sent, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import CLUSTER, expression, filter_conditions
from cx.metrics.registry_coverage import ANSWERED_EARLIER, ANSWERED_IN_TIME, ANSWERS_OVER
from cx.metrics.registry_voice import NPS_ANSWERS, NPS_WORTH
from cx.metrics.rows import bound, rows_of, shape, text_of


@dataclass(frozen=True)
class AskedForNps:
    """What one account of a group was asked and answered; an invitation without an account stands by itself."""

    group: str | None
    account: str
    invitations: int
    """Sent in the period, whose days to answer are over."""
    answers: int
    """How many of them were answered in time."""
    balance: int
    """Its answers 9 and 10 less those of 0 to 6."""
    is_unnamed: bool
    """Whether any of them is of a survey that was not declared named."""


def asked_for_nps(
    cursor: DuckDBPyConnection, dimension: str, selection: Selection, settings: Settings
) -> Sequence[AskedForNps]:
    """The accounts that were asked for NPS in the period, by a dimension that accounts have."""
    rows = rows_of(cursor, _query(dimension, shape(selection)), bound(selection, settings, "sent_on"))
    return [
        AskedForNps(
            text_of(row["part"]),
            str(row["account"]),
            int(str(row["invitations"])),
            int(str(row["answers"])),
            int(str(row["balance"])),
            bool(row["unnamed"]),
        )
        for row in rows
    ]


@lru_cache(maxsize=64)
def _query(dimension: str, filters: tuple[tuple[str, int], ...]) -> str:
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    answered = f"FILTER ({NPS_ANSWERS} AND {ANSWERED_IN_TIME} = 1)"
    query = f"""
        SELECT CAST("{dimension}" AS VARCHAR) AS part, {CLUSTER} AS account, count(*) AS invitations,
          count(*) {answered} AS answers, coalesce(sum({NPS_WORTH}) {answered}, 0) AS balance,
          bool_or(NOT coalesce(named, false)) AS unnamed
        FROM fact_survey
        WHERE kind = 'nps' AND sent_on BETWEEN $start AND $end AND {ANSWERS_OVER}
          AND NOT coalesce({ANSWERED_EARLIER}, false) AND {passing}
        GROUP BY ALL ORDER BY ALL"""
    return expression(query).sql(dialect="duckdb")

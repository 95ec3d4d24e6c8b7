"""The accounts that were invited in a period, which of them answered, and what is known of each."""

from dataclasses import dataclass
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.filters import Selection
from cx.contracts.periods import trailing_year
from cx.contracts.settings import Settings
from cx.metrics.books import in_force
from cx.metrics.queries import expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.registry_coverage import ANSWERS_OVER
from cx.metrics.registry_voice import NPS_ANSWERS
from cx.metrics.rows import Row, bound, rows_of, shape, text_of

DUE = REGISTRY["renewal_rate"]


@dataclass(frozen=True)
class Invited:
    """One account that was invited in the period; without an account, all invitations that name none."""

    account: str | None
    answered: bool
    """Whether any of its invitations that are due was answered in time (setting answer_days), as coverage has it."""
    nps_silent: int
    """Invitations to the NPS question that were not answered."""
    nps_heard: bool
    """Whether any invitation to the NPS question was answered, or any answer to it came in the period."""
    nps_invited: bool
    attributes: dict[str, str | None]
    """What was known of the account on the last day of the period."""
    worth: float
    """The annual value of its terms in force on the day of its last invitation that is due, as coverage has it."""
    tickets: int
    """Tickets that it opened in the twelve months that end with the period."""
    renewed: float | None
    """The share of its terms due in those months with a known outcome that was renewed; None where none was due."""
    name: str | None
    """What it was called on the last day of the period."""
    invitations: int
    """Sent in the period, whose days to answer are over: without any, it is not told yet whether it is silent."""
    answers: int
    """How many of these were answered in time."""
    is_unnamed: bool
    """Whether any of its invitations or answers is of an anonymous survey: then its row may not be shown."""


def invited(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[Invited, ...]:
    """Every account that an invitation of the period went to; none where invitations are not known."""
    given = bound(selection, settings) | {"year": trailing_year(selection.period.end).start}
    return tuple(_invited(row) for row in rows_of(cursor, _query(shape(selection)), given))


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    came = "coalesce(responded_on <= $as_of, false)"
    in_period = "coalesce(responded_on BETWEEN $start AND $end, false)"
    # An answer that came before its invitation was sent is a fault of the data, as for the response rate.
    sent = "coalesce(sent_on BETWEEN $start AND $end AND NOT coalesce(first_on < sent_on, false), false)"
    due = f"{sent} AND {ANSWERS_OVER}"
    in_time = f"{due} AND coalesce(first_on <= sent_on + CAST($answer_days AS INTEGER), false)"
    names = "".join(f', a."{name}"' for name in sorted(ACCOUNT_DIMENSIONS))
    query = f"""
        WITH responses AS (SELECT *, min(responded_on) OVER (PARTITION BY response_id) AS first_on FROM fact_survey
            WHERE sent_on BETWEEN $start AND $end OR {in_period}),
          asked AS (SELECT CAST(account_id AS VARCHAR) AS account, bool_or({in_time}) AS answered,
            count(*) FILTER ({sent} AND kind = 'nps' AND NOT {came}) AS nps_silent,
            bool_or({sent} AND kind = 'nps') AS nps_invited,
            coalesce(bool_or(({in_period} OR ({sent} AND {came})) AND {NPS_ANSWERS}), false) AS nps_heard,
            bool_or({sent}) AS was_sent, count(DISTINCT response_id) FILTER ({due}) AS invitations,
            max(sent_on) FILTER ({due}) AS last_on,
            count(DISTINCT response_id) FILTER ({in_time}) AS answers, bool_or(NOT coalesce(named, false)) AS unnamed
            FROM responses WHERE {passing} GROUP BY ALL),
          worths AS (SELECT k.account, CAST(sum(f.amount) AS DOUBLE) AS worth
            FROM asked k JOIN terms f ON f.account_id = k.account AND {in_force("coalesce(k.last_on, $end)")} GROUP BY ALL),
          helped AS (SELECT CAST(account_id AS VARCHAR) AS account, count(*) AS tickets FROM fact_tickets
            WHERE opened_on BETWEEN $year AND $end GROUP BY ALL),
          due AS (SELECT CAST(account_id AS VARCHAR) AS account, avg({DUE.value}) AS renewed FROM fact_renewals
            WHERE due_on BETWEEN $year AND $end AND {DUE.counted} GROUP BY ALL)
        SELECT k.*, coalesce(w.worth, 0) AS worth, coalesce(h.tickets, 0) AS tickets, d.renewed, a.name{names}
        FROM asked k LEFT JOIN worths w ON w.account = k.account LEFT JOIN helped h ON h.account = k.account
          LEFT JOIN due d ON d.account = k.account
          LEFT JOIN account_spans a ON a.account_id = k.account AND $end >= a.known_from AND $end < a.known_to
        WHERE k.was_sent ORDER BY k.account"""
    return expression(query).sql(dialect="duckdb")


def _invited(row: Row) -> Invited:
    return Invited(
        text_of(row["account"]),
        bool(row["answered"]),
        int(str(row["nps_silent"])),
        bool(row["nps_heard"]),
        bool(row["nps_invited"]),
        {name: text_of(row[name]) for name in sorted(ACCOUNT_DIMENSIONS)},
        float(str(row["worth"])),
        int(str(row["tickets"])),
        None if row["renewed"] is None else float(str(row["renewed"])),
        text_of(row["name"]),
        int(str(row["invitations"])),
        int(str(row["answers"])),
        bool(row["unnamed"]),
    )

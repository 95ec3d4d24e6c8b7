"""The terms that a figure of what is due ahead counts, one row each, with what was known of each on that day."""

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.ahead import EXPOSED, LOSS
from cx.metrics.due_terms import DueTerm, last_day, past_terms, terms_ahead, window_ahead
from cx.metrics.metric import Metric
from cx.metrics.renewal_chances import Chances, renewal_chances
from cx.metrics.rows import Row


def ahead_rows(cursor: DuckDBPyConnection, metric: Metric, selection: Selection, settings: Settings) -> list[Row]:
    """The terms that are due, each with its value as denominator; the numerator is what of it is exposed, goes or stays.

    `seats` and `chance` are percentages; without enough past terms there is no chance, and no row of what rests on it.
    """
    chances = None if metric.key == EXPOSED else renewal_chances(past_terms(cursor, settings, last_day(selection)))
    if chances is None and metric.key != EXPOSED:
        return []
    groups = terms_ahead(cursor, selection, settings, window_ahead(selection, settings))
    return [_row(metric, term, chances) for terms in groups.values() for term in terms]


def _row(metric: Metric, term: DueTerm, chances: Chances | None) -> Row:
    row: Row = {
        "account_id": term.account,
        "contract_id": term.contract,
        "due_on": term.due_on,
        "numerator": _numerator(metric, term, chances),
        "denominator": term.amount,
        "standing": term.standing,
        "reasons": term.reasons,
        "seats": None if term.seats is None else 100.0 * term.seats,
        "last_score": term.score,
        "notice_on": term.notice_on,
        "product": term.product,
    }
    return row if chances is None else row | {"chance": 100.0 * chances.of(term)}


def _numerator(metric: Metric, term: DueTerm, chances: Chances | None) -> float:
    if chances is None:
        return term.amount if term.reasons else 0.0
    stays = chances.of(term)
    return term.amount * (1.0 - stays if metric.key == LOSS else stays)

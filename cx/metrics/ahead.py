"""Values of metrics over the contract terms that are due ahead: what is exposed, and what is expected to stay or go."""

from collections.abc import Iterator, Sequence

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.due_terms import Band, DueTerm, last_day, past_terms, terms_ahead, window_ahead
from cx.metrics.metric import Metric
from cx.metrics.renewal_chances import Chances, renewal_chances
from cx.metrics.rows import Group, is_mature, nothing
from cx.metrics.value import MetricValue
from cx.statistics import Estimate, simulated_total

SEED = 20_260_930
EXPOSED, LOSS = "revenue_at_risk", "expected_loss"


def ahead_values(
    cursor: DuckDBPyConnection,
    metrics: Sequence[Metric],
    selection: Selection,
    settings: Settings,
    by: tuple[str, ...],
    ranged: bool,
) -> Iterator[MetricValue]:
    """What is due in the days after the last one that is known, by group; n counts terms, the denominator is their value.

    The terms are read once for all the metrics, and what is expected of them is drawn once.
    """
    groups: dict[Group, tuple[DueTerm, ...]] = {}
    chances = None
    if selection.period.start <= selection.as_of:
        if any(metric.key != EXPOSED for metric in metrics):
            chances = renewal_chances(past_terms(cursor, settings, last_day(selection)))
        if chances or any(metric.key == EXPOSED for metric in metrics):
            groups = terms_ahead(cursor, selection, settings, window_ahead(selection, settings), by)
    drawn = {group: expected(terms, chances) for group, terms in groups.items()} if chances and ranged else {}
    for metric in metrics:
        shown = groups if chances or metric.key == EXPOSED else {}
        if not shown and not by:
            yield nothing(metric, selection)
        mature = is_mature(metric, selection.period, selection, settings)
        own = None if metric.key == EXPOSED else chances
        for group in sorted(shown, key=str):
            yield _value(metric, group, shown[group], own, selection, mature, drawn.get(group))


def expected(terms: Sequence[DueTerm], chances: Chances) -> Estimate:
    """What of the terms' value is expected to be renewed, with the range of 10,000 draws."""
    return simulated_total([chances.of(term) for term in terms], [term.amount for term in terms], SEED)


def _value(
    metric: Metric,
    group: Group,
    terms: tuple[DueTerm, ...],
    chances: Chances | None,
    selection: Selection,
    mature: bool,
    drawn: Estimate | None,
) -> MetricValue:
    due = float(sum(term.amount for term in terms))
    excluded: dict[str, float] = {}
    if chances is None:
        open_terms = [term for term in terms if term.band is Band.UNSCORED and term.outcome == "pending"]
        unscored = float(sum(term.amount for term in open_terms))
        excluded = {"unscored_value": unscored} if unscored else {}
        exposed = float(sum(term.amount for term in terms if term.reasons))
        found = Estimate(exposed if len(open_terms) < len(terms) else None, None, None, len(terms))
    else:
        found = _foretold(metric, terms, chances, due, drawn)
    return MetricValue(
        metric,
        group,
        selection.period,
        selection.as_of,
        found.value,
        found.low,
        found.high,
        len(terms),
        found.value,
        due,
        mature,
        excluded,
    )


def _foretold(
    metric: Metric, terms: tuple[DueTerm, ...], chances: Chances, due: float, drawn: Estimate | None
) -> Estimate:
    """What is expected to stay; of a loss, what is left of what is due."""
    worth = np.array([term.amount for term in terms])
    stays = float(np.array([chances.of(term) for term in terms]) @ worth)
    found = drawn or Estimate(stays, None, None, len(terms))
    if metric.key != LOSS:
        return found
    low, high = (None if limit is None else due - limit for limit in (found.high, found.low))
    return Estimate(due - stays, low, high, len(terms))

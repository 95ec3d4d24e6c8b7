"""Which metrics are made of the same answers, so that what is hidden in one of them is hidden in all.

A figure of some of the answers, as of detractors, tells of the others as well: taken from the figure of all of them, it
leaves theirs. So it is told only where the answers themselves, those that it counts, and the rest may each be told.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from cx.metrics.metric import Grid, Metric
from cx.metrics.queries import counted
from cx.metrics.registry import REGISTRY

ANSWERS = {
    "nps": ("nps", "promoter_share", "passive_share", "detractor_share", "nps_by_account", "nps_by_revenue"),
    "csat": ("csat", "csat_mean"),
    "ces": ("ces", "ces_easy", "ces_hard"),
    "ces_1": ("ces_1", "ces_1_high"),
}
"""By the metric that stands for answers to a question, all metrics of every one of them, or of all on their scale."""
SOME = {"nps": ("closed_loop_rate", "loop_closed_rate", "loop_close_hours")}
"""By the same, metrics of some of the answers."""
OF_PEOPLE = {"nps": ("recovery_rate", "recovery_rate_uncalled")}
"""By the same, metrics that follow a person from one answer to the next, and so tell of both."""


@dataclass(frozen=True)
class AnswerSet:
    """Answers that are judged together: those of a metric that a condition selects, or all of them."""

    metric: Metric
    condition: str


def leading(metric: Metric) -> Metric:
    """The metric that stands for the answers to the question that this one is made of."""
    listed = ((first, keys) for part in (ANSWERS, SOME, OF_PEOPLE) for first, keys in part.items())
    return REGISTRY[next(first for first, keys in listed if metric.key in keys)]


def is_of_some(metric: Metric) -> bool:
    """True for a metric of some of the answers to a question, as of detractors."""
    return any(metric.key in keys for keys in SOME.values())


def whose_are_told(metric: Metric) -> bool:
    """True for a metric made of whose answers are: beside the plain figure of them it tells what a few of them said."""
    return metric.private and (metric.grid is Grid.WEIGHTED or any(metric.key in keys for keys in OF_PEOPLE.values()))


@lru_cache(maxsize=64)
def judged_sets(key: str) -> tuple[AnswerSet, ...]:
    """The answers that must all be told for a figure of the metric to be: the question's, and of some the rest as well."""
    metric, first = REGISTRY[key], leading(REGISTRY[key])
    of_all, own = _condition(first), _condition(metric)
    sets = (of_all, own, f"{of_all} AND NOT coalesce({own}, false)") if is_of_some(metric) else (of_all,)
    return tuple(AnswerSet(first, text) for text in sets)


def _condition(metric: Metric) -> str:
    """The answers that the metric counts."""
    value = exp.paren(exp.maybe_parse(metric.value, dialect="duckdb"))
    return f"{counted(metric).sql(dialect='duckdb')} AND {value.sql(dialect='duckdb')} IS NOT NULL"

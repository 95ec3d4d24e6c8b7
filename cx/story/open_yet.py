"""What of a figure is not known yet, in one phrase a kind of metric: tile, heading, sentence and caption say the same."""

from cx.contracts.words import N_, Words
from cx.metrics.metric import Metric
from cx.metrics.value import MetricValue

BY_WINDOW = {
    "answer_days": N_("answers may still come in"),
    "repeat_days": N_("tickets may still be reopened"),
    "loop_days": N_("calls may still be made"),
    "close_days": N_("loops may still be closed"),
}
"""By the setting that holds the days of a metric's follow-up."""
OUTCOMES = N_("not every outcome is known yet")
NOT_OVER = N_("the period is not over")
UNRECORDED = N_("not all of it is recorded")
PENDING = {"pending", "pending_value"}
"""What, counted apart, has an outcome that is not known yet."""


def open_yet(value: MetricValue, words: Words) -> str:
    """What of the figure is not known yet, as a clause; of terms that are pending, how many of how many."""
    pending = int(value.excluded.get("pending", 0))
    if pending and value.metric.ledger:
        return words.plural(
            N_("{n} of {all} outcomes is still open"),
            N_("{n} of {all} outcomes are still open"),
            pending,
            all=value.n + pending,
        )
    return words.say(_phrase(value))


def open_of_line(metric: Metric, words: Words) -> str:
    """The same of the periods of a line, each of which has counts of its own."""
    return words.say(BY_WINDOW.get(metric.window, OUTCOMES if metric.ledger else NOT_OVER))


def _phrase(value: MetricValue) -> str:
    if value.metric.ledger and (value.excluded.keys() & PENDING or value.period.end <= value.as_of):
        return OUTCOMES if value.excluded.keys() & PENDING or not value.mature else UNRECORDED
    if value.period.end > value.as_of:
        return NOT_OVER
    return BY_WINDOW.get(value.metric.window, NOT_OVER)

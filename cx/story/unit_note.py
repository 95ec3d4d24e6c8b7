"""What a figure is counted in, for a caption."""

from cx.contracts.units import Unit
from cx.contracts.words import N_, Words
from cx.metrics.metric import Metric


def unit_note(metric: Metric, words: Words) -> str:
    """The unit of the metric's figure in words."""
    notes = {
        Unit.POINTS: N_("points, −100 to 100"),
        Unit.PERCENT: N_("percent"),
        Unit.SCORE: N_("mean score"),
        Unit.MINUTES: N_("minutes"),
        Unit.HOURS: N_("hours"),
        Unit.DAYS: N_("days"),
        Unit.COUNT: N_("mean per ticket"),
        Unit.PER_ACCOUNT: N_("mean per account"),
        Unit.PER_USER: N_("events for each active user"),
        Unit.WHOLE: N_("number"),
        Unit.MONEY: N_("annual value"),
    }
    return words.say(notes[metric.unit])

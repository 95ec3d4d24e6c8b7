"""What a figure is counted in, for a caption."""

from collections.abc import Iterable

from cx.contracts.units import Unit
from cx.contracts.words import N_, Words
from cx.metrics.metric import Metric

ENDS = {"ces": N_("1 hard to 7 easy"), "ces_1": N_("1 easy to 5 hard")}
"""The metrics whose scale does not say by itself which end is the good one -> what its ends mean."""


def ends_notes(metrics: Iterable[Metric], words: Words) -> list[str]:
    """What the ends of the scales of these metrics mean, those that need to be said."""
    return [
        words.say(N_("{name}: {ends}"), name=words.say(metric.name), ends=words.say(ENDS[metric.key]))
        for metric in metrics
        if metric.key in ENDS
    ]


def unit_note(metric: Metric, words: Words) -> str:
    """The unit of the metric's figure in words, and what its ends mean where that needs to be said."""
    if metric.key in ENDS:
        return words.say(N_("mean score, {ends}"), ends=words.say(ENDS[metric.key]))
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

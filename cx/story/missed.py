"""The targets that are missed, those of segments too, which no tile and no trend of everybody shows."""

from collections.abc import Collection

from cx.contracts.filters import filters_written
from cx.contracts.words import N_
from cx.insights.target import Judgement
from cx.metrics.registry import REGISTRY
from cx.story.goals import goal_text
from cx.story.period_names import name_of
from cx.story.phrases import level_on_basis
from cx.story.telling import Telling, segment_text

MOST_MISSED = 5
"""Targets that one line has room for."""
OF_ALL = {
    True: N_("{name}: {level} against {goal} for {period} ({owner})"),
    False: N_("{name}: {level} against {goal} for {period}"),
}
OF_SEGMENT = {
    True: N_("{name} ({segment}): {level} against {goal} for {period} ({owner})"),
    False: N_("{name} ({segment}): {level} against {goal} for {period}"),
}
"""By whether somebody answers for it."""


def missed_line(keys: Collection[str], telling: Telling) -> str:
    """The missed targets of these metrics, each with segment, figure, goal and who answers for it; else empty.

    Those of all customers come first.
    """
    found = sorted(telling.context.missed(keys), key=lambda item: (item.target.segment or "", item.target.metric))
    if not found:
        return ""
    listed = "; ".join(_missed(item, telling) for item in found[:MOST_MISSED])
    more = len(found) - MOST_MISSED
    if more > 0:
        return telling.words.say(N_("Missed targets: {targets}; and {n} more."), targets=listed, n=more)
    return telling.words.plural(
        N_("Missed target: {targets}."), N_("Missed targets: {targets}."), len(found), targets=listed
    )


def _missed(item: Judgement, telling: Telling) -> str:
    target, words = item.target, telling.words
    segment = segment_text(filters_written(target.segment), words)
    return words.say(
        (OF_SEGMENT if segment else OF_ALL)[bool(target.owner)],
        name=words.say(REGISTRY[target.metric].name),
        segment=segment,
        level=level_on_basis(item.value, words, telling.currency) if item.value else "",
        goal=goal_text(item, telling),
        period=name_of(item.period, telling.settings),
        owner=target.owner,
    )

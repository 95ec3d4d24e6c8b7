"""What NPS would be were every group heard as it was asked, in a sentence: how much who answered may matter."""

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_
from cx.insights.reweighted import Reweighted, reweighted
from cx.metrics.registry import REGISTRY
from cx.statistics import within
from cx.story.phrases import COUNTS
from cx.story.telling import Telling, dimension_name


def reweighted_sentences(dimension: str, telling: Telling) -> tuple[str, ...]:
    """The sensitivity and whom it cannot weigh; nothing where there are no groups to weigh, or none that may be told."""
    found = reweighted(telling.cursor, dimension, telling.selection, telling.settings) if dimension else None
    if found is None:
        return ()
    unheard = telling.words.plural(
        N_("{n} invitation went to a group of which nobody answered: nothing can be weighed for it."),
        N_("{n} invitations went to groups of which nobody answered: nothing can be weighed for them."),
        found.unheard,
    )
    return (_sentence(found, telling), *([unheard] if found.unheard else []))


def _sentence(found: Reweighted, telling: Telling) -> str:
    words = telling.words
    template = N_(
        "Sensitivity, no headline: the answers to the invitations {in_period} make an NPS of {plain}; were each {dimension} "
        "counted as often as it was asked, not as it answered, it would be {weighed} ({basis})."
    )
    return words.say(
        template,
        in_period=telling.in_period,
        plain=figure(100 * found.plain, Unit.POINTS),
        dimension=dimension_name(found.dimension, words).lower(),
        weighed=figure(100 * (found.weighed.value or 0.0), Unit.POINTS),
        basis=_basis(found, telling),
    )


def _basis(found: Reweighted, telling: Telling) -> str:
    """Its 95 % range, within what NPS can be, and how many answers it rests on; no range without variation."""
    words, kept = telling.words, within(found.weighed, -1.0, 1.0)
    count = words.plural(*COUNTS["answers"], found.answers)
    if found.answers < REGISTRY["nps"].minimum_n:
        count = words.say(N_("{count}, too few to judge by"), count=count)
    if kept.low is None or kept.high is None:
        return count
    return words.say(
        N_("{range} · {count}"), range=span(100 * kept.low, 100 * kept.high, Unit.POINTS, words), count=count
    )

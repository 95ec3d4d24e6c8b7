"""Which group of a split stands far outside the others, as a sentence."""

from cx.contracts.units import span
from cx.contracts.words import N_
from cx.insights.outside import outside
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.story.phrases import certainty, level_on_basis
from cx.story.telling import Telling, dimension_name


def outside_sentences(key: str, by: str | None, telling: Telling) -> tuple[str, ...]:
    """The group with its figure, between what the others lie, and how sure that is; nothing where none is so far."""
    metric, words = REGISTRY[key], telling.words
    if by is None or by not in dimensions_of(metric):
        return ()
    found = outside(telling.cursor, key, telling.selection, telling.settings, by)
    if found is None:
        return ()
    return (
        words.say(
            N_(
                "{dimension} {group} stands far outside the others: {level}, the others {range} ({certainty}, adjusted for "
                "the {n} groups compared (Holm))."
            ),
            dimension=dimension_name(by, words),
            group=found.apart.group or words.say(N_("not given")),
            level=level_on_basis(found.apart.change.after, words, telling.currency),
            range=span(found.low, found.high, metric.unit, words, telling.currency),
            certainty=certainty(found.apart.change, words),
            n=found.apart.looked_at,
        ),
    )

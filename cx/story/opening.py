"""What a page opens with: its headline and the lines that carry the numbers."""

from collections.abc import Sequence

from babel.lists import format_list

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.value import MetricValue
from cx.story.phrases import change_sentence, count_of
from cx.story.sections import strongest, title, told
from cx.story.telling import Telling, of_whom

COUNTED = ("answers", "tickets", "accounts")
"""What a headline counts, where there is too little of it."""


def news(found: Sequence[Finding]) -> list[Finding]:
    """What a page opens with: the worst news, then the best."""
    worse = strongest([item for item in found if (change := told(item)) and change.is_better is False])
    better = strongest([item for item in found if (change := told(item)) and change.is_better])
    return [item for item in (worse, better) if item]


def opening_headline(found: Sequence[Finding], telling: Telling) -> str:
    """Bad news first, then good; where nothing can be told, that; in front of whom it is about, where not of all."""
    said = [title(item, telling) for item in news(found)]
    if said:
        return of_whom(" ".join(said), telling)
    if not found and telling.selection.filters:
        return telling.words.say(
            N_("Nothing is known for {period} with these filters: {filters}."),
            period=telling.period,
            filters=telling.filters,
        )
    if not found:
        return telling.words.say(N_("There is nothing to tell for {period} yet."), period=telling.period)
    return of_whom(_unmoved(found, telling), telling)


def _unmoved(found: Sequence[Finding], telling: Telling) -> str:
    """Why no change leads: too few cases or nothing earlier, chance, or of a book what is not known or too small."""
    samples = [item for item in found if not item.value.metric.ledger]
    if _is_first(found) and samples and all(item.value.is_few for item in samples):
        return telling.words.say(
            N_("{counts} at most: too few to tell anything, and there is nothing earlier to compare with."),
            counts=_counts(samples, telling),
        )
    return telling.words.say(_template(found), in_period=telling.in_period, period=telling.period)


def _template(found: Sequence[Finding]) -> str:
    if _is_first(found):
        return N_("There is nothing earlier to compare {period} with.")
    if not all(item.value.metric.ledger for item in found):
        return N_("No change {in_period} can be told from chance yet.")
    if all(item.since_previous.is_exact for item in found):
        return N_("No change {in_period} is large enough to lead with.")
    return N_("What changed {in_period} cannot be told yet: not all of it is known.")


def _is_first(found: Sequence[Finding]) -> bool:
    """True where no figure has one of an earlier period to be compared with."""
    return all(item.since_previous.value is None and item.since_last_year.value is None for item in found)


def _counts(found: Sequence[Finding], telling: Telling) -> str:
    """How many cases the figures rest on at most, of each kind that people count, as a list."""
    largest: dict[str, MetricValue] = {}
    for value in sorted((item.value for item in found), key=lambda value: value.n):
        largest[value.metric.counts] = value
    shown = [largest[kind] for kind in COUNTED if kind in largest] or list(largest.values())
    names = [count_of(value.metric, value.n, telling.words) for value in shown]
    listed: str = format_list(names, locale=telling.words.language)
    return listed


def opening_lines(shown: Sequence[Finding], found: Sequence[Finding], telling: Telling) -> tuple[str, ...]:
    """The lines that carry the numbers: those of the headline, then other told changes, then the first tiles."""
    ordered = sorted((item for item in found if told(item)), key=lambda item: -item.weight)
    chosen = list(dict.fromkeys((*news(found), *ordered, *shown)))[:2]
    return tuple(
        change_sentence(told(item) or item.since_previous, telling.words, telling.settings, telling.currency)
        for item in chosen
    )

"""What stays hidden of answers to anonymous surveys: which figures, why, and what would show them."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from cx.contracts.words import N_
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Metric
from cx.metrics.queries import UnknownDimension
from cx.metrics.registry import REGISTRY
from cx.metrics.same_answers import whose_are_told
from cx.metrics.value import Hidden, MetricValue
from cx.story.exhibit import Withheld
from cx.story.telling import Telling, dimension_name

WHY = {
    Hidden.PRIVACY: N_(
        "Fewer than {least} answered {in_period}, and the survey counts as anonymous, so this stays hidden: {names}. A "
        "survey that names who answers can be declared as named when it is loaded; else choose a longer period."
    ),
    Hidden.SUBTRACTION: N_(
        "From this and the figures that are shown, the answers of fewer than {least} could be worked out, and the survey "
        "counts as anonymous, so this stays hidden: {names}. A survey that names who answers can be declared as named when "
        "it is loaded; else take a filter away, or choose a longer period."
    ),
}


def concealed(keys: Iterable[str], found: Collection[str], telling: Telling) -> tuple[Withheld, ...]:
    """Which figures without a finding stay hidden, since so few answered an anonymous survey, and what to do."""
    silent = [key for key in keys if REGISTRY[key].private and key not in found]
    values = compute(telling.cursor, silent, telling.selection, telling.settings, Asked(ranged=False))
    return tuple(
        _line(template, [value.metric for value in values if value.hidden is why], telling)
        for why, template in WHY.items()
        if any(value.hidden is why for value in values)
    )


def concealed_split(keys: Iterable[str], by: str | None, telling: Telling) -> tuple[Withheld, ...]:
    """Which figures have no group left to show by the dimension of the split, though they have one for everybody.

    Those that no page splits, since they weigh answers by whose they are, are not among them.
    """
    asked = [key for key in keys if by and REGISTRY[key].private and not whose_are_told(REGISTRY[key])]
    groups = _groups(asked, str(by), telling)
    hidden = [REGISTRY[key] for key in asked if _is_all_hidden([item for item in groups if item.metric.key == key])]
    if not hidden:
        return ()
    template = N_(
        "By {dimension} nothing is shown of this: {names}. The survey counts as anonymous, and the answers of fewer than "
        "{least} could be worked out from the groups. Choose a split with fewer groups or a longer period; a survey that names "
        "who answers can be declared as named when it is loaded."
    )
    return (_line(template, hidden, telling, dimension=dimension_name(str(by), telling.words).lower()),)


def _groups(keys: Sequence[str], by: str, telling: Telling) -> list[MetricValue]:
    """The groups of the metrics whose fact has the dimension, those of one fact read at once."""
    found: list[MetricValue] = []
    facts = {REGISTRY[key].fact for key in keys}
    for fact in sorted(facts):
        same = [key for key in keys if REGISTRY[key].fact == fact]
        with suppress(UnknownDimension):
            found += compute(telling.cursor, same, telling.selection, telling.settings, Asked(by=(by,), ranged=False))
    return found


def _is_all_hidden(values: list[MetricValue]) -> bool:
    return any(value.hidden for value in values) and all(value.value is None for value in values)


def _line(template: str, metrics: Iterable[Metric], telling: Telling, **places: str) -> Withheld:
    names = dict.fromkeys(telling.words.say(metric.name) for metric in metrics)
    return Withheld(
        telling.words.say(
            template,
            least=telling.settings.privacy_minimum,
            in_period=telling.in_period,
            names=", ".join(names),
            **places,
        )
    )

"""The section on how the accounts that answered differ from those that stayed silent."""

from collections.abc import Sequence

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_, Words, whole
from cx.insights.silence import Contrast, contrasts
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.telling import Telling, dimension_name

MEASURE_NAMES = {
    "worth": N_("Annual value"),
    "tickets": N_("Tickets in twelve months"),
    "renewed": N_("Contracts due that were renewed"),
}
HEADINGS = {
    "worth": N_("Those who answer are worth {heard} a year on average, the silent {silent}."),
    "tickets": N_("Those who answer had {heard} tickets in twelve months on average, the silent {silent}."),
    "renewed": N_("Of the contracts due {heard} were renewed by those who answer, {silent} by the silent."),
}
"""What is said of a measure in which the two differ most."""


def contrast_section(telling: Telling, _by: str | None) -> Section | None:
    """How the accounts that answered differ from the silent ones; None where there are not both."""
    found = contrasts(telling.cursor, telling.selection, telling.settings)
    if not found:
        return None
    flagged = [item for item in found if item.is_flagged]
    heading = _heading(found, telling)
    said = [_how_many(found, telling), *(_contrast_sentence(item, telling) for item in flagged)] + [
        telling.words.say(
            N_(
                "A standardised difference is the gap in standard deviations; above 0.1 it is marked. With few accounts "
                "chance alone passes that mark: where the range holds 0, it may be chance. The ranges are adjusted for how "
                "many are looked at (Holm). What differs between the two may differ in what they would have said."
            )
        )
    ]
    return Section("silence-contrast", heading, (_contrast_exhibit(found, heading, telling),), tuple(said), ())


def _heading(found: Sequence[Contrast], telling: Telling) -> str:
    """In what the two differ most, of what is beyond chance."""
    beyond = [item for item in found if item.is_beyond_chance]
    if not beyond:
        return telling.words.say(
            N_("No difference between those who answer and the silent can be told from chance yet.")
        )
    most = max(beyond, key=lambda item: abs(item.difference.value or 0.0))
    return telling.words.say(
        HEADINGS.get(most.attribute, N_("Of those who answer {heard} are {level}, of the silent {silent}.")),
        level=most.level,
        heard=_measured(most, most.heard, telling),
        silent=_measured(most, most.silent, telling),
    )


def _how_many(found: Sequence[Contrast], telling: Telling) -> str:
    """In how many of the things looked at the two differ beyond chance."""
    return telling.words.plural(
        N_("Beyond chance those who answer differ from the silent in {n} of {all} things looked at (adjusted, Holm)."),
        N_("Beyond chance those who answer differ from the silent in {n} of {all} things looked at (adjusted, Holm)."),
        sum(item.is_beyond_chance for item in found),
        all=len(found),
    )


def _contrast_exhibit(found: Sequence[Contrast], heading: str, telling: Telling) -> Exhibit:
    n = (found[0].difference.n_after, found[0].difference.n_before)
    marks = tuple(
        Point(
            contrast_name(item, telling.words),
            item.difference.value,
            item.difference.low,
            item.difference.high,
            round(item.difference.n_after + item.difference.n_before),
            is_few=not item.is_beyond_chance,
            note=_contrast_sentence(item, telling),
        )
        for item in found
    )
    caption = telling.words.say(
        N_(
            "How far accounts that answered lie above silent ones, in standard deviations, with 95 % range; grey where it may "
            "be chance · {filters} · {period}: {heard} answered, {silent} silent"
        ),
        filters=telling.filters,
        period=telling.period,
        heard=whole(n[0]),
        silent=whole(n[1]),
    )
    nothing = Point(telling.words.say(N_("no difference")), 0.0)
    series = (Series(telling.words.say(N_("Gap in standard deviations")), marks),)
    return Exhibit("silence-contrast", Shape.DOTS, heading, caption, Unit.COUNT, series, reference=nothing)


def contrast_name(item: Contrast, words: Words) -> str:
    """What the accounts are compared in: a value that an attribute has, or a measure."""
    if item.level is not None:
        return words.say(
            N_("{dimension}: {values}"), dimension=dimension_name(item.attribute, words), values=item.level
        )
    return words.say(MEASURE_NAMES[item.attribute])


def _contrast_sentence(item: Contrast, telling: Telling) -> str:
    low, high = item.difference.low, item.difference.high
    return telling.words.say(
        N_(
            "{name}: {heard} of those who answered, {silent} of the silent; standardised difference {value} ({range}; {n} "
            "and {m} accounts)."
        ),
        name=contrast_name(item, telling.words),
        heard=_measured(item, item.heard, telling),
        silent=_measured(item, item.silent, telling),
        value=figure(item.difference.value or 0.0, Unit.COUNT),
        range=span(low or 0.0, high or 0.0, Unit.COUNT, telling.words),
        n=whole(item.difference.n_after),
        m=whole(item.difference.n_before),
    )


def _measured(item: Contrast, value: float, telling: Telling) -> str:
    if item.attribute == "worth":
        return telling.money(value)
    if item.attribute == "tickets":
        return figure(value, Unit.SCORE)
    return figure(100 * value, Unit.PERCENT)

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


def contrast_section(telling: Telling, _by: str | None) -> Section | None:
    """How the accounts that answered differ from the silent ones; None where there are not both."""
    found = contrasts(telling.cursor, telling.selection, telling.settings)
    if not found:
        return None
    flagged = [item for item in found if item.is_flagged]
    heading = _heading(found, telling)
    said = [_contrast_sentence(item, telling) for item in flagged] + [
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
    """In how many things the two differ beyond chance, and in which most."""
    beyond = [item for item in found if item.is_beyond_chance]
    if not beyond:
        return telling.words.say(
            N_("No difference between those who answer and the silent can be told from chance yet.")
        )
    most = max(beyond, key=lambda item: abs(item.difference.value or 0.0))
    return telling.words.plural(
        N_(
            "Those who answer differ from the silent in {n} of {all} things looked at: {most}, {heard} against {silent}."
        ),
        N_(
            "Those who answer differ from the silent in {n} of {all} things looked at, most in this: {most}, {heard} against "
            "{silent}."
        ),
        len(beyond),
        all=len(found),
        most=contrast_name(most, telling.words),
        heard=_measured(most, most.heard, telling),
        silent=_measured(most, most.silent, telling),
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
            "Standardised difference between accounts that answered and silent ones, with 95 % range, adjusted for all "
            "that are looked at (Holm); grey up to 0.1 and where the range holds 0 · {filters} · {period}: {heard} "
            "answered, {silent} silent"
        ),
        filters=telling.filters,
        period=telling.period,
        heard=whole(n[0]),
        silent=whole(n[1]),
    )
    nothing = Point(telling.words.say(N_("no difference")), 0.0)
    series = (Series(telling.words.say(N_("Standardised difference")), marks),)
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

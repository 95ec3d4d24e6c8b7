"""The section on what became of those who would not recommend us: those whom we called, beside those whom nobody did."""

from cx.contracts.units import Unit, change, span
from cx.contracts.words import N_, whole
from cx.insights.change import Change
from cx.insights.change import change as difference_of
from cx.insights.finding import findings
from cx.metrics.value import MetricValue
from cx.story.exhibit import Exhibit, Section, Series, Shape
from cx.story.exhibits import point
from cx.story.phrases import certainty, level
from cx.story.sections import evidence
from cx.story.telling import Telling

CALLED, UNCALLED = "recovery_rate", "recovery_rate_uncalled"


def recovery_section(telling: Telling, _by: str | None) -> Section | None:
    """Who answered again after a bad answer, and how; None where nobody who was called did."""
    found = findings(
        telling.cursor, (), telling.selection, telling.settings, telling.continuity, beside=(CALLED, UNCALLED)
    )
    if CALLED not in found:
        return None
    values = [found[key].value for key in (CALLED, UNCALLED) if key in found]
    heading = _heading(values[0], telling)
    say = telling.words.say
    said = [_beside(difference_of(values[1], values[0]), telling)] if len(values) > 1 else []
    said += [say(value.metric.caveat) for value in values[:1]]
    said.append(say(N_("Those who have not answered again are in neither figure: nobody knows what became of them.")))
    exhibit = _exhibit(values, heading, telling)
    return Section("recovery", heading, (exhibit,), tuple(said), evidence(list(found.values()), telling))


def _heading(called: MetricValue, telling: Telling) -> str:
    return telling.words.plural(
        N_("Of {n} answer by somebody who was called after a bad one, {better} is now 7 or more ({share})."),
        N_("Of {n} answers by people who were called after a bad one, {better} are now 7 or more ({share})."),
        called.n,
        better=whole(called.numerator or 0),
        share=level(called, telling.words),
    )


def _beside(item: Change, telling: Telling) -> str:
    """The called against those whom nobody called: the difference, its range and the word for it."""
    words = telling.words
    if item.value is None or item.low is None or item.high is None:
        return words.say(N_("They cannot be set beside those whom nobody called: too few of these answered again."))
    return words.say(
        N_(
            "Against those whom nobody called, {other} of whose {n} answers are 7 or more ({share}): {change} ({range}), "
            "{certainty}."
        ),
        other=whole(item.before.numerator or 0),
        n=whole(item.before.n),
        share=level(item.before, words),
        change=change(item.value, Unit.PERCENT),
        range=span(item.low, item.high, Unit.POINTS, words),
        certainty=certainty(item, words),
    )


def _exhibit(values: list[MetricValue], heading: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    names = (N_("Called"), N_("Nobody called"))
    marks = tuple(point(value, say(name), telling) for value, name in zip(values, names, strict=False))
    caption = say(
        N_(
            "Answers by people whose last one was 0–6: share that is now 7 or more, percent, with 95 % "
            "range · {filters} · {period}"
        ),
        filters=telling.filters,
        period=telling.period,
    )
    return Exhibit("recovery", Shape.DOTS, heading, caption, Unit.PERCENT, (Series(say(N_("Better disposed")), marks),))

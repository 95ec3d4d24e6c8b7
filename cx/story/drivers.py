"""The section on what answers to the NPS question move together with; never what drives them."""

from collections.abc import Sequence

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_, whole
from cx.insights.drivers import Attribute, Driver, Drivers, TooFewRows, drivers
from cx.metrics.ratings import OF_RESPONSE
from cx.statistics import Estimate
from cx.story.comments import KINDS
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.period_names import day
from cx.story.telling import Telling

HALO = N_(
    "Who is content in general rates everything higher (halo), which makes all of them move together; and a question may "
    "have a share only through another that it goes with. It shows where to look, not what to change."
)
LITTLE = 0.1
"""Of the variation of NPS, below which all ratings together tell too little of it for one of them to be a finding."""
SET_TO_ZERO = N_(
    "A share that is no larger than what a column of pure noise gets is set to 0 (95 %, adjusted for the number of "
    "questions); the shares are Shapley shares of R² (LMG), their ranges a bootstrap over accounts."
)


def drivers_section(telling: Telling, _by: str | None) -> Section | None:
    """What NPS moves together with, or what would be needed to tell; None without ratings beside NPS answers."""
    found = drivers(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return None
    if isinstance(found, TooFewRows):
        heading = telling.words.say(N_("What NPS moves together with cannot be told yet."))
        return Section("drivers", heading, (_missing(found, heading, telling),), (_needed(found, telling),), ())
    heading = _heading(found, telling)
    exhibits = (_importance(found, heading, telling), _performance(found, heading, telling))
    said = (_basis(found, telling), *(_sentence(item, telling) for item in found.drivers), *_left_out(found, telling))
    reading = tuple(telling.words.say(text) for text in (SET_TO_ZERO, HALO))
    return Section("drivers", heading, exhibits, (*said, *reading), ())


def _needed(found: TooFewRows, telling: Telling) -> str:
    return telling.words.plural(
        N_(
            "At least {needed} respondents, or accounts over twelve months, must answer the NPS question and rate two other "
            "questions each; from {start} to {end} there is {n}."
        ),
        N_(
            "At least {needed} respondents, or accounts over twelve months, must answer the NPS question and rate two other "
            "questions each; from {start} to {end} there are {n}."
        ),
        found.complete,
        needed=whole(found.needed),
        start=day(found.period.start, telling.words),
        end=day(found.period.end, telling.words),
    )


def _missing(found: TooFewRows, heading: str, telling: Telling) -> Exhibit:
    """How many rows there are against how many it takes."""
    say = telling.words.say
    name = say(N_("with all ratings"))
    caption = say(
        N_(
            "Respondents, or accounts over twelve months, that answered the NPS question and rated two other questions · "
            "{filters} · {start} to {end}"
        ),
        filters=telling.filters,
        start=day(found.period.start, telling.words),
        end=day(found.period.end, telling.words),
    )
    there = Point(name, float(found.complete), n=found.complete, is_few=True)
    needed = Point(say(N_("needed")), float(found.needed))
    return Exhibit("drivers", Shape.BARS, heading, caption, Unit.WHOLE, (Series(name, (there,)),), reference=needed)


def _heading(found: Drivers, telling: Telling) -> str:
    """One question leads only where its range lies above that of the next."""
    told = [item for item in found.drivers if item.share.is_told]
    if not told:
        return telling.words.say(N_("Nothing that was asked can be told to move together with NPS yet."))
    if (found.r_squared.value or 0.0) < LITTLE:
        return _little(found, telling)
    names = [name_of_attribute(item.attribute, telling) for item in told]
    leads = len(told) == 1 or (told[0].share.low or 0.0) > (told[1].share.high or 1.0)
    if not leads:
        shared = _share(sum(item.share.share or 0.0 for item in told))
        template = N_("NPS moves together with {names}: {share} of its variation goes with them.")
        return telling.words.say(template, names=", ".join(names), share=shared)
    template = (
        N_("NPS moves together most with {name}: {share} of its variation goes with it.")
        if len(told) > 1
        else N_("NPS moves together with {name}: {share} of its variation goes with it.")
    )
    return telling.words.say(template, name=names[0], share=_share(told[0].share.share))


def _little(found: Drivers, telling: Telling) -> str:
    """Where all ratings together tell so little of NPS that none of them is a finding."""
    template = (
        N_(
            "Other ratings tell little about NPS: taken together, {names} go with {share} of its variation ({n} respondents)."
        )
        if found.unit == OF_RESPONSE
        else N_(
            "Other ratings tell little about NPS: taken together, {names} go with {share} of its variation ({n} accounts)."
        )
    )
    return telling.words.say(
        template,
        names=", ".join(name_of_attribute(item.attribute, telling) for item in found.drivers),
        share=_share(found.r_squared.value),
        n=whole(found.r_squared.n),
    )


def name_of_attribute(item: Attribute, telling: Telling) -> str:
    """The question by its kind and place; its own words where it has any."""
    say = telling.words.say
    name = say(KINDS.get(item.kind, item.kind))
    if item.question and item.question != item.kind:
        return say(N_("{kind} “{question}”"), kind=name, question=item.question)
    if item.ces_version == "1.0":
        name = say(N_("{name} {version}"), name=name, version=item.ces_version)
    place = " · ".join(part for part in (item.stage, item.touchpoint) if part)
    return say(N_("{name} at {place}"), name=name, place=place) if place else name


def _sentence(item: Driver, telling: Telling) -> str:
    places = {"name": name_of_attribute(item.attribute, telling), "mean": _mean(item.mean, telling)}
    if not item.share.is_told:
        return telling.words.say(
            N_("{name}: cannot be told from noise, so its share is set to 0; mean {mean}."), **places
        )
    template = (
        N_("{name}: moves the same way and accounts for {share} of the variation of NPS ({range}); mean {mean}.")
        if item.share.correlation > 0
        else N_("{name}: moves the other way and accounts for {share} of the variation of NPS ({range}); mean {mean}.")
    )
    return telling.words.say(template, share=_share(item.share.share), range=_range(item, telling), **places)


def _share(value: float | None) -> str:
    return figure(100 * (value or 0.0), Unit.PERCENT)


def _range(item: Driver, telling: Telling) -> str:
    return span(100 * (item.share.low or 0.0), 100 * (item.share.high or 0.0), Unit.PERCENT, telling.words)


def _mean(mean: Estimate, telling: Telling) -> str:
    shown = figure(mean.value or 0.0, Unit.SCORE)
    if mean.low is None or mean.high is None:
        return shown
    limits = span(mean.low, mean.high, Unit.SCORE, telling.words)
    return telling.words.say(N_("{level} ({basis})"), level=shown, basis=limits)


def _basis(found: Drivers, telling: Telling) -> str:
    """Of whom it speaks, how many, and how much is explained at all."""
    template = (
        N_(
            "Of {n} respondents who rated all of these questions and the NPS question (0–10) from {start} to {end}, the "
            "ratings account for {r2} of the variation of NPS ({range})."
        )
        if found.unit == OF_RESPONSE
        else N_(
            "Of {n} accounts that rated all of these questions and the NPS question (0–10) from {start} to {end}, each with "
            "its mean, the ratings account for {r2} of the variation of NPS ({range})."
        )
    )
    low, high = found.r_squared.low or 0.0, found.r_squared.high or 1.0
    return telling.words.say(
        template,
        n=whole(found.r_squared.n),
        start=day(found.period.start, telling.words),
        end=day(found.period.end, telling.words),
        r2=_share(found.r_squared.value),
        range=span(100 * low, 100 * high, Unit.PERCENT, telling.words),
    )


def _left_out(found: Drivers, telling: Telling) -> list[str]:
    """Questions that are not compared, and why."""
    groups = (
        (N_("Left out, since everybody rated the same: {names}."), found.constant),
        (N_("Left out, since too few rated them beside the others: {names}."), found.thin),
    )
    return [telling.words.say(text, names=_names(items, telling)) for text, items in groups if items]


def _names(items: Sequence[Attribute], telling: Telling) -> str:
    return ", ".join(name_of_attribute(item, telling) for item in items)


def _importance(found: Drivers, heading: str, telling: Telling) -> Exhibit:
    """The shares with their ranges; what cannot be told stands at 0 in grey."""
    marks = tuple(
        Point(
            name_of_attribute(item.attribute, telling),
            100 * (item.share.share or 0.0) if item.share.is_told else 0.0,
            100 * (item.share.low or 0.0) if item.share.is_told else None,
            100 * (item.share.high or 0.0) if item.share.is_told else None,
            round(found.r_squared.n),
            is_few=not item.share.is_told,
            note=_sentence(item, telling),
        )
        for item in found.drivers
    )
    name = telling.words.say(N_("Moves together with NPS"))
    return Exhibit("drivers", Shape.DOTS, heading, _caption(found, telling), Unit.PERCENT, (Series(name, marks),))


def _caption(found: Drivers, telling: Telling) -> str:
    places = {
        "filters": telling.filters,
        "start": day(found.period.start, telling.words),
        "end": day(found.period.end, telling.words),
        "n": whole(found.r_squared.n),
    }
    template = (
        N_(
            "How much of the variation of NPS goes with each rating, percent of all of it, with 95 % range; grey and 0 where it "
            "cannot be told from chance · {filters} · {start} to {end}: {n} respondents with all ratings"
        )
        if found.unit == OF_RESPONSE
        else N_(
            "How much of the variation of NPS goes with each rating, percent of all of it, with 95 % range; grey and 0 where it "
            "cannot be told from chance · {filters} · {start} to {end}: {n} accounts with all ratings"
        )
    )
    return telling.words.say(template, **places)


def _performance(found: Drivers, heading: str, telling: Telling) -> Exhibit:
    """How each of the same questions is rated, on its own scale."""
    marks = tuple(
        Point(
            name_of_attribute(item.attribute, telling),
            item.mean.value,
            item.mean.low,
            item.mean.high,
            round(item.mean.n),
            note=_sentence(item, telling),
            limits=span(item.mean.low, item.mean.high, Unit.SCORE, telling.words)
            if item.mean.low is not None and item.mean.high is not None
            else "",
        )
        for item in found.drivers
    )
    caption = telling.words.say(
        N_(
            "How the same questions are rated: mean rating, no share of the best two, with 95 % range, each on its own "
            "scale · {scales}"
        ),
        scales=", ".join(dict.fromkeys(_scale(item.attribute, telling) for item in found.drivers)),
    )
    series = Series(telling.words.say(N_("Mean rating")), marks)
    return Exhibit("drivers-ratings", Shape.HEAT, heading, caption, Unit.SCORE, (series,))


def _scale(item: Attribute, telling: Telling) -> str:
    """The scale of a kind of question; of effort also which end of it is the easy one."""
    template = {
        "1.0": N_("{name} {scale} ({least} is easy)"),
        "2.0": N_("{name} {scale} ({most} is easy)"),
    }.get(item.ces_version or "", N_("{name} {scale}"))
    least, _, most = item.scale.partition("-")
    return telling.words.say(
        template,
        name=telling.words.say(KINDS.get(item.kind, item.kind)),
        scale=item.scale.replace("-", "–"),
        least=least,
        most=most,
    )

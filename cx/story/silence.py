"""The section on who was asked and stayed silent: how many, worth what, and what NPS could be with them."""

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_, whole
from cx.insights.silence import Heard, Scenario, Silence, silence
from cx.metrics.compute import Asked, compute
from cx.statistics import Estimate
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.level_rows import level_rows
from cx.story.phrases import COUNTS, count_of, level
from cx.story.reweighted import reweighted_sentences
from cx.story.telling import Telling, dimension_name

FEWEST = 30
"""Accounts below which a share of them is drawn faint."""


def silence_section(telling: Telling, by: str | None) -> Section | None:
    """Who is silent and what NPS could be with them; None where no invitation is known."""
    found = silence(telling.cursor, telling.selection, telling.settings, by)
    if found is None:
        return None
    heading = _heading(found.whole, telling)
    exhibits = [_heard_exhibit(found, heading, telling)]
    exhibits += [_bounds_exhibit(found, heading, telling)] if found.scenarios else []
    said = [_scenario_sentence(item, telling) for item in found.scenarios]
    said += [_bounds_reading(telling)] if found.scenarios else []
    said += reweighted_sentences(found.dimension, telling)
    if _is_open(telling):
        said.append(telling.words.say(N_("Invitations whose days to answer are not over are not counted yet.")))
    told = level_rows(tuple(item.measured.metric.key for item in found.scenarios), telling)
    return Section("silence", heading, tuple(exhibits), tuple(said), told)


def _is_open(telling: Telling) -> bool:
    """True while the period, or the window of any invitation in it, is not over: as the response rate itself has it."""
    values = compute(telling.cursor, ("response_rate",), telling.selection, telling.settings, Asked(ranged=False))
    return not all(value.mature for value in values)


def _heading(whole_of: Heard, telling: Telling) -> str:
    silent = round(whole_of.accounts.n - (whole_of.accounts.value or 0.0) * whole_of.accounts.n)
    places = {"asked": whole(whole_of.accounts.n), "in_period": telling.in_period}
    if not whole_of.worth:
        return telling.words.plural(
            N_("Of {asked} accounts asked {in_period}, {n} is silent."),
            N_("Of {asked} accounts asked {in_period}, {n} are silent."),
            silent,
            **places,
        )
    return telling.words.plural(
        N_("Of {asked} accounts asked {in_period}, {n} is silent: {silent} of {worth} a year."),
        N_("Of {asked} accounts asked {in_period}, {n} are silent: {silent} of {worth} a year."),
        silent,
        silent=telling.money(whole_of.worth_silent),
        worth=telling.money(whole_of.worth),
        **places,
    )


def _heard_exhibit(found: Silence, heading: str, telling: Telling) -> Exhibit:
    """Two rows a group: the share of its accounts that answered, and the share of their value."""
    say = telling.words.say
    rows = []
    for group in (found.whole, *found.groups):
        name = group.name if group.name is not None else say(N_("all"))
        rows.append((say(N_("{group}: accounts"), group=name), group.accounts, group))
        if group.value.value is not None:
            rows.append((say(N_("{group}: their value"), group=name), group.value, group))
    caption = say(
        N_(
            "Accounts invited, by whether any invitation was answered within {days} days, and their annual value on the day of "
            "the last one, percent, with 95 % ranges in the figures · by {dimension} · {filters} · {period}"
        )
        if found.dimension
        else N_(
            "Accounts invited, by whether any invitation was answered within {days} days, and their annual value on the day of "
            "the last one, percent, with 95 % ranges in the figures · {filters} · {period}"
        ),
        dimension=dimension_name(found.dimension, telling.words).lower(),
        filters=telling.filters,
        period=telling.period,
        days=telling.settings.answer_days,
    )
    heard = Series(say(N_("Answered")), tuple(_share(name, part, telling) for name, part, _ in rows))
    quiet = Series(say(N_("Silent")), tuple(_share(name, _rest(part), telling, "") for name, part, _ in rows))
    return Exhibit("silence", Shape.STACKED, heading, caption, Unit.PERCENT, (heard, quiet), by=found.dimension)


def _rest(part: Estimate) -> Estimate:
    """The share that is silent, with the limits of what answered turned round."""
    value, low, high = (None if limit is None else 1 - limit for limit in (part.value, part.high, part.low))
    return Estimate(value, low, high, part.n)


def _share(name: str, part: Estimate, telling: Telling, role: str = "main") -> Point:
    value, low, high = (None if limit is None else 100 * limit for limit in (part.value, part.low, part.high))
    shown = "" if value is None else figure(value, Unit.PERCENT)
    limits = "" if low is None or high is None else span(low, high, Unit.PERCENT, telling.words)
    count = telling.words.plural("{n} account", "{n} accounts", round(part.n))
    note = telling.words.say(
        N_("{name}: {level} ({basis})"), name=name, level=shown, basis=" · ".join(filter(None, (limits, count)))
    )
    return Point(name, value, low, high, round(part.n), is_few=part.n < FEWEST, note=note, role=role)


def _bounds_exhibit(found: Silence, heading: str, telling: Telling) -> Exhibit:
    """Each form of NPS as measured, its line from all silent ones detractors to all of them promoters."""
    say = telling.words.say
    marks = tuple(
        Point(
            say(item.measured.metric.name),
            item.measured.value,
            item.least,
            item.most,
            item.measured.n,
            is_few=item.measured.is_few,
            note=_scenario_sentence(item, telling),
        )
        for item in found.scenarios
    )
    caption = say(
        N_(
            "A scenario, not a measurement: the dot is NPS as measured. The line shows where it could be with answers from all: "
            "its left end if all silent ones were detractors, its right end if all were promoters. It is no 95 % range · "
            "{filters} · {period}"
        ),
        filters=telling.filters,
        period=telling.period,
    )
    return Exhibit("silence-bounds", Shape.DOTS, heading, caption, Unit.POINTS, (Series(say(N_("Scenario")), marks),))


SCENARIO = N_(
    "Scenario: {name} is {measured} ({count}); asked {in_period} and not answered: {quiet}. Were all of that detractors it "
    "would be 100 × ({sum} − {silent}) / ({whole} + {silent}) = {least}; were it all promoters, {most}."
)
QUIET = {"nps": COUNTS["invitations"], "nps_by_account": COUNTS["accounts"]}
"""What is silent, one and several of it."""


def _scenario_sentence(item: Scenario, telling: Telling) -> str:
    """The scenario with its arithmetic."""
    value, words = item.measured, telling.words
    in_money = value.metric.key not in QUIET
    write = telling.money if in_money else _counted
    return words.say(
        SCENARIO,
        name=words.say(value.metric.name),
        measured=level(value, words),
        count=count_of(value.metric, value.n, words),
        in_period=telling.in_period,
        quiet=write(item.silent) if in_money else words.plural(*QUIET[value.metric.key], round(item.silent)),
        silent=write(item.silent),
        sum=write(value.numerator or 0.0),
        whole=write(value.denominator or 0.0),
        least=figure(item.least, Unit.POINTS),
        most=figure(item.most, Unit.POINTS),
    )


def _counted(amount: float) -> str:
    """A whole number without decimals, a mean of accounts with one."""
    return whole(amount) if amount == round(amount) else figure(amount, Unit.SCORE)


def _bounds_reading(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "Neither end is likely, and neither is a forecast: between them lies whatever the silent ones think. The nearer "
            "the ends, the less the silent ones can change."
        )
    )

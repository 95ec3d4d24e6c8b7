"""The section on what customers could be worth: value against estimates by tier, with their source and date."""

from collections.abc import Callable, Sequence
from datetime import date

from cx.contracts.periods import months_later
from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_
from cx.insights.finding import findings
from cx.metrics.compute import Asked, compute
from cx.metrics.potential import Estimated, Potential, potential, potential_of
from cx.story.exhibit import Cell, Exhibit, Point, Section, Series, Shape
from cx.story.exhibits import point
from cx.story.period_names import day
from cx.story.sections import evidence
from cx.story.telling import Telling

KEY = "realised_potential"
COLUMNS = (
    N_("Tier"),
    N_("Source"),
    N_("Accounts"),
    N_("Value now"),
    N_("Could be worth"),
    N_("Realised"),
    N_("Oldest"),
    N_("Newest"),
)

READING = N_(
    "An estimate is a judgement, and how far it errs is recorded nowhere: accounts are not ranked by it, since their order "
    "would be its error as much as theirs. Tiers stand by what they could be worth, not by how well they do. The ranges are "
    "those of chance alone."
)
FAULTS = (
    (
        N_("{n} paying account worth {amount} has none and is in no sum here."),
        N_("{n} paying accounts worth {amount} have none and are in no sum here."),
    ),
    (
        N_("{n} estimate, of {amount} a year, is more than a year old."),
        N_("{n} estimates, of {amount} a year together, are more than a year old."),
    ),
    (
        N_("{n} account is worth more than its estimate, which is then too low."),
        N_("{n} accounts are worth more than their estimate, which is then too low."),
    ),
)
"""What is said of accounts without an estimate, of old estimates, and of those that are too low: one and several."""


def potential_section(telling: Telling, _by: str | None) -> Section | None:
    """What customers could be worth; None where nobody estimated it for any."""
    if telling.selection.period.start > telling.selection.as_of:
        return None
    found = potential(telling.cursor, telling.selection, telling.settings)
    if not found.potential:
        return None
    tiers = _groups(found, lambda item: item.tier)
    heading = _heading(found, telling)
    exhibits = [_value_exhibit(tiers, heading, telling)]
    exhibits += [_realised_exhibit(tiers, found, telling)] if len(tiers) > 1 else []
    exhibits.append(_table(found, telling))
    told = findings(telling.cursor, (), telling.selection, telling.settings, telling.continuity, beside=(KEY,))
    return Section(
        "potential", heading, tuple(exhibits), _meaning(found, telling), evidence(list(told.values()), telling)
    )


def _groups(found: Potential, key: Callable[[Estimated], object]) -> list[tuple[object, Potential]]:
    """The accounts with an estimate by a key, those that could be worth most first."""
    names = dict.fromkeys(map(key, found.estimated))
    groups = [(name, potential_of([item for item in found.estimated if key(item) == name])) for name in names]
    return sorted(groups, key=lambda group: (-group[1].potential, str(group[0])))


def _share(found: Potential) -> str:
    return figure(float(100 * found.worth / found.potential), Unit.PERCENT)


def _heading(found: Potential, telling: Telling) -> str:
    return telling.words.say(
        N_("Customers with an estimate are worth {worth} a year: {share} of the {potential} that they could be worth."),
        potential=telling.money(found.potential),
        share=_share(found),
        worth=telling.money(found.worth),
    )


def _meaning(found: Potential, telling: Telling) -> tuple[str, ...]:
    words = telling.words
    whose = words.plural(
        N_("{n} account has an estimate, made from {first} to {last}: {sources}."),
        N_("{n} accounts have an estimate, made from {first} to {last}: {sources}."),
        len(found.estimated),
        first=day(found.first_on, words),
        last=day(found.last_on, words),
        sources=", ".join(_source(group, telling) for group in _groups(found, lambda item: item.source)),
    )
    return (whose, *_faults(found, telling), words.say(READING))


def _faults(found: Potential, telling: Telling) -> list[str]:
    """What is known to be wrong with the estimates: none for some, old ones, and those that are too low."""
    old = [item for item in found.estimated if item.estimated_on and item.estimated_on < _year_before(telling)]
    groups = (found.without, old, [item for item in found.estimated if item.is_above])
    worths = (
        sum(item.worth for item in found.without),
        sum(item.potential for item in old),
        0,
    )
    return [
        telling.words.plural(*FAULTS[at], len(items), amount=telling.money(worth))
        for at, (items, worth) in enumerate(zip(groups, worths, strict=True))
        if items
    ]


def _last_day(telling: Telling) -> date:
    return min(telling.selection.period.end, telling.selection.as_of)


def _year_before(telling: Telling) -> date:
    return months_later(_last_day(telling), -12)


def _source(group: tuple[object, Potential], telling: Telling) -> str:
    name, part = group
    return telling.words.say(
        N_("{source} ({n})"),
        source=name or telling.words.say(N_("source not given")),
        n=figure(len(part.estimated), Unit.WHOLE),
    )


def _tier(name: object, telling: Telling) -> str:
    return str(name) if name else telling.words.say(N_("not given"))


def _value_exhibit(tiers: Sequence[tuple[object, Potential]], heading: str, telling: Telling) -> Exhibit:
    """One bar a tier: what it is worth, and what more it could be."""
    say = telling.words.say
    value, rest = [], []
    for name, part in tiers:
        label, worth, gap = _tier(name, telling), float(part.worth), float(part.potential - part.worth)
        note = telling.words.plural(
            N_("{name}: {worth} of {potential}, {n} account"),
            N_("{name}: {worth} of {potential}, {n} accounts"),
            len(part.estimated),
            name=label,
            worth=telling.money(part.worth),
            potential=telling.money(part.potential),
        )
        value.append(Point(label, worth, n=len(part.estimated), note=note, role="main"))
        rest.append(Point(label, max(gap, 0.0), n=len(part.estimated), note=note))
    caption = _caption(
        N_("Annual value now, and what is open by the estimates · {filters} · {day}: {count}"), tiers, telling
    )
    series = (Series(say(N_("Value now")), tuple(value)), Series(say(N_("Open by the estimates")), tuple(rest)))
    return Exhibit("potential", Shape.STACKED, heading, caption, Unit.MONEY, series, telling.currency)


def _caption(template: str, tiers: Sequence[tuple[object, Potential]], telling: Telling) -> str:
    accounts = sum(len(part.estimated) for _, part in tiers)
    return telling.words.say(
        template,
        filters=telling.filters,
        day=day(_last_day(telling), telling.words),
        count=telling.words.plural("{n} account", "{n} accounts", accounts),
    )


def _realised_exhibit(tiers: Sequence[tuple[object, Potential]], found: Potential, telling: Telling) -> Exhibit:
    """The share that each tier realises, with the range of chance, in the same order as their values."""
    values = {
        dict(value.group)["tier"]: value
        for value in compute(telling.cursor, [KEY], telling.selection, telling.settings, Asked(by=("tier",)))
    }
    marks = tuple(
        point(values[name], _tier(name, telling), telling)
        for name, _ in tiers
        if isinstance(name, str | None) and name in values
    )
    shares = [float(100 * part.worth / part.potential) for _, part in tiers]
    takeaway = telling.words.say(
        N_("By the estimates, {all} of what customers could be worth is realised; by tier, {range}."),
        all=_share(found),
        range=span(min(shares), max(shares), Unit.PERCENT, telling.words),
    )
    template = N_("Value now as a share of what it could be, with 95 % range, percent · {filters} · {day}: {count}")
    reference = Point(telling.words.say(N_("all")), float(100 * found.worth / found.potential), n=len(found.estimated))
    series = (Series(telling.words.say(N_("Realised potential")), marks),)
    caption = _caption(template, tiers, telling)
    return Exhibit("potential-realised", Shape.DOTS, takeaway, caption, Unit.PERCENT, series, reference=reference)


def _table(found: Potential, telling: Telling) -> Exhibit:
    """Every tier and source with its accounts, sums and the days of its estimates."""
    say = telling.words.say
    groups = _groups(found, lambda item: (item.tier, item.source))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _tier(part.estimated[0].tier, telling),
            part.estimated[0].source or say(N_("source not given")),
            len(part.estimated),
            float(part.worth),
            float(part.potential),
            _share(part),
            part.first_on,
            part.last_on,
        )
        for _, part in groups
    )
    caption = _caption(
        N_("Value and estimates by tier and source, a year · {filters} · {day}: {count}"), groups, telling
    )
    takeaway = telling.words.plural(
        N_("The estimates come from {n} source."),
        N_("The estimates come from {n} sources."),
        len({item.source for item in found.estimated}),
    )
    columns = tuple(map(say, COLUMNS))
    return Exhibit(
        "potential-estimates",
        Shape.TABLE,
        takeaway,
        caption,
        Unit.MONEY,
        currency=telling.currency,
        columns=columns,
        rows=rows,
    )

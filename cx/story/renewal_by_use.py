"""The section on seats in use against renewal: who renewed more often, and that this is no proof of why."""

from cx.contracts.units import Unit, change, figure, span
from cx.contracts.words import N_, whole
from cx.insights.renewal_by_use import (
    LEAST_ACCOUNTS,
    LEAST_IN_CELL,
    LEAST_LOST,
    Band,
    RenewalByUse,
    renewal_by_use,
)
from cx.statistics import Verdict
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.period_names import day
from cx.story.phrases import CERTAINTY
from cx.story.telling import Telling

BANDS = (N_("Under 50 %"), N_("50 to 80 %"), N_("Over 80 % of seats"), N_("Use not known"))
"""What each part of the terms is called, those with the fewest seats in use first, and those of unknown use last."""
NOT_ALIKE = 0.05
"""The p of Breslow and Day below which tiers are too different for one figure."""


def renewal_by_use_section(telling: Telling, _by: str | None) -> Section | None:
    """Renewal by seats in use before the due date; None where no use is known of any term."""
    found = renewal_by_use(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return None
    heading = _heading(found, telling)
    said = (*_difference(found, telling), *_tiers(found, telling), _measured(found, telling), _association(telling))
    return Section("renewal-by-use", heading, (_exhibit(found, heading, telling),), said, ())


def _heading(found: RenewalByUse, telling: Telling) -> str:
    if found.verdict is Verdict.TOO_FEW:
        return telling.words.say(N_("Too few contracts were due to tell whether those who use more renew more often."))
    if found.verdict is Verdict.CANNOT_TELL:
        return telling.words.say(
            N_("Whether accounts that use more of their seats renew more often cannot be told yet.")
        )
    template = (
        N_(
            "Accounts that used at least half of their seats renewed more often than those that used fewer ({certainty}): "
            "{high} against {low}."
        )
        if (found.difference.value or 0.0) > 0
        else N_(
            "Accounts that used at least half of their seats renewed less often than those that used fewer ({certainty}): "
            "{high} against {low}."
        )
    )
    return telling.words.say(
        template,
        certainty=telling.words.say(CERTAINTY[found.verdict]),
        high=_rate(found.half_or_more),
        low=_rate(found.low),
    )


def _rate(band: Band) -> str:
    return figure(100 * (band.rate.value or 0.0), Unit.PERCENT)


def _range(low: float | None, high: float | None, telling: Telling) -> str:
    if low is None or high is None:
        return telling.words.say(N_("no range"))
    return telling.words.say(
        N_("95 % range {low} to {high}"), low=change(100 * low, Unit.PERCENT), high=change(100 * high, Unit.PERCENT)
    )


def _difference(found: RenewalByUse, telling: Telling) -> list[str]:
    """Half of the seats or more less fewer with its range; where there are too few, what would be needed."""
    if found.verdict is Verdict.TOO_FEW:
        return [
            telling.words.say(
                N_(
                    "A link is told where at least {accounts} accounts used half of their seats or more and as many fewer, "
                    "{lost} contracts were not renewed in all, and {cell} of each outcome on either side."
                ),
                accounts=LEAST_ACCOUNTS,
                lost=LEAST_LOST,
                cell=LEAST_IN_CELL,
            )
        ]
    return [
        telling.words.say(
            N_(
                "At least half of the seats less fewer: {difference} ({range}; {high} and {low} accounts; {certainty})."
            ),
            difference=change(100 * (found.difference.value or 0.0), Unit.PERCENT),
            range=_range(found.difference.low, found.difference.high, telling),
            high=whole(found.half_or_more.accounts),
            low=whole(found.low.accounts),
            certainty=telling.words.say(CERTAINTY[found.verdict]),
        )
    ]


def _tiers(found: RenewalByUse, telling: Telling) -> list[str]:
    """The same within tiers, beside the plain difference; tiers that differ are not pooled."""
    pooled = found.by_tier
    if found.verdict is Verdict.TOO_FEW or pooled is None or pooled.risk_difference.value is None:
        return []
    p = pooled.homogeneity.p_value
    if p is not None and p < NOT_ALIKE:
        unlike = telling.words.say(N_("It is not alike in all tiers (Breslow-Day), so they are not taken together."))
        return [unlike, *(_tier(*tier, telling) for tier in found.tiers)]
    item = pooled.risk_difference
    return [
        telling.words.say(
            N_("Within tiers, taken together, it is {difference} ({range}; Mantel-Haenszel, Sato)."),
            difference=change(100 * (item.value or 0.0), Unit.PERCENT),
            range=_range(item.low, item.high, telling),
        )
    ]


def _tier(name: str, high: Band, low: Band, telling: Telling) -> str:
    return telling.words.say(
        N_("{tier}: {high} of {above} renewed with half of the seats in use or more, {low} of {below} with fewer."),
        tier=name,
        high=whole(high.renewed),
        above=whole(high.terms),
        low=whole(low.renewed),
        below=whole(low.terms),
    )


def _measured(found: RenewalByUse, telling: Telling) -> str:
    return telling.words.say(
        N_(
            "Seats in use are those of the {active} days up to {lead} days before a contract was due: what was seen later may "
            "follow from a decision to leave. Seats that a contract export tells have no day and are not taken."
        ),
        active=telling.settings.active_days,
        lead=found.lead,
    )


def _association(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "This is an association: it does not show that raising use raises renewal. Who means to leave stops using; product, "
            "tier and price may lie behind both; and customers that left before are in neither figure."
        )
    )


def _exhibit(found: RenewalByUse, heading: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    bands = tuple(zip(BANDS, (found.low, found.middle, found.high, found.unknown), strict=True))
    marks = tuple(_mark(say(name), band, telling) for name, band in (*bands[2::-1], bands[3]) if band.terms)
    caption = say(
        N_(
            "Contracts renewed of those due with a known outcome, percent, with 95 % range, by seats in use {lead} days before "
            "· {filters} · {start} to {end}: {count}"
        ),
        lead=found.lead,
        filters=telling.filters,
        start=day(found.period.start, telling.words),
        end=day(found.period.end, telling.words),
        count=telling.words.plural(
            N_("{n} contract term"), N_("{n} contract terms"), sum(band.terms for _, band in bands)
        ),
    )
    series = (Series(say(N_("Renewed")), marks),)
    return Exhibit("renewal-by-use", Shape.DOTS, heading, caption, Unit.PERCENT, series)


def _mark(name: str, band: Band, telling: Telling) -> Point:
    value, low, high = (
        None if part is None else 100 * part for part in (band.rate.value, band.rate.low, band.rate.high)
    )
    note = telling.words.plural(
        N_("{name}: {renewed} of {terms} renewed, {rate} ({range}; {n} account)"),
        N_("{name}: {renewed} of {terms} renewed, {rate} ({range}; {n} accounts)"),
        band.accounts,
        name=name,
        renewed=whole(band.renewed),
        terms=whole(band.terms),
        rate=_rate(band),
        range="" if low is None or high is None else span(low, high, Unit.PERCENT, telling.words),
    )
    return Point(name, value, low, high, band.terms, is_few=band.is_few, note=note)

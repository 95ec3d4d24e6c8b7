"""Exhibits made from metric values: trends, dots by group, the renewal waterfall."""

from datetime import date

from cx.contracts.periods import Grain, grain_of, label, period_of, to_date
from cx.contracts.units import Unit, figure
from cx.contracts.words import N_
from cx.insights.finding import is_awaited, series
from cx.metrics.compute import Asked, compute
from cx.metrics.hindsight import hindsight
from cx.metrics.open_ended import OpenEnded
from cx.metrics.registry import REGISTRY
from cx.metrics.renewal_flow import RenewalFlow
from cx.metrics.value import Hidden, MetricValue
from cx.story.continuity import cut_notes, cuts
from cx.story.doubts import DOUBTS
from cx.story.exhibit import Exhibit, Point, Series, Shape
from cx.story.goals import guide_notes, guides
from cx.story.happened import covered_by, event_notes, happenings
from cx.story.open_yet import open_of_line
from cx.story.over_time import over_time
from cx.story.phrases import WHOLE_COUNTS, basis, is_undecided, level
from cx.story.rounding import Sum, rounding_notes
from cx.story.telling import Telling, dimension_name
from cx.story.unit_note import ends_notes, unit_note

MOST_GROUPS = 12


def point(value: MetricValue, name: str, telling: Telling, on: date | None = None) -> Point:
    """A mark with what it says when pointed at."""
    shown, has_range = level(value, telling.words, telling.currency), not value.metric.ledger or is_undecided(value)
    note = telling.words.say(
        N_("{name}: {level} ({basis})"), name=name, level=shown, basis=basis(value, telling.words, telling.currency)
    )
    return Point(
        name,
        value.value,
        value.low if has_range else None,
        value.high if has_range else None,
        0 if value.metric.counts in WHOLE_COUNTS and value.metric.ledger else value.n,
        on,
        value.is_few,
        note,
        text=shown if is_undecided(value) else "",
        is_partial=value.is_partial,
    )


def trend(key: str, takeaway: str, telling: Telling) -> Exhibit:
    """The metric over the last periods, as a line; as a table where one of them alone has a figure."""
    return over_time(_line(key, takeaway, telling), telling)


def _line(key: str, takeaway: str, telling: Telling) -> Exhibit:
    """The last periods with their ranges, where the line breaks, the target and what happened meanwhile."""
    metric = REGISTRY[key]
    found = series(telling.cursor, key, telling.selection, telling.settings, ranged=not metric.ledger)
    values = _one_scale(tuple(value for value in found if value.value is not None))
    marks = tuple(point(value, period_label(value, telling), telling, starts(value)) for value in values)
    events = happenings(covered_by(values), telling)
    name = telling.words.say(metric.name)
    notes = (
        *_looks(values, telling),
        *_awaited(found, telling),
        *cut_notes(values, telling),
        *guide_notes(key, telling),
        *event_notes(events, telling),
    )
    return Exhibit(
        f"{key}-trend",
        Shape.TREND,
        takeaway,
        " · ".join((caption(key, telling, values), *notes)),
        metric.unit,
        (Series(name, marks),),
        telling.currency,
        cuts=cuts(values, telling),
        guides=guides(key, telling),
        events=events,
    )


def _looks(values: tuple[MetricValue, ...], telling: Telling) -> list[str]:
    """What marks of another look on a line say: that there are few cases, or that not all that they count is known."""
    if sum(value.value is not None for value in values) < 2:
        return []
    words, open_ones = telling.words, [value for value in values if not value.mature]
    rings = [words.say(N_("ring: {open_yet}"), open_yet=open_of_line(value.metric, words)) for value in open_ones[:1]]
    reasons = {
        N_("hollow: too few to judge by"): any(value.is_few for value in values),
        **{doubt.ring: any(mark in value.excluded for value in values) for mark, doubt in DOUBTS.items()},
    }
    return [*rings, *(words.say(text) for text, is_so in reasons.items() if is_so)]


def _awaited(values: tuple[MetricValue, ...], telling: Telling) -> list[str]:
    """The periods that have no point yet, since all that counts in them is still waited for."""
    periods = ", ".join(period_label(value, telling) for value in values if is_awaited(value))
    template = N_("no figure yet for {periods}: all that counts there is still waited for")
    return [telling.words.say(template, periods=periods)] if periods else []


def _one_scale(values: tuple[MetricValue, ...]) -> tuple[MetricValue, ...]:
    """The values of the scale with the most answers in the last period: scales are never one line."""
    if not values:
        return values
    scale = max(values, key=lambda value: (starts(value), value.n)).scale
    return tuple(value for value in values if value.scale == scale)


def starts(value: MetricValue) -> date:
    """The first day of the period that a value over time is grouped by."""
    return date.fromisoformat(str(value.group[-1][1]))


def period_label(value: MetricValue, telling: Telling) -> str:
    """The period's name; one cut off by the end of the selection says up to when it goes."""
    month = telling.settings.fiscal_year_starts
    whole = period_of(value.period.end, Grain(value.group[-1][0]), month)
    return label(to_date(whole, value.period.end, month) if value.period.start == whole.start else value.period, month)


def caption(key: str, telling: Telling, values: tuple[MetricValue, ...] = ()) -> str:
    """Metric, unit, filters, n and period: what a picture must carry when it travels."""
    metric = REGISTRY[key]
    places = {
        "name": telling.words.say(metric.name),
        "unit": unit_note(metric, telling.words),
        "filters": telling.filters,
        "period": telling.period,
    }
    last = values[-1] if values else None
    if last is None:
        return telling.words.say(N_("{name}, {unit} · {filters} · {period}"), **places)
    places["basis"] = basis(last, telling.words, telling.currency)
    if grain_of(telling.selection.period, telling.settings.fiscal_year_starts) is None:
        last_point = period_label(last, telling)  # a trend of months or quarters ends with a part of these days
        places["period"] = telling.words.say(
            N_("{period}; the last point, {last_point}"), period=telling.period, last_point=last_point
        )
    if metric.ledger:
        return telling.words.say(N_("{name}, {unit} · {filters} · {period}: {basis}"), **places)
    return telling.words.say(N_("{name}, {unit}, with 95 % range · {filters} · {period}: {basis}"), **places)


def dots(key: str, by: str, takeaway: str, telling: Telling) -> Exhibit | None:
    """The metric by group in the period, the largest groups, best first; None where there is nothing to compare."""
    metric = REGISTRY[key]
    values = compute(telling.cursor, [key], telling.selection, telling.settings, Asked(by=(by,)))
    known = [value for value in values if value.value is not None]
    if len(known) < 2:
        return None
    kept = sorted(known, key=lambda value: -value.n)[:MOST_GROUPS]
    kept.sort(key=lambda value: -(value.value or 0.0))
    whole = [
        value
        for value in compute(telling.cursor, [key], telling.selection, telling.settings)
        if value.value is not None
    ]
    marks = tuple(point(value, _group_name(value, telling), telling) for value in kept)
    is_sum = metric.unit in (Unit.WHOLE, Unit.MONEY)  # a group is a part of it, and no better or worse for that
    reference = point(whole[0], telling.words.say(N_("all")), telling) if len(whole) == 1 and not is_sum else None
    return Exhibit(
        f"{key}-by-{by}",
        Shape.DOTS,
        takeaway,
        _dots_caption(key, by, len(known), len(kept), values, telling),
        metric.unit,
        (Series(telling.words.say(metric.name), marks),),
        telling.currency,
        reference,
        by=by,
    )


def _group_name(value: MetricValue, telling: Telling) -> str:
    name = " · ".join(part if part is not None else telling.words.say(N_("not given")) for _, part in value.group)
    return name or telling.words.say(N_("all"))


def _dots_caption(key: str, by: str, known: int, kept: int, values: list[MetricValue], telling: Telling) -> str:
    words = telling.words
    first = words.say(
        _dots_template(key, values),
        name=words.say(REGISTRY[key].name),
        dimension=dimension_name(by, words).lower(),
        filters=telling.filters,
        period=telling.period,
    )
    notes = [first, *ends_notes([REGISTRY[key]], words)]
    if kept < known:
        notes.append(words.say(N_("the {kept} largest of {known} groups"), kept=kept, known=known))
    notes += known_later(key, by, telling)
    if any(value.is_few and value.value is not None for value in values):
        notes.append(words.say(N_("hollow: too few to judge by")))
    hidden = sum(value.hidden is not Hidden.NO for value in values)
    if hidden:
        notes.append(
            words.plural(
                N_("{n} group is hidden to keep answers anonymous"),
                N_("{n} groups are hidden to keep answers anonymous"),
                hidden,
            )
        )
    return " · ".join(notes)


def known_later(key: str, by: str, telling: Telling) -> list[str]:
    """How much of a split uses what was known of the accounts only later; nothing where none of it does."""
    late = hindsight(telling.cursor, REGISTRY[key], by, telling.selection, telling.settings)
    if not late:
        return []
    attribute = dimension_name(by, telling.words).lower()
    if late >= 0.995:
        return [
            telling.words.say(
                N_("all cases are placed by a {attribute} recorded later: none is known from then"), attribute=attribute
            )
        ]
    return [
        telling.words.say(
            N_("{share} % of the cases are placed by a {attribute} recorded later"),
            share=f"{100 * late:.0f}" if late >= 0.005 else "<1",
            attribute=attribute,
        )
    ]


def _dots_template(key: str, values: list[MetricValue]) -> str:
    """A ledger shows no range but that of what is still open, so its caption names no other."""
    if not REGISTRY[key].ledger:
        return N_("{name} by {dimension}, with 95 % range · {filters} · {period}")
    if not any(map(is_undecided, values)):
        return N_("{name} by {dimension} · {filters} · {period}")
    return N_("{name} by {dimension}, with the range of what is still open · {filters} · {period}")


def waterfall(flow: RenewalFlow, endless: OpenEnded, takeaway: str, telling: Telling) -> Exhibit:
    """What became of the amount that was due: parts that sum to what is there now, without what is never due."""
    say = telling.words.say
    steps = [
        (N_("Up for renewal"), flow.due, "total"),
        (N_("Left"), -flow.lost, "down"),
        (N_("Reduced"), -flow.reduced, "down"),
        (N_("Still open"), -flow.pending, "open"),
        (N_("Not recorded"), -flow.unrecorded, "open"),
        (N_("Stayed"), flow.kept, "total"),
        (N_("Grew"), flow.grown, "up"),
        (N_("Now"), flow.now, "total"),
    ]
    optional = {N_("Still open"), N_("Not recorded")}
    marks = tuple(Point(say(name), amount, role=role) for name, amount, role in steps if amount or name not in optional)
    text = say(
        N_("Annual value of the contract terms due · {filters} · {period}: {terms}"),
        filters=telling.filters,
        period=telling.period,
        terms=telling.words.plural("{n} contract term", "{n} contract terms", flow.terms),
    )
    return Exhibit(
        "renewal-flow",
        Shape.WATERFALL,
        takeaway,
        " · ".join((text, *_apart(endless, telling), *rounding_notes(_sums(flow), Unit.MONEY, telling.words))),
        Unit.MONEY,
        (Series(say(N_("Up for renewal")), marks),),
        telling.currency,
    )


def _sums(flow: RenewalFlow) -> tuple[Sum, ...]:
    """How the steps of the waterfall lead from what was due to what stayed, and to what is there now."""
    down = (flow.due, -flow.lost, -flow.reduced, -flow.pending, -flow.unrecorded)
    return (down, flow.kept), ((flow.kept, flow.grown), flow.now)


def _apart(endless: OpenEnded, telling: Telling) -> list[str]:
    """What a picture of the terms due leaves out, as a part of its caption; nothing where every term has an end."""
    if not endless.terms:
        return []
    return [
        telling.words.plural(
            N_("without {n} running term worth {worth} a year that has no end date and is never due"),
            N_("without {n} running terms worth {worth} a year that have no end date and are never due"),
            endless.terms,
            worth=figure(endless.worth, Unit.MONEY, telling.currency),
        )
    ]

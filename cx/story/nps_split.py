"""The section on how the answers to the NPS question split, and which of the three shares moved."""

from dataclasses import replace

from cx.contracts.units import Unit
from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.nps_split import NpsSplit, nps_split
from cx.metrics.value import Hidden, MetricValue
from cx.story.continuity import cut_notes, cuts
from cx.story.exhibit import EvidenceRow, Exhibit, Section, Series, Shape
from cx.story.exhibits import period_label, point, starts
from cx.story.happened import event_key, event_notes, happenings
from cx.story.period_names import within
from cx.story.phrases import basis, certainty, change_of, change_sentence, level, range_of
from cx.story.telling import Telling

ROLES = {"promoter_share": "better", "detractor_share": "worse"}
MOVED = {
    ("promoter_share", True): N_(
        "More of those who answer are promoters than {in_period} ({certainty}): {after} after {before}."
    ),
    ("promoter_share", False): N_(
        "Fewer of those who answer are promoters than {in_period} ({certainty}): {after} after {before}."
    ),
    ("passive_share", True): N_(
        "More of those who answer are passives than {in_period} ({certainty}): {after} after {before}."
    ),
    ("passive_share", False): N_(
        "Fewer of those who answer are passives than {in_period} ({certainty}): {after} after {before}."
    ),
    ("detractor_share", True): N_(
        "More of those who answer are detractors than {in_period} ({certainty}): {after} after {before}."
    ),
    ("detractor_share", False): N_(
        "Fewer of those who answer are detractors than {in_period} ({certainty}): {after} after {before}."
    ),
}
"""What is said of a share that rose or fell."""
READING = N_(
    "The three shares add up to all who answered: what one gains another loses. Three are looked at, so the words for "
    "their changes are adjusted (Holm), and their 95 % ranges hold for all three at once (Goodman): each is a little "
    "wider here than where a share is asked for alone."
)


def split_section(telling: Telling, by: str | None) -> Section | None:
    """The three shares over the last periods; None where nobody answered in the period."""
    found = nps_split(telling.cursor, telling.selection, telling.settings, telling.continuity)
    if found is None:
        return None
    heading = _heading(found, telling)
    words, settings = telling.words, telling.settings
    said = [change_sentence(item, words, settings) for item in (*found.since_previous, *found.since_last_year)]
    exhibit = _exhibit(found, heading, telling)
    return Section(
        "nps-split",
        heading,
        (exhibit,),
        (*said, words.say(READING), *event_key((exhibit,), telling)),
        _evidence(found, telling),
        ((by,),) if by else (),
    )


def _heading(found: NpsSplit, telling: Telling) -> str:
    """The share that moved most, since the period before, else since last year; where none can be told, the split."""
    for changes in (found.since_previous, found.since_last_year):
        told = [item for item in changes if item.is_told]
        if told:
            return _moved(max(told, key=lambda item: abs(item.value or 0.0)), telling)
    promoters, passives, detractors = (level(value, telling.words) for value in found.now)
    return telling.words.plural(
        N_(
            "Of {n} answer, {promoters} are promoters, {passives} passives and {detractors} detractors; whether a share "
            "moved cannot be told yet."
        ),
        N_(
            "Of {n} answers, {promoters} are promoters, {passives} passives and {detractors} detractors; whether a share "
            "moved cannot be told yet."
        ),
        found.now[0].n,
        promoters=promoters,
        passives=passives,
        detractors=detractors,
    )


def _moved(item: Change, telling: Telling) -> str:
    return telling.words.say(
        MOVED[item.after.metric.key, (item.value or 0.0) > 0],
        in_period=within(item.before.period, telling.words, telling.settings),
        certainty=certainty(item, telling.words),
        after=level(item.after, telling.words),
        before=level(item.before, telling.words),
    )


def _exhibit(found: NpsSplit, heading: str, telling: Telling) -> Exhibit:
    shown = [values for values in found.periods if values[0].value is not None]
    series = tuple(
        Series(
            telling.words.say(values[0].metric.name),
            tuple(
                replace(
                    point(value, period_label(value, telling), telling, starts(value)),
                    role=ROLES.get(value.metric.key, ""),
                )
                for value in values
            ),
        )
        for values in zip(*shown, strict=True)
    )
    events = happenings([values[0].period for values in shown], telling)
    return Exhibit(
        "nps-split",
        Shape.STACKED,
        heading,
        " · ".join((_caption(found, shown, telling), *event_notes(events, telling))),
        Unit.PERCENT,
        series,
        cuts=cuts([values[0] for values in shown], telling),
        events=events,
    )


def _caption(found: NpsSplit, shown: list[tuple[MetricValue, ...]], telling: Telling) -> str:
    words = telling.words
    first = words.say(
        N_(
            "Shares of the answers to the NPS question, percent; the 95 % ranges in the figures hold for all three at once, so "
            "they are wider than that of one share alone · {filters} · {period}: {count}"
        ),
        filters=telling.filters,
        period=telling.period,
        count=basis(replace(found.now[0], low=None, high=None), words),
    )
    hidden = sum(values[0].hidden is not Hidden.NO for values in found.periods)
    notes = (
        [
            words.plural(
                N_("{n} period is hidden to keep answers anonymous"),
                N_("{n} periods are hidden to keep answers anonymous"),
                hidden,
            )
        ]
        if hidden
        else []
    )
    return " · ".join((first, *notes, *cut_notes([values[0] for values in shown], telling)))


def _evidence(found: NpsSplit, telling: Telling) -> tuple[EvidenceRow, ...]:
    """A row a share; its range is the one that holds together with the others'."""
    words, settings = telling.words, telling.settings
    return tuple(
        EvidenceRow(
            words.say(value.metric.name),
            level(value, words),
            range_of(value, words),
            basis(replace(value, low=None, high=None), words),
            change_of(before, words, settings),
            certainty(before, words),
            change_of(year, words, settings),
            certainty(year, words),
            value.metric.key,
        )
        for value, before, year in zip(found.now, found.since_previous, found.since_last_year, strict=True)
    )

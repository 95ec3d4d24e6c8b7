"""Where a survey's figures are not of one line: the cuts of its trend, and the changes that cannot be told for them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.finding import Finding
from cx.metrics.breaks import SURVEY, Attribute, Break, breaks_since
from cx.metrics.value import MetricValue
from cx.statistics import Verdict
from cx.story.exhibit import Cut
from cx.story.phrases import compared_with, name_of, name_of_metric
from cx.story.telling import Telling

LONGEST = 14
"""Characters of a name on a picture; the caption carries it whole."""

CHANGED = {
    Attribute.SURVEY: N_("survey: {before} → {after}"),
    Attribute.WORDING: N_("wording: “{before}” → “{after}”"),
    Attribute.SCALE: N_("scale: {before} → {after}"),
    Attribute.CHANNEL: N_("channel: {before} → {after}"),
}
SHORT = CHANGED | {Attribute.WORDING: N_("new wording")}
"""The same on a picture, where there is no room for two questions."""
REASONS = {
    Attribute.SURVEY: N_(
        "Since {period} most answers come from another survey ({before} then, {after} now): whether the answers to "
        "“{name}” changed, or only who was asked and how, cannot be told yet."
    ),
    Attribute.WORDING: N_(
        "Since {period} the question is worded differently (“{before}” then, “{after}” now): whether the answers to "
        "“{name}” changed, or only the wording, cannot be told yet."
    ),
    Attribute.SCALE: N_(
        "Since {period} most answers are given on another scale ({before} then, {after} now): whether the answers to "
        "“{name}” changed, or only the scale, cannot be told yet."
    ),
    Attribute.CHANNEL: N_(
        "Since {period} most answers come through another channel ({before} then, {after} now): whether the answers "
        "to “{name}” changed, or only the channel, cannot be told yet."
    ),
}


def cuts(values: Sequence[MetricValue], telling: Telling) -> tuple[Cut, ...]:
    """Where the line of these values breaks, with what changed there in short words."""
    return tuple(
        Cut(start, tuple(_label(item, telling) for item in there))
        for start, there in groupby(_breaks(values, telling), lambda item: item.period.start)
    )


def cut_notes(values: Sequence[MetricValue], telling: Telling) -> list[str]:
    """The same as whole sentences of a caption, one a place."""
    return [
        telling.words.say(
            N_("the line breaks at {period} ({changes})"),
            period=name_of(period, telling.settings),
            changes=", ".join(
                telling.words.say(CHANGED[item.attribute], before=item.before, after=item.after) for item in there
            ),
        )
        for period, there in groupby(_breaks(values, telling), lambda item: item.period)
    ]


def _breaks(values: Sequence[MetricValue], telling: Telling) -> tuple[Break, ...]:
    if not values or values[0].metric.fact != SURVEY:
        return ()
    return telling.breaks.get((values[0].metric.key, values[0].scale), ())


def _label(item: Break, telling: Telling) -> str:
    return telling.words.say(SHORT[item.attribute], before=_shortened(item.before), after=_shortened(item.after))


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def unbroken(found: dict[str, Finding], telling: Telling) -> dict[str, Finding]:
    """The findings; a change of a survey figure that crosses a break cannot be told yet, nor what moved it."""
    return {key: _unbroken(item, telling) if item.value.metric.fact == SURVEY else item for key, item in found.items()}


def _unbroken(finding: Finding, telling: Telling) -> Finding:
    is_cut = bool(_crossed(finding.since_previous, telling)) or _has_cut_mover(finding, telling)
    return replace(
        finding,
        since_previous=_untold(finding.since_previous, telling),
        since_last_year=_untold(finding.since_last_year, telling),
        series=_last_line(finding.series, telling),
        mover=None if is_cut else finding.mover,
    )


def _last_line(values: tuple[MetricValue, ...], telling: Telling) -> tuple[MetricValue, ...]:
    """The values since the last break: what is drawn small has no room for a mark."""
    found = _breaks(values, telling)
    return tuple(value for value in values if not found or value.period.start >= found[-1].period.start)


def _untold(item: Change, telling: Telling) -> Change:
    return replace(item, verdict=Verdict.CANNOT_TELL) if item.is_told and _crossed(item, telling) else item


def _crossed(item: Change, telling: Telling) -> tuple[Break, ...]:
    """What differs in how the two sides of a change were asked for; nothing where there is no change to speak of."""
    if item.value is None or item.after.metric.fact != SURVEY:
        return ()
    return telling.differences.get(item.before.period, {}).get((item.after.metric.key, item.after.scale), ())


def _has_cut_mover(finding: Finding, telling: Telling) -> bool:
    """True where the group that moved most was asked differently, which a whole of many groups need not show."""
    if finding.mover is None:
        return False
    before, after = finding.mover.change.before, finding.mover.change.after
    group = telling.selection.within(finding.mover.dimension, dict(after.group)[finding.mover.dimension] or "")
    found = breaks_since(telling.cursor, [after.metric.key], before.period, group, telling.settings)
    return bool(found.get((after.metric.key, after.scale)))


def break_reasons(finding: Finding, telling: Telling) -> list[str]:
    """Why a change of a survey figure cannot be told: what changed in how it was asked for, since when."""
    return [
        telling.words.say(
            REASONS[broken.attribute],
            period=compared_with(item.before.period, telling.words, telling.settings),
            before=broken.before,
            after=broken.after,
            name=name_of_metric(finding.value, telling.words),
        )
        for item in (finding.since_previous, finding.since_last_year)
        for broken in _crossed(item, telling)
    ]

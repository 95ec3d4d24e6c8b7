"""What is said where a survey's figures are not of one line: cuts of its trend, and why a change cannot be told."""

from collections.abc import Sequence
from itertools import groupby

from cx.contracts.periods import Period
from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.finding import Finding
from cx.metrics.breaks import Attribute, Break
from cx.metrics.value import MetricValue
from cx.story.exhibit import Cut
from cx.story.period_names import name_of, within
from cx.story.phrases import name_of_metric
from cx.story.telling import Telling

LONGEST = 14
"""Characters of a name on a picture; the caption carries it whole."""

CHANGED = {
    Attribute.SURVEY: N_("survey: {before} → {after}"),
    Attribute.RELATIONSHIP: N_("type of survey: {before} → {after}"),
    Attribute.WORDING: N_("wording: “{before}” → “{after}”"),
    Attribute.SCALE: N_("scale: {before} → {after}"),
    Attribute.CHANNEL: N_("channel: {before} → {after}"),
}
SHORT = CHANGED | {Attribute.RELATIONSHIP: N_("type: {before} → {after}"), Attribute.WORDING: N_("new wording")}
"""The same on a picture, where there is no room for two questions."""
REASONS = {
    Attribute.SURVEY: N_(
        "Most answers come from another survey than {in_period} ({before} then, {after} now): whether the answers to "
        "“{name}” changed, or only who was asked and how, cannot be told yet."
    ),
    Attribute.RELATIONSHIP: N_(
        "Most answers come from another type of survey than {in_period} ({before} then, {after} now): whether the answers "
        "to “{name}” changed, or only what was asked about, the whole relationship or one event, cannot be told yet."
    ),
    Attribute.WORDING: N_(
        "The question is worded differently than {in_period} (“{before}” then, “{after}” now): whether the answers to "
        "“{name}” changed, or only the wording, cannot be told yet."
    ),
    Attribute.SCALE: N_(
        "Most answers are given on another scale than {in_period} ({before} then, {after} now): whether the answers to "
        "“{name}” changed, or only the scale, cannot be told yet."
    ),
    Attribute.CHANNEL: N_(
        "Most answers come through another channel than {in_period} ({before} then, {after} now): whether the answers "
        "to “{name}” changed, or only the channel, cannot be told yet."
    ),
}
TYPES = {"relationship": N_("relationship"), "transactional": N_("transactional")}
"""The types of survey by their value: about the whole relationship, or about one event."""


def cuts(values: Sequence[MetricValue], telling: Telling) -> tuple[Cut, ...]:
    """Where the line of these values breaks, with what changed there in short words."""
    return tuple(
        _cut(period, tuple(there), telling)
        for period, there in groupby(telling.continuity.breaks(values), lambda item: item.period)
    )


def _cut(period: Period, there: Sequence[Break], telling: Telling) -> Cut:
    labels = tuple(_label(item, telling) for item in there)
    return Cut(period.start, labels, ", ".join(_changed(item, telling) for item in there))


def cut_notes(values: Sequence[MetricValue], telling: Telling) -> list[str]:
    """The same as whole sentences of a caption, one a place."""
    return [
        telling.words.say(
            N_("the line breaks at {period} ({changes})"),
            period=name_of(period, telling.settings),
            changes=_cut(period, tuple(there), telling).note,
        )
        for period, there in groupby(telling.continuity.breaks(values), lambda item: item.period)
    ]


def _label(item: Break, telling: Telling) -> str:
    before, after = map(_shortened, _sides(item, telling))
    return telling.words.say(SHORT[item.attribute], before=before, after=after)


def _changed(item: Break, telling: Telling) -> str:
    before, after = _sides(item, telling)
    return telling.words.say(CHANGED[item.attribute], before=before, after=after)


def _sides(item: Break, telling: Telling) -> tuple[str, str]:
    """What was before and what came after, as people call it."""
    if item.attribute is not Attribute.RELATIONSHIP:
        return item.before, item.after
    return telling.words.say(TYPES[item.before]), telling.words.say(TYPES[item.after])


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def break_reasons(finding: Finding, telling: Telling) -> list[str]:
    """Why a change of a survey figure cannot be told: what changed in how it was asked for, since when."""
    return [
        _reason(broken, item, name_of_metric(finding.value, telling.words), telling)
        for item in (finding.since_previous, finding.since_last_year)
        for broken in item.crosses
    ]


def _reason(broken: Break, item: Change, name: str, telling: Telling) -> str:
    before, after = _sides(broken, telling)
    in_period = within(item.before.period, telling.words, telling.settings)
    return telling.words.say(REASONS[broken.attribute], in_period=in_period, before=before, after=after, name=name)

"""What is said where a survey's figures are not of one line: cuts of its trend, and why a change cannot be told."""

from collections.abc import Sequence
from itertools import groupby

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.breaks import Attribute, Break
from cx.metrics.value import MetricValue
from cx.story.exhibit import Cut
from cx.story.phrases import name_of, name_of_metric, within
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
        "Most answers come from another survey than {in_period} ({before} then, {after} now): whether the answers to "
        "“{name}” changed, or only who was asked and how, cannot be told yet."
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


def cuts(values: Sequence[MetricValue], telling: Telling) -> tuple[Cut, ...]:
    """Where the line of these values breaks, with what changed there in short words."""
    return tuple(
        Cut(start, tuple(_label(item, telling) for item in there))
        for start, there in groupby(telling.continuity.breaks(values), lambda item: item.period.start)
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
        for period, there in groupby(telling.continuity.breaks(values), lambda item: item.period)
    ]


def _label(item: Break, telling: Telling) -> str:
    return telling.words.say(SHORT[item.attribute], before=_shortened(item.before), after=_shortened(item.after))


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def break_reasons(finding: Finding, telling: Telling) -> list[str]:
    """Why a change of a survey figure cannot be told: what changed in how it was asked for, since when."""
    return [
        telling.words.say(
            REASONS[broken.attribute],
            in_period=within(item.before.period, telling.words, telling.settings),
            before=broken.before,
            after=broken.after,
            name=name_of_metric(finding.value, telling.words),
        )
        for item in (finding.since_previous, finding.since_last_year)
        for broken in item.crosses
    ]

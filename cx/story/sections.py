"""Sections: a finding as a sentence, the exhibits that show it, what it means and what it rests on."""

from collections.abc import Sequence
from dataclasses import replace

from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.finding import Finding, Mover
from cx.story.cautions import cautions
from cx.story.continuity import break_reasons
from cx.story.doubts import doubt_of
from cx.story.exhibit import EvidenceRow, Exhibit, Section
from cx.story.exhibits import dots, trend
from cx.story.flow import flow_sentences
from cx.story.goals import target_sentences
from cx.story.happened import event_key
from cx.story.headlines import headline
from cx.story.open_yet import open_yet
from cx.story.outside import outside_sentences
from cx.story.period_names import since, within
from cx.story.phrases import (
    basis,
    certainty,
    change_of,
    change_sentence,
    count_of,
    furthest,
    is_undecided,
    level,
    name_of_metric,
    range_cell,
    range_of,
)
from cx.story.telling import Telling, dimension_name


def told(finding: Finding) -> Change | None:
    """The change to speak of: since the previous period, else since last year; None where neither can be told."""
    return next(
        (
            item
            for item in (finding.since_previous, finding.since_last_year)
            if item.is_told and item.is_better is not None
        ),
        None,
    )


def strongest(findings: Sequence[Finding]) -> Finding | None:
    """The finding with the most to say."""
    return max((item for item in findings if told(item)), key=lambda item: item.weight, default=None)


def title(finding: Finding, telling: Telling) -> str:
    """What the finding says, as a heading."""
    item = told(finding)
    if item is None:
        return _level_title(finding, telling)
    return headline(item, mover_of_told(finding, telling), telling.words, telling.settings)


def _level_title(finding: Finding, telling: Telling) -> str:
    """The level, and why no more is said of it; or the change of a figure that is neither better nor worse."""
    value, words = finding.value, telling.words
    moved = [item for item in (finding.since_previous, finding.since_last_year) if item.is_told and item.value]
    if moved:
        return _moved(moved[0], telling)
    return words.say(
        _level_template(finding),
        name=words.say(value.metric.name),
        level=level(value, words, telling.currency),
        range=range_of(value, words, telling.currency),
        open_yet=open_yet(value, words),
        count=count_of(value.metric, value.n, words),
        over=round(value.numerator or 0),
        in_period=within(finding.since_previous.before.period, words, telling.settings),
    )


def _level_template(finding: Finding) -> str:
    value, ledger = finding.value, finding.value.metric.ledger
    if is_undecided(value):
        return N_("{name}: {range}, since {open_yet}.")
    if doubt := doubt_of(value):
        return doubt.title
    if ledger and not value.mature and not value.period.part_of:
        return N_("{name}: {level} so far; {open_yet}.")
    if ledger:
        return N_("{name}: {level}, as {in_period}.") if finding.since_previous.value == 0 else N_("{name}: {level}.")
    if value.is_barely_over:
        return N_("{name}: too few are over to tell ({over} of {count}).")
    if value.is_few:
        return N_("{name}: {level} from {count}, too few to judge by.")
    if not value.mature and not value.period.part_of:
        return N_("{name}: {level} so far; {open_yet}.")
    return N_("{name}: {level}, and no change can be told yet.")


def _moved(item: Change, telling: Telling) -> str:
    """The bare change of a figure whose direction is no verdict."""
    words, rose = telling.words, (item.value or 0.0) > 0
    return words.say(
        N_("{name} rose from {before} to {after} {since_period} ({certainty}).")
        if rose
        else N_("{name} fell from {before} to {after} {since_period} ({certainty})."),
        name=words.say(item.after.metric.name),
        before=level(item.before, words, telling.currency, item.after),
        after=level(item.after, words, telling.currency, item.before),
        since_period=since(item.before.period, words, telling.settings),
        certainty=certainty(item, words),
    )


def mover_of_told(finding: Finding, telling: Telling) -> Mover | None:
    """The group that moved the change that is told, since the same period and the same way; else None."""
    item = told(finding)
    if item is None:
        return None
    found = telling.mover(finding, item is finding.since_last_year)
    return found if found and (found.change.value or 0) * (item.value or 0) > 0 else None


def meaning(finding: Finding, telling: Telling) -> tuple[str, ...]:
    """The sentences under an exhibit: both comparisons, the groups that moved, and how to read it."""
    words, settings = telling.words, telling.settings
    said = [
        change_sentence(finding.since_previous, words, settings, telling.currency),
        change_sentence(finding.since_last_year, words, settings, telling.currency),
    ]
    of_year = [True] if told(finding) is finding.since_last_year else []
    movers = [telling.mover(finding, is_year) for is_year in (False, *of_year)]
    said += [_moved_most(found, telling) for found in movers if found]
    said += target_sentences(finding.value.metric.key, telling)
    said += break_reasons(finding, telling)
    said += cautions(finding, telling)
    return tuple(dict.fromkeys(said))


def _moved_most(found: Mover, telling: Telling) -> str:
    """The group, what it moved from and to, and over how many groups that is adjusted."""
    words, moved = telling.words, found.change
    return words.say(
        N_(
            "The {dimension} that moved it most {since_period} is {group}: from {before} to {after} ({certainty}, adjusted "
            "for the {looked_at} groups looked at (Holm); {basis})."
        ),
        dimension=dimension_name(found.dimension, words).lower(),
        since_period=since(moved.before.period, words, telling.settings),
        group=found.name,
        before=level(moved.before, words, telling.currency, moved.after),
        after=level(moved.after, words, telling.currency, moved.before),
        certainty=certainty(moved, words),
        looked_at=found.looked_at,
        basis=basis(moved.after, words, telling.currency),
    )


def evidence(findings: Sequence[Finding], telling: Telling) -> tuple[EvidenceRow, ...]:
    """What the section rests on, a row a metric: value, range, count, both changes, certainty."""
    return tuple(_evidence_row(item, telling) for item in findings)


def _evidence_row(item: Finding, telling: Telling) -> EvidenceRow:
    """One unit in all cells of the row: that of the largest figure that any of them is of."""
    words, settings, money = telling.words, telling.settings, telling.currency
    beside = max((item.since_previous.before, item.since_last_year.before), key=furthest)
    return EvidenceRow(
        name_of_metric(item.value, words),
        level(item.value, words, money, beside),
        range_cell(item.value, words, money, beside),
        basis(replace(item.value, low=None, high=None), words),
        change_of(item.since_previous, words, settings, money, beside),
        certainty(item.since_previous, words),
        change_of(item.since_last_year, words, settings, money, beside),
        certainty(item.since_last_year, words),
        item.value.metric.key,
    )


def metric_section(
    key: str, finding: Finding, by: str | None, telling: Telling, beside: Sequence[Finding] = ()
) -> Section:
    """One metric: its trend, its groups, what it means; what stands beside it is told in the evidence."""
    heading = title(finding, telling)
    exhibits: list[Exhibit] = [trend(key, heading, telling)]
    groups = dots(key, by, heading, telling) if by else None
    if groups:
        exhibits.append(groups)
    also = [
        change_sentence(item, telling.words, telling.settings, telling.currency)
        for item in map(told, beside)
        if item is not None
    ]
    events = event_key(exhibits, telling)
    apart = outside_sentences(key, by, telling) if groups else ()
    said = (*flow_sentences(key, telling), *apart, *meaning(finding, telling), *also, *events)
    return Section(key, heading, tuple(exhibits), said, evidence([finding, *beside], telling))

"""Sections: a finding as a sentence, the exhibits that show it, what it means and what it rests on."""

from collections.abc import Sequence
from dataclasses import replace

from cx.contracts.units import change
from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.finding import Finding
from cx.metrics.open_ended import OpenEnded, open_ended
from cx.metrics.renewal_flow import RenewalFlow, renewal_flow
from cx.metrics.value import MetricValue
from cx.story.cautions import cautions
from cx.story.continuity import break_reasons
from cx.story.exhibit import EvidenceRow, Exhibit, Section, Tile, Tone
from cx.story.exhibits import dots, trend, waterfall
from cx.story.flow import flow_sentences
from cx.story.goals import target_note, target_sentences
from cx.story.happened import event_key
from cx.story.headlines import headline
from cx.story.phrases import (
    arrow,
    basis,
    certainty,
    change_of,
    change_sentence,
    compared_with,
    count_of,
    level,
    name_of_metric,
    range_of,
)
from cx.story.telling import Telling, dimension_name

ONLY_ENDED = N_(
    "Where a contract is given an end date only when it ends, nothing that comes due is ever renewed: a renewal rate of 0 % "
    "then says how the export is made, not how customers stay."
)


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
    mover = finding.mover if _is_its_mover(finding, item) else None
    return headline(item, mover, telling.words, telling.settings)


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
        count=count_of(value.metric, value.n, words),
        period=compared_with(finding.since_previous.before.period, words, telling.settings),
    )


def _level_template(finding: Finding) -> str:
    value, ledger = finding.value, finding.value.metric.ledger
    if ledger and not value.is_exact and value.low != value.high:
        return N_("{name}: {range}, since not all of it is known yet.")
    if ledger:
        return N_("{name}: {level}, as in {period}.") if finding.since_previous.value == 0 else N_("{name}: {level}.")
    if value.is_few:
        return N_("{name}: {level} from {count}, too few to judge by.")
    return N_("{name}: {level}, and no change can be told yet.")


def _moved(item: Change, telling: Telling) -> str:
    """The bare change of a figure whose direction is no verdict."""
    words, rose = telling.words, (item.value or 0.0) > 0
    return words.say(
        N_("{name} rose from {before} to {after} since {period} ({certainty}).")
        if rose
        else N_("{name} fell from {before} to {after} since {period} ({certainty})."),
        name=words.say(item.after.metric.name),
        before=level(item.before, words, telling.currency),
        after=level(item.after, words, telling.currency),
        period=compared_with(item.before.period, words, telling.settings),
        certainty=certainty(item, words),
    )


def _is_its_mover(finding: Finding, item: Change) -> bool:
    """The group moved since the previous period, so it explains that change only, and only the same way."""
    moved = finding.mover.change.value if finding.mover else None
    return item is finding.since_previous and (moved or 0) * (item.value or 0) > 0


def meaning(finding: Finding, telling: Telling) -> tuple[str, ...]:
    """The sentences under an exhibit: both comparisons, the group that moved, and how to read it."""
    words, settings = telling.words, telling.settings
    said = [
        change_sentence(finding.since_previous, words, settings, telling.currency),
        change_sentence(finding.since_last_year, words, settings, telling.currency),
    ]
    if finding.mover:
        moved = finding.mover.change
        said.append(
            words.say(
                N_(
                    "The {dimension} that moved it most is {group}: from {before} to {after} ({certainty}, adjusted for the "
                    "{looked_at} groups looked at (Bonferroni); {basis})."
                ),
                dimension=dimension_name(finding.mover.dimension, words).lower(),
                group=finding.mover.name,
                before=level(moved.before, words, telling.currency),
                after=level(moved.after, words, telling.currency),
                certainty=certainty(moved, words),
                looked_at=finding.mover.looked_at,
                basis=basis(moved.after, words, telling.currency),
            )
        )
    said += target_sentences(finding.value.metric.key, telling)
    said += break_reasons(finding, telling)
    said += cautions(finding, telling)
    return tuple(dict.fromkeys(said))


def evidence(findings: Sequence[Finding], telling: Telling) -> tuple[EvidenceRow, ...]:
    """What the section rests on, a row a metric: value, range, count, both changes, certainty."""
    words, settings, money = telling.words, telling.settings, telling.currency
    return tuple(
        EvidenceRow(
            name_of_metric(item.value, words),
            level(item.value, words, money),
            range_of(item.value, words, money),
            basis(replace(item.value, low=None, high=None), words),
            change_of(item.since_previous, words, settings, money),
            certainty(item.since_previous, words),
            change_of(item.since_last_year, words, settings, money),
            certainty(item.since_last_year, words),
            item.value.metric.key,
        )
        for item in findings
    )


def tile(finding: Finding, telling: Telling) -> Tile:
    """The headline figure with its change, certainty and basis."""
    words, item, value = telling.words, finding.since_previous, finding.value
    shown = change(item.value, value.metric.unit, telling.currency) if item.value is not None else ""
    tones = {True: Tone.BETTER, False: Tone.WORSE, None: Tone.NEUTRAL}
    return Tile(
        value.metric.key,
        _tile_name(value, telling),
        level(value, words, telling.currency),
        shown,
        tones[item.is_better],
        arrow(item),
        tuple(point.value for point in finding.series if point.value is not None),
        certainty(item, words),
        _against(item, telling),
        words.say(value.metric.formula),
        target_note(value.metric.key, telling),
    )


def _tile_name(value: MetricValue, telling: Telling) -> str:
    """The name; first contact resolution is called a proxy where no ticket tells its replies."""
    name = name_of_metric(value, telling.words)
    if value.metric.key != "first_contact_resolution":
        return name
    known = telling.cursor.execute("SELECT 1 FROM tickets WHERE replies IS NOT NULL LIMIT 1").fetchall()
    return name if known else telling.words.say(N_("{name} (proxy)"), name=name)


def _against(item: Change, telling: Telling) -> str:
    """What the change is counted from, and what the level rests on."""
    template = (
        N_("nothing to compare with in {period} · {basis}") if item.value is None else N_("against {period} · {basis}")
    )
    return telling.words.say(
        template,
        period=compared_with(item.before.period, telling.words, telling.settings),
        basis=basis(item.after, telling.words, telling.currency),
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
    events = event_key(exhibits[0].events, telling)
    said = (*flow_sentences(key, telling), *meaning(finding, telling), *also, *events)
    return Section(key, heading, tuple(exhibits), said, evidence([finding, *beside], telling))


def renewal_section(finding: Finding | None, telling: Telling) -> Section | None:
    """What became of the money that was up for renewal; None where nothing was due."""
    flow = renewal_flow(telling.cursor, telling.selection, telling.settings)
    if not flow.terms:
        return None
    endless = open_ended(telling.cursor, telling.selection, telling.settings)
    heading, said = _renewal_heading(flow, endless, telling), [_came_due(flow, telling)]
    if _only_ended(flow, endless):
        said.append(telling.words.say(ONLY_ENDED))
    if endless.terms:
        said.append(_never_due(endless, telling))
    return Section(
        "renewals",
        heading,
        (waterfall(flow, endless, heading, telling),),
        (*said, *(meaning(finding, telling) if finding else ())),
        evidence([finding], telling) if finding else (),
    )


def _renewal_heading(flow: RenewalFlow, endless: OpenEnded, telling: Telling) -> str:
    return telling.words.say(
        _renewal_template(flow, endless),
        due=telling.money(flow.due),
        kept=telling.money(flow.kept),
        grown=telling.money(flow.grown),
        open=telling.money(flow.pending),
        endless=telling.money(endless.worth),
    )


def _renewal_template(flow: RenewalFlow, endless: OpenEnded) -> str:
    if flow.pending and flow.pending == flow.due:
        return N_("{due} was up for renewal, and all of it is still open.")
    if flow.pending:
        return N_("Of {due} up for renewal, {kept} stayed and {open} is still open.")
    if _only_ended(flow, endless):
        return N_("All {due} with an end date left; contracts worth {endless} a year have none and are never due.")
    return N_("Of {due} up for renewal, {kept} stayed and {grown} was added.")


def _only_ended(flow: RenewalFlow, endless: OpenEnded) -> bool:
    """Nothing that was due stayed, and other contracts run on without a date: dates may be given only when they end."""
    return flow.due == flow.lost and endless.terms > 0


def _came_due(flow: RenewalFlow, telling: Telling) -> str:
    return telling.words.say(
        N_("{terms} came due in {period}: {lost} left, {reduced} was reduced."),
        terms=telling.words.plural("{n} contract term", "{n} contract terms", flow.terms),
        period=telling.period,
        lost=telling.money(flow.lost),
        reduced=telling.money(flow.reduced),
    )


def _never_due(endless: OpenEnded, telling: Telling) -> str:
    """That terms without an end date are in no figure of what was due, and where they are."""
    return telling.words.plural(
        N_(
            "{n} contract term that runs at the end of {period}, worth {worth} a year, has no end date and is never due: "
            "what becomes of such terms shows in gross revenue retention."
        ),
        N_(
            "{n} contract terms that run at the end of {period}, worth {worth} a year, have no end date and are never "
            "due: what becomes of such terms shows in gross revenue retention."
        ),
        endless.terms,
        period=telling.period,
        worth=telling.money(endless.worth),
    )

"""The section on what became of the money that came due, and what a renewal rate says where only leaving has a date."""

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.open_ended import OpenEnded, open_ended
from cx.metrics.renewal_flow import RenewalFlow, renewal_flow
from cx.story.exhibit import Section
from cx.story.exhibits import waterfall
from cx.story.period_names import end_of
from cx.story.sections import evidence, meaning
from cx.story.telling import Telling

RATES = ("gross_renewal_rate", "renewal_rate", "on_time_renewal_rate")
"""The metrics that are shares of what came due."""
ONLY_ENDED = N_(
    "Where a contract is given an end date only when it ends, nothing that comes due is ever renewed: a renewal rate of 0 % "
    "then says how the export is made, not how customers stay."
)


def only_ended_line(telling: Telling) -> str:
    """What all renewal rates of the period are to be read with, where only what left had an end date; else empty."""
    flow = renewal_flow(telling.cursor, telling.selection, telling.settings)
    if not flow.terms or flow.pending or flow.due != flow.lost:
        return ""
    endless = open_ended(telling.cursor, telling.selection, telling.settings)
    if not _only_ended(flow, endless):
        return ""
    return telling.words.say(
        N_(
            "Read renewal rates with care: all {due} with an end date left, while contracts worth {endless} a year have no "
            "end date. If dates are given only to what ends, 0 % says how the export is made, not how customers stay."
        ),
        due=telling.money(flow.due),
        endless=telling.money(endless.worth),
    )


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


_KEPT = {
    (True, True): N_("Of {due} up for renewal, {kept} stayed and {grown} was added."),
    (True, False): N_("Of {due} up for renewal, {kept} stayed."),
    (False, True): N_("Of {due} up for renewal, nothing stayed and {grown} was added."),
    (False, False): N_("Of {due} up for renewal, nothing stayed."),
}
"""By whether anything stayed, and whether anything was added."""
_CAME_DUE = {
    (True, True): N_("{terms} came due {in_period}: {lost} left, {reduced} was reduced."),
    (True, False): N_("{terms} came due {in_period}: {lost} left."),
    (False, True): N_("{terms} came due {in_period}: {reduced} was reduced."),
    (False, False): N_("{terms} came due {in_period}."),
}
"""By whether anything left, and whether anything was reduced."""


def _renewal_template(flow: RenewalFlow, endless: OpenEnded) -> str:
    if flow.pending and flow.pending == flow.due:
        return N_("{due} was up for renewal, and all of it is still open.")
    if flow.pending and not flow.kept:
        return N_("Of {due} up for renewal, nothing stayed and {open} is still open.")
    if flow.pending:
        return N_("Of {due} up for renewal, {kept} stayed and {open} is still open.")
    if _only_ended(flow, endless):
        return N_("All {due} with an end date left; contracts worth {endless} a year have none and are never due.")
    if flow.due == flow.lost:
        return N_("All {due} that was up for renewal left.")
    return _KEPT[bool(flow.kept), bool(flow.grown)]


def _only_ended(flow: RenewalFlow, endless: OpenEnded) -> bool:
    """Nothing that was due stayed, and other contracts run on without a date: dates may be given only when they end."""
    return flow.due == flow.lost and endless.terms > 0


def _came_due(flow: RenewalFlow, telling: Telling) -> str:
    return telling.words.say(
        _CAME_DUE[bool(flow.lost), bool(flow.reduced)],
        terms=telling.words.plural("{n} contract term", "{n} contract terms", flow.terms),
        in_period=telling.in_period,
        lost=telling.money(flow.lost),
        reduced=telling.money(flow.reduced),
    )


def _never_due(endless: OpenEnded, telling: Telling) -> str:
    """That terms without an end date are in no figure of what was due, and where they are."""
    return telling.words.plural(
        N_(
            "{n} contract term that runs {at_end}, worth {worth} a year, has no end date and is never due: "
            "what becomes of such terms shows in gross revenue retention."
        ),
        N_(
            "{n} contract terms that run {at_end}, worth {worth} a year, have no end date and are never "
            "due: what becomes of such terms shows in gross revenue retention."
        ),
        endless.terms,
        at_end=end_of(telling.selection.period, telling.words, telling.settings),
        worth=telling.money(endless.worth),
    )

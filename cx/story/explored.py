"""A page to explore: a tile and a section for each metric that has data, and the sections that are its own."""

from collections.abc import Callable
from contextlib import suppress

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.queries import UnknownDimension
from cx.story.at_risk import risk_section
from cx.story.backlog_age import age_section
from cx.story.board import (
    ADOPTION,
    BESIDE,
    BRIDGED,
    RENEWALS,
    SERVICE,
    VOICE,
    concealed,
    found_by_key,
    missing,
    opening_headline,
    opening_lines,
    unsplit,
)
from cx.story.bridge import bridge_section
from cx.story.concentration import concentration_section
from cx.story.drivers import drivers_section
from cx.story.due_calendar import calendar_section
from cx.story.exhibit import Section, Story
from cx.story.filterable import filterable, never_filtered, unfilterable
from cx.story.foretold import forecast_section
from cx.story.handoffs import role_section, team_section
from cx.story.journey import journey_section
from cx.story.low_seats import low_seats_section
from cx.story.nps_split import split_section
from cx.story.potential import potential_section
from cx.story.promises import promises_section
from cx.story.reasons import reasons_section
from cx.story.renewal_by_use import renewal_by_use_section
from cx.story.sections import metric_section, renewal_section, tile, told
from cx.story.silence import silence_section
from cx.story.silence_contrast import contrast_section
from cx.story.telling import Telling, dimension_name
from cx.story.ticket_flow import flow_section
from cx.story.waiting import resolution_section, response_section, value_section

Teller = Callable[[Telling, str | None], Section | None]
"""Tells one section from the data and the dimension of the split; None where there is nothing to tell."""

OWN: dict[tuple[str, ...], tuple[Teller, ...]] = {
    VOICE: (split_section, journey_section, silence_section, contrast_section, drivers_section),
    SERVICE: (
        flow_section,
        response_section,
        resolution_section,
        promises_section,
        age_section,
        team_section,
        role_section,
    ),
    RENEWALS: (
        reasons_section,
        calendar_section,
        forecast_section,
        risk_section,
        potential_section,
        concentration_section,
    ),
    ADOPTION: (value_section, low_seats_section, renewal_by_use_section),
}
"""The metrics of a page -> the sections that only it has, in their order after those of its metrics."""

FOLLOWS = {
    "nps-split": "nps",
    "promises": "sla_attainment",
    "first_response_minutes-curve": "first_response_minutes",
    "resolution_hours-curve": "resolution_hours",
    "handoffs-team": "handoffs_per_ticket",
    "handoffs-role": "handoffs_per_ticket",
    "ticket-flow": "backlog",
    "backlog-age": "backlog",
    "time_to_first_value-curve": "time_to_first_value",
}
"""The key of an own section -> that of the section whose reader asks for it next."""

ALSO_FILLED_BY = {
    SERVICE: {"owner_changes": N_("An export of the changes of tickets' owners would show who passes them to whom.")},
    ADOPTION: {"milestones": N_("A milestones export would show how soon a new project is of value.")},
}
"""The metrics of a page -> further exports that would light up a section of it, and what they would show."""


def explored(keys: tuple[str, ...], by: str | None, telling: Telling) -> Story:
    """A page to explore: a tile and a section for each metric that has data."""
    wanted, page = [key for main in keys for key in (main, *BESIDE.get(main, ()))], keys
    keys = filterable(page, telling)
    beside = filterable([key for main in page for key in BESIDE.get(main, ())], telling)
    found = found_by_key(keys, telling, beside)
    together = [[found[key] for key in (main, *BESIDE.get(main, ())) if key in found] for main in page]
    items = [group[0] for group in together if group]
    leading = items if any(told(item) for item in items) else list(found.values())
    sections: list[Section] = []
    if "gross_renewal_rate" in keys and (renewals := renewal_section(found.get("gross_renewal_rate"), telling)):
        sections.append(renewals)
    if set(BRIDGED) <= set(keys):
        bridge = bridge_section([found[key] for key in BRIDGED if key in found], telling)
        sections += [bridge] if bridge else []
    sections += [
        metric_section(group[0].value.metric.key, group[0], by, telling, group[1:])
        for group in together
        if group and group[0].value.metric.key not in ("revenue_due", *BRIDGED)
    ]
    sections = _in_order([*sections, *(_own(page, by, telling) if keys else ())])
    return Story(
        _headline(page, leading, sections, telling),
        opening_lines(items, leading, telling),
        tuple(tile(item, telling) for item in items[:5]),
        tuple(sections),
        telling.period,
        telling.selection.as_of,
        (
            *unfilterable(wanted, telling),
            *concealed(keys, found, telling),
            *missing(page, telling),
            *(_dark(page, telling) if sections else ()),
            *unsplit(keys, by, telling),
        ),
        telling.filters if telling.selection.filters else "",
    )


def _dark(page: tuple[str, ...], telling: Telling) -> list[str]:
    """What the page's further exports would show, for those without a row."""
    hints = ALSO_FILLED_BY.get(page, {})
    return [
        telling.words.say(hint)
        for name, hint in hints.items()
        if not telling.cursor.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()
    ]


def _headline(page: tuple[str, ...], items: list[Finding], sections: list[Section], telling: Telling) -> str:
    """The findings' own; where only other sections tell anything, that it is little, and where no filter applies, that."""
    if not items and not sections and (name := never_filtered(page, telling)):
        return telling.words.say(
            N_("The figures of this page cannot be filtered by {dimension}."),
            dimension=dimension_name(name, telling.words).lower(),
        )
    if not items and sections:
        return telling.words.say(N_("There is little to tell for {period} yet."), period=telling.period)
    return opening_headline(items, telling)


def _in_order(sections: list[Section]) -> list[Section]:
    """Each own section right after the one whose reader asks for it next; the others as they are."""
    places = {section.key: place for place, section in enumerate(sections)}
    return sorted(sections, key=lambda section: places.get(FOLLOWS.get(section.key, ""), places[section.key]))


def _own(page: tuple[str, ...], by: str | None, telling: Telling) -> list[Section]:
    """The sections that only this page has; one that cannot be filtered as asked is left out like a figure."""
    made = []
    for tell in OWN.get(page, ()):
        with suppress(UnknownDimension):
            made.append(tell(telling, by))
    return [section for section in made if section]

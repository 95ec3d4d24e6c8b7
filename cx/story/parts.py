"""The parts of the pages to explore: each answers one question, and a reader looks at one part at a time."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from cx.contracts.words import N_, Words
from cx.metrics.registry import REGISTRY
from cx.story.at_risk import risk_section
from cx.story.backlog_age import age_section
from cx.story.board import ADOPTION, BESIDE, BRIDGED, RENEWALS, SERVICE, VOICE
from cx.story.concentration import concentration_section
from cx.story.contacts import contacts_section
from cx.story.drivers import drivers_section
from cx.story.due_calendar import calendar_section
from cx.story.exhibit import Section
from cx.story.foretold import forecast_section
from cx.story.handoffs import role_section, team_section
from cx.story.journey import journey_section
from cx.story.lifetime import lifetime_section
from cx.story.low_seats import low_seats_section
from cx.story.nps_split import split_section
from cx.story.potential import potential_section
from cx.story.promises import promises_section
from cx.story.reasons import reasons_section
from cx.story.recovery import recovery_section
from cx.story.renewal_by_use import renewal_by_use_section
from cx.story.silence import silence_section
from cx.story.silence_contrast import contrast_section
from cx.story.telling import Telling
from cx.story.ticket_flow import flow_section
from cx.story.waiting import resolution_section, response_section, value_section

Teller = Callable[[Telling, str | None], Section | None]
"""Tells one section from the data and the dimension of the split; None where there is nothing to tell."""


Sources = tuple[tuple[str, ...], ...]
"""What a section is told from, each with what would do as well: metrics, and columns as "extract.column"."""


@dataclass(frozen=True)
class Own:
    """A section that only one page has: what it is about, what tells it, and from what."""

    name: str
    tell: Teller
    sources: Sources


@dataclass(frozen=True)
class Led:
    """A section that comes of findings of the page: its key, what it is about, and the metrics that it is told from."""

    key: str
    name: str
    sources: Sources


Item = str | Own | Led
"""A metric's key, or a section of another kind."""


@dataclass(frozen=True)
class Part:
    """Sections that answer one question, in their order."""

    key: str
    name: str
    items: tuple[Item, ...]
    also: tuple[str, ...] = ()
    """What a page itself shows below the sections."""
    also_from: Sources = ()
    """What that is told from."""


ENDING: Sources = (("renewals.ends_on",),)
HANDED: Sources = (("owner_changes.to_team", "owner_changes.to_role"),)
RENEWED = Led("renewals", N_("What became of what was due"), ENDING)
BRIDGE = Led("bridge", N_("From last year's value to today's"), tuple((key,) for key in BRIDGED))
EVERYTHING = "everything"
COMMENTED = "comments"
"""The part that what customers wrote stands in."""

PARTS: dict[tuple[str, ...], tuple[Part, ...]] = {
    VOICE: (
        Part(
            "scores",
            N_("Scores"),
            (
                "nps",
                Own(N_("Promoters, passives and detractors"), split_section, (("nps",),)),
                "ces",
                "csat",
                "ces_1",
            ),
        ),
        Part(
            "causes",
            N_("Journey and drivers"),
            (
                Own(N_("The customer journey"), journey_section, (("survey.touchpoint", "survey.journey_stage"),)),
                Own(N_("What moves with NPS"), drivers_section, (("survey.score",),)),
            ),
        ),
        Part(
            "answering",
            N_("Who answers"),
            (
                "response_rate",
                "account_coverage",
                Own(N_("Silent accounts"), silence_section, (("survey.sent_at",),)),
                Own(N_("How the silent differ"), contrast_section, (("survey.sent_at",),)),
            ),
        ),
        Part(
            COMMENTED,
            N_("Follow-up and comments"),
            (
                "closed_loop_rate",
                Own(
                    N_("Recovery after a bad answer"),
                    recovery_section,
                    (("survey.contacted_at",), ("survey.contact_id",)),
                ),
            ),
            (N_("What customers wrote"),),
            (("survey.comment",),),
        ),
    ),
    SERVICE: (
        Part(
            "promises",
            N_("Promises and times"),
            (
                "sla_attainment",
                Own(N_("Promises kept to whom"), promises_section, (("sla_attainment",),)),
                "first_response_minutes",
                Own(N_("How long until the first response"), response_section, (("first_response_minutes",),)),
                "resolution_hours",
                Own(N_("How long until it is solved"), resolution_section, (("resolution_hours",),)),
            ),
        ),
        Part("quality", N_("Quality"), ("first_contact_resolution", "reopen_rate", "ticket_csat")),
        Part(
            "handoffs",
            N_("Handoffs"),
            (
                "handoffs_per_ticket",
                Own(N_("From team to team"), team_section, HANDED),
                Own(N_("From role to role"), role_section, HANDED),
                Own(N_("Who starts contacts"), contacts_section, (("touches.initiated_by", "tickets.initiated_by"),)),
            ),
        ),
        Part(
            "backlog",
            N_("Flow and backlog"),
            (
                "backlog",
                Own(N_("Tickets opened and resolved"), flow_section, (("tickets.resolved_at",),)),
                Own(N_("Age of what is open"), age_section, (("tickets.ticket_id",),)),
            ),
        ),
    ),
    RENEWALS: (
        Part(
            "due",
            N_("What was due"),
            (RENEWED, "gross_renewal_rate", "renewal_rate", Own(N_("Reasons for leaving"), reasons_section, ENDING)),
        ),
        Part(
            "retention",
            N_("Retention"),
            (BRIDGE, "grr", "nrr", "logo_churn", Own(N_("Concentration"), concentration_section, (("nrr",),))),
        ),
        Part(
            "ahead",
            N_("What comes due"),
            (
                Own(N_("Calendar"), calendar_section, ENDING),
                Own(N_("Forecast"), forecast_section, ENDING),
                Own(N_("Signs of leaving"), risk_section, ENDING),
            ),
        ),
        Part(
            "potential",
            N_("Potential"),
            (
                Own(N_("What customers could be worth"), potential_section, (("accounts.potential_value",),)),
                Own(N_("Lifetime value"), lifetime_section, (("accounts.margin",),)),
            ),
        ),
    ),
    ADOPTION: (
        Part(
            "seats",
            N_("Seats and accounts"),
            (
                "seat_adoption",
                Own(N_("Accounts with few seats in use"), low_seats_section, (("seat_adoption",),)),
                "active_account_rate",
            ),
        ),
        Part("depth", N_("Breadth and depth"), ("feature_breadth", "depth", "adoption_trend")),
        Part(
            "worth",
            N_("What use leads to"),
            (
                "time_to_first_value",
                Own(N_("How long until first value"), value_section, (("time_to_first_value",),)),
                Own(
                    N_("Renewal by use"),
                    renewal_by_use_section,
                    (("usage.active_users", "renewals.seats_active"), ("renewals.ends_on",)),
                ),
            ),
        ),
    ),
}
"""The metrics of a page -> its parts, the one that it opens with first."""

OWN = {
    page: tuple(item.tell for part in parts for item in part.items if isinstance(item, Own))
    for page, parts in PARTS.items()
}
"""The metrics of a page -> what tells the sections that only it has."""


def parts_of(page: tuple[str, ...]) -> tuple[Part, ...]:
    """The parts of a page; of metrics that are no page's, one with all of them."""
    return PARTS.get(page, (Part(EVERYTHING, N_("Everything"), page),))


def part_of(page: tuple[str, ...], metric: str) -> str:
    """The key of the part whose section tells the metric, alone or beside another; the first part where none does."""
    parts = parts_of(page)
    return next((part.key for part in parts if any(_tells(item, metric) for item in part.items)), parts[0].key)


def _tells(item: Item, metric: str) -> bool:
    if isinstance(item, str):
        return metric in (item, *BESIDE.get(item, ()))
    return isinstance(item, Led) and (metric,) in item.sources


def contents(parts: Iterable[Part], words: Words, known: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Each part's name, and what its sections are about: those whose metrics and columns are known."""
    return tuple((words.say(part.name), " · ".join(map(words.say, _about(part, known)))) for part in parts)


def columns_of(page: tuple[str, ...]) -> frozenset[str]:
    """The columns, as "extract.column", that say which sections a page has something to tell in."""
    sources = (source for part in parts_of(page) for source in (*map(_sources, part.items), part.also_from))
    return frozenset(name for source in sources for names in source for name in names if "." in name)


def _about(part: Part, known: Collection[str]) -> Iterator[str]:
    for item in part.items:
        if _is_told(_sources(item), known):
            yield REGISTRY[item].name if isinstance(item, str) else item.name
    if _is_told(part.also_from, known):
        yield from part.also


def _sources(item: Item) -> Sources:
    return ((item,),) if isinstance(item, str) else item.sources


def _is_told(sources: Sources, known: Collection[str]) -> bool:
    return all(any(name in known for name in names) for names in sources)

"""The board story, and the pages to explore: which metrics, in which order, told how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.words import N_
from cx.insights.finding import Finding, findings
from cx.metrics.quarters import first_day
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Section, Story
from cx.story.exhibits import dots, trend
from cx.story.export_day import export_day_headline, export_day_line
from cx.story.filterable import filterable, unfilterable
from cx.story.happened import event_key
from cx.story.missed import missed_line
from cx.story.opening import opening_headline, opening_lines
from cx.story.overlapping import overlap_line
from cx.story.period_names import day
from cx.story.renewed import renewal_section
from cx.story.sections import (
    evidence,
    meaning,
    mover_of_told,
    strongest,
    title,
    told,
)
from cx.story.telling import Telling, dimension_name
from cx.story.tiles import tiles
from cx.story.withheld import concealed

VOICE = ("nps", "ces", "csat", "ces_1", "response_rate", "closed_loop_rate", "account_coverage")
SERVICE = (
    "sla_attainment",
    "first_response_minutes",
    "resolution_hours",
    "first_contact_resolution",
    "handoffs_per_ticket",
    "reopen_rate",
    "ticket_csat",
    "backlog",
)
RENEWALS = (
    "gross_renewal_rate",
    "grr",
    "nrr",
    "logo_churn",
    "renewal_rate",
    "expansion_rate",
    "contraction_rate",
    "revenue_churn",
    "revenue_due",
)
BRIDGED = ("expansion_rate", "contraction_rate", "revenue_churn")
"""Rates that the bridge from last year's customers to today's shows as steps."""
USE = ("seat_adoption", "active_account_rate", "feature_breadth")
ADOPTION = (*USE, "depth", "adoption_trend", "time_to_first_value")
BESIDE = {
    "nps": ("nps_by_account", "nps_by_revenue"),
    "csat": ("csat_mean",),
    "ces": ("ces_easy", "ces_hard"),
    "ces_1": ("ces_1_high",),
    "closed_loop_rate": ("loop_closed_rate", "loop_close_hours"),
    "account_coverage": ("revenue_coverage",),
    "first_response_minutes": ("first_response_p90",),
    "sla_attainment": ("response_sla_attainment",),
    "handoffs_per_ticket": ("passed_on_twice", "bounce_rate"),
    "backlog": ("contact_rate",),
    "grr": ("contract_grr",),
    "nrr": ("earned_growth", "earned_growth_ratio"),
    "logo_churn": ("contract_churn",),
    "renewal_rate": ("on_time_renewal_rate",),
    "seat_adoption": ("median_seat_rate",),
    "adoption_trend": ("adoption_falling",),
}
"""Metrics that another one's section also tells, in its evidence, so that a page stays short."""

TILES = ("nps", "grr", "ces", "sla_attainment", "seat_adoption")
"""The five headline figures; one without data gives its place to the next of the spares."""
SPARES = (
    "csat",
    "first_response_minutes",
    "nrr",
    "ticket_csat",
    "active_account_rate",
    "resolution_hours",
    "logo_churn",
    "feature_breadth",
)
FILLED_BY = {
    "survey": N_("A survey export would show what customers say."),
    "tickets": N_("A ticket export would show how customers are served."),
    "renewals": N_("A renewals export would show who stays, and what it is worth."),
    "usage": N_("A usage export, or seats in a renewals export, would show how customers use the product."),
}


@dataclass(frozen=True)
class Chapter:
    """A part of the board: its metrics, the dimensions to show them by, and what is said when nothing changed."""

    key: str
    metrics: tuple[str, ...]
    """The metrics that its sentence may be about."""
    also: tuple[str, ...]
    """Metrics that stand beside them as evidence."""
    by: tuple[str, ...]
    steady: str


CHAPTERS = (
    Chapter(
        "voice",
        ("nps", "ces", "csat"),
        ("ces_easy", "ces_1", "response_rate"),
        ("journey_stage", "touchpoint", "segment", "region"),
        N_("Whether what customers say has changed cannot be told yet."),
    ),
    Chapter(
        "service",
        ("sla_attainment", "handoffs_per_ticket", "resolution_hours", "first_response_minutes", "ticket_csat"),
        ("first_contact_resolution", "reopen_rate"),
        ("region", "category", "team", "priority"),
        N_("Whether service has changed cannot be told yet."),
    ),
    Chapter(
        "adoption",
        USE,
        (),
        ("segment", "tier", "industry", "region"),
        N_("Whether customers use more or less cannot be told yet."),
    ),
)


def board(telling: Telling) -> Story:
    """The board story of the selection: headline, two lines, five tiles and a section for each part of the job."""
    wanted = dict.fromkeys(
        (
            *TILES,
            *SPARES,
            *(key for chapter in CHAPTERS for key in (*chapter.metrics, *chapter.also)),
            "gross_renewal_rate",
        )
    )
    keys = filterable(wanted, telling)
    found = found_by_key(keys, telling)
    shown = [found[key] for key in (*TILES, *SPARES) if key in found][: len(TILES)]
    sections = [section for chapter in CHAPTERS[:2] if (section := _chapter(chapter, found, telling))]
    due = "gross_renewal_rate"
    renewals = renewal_section(found.get(due), telling) if due in keys else None
    adoption = _chapter(CHAPTERS[2], found, telling)
    sections += [section for section in (renewals, adoption) if section]
    leading = [found[key] for key in (*(key for chapter in CHAPTERS for key in chapter.metrics), "grr") if key in found]
    return Story(
        export_day_headline(shown, telling) or opening_headline(leading, telling),
        (
            *filter(None, (export_day_line(shown, telling), overlap_line(shown, telling))),
            *opening_lines(shown, leading, telling),
            *filter(None, (missed_line(REGISTRY, telling),)),
        ),
        tiles(shown, telling),
        tuple(sections),
        telling.period,
        telling.selection.as_of,
        (*unfilterable(wanted, telling), *concealed(keys, found, telling), *missing(wanted, telling)),
        telling.filters if telling.selection.filters else "",
    )


def found_by_key(keys: Sequence[str], telling: Telling, beside: Sequence[str] = ()) -> dict[str, Finding]:
    """Metric key -> its finding, where there is one."""
    return findings(telling.cursor, keys, telling.selection, telling.settings, telling.continuity, beside)


def _chapter(chapter: Chapter, found: dict[str, Finding], telling: Telling) -> Section | None:
    there = [found[key] for key in (*chapter.metrics, *chapter.also) if key in found]
    if not there:
        return None
    leading = [item for item in there if item.value.metric.key in chapter.metrics] or there
    main = strongest(leading) or leading[0]
    key = main.value.metric.key
    heading = title(main, telling) if told(main) else telling.words.say(chapter.steady)
    exhibits = [trend(key, heading, telling)]
    by = _dimension(main, chapter.by, telling)
    groups = next((made for name in by if (made := dots(key, name, heading, telling))), None)
    return Section(
        chapter.key,
        heading,
        (*exhibits, *((groups,) if groups else ())),
        (*meaning(main, telling), *event_key(exhibits, telling)),
        evidence([main, *(item for item in there if item is not main)], telling),
    )


def _dimension(finding: Finding, usual: tuple[str, ...], telling: Telling) -> tuple[str, ...]:
    """The dimension of the group that moved most, then the chapter's usual ones."""
    moved = mover_of_told(finding, telling) or telling.mover(finding)
    return ((moved.dimension,) if moved else ()) + usual


def missing(keys: Iterable[str], telling: Telling) -> tuple[str, ...]:
    """Which exports would fill those of the metrics that are still dark."""
    wanted = {REGISTRY[key].extract for key in keys}
    asked = [name for name in FILLED_BY if name in wanted]
    dark = [telling.words.say(FILLED_BY[name]) for name in asked if not _is_there(name, telling)]
    return (*dark, *(said for name in asked if (said := _begins_later(name, telling))))


def _begins_later(extract: str, telling: Telling) -> str:
    """That all an export tells of lies after the period, so that its figures are not taken for lacking; else empty."""
    begins = first_day(telling.cursor, extract)
    if begins is None or begins <= telling.selection.period.end:
        return ""
    return telling.words.say(
        N_("{extract}: the first is of {day}, after {period}. Choose a later quarter to see them."),
        extract=telling.words.say(EXTRACTS[extract].title),
        day=day(begins, telling.words),
        period=telling.period,
    )


def unsplit(keys: Iterable[str], by: str | None, telling: Telling) -> tuple[str, ...]:
    """That an accounts export would tell the groups, where nothing that is loaded for the metrics does."""
    facts = [name for name in sorted({REGISTRY[key].fact for key in keys}) if _is_there(f"fact_{name}", telling)]
    if by not in ACCOUNT_DIMENSIONS or not facts or _is_there("accounts", telling):
        return ()
    if any(_is_there(f"fact_{name} WHERE {by} IS NOT NULL", telling) for name in facts):
        return ()
    template = N_("An accounts export would show this by {dimension}.")
    return (telling.words.say(template, dimension=dimension_name(by, telling.words).lower()),)


def _is_there(rows: str, telling: Telling) -> bool:
    return bool(telling.cursor.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchall())

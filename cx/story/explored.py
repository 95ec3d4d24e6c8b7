"""A page to explore: a tile and a section for each metric that has data, and the sections that are its own."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.queries import UnknownDimension
from cx.story.board import (
    ADOPTION,
    BESIDE,
    BRIDGED,
    RENEWALS,
    SERVICE,
    found_by_key,
    missing,
    unsplit,
)
from cx.story.bridge import bridge_section
from cx.story.exhibit import Section, Story
from cx.story.export_day import export_day_headline, export_day_line
from cx.story.filterable import filterable, never_filtered, unfilterable
from cx.story.missed import missed_line
from cx.story.opening import news, opening_headline, opening_lines
from cx.story.overlapping import overlap_line
from cx.story.parts import RENEWED, Item, Led, Own, Part, Teller, parts_of
from cx.story.renewed import RATES, only_ended_line, renewal_section
from cx.story.sections import metric_section, mover_of_told, told
from cx.story.telling import Telling, dimension_name, of_whom
from cx.story.tiles import tiles
from cx.story.withheld import concealed, concealed_split

OWN_FIGURES: dict[tuple[str, ...], tuple[str, ...]] = {RENEWALS: ("realised_potential",)}
"""The metrics of a page -> further figures that sections of its own are about: a filter may leave those out too."""

ALSO_FILLED_BY = {
    SERVICE: {
        "owner_changes": N_("An export of the changes of tickets' owners would show who passes them to whom."),
        "touches": N_("An export of contacts with customers would show how many of them we start."),
    },
    ADOPTION: {"milestones": N_("A milestones export would show how soon a new project is of value.")},
}
"""The metrics of a page -> further exports that would light up a section of it, and what they would show."""


@dataclass(frozen=True, eq=False)
class Opening:
    """What a page begins with, and the findings that its sections are told from."""

    page: tuple[str, ...]
    story: Story
    """The headline, the lines that carry the numbers, the tiles and what is missing; without sections."""
    keys: tuple[str, ...]
    found: dict[str, Finding]
    lead: str = ""
    """The metric that the headline is about first; empty where it is about none."""
    by: str = ""
    """The dimension of the group that the headline names first; empty where it names none."""

    def sections_of(self, part: Part) -> tuple[Teller, ...]:
        """What tells each section of a part, so that each may be shown as it comes."""
        return tuple(partial(_told, item, self) for item in part.items) if self.keys else ()


def opening(page: tuple[str, ...], telling: Telling) -> Opening:
    """The headline and the tiles of a page, which cost less than its sections."""
    keys = tuple(filterable(page, telling))
    found = found_by_key(keys, telling, filterable([key for main in page for key in BESIDE.get(main, ())], telling))
    items = [group[0] for main in page if (group := _together(main, found))]
    leading = _leading(items) or list(found.values())
    lead = next((item.value.metric.key for item in news(leading)), "")
    items = [found[lead] if lead in BESIDE.get(item.value.metric.key, ()) else item for item in items]
    story = Story(
        export_day_headline(items, telling) or opening_headline(leading, telling),
        _lines(page, items, leading, telling),
        tiles(items[:5], telling),
        (),
        telling.period,
        telling.selection.as_of,
        (
            *unfilterable((*_wanted(page), *_own_figures(page, telling)), telling),
            *concealed(keys, found, telling),
            *missing(page, telling),
        ),
        telling.filters if telling.selection.filters else "",
    )
    moved = mover_of_told(found[lead], telling) if lead else None
    made = Opening(page, story, keys, found, lead, moved.dimension if moved else "")
    is_told = bool(items) or any(tell(telling, None) for part in parts_of(page) for tell in made.sections_of(part))
    heading = story.headline if items else _headline(page, is_told, telling)
    dark = _dark(page, telling) if is_told else ()
    return replace(made, story=replace(story, headline=heading, missing=(*story.missing, *dark)))


def _wanted(page: tuple[str, ...]) -> list[str]:
    """The metrics of a page, and those that stand beside them."""
    return [key for main in page for key in (main, *BESIDE.get(main, ()))]


def _lines(page: tuple[str, ...], items: list[Finding], leading: list[Finding], telling: Telling) -> tuple[str, ...]:
    """What stands below the headline: how to read it, the numbers that it rests on, and which targets are missed."""
    is_careful = any(item.value.metric.key in RATES for item in items)
    return tuple(
        filter(
            None,
            (
                export_day_line(items, telling),
                only_ended_line(telling) if is_careful else "",
                overlap_line(items, telling),
                *opening_lines(items, leading, telling),
                missed_line(_wanted(page), telling),
            ),
        )
    )


def explored(page: tuple[str, ...], by: str | None, telling: Telling) -> Story:
    """A page to explore with all of its parts: a tile and a section for each metric that has data, and its own."""
    begun = opening(page, telling)
    sections = [tell(telling, by) for part in parts_of(page) for tell in begun.sections_of(part)]
    return replace(
        begun.story,
        sections=tuple(section for section in sections if section),
        missing=(*begun.story.missing, *unsplit(begun.keys, by, telling), *concealed_split(begun.found, by, telling)),
    )


def _leading(items: list[Finding]) -> list[Finding]:
    """What the headline is chosen from: a step of the bridge leads only where nothing that it is a step of moved."""
    whole = [item for item in items if item.value.metric.key not in BRIDGED]
    return next((group for group in (whole, items) if any(map(told, group))), [])


def _together(main: str, found: dict[str, Finding], lead: str = "") -> list[Finding]:
    """The finding of a metric and of those that are told in its section; the one that leads the page comes first."""
    keys = (main, *BESIDE.get(main, ()))
    return [found[key] for key in sorted(keys, key=lambda key: key != lead) if key in found]


def _told(item: Item, begun: Opening, telling: Telling, by: str | None) -> Section | None:
    """One section; one that cannot be filtered as asked is left out like a figure."""
    if isinstance(item, Own):
        with suppress(UnknownDimension):
            return item.tell(telling, by)
        return None
    if item == RENEWED:
        due = "gross_renewal_rate"
        return renewal_section(begun.found.get(due), telling) if due in begun.keys else None
    if isinstance(item, Led):
        bridged = [begun.found[key] for key in BRIDGED if key in begun.found]
        return bridge_section(bridged, telling) if set(BRIDGED) <= set(begun.keys) else None
    group = _together(item, begun.found, begun.lead)
    return metric_section(group[0].value.metric.key, group[0], by, telling, group[1:]) if group else None


def _own_figures(page: tuple[str, ...], telling: Telling) -> tuple[str, ...]:
    """What sections of the page's own are about, where anything was loaded for them."""
    estimated = "SELECT 1 FROM accounts WHERE potential_value IS NOT NULL LIMIT 1"
    return OWN_FIGURES.get(page, ()) if telling.cursor.execute(estimated).fetchall() else ()


def _dark(page: tuple[str, ...], telling: Telling) -> list[str]:
    """What the page's further exports would show, for those without a row."""
    hints = ALSO_FILLED_BY.get(page, {})
    return [
        telling.words.say(hint)
        for name, hint in hints.items()
        if not telling.cursor.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()
    ]


def _headline(page: tuple[str, ...], is_told: bool, telling: Telling) -> str:
    """Without findings: that other sections tell little, that no filter applies, or that there is nothing."""
    if is_told:
        return of_whom(
            telling.words.say(N_("There is little to tell for {period} yet."), period=telling.period), telling
        )
    if name := never_filtered(page, telling):
        return telling.words.say(
            N_("The figures of this page cannot be filtered by {dimension}."),
            dimension=dimension_name(name, telling.words).lower(),
        )
    return opening_headline([], telling)

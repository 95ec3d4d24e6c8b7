"""A page to explore: a tile and a section for each metric that has data, and the sections that are its own."""

from collections.abc import Callable

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
from cx.story.drivers import drivers_section
from cx.story.exhibit import Section, Story
from cx.story.journey import journey_section
from cx.story.nps_split import split_section
from cx.story.sections import metric_section, renewal_section, tile
from cx.story.silence import silence_section
from cx.story.silence_contrast import contrast_section
from cx.story.telling import Telling

Teller = Callable[[Telling, str | None], Section | None]
"""Tells one section from the data and the dimension of the split; None where there is nothing to tell."""

OWN: dict[tuple[str, ...], tuple[Teller, ...]] = {
    VOICE: (split_section, journey_section, silence_section, contrast_section, drivers_section),
    SERVICE: (),
    RENEWALS: (),
    ADOPTION: (),
}
"""The metrics of a page -> the sections that only it has, in their order after those of its metrics."""


def explored(keys: tuple[str, ...], by: str | None, telling: Telling) -> Story:
    """A page to explore: a tile and a section for each metric that has data."""
    found = found_by_key(keys, telling, [key for main in keys for key in BESIDE.get(main, ())])
    together = [[found[key] for key in (main, *BESIDE.get(main, ())) if key in found] for main in keys]
    items = [group[0] for group in together if group]
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
    sections += [made for tell in OWN.get(keys, ()) if (made := tell(telling, by))]
    return Story(
        opening_headline(items, telling),
        opening_lines(items, found, telling),
        tuple(tile(item, telling) for item in items[:5]),
        tuple(sections),
        telling.period,
        telling.selection.as_of,
        (*concealed(keys, found, telling), *missing(keys, telling), *unsplit(keys, by, telling)),
    )

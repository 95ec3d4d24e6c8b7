"""The section on who starts a contact: whether we come to our customers, or they have to come to us."""

from cx.insights.finding import findings
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Section
from cx.story.sections import metric_section
from cx.story.telling import Telling

KEY = "proactive_share"


def contacts_section(telling: Telling, by: str | None) -> Section | None:
    """The share of contacts that we start; None where nobody recorded who starts them."""
    found = findings(telling.cursor, (KEY,), telling.selection, telling.settings, telling.continuity)
    if KEY not in found:
        return None
    split = by if by in dimensions_of(REGISTRY[KEY]) else None
    return metric_section(KEY, found[KEY], split, telling)

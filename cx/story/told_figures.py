"""What must travel with the figures of a picture when they are taken away."""

from collections.abc import Iterable

from cx.contracts.words import N_, Words
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Exhibit, Story
from cx.story.happened import event_said
from cx.story.period_names import day


def about_figures(exhibit: Exhibit, metrics: Iterable[str], story: Story, words: Words) -> tuple[tuple[str, str], ...]:
    """Of what the figures speak: the finding, the caption with its n, filters, period, as-of and definitions."""
    lines = [
        (N_("Finding"), exhibit.takeaway),
        (N_("Shown"), exhibit.caption),
        (N_("Filters"), story.filters or words.say(N_("all customers"))),
        (N_("Period"), story.period),
        (N_("Data to"), day(story.as_of, words)),
        *((N_("Event"), event_said(item, words)) for item in exhibit.events),
        *((N_("Definition"), f"{key}: {words.say(REGISTRY[key].formula)}") for key in metrics),
    ]
    return tuple((words.say(name), text) for name, text in lines)

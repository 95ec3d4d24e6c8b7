"""What share of a period's tickets is still open, in a sentence: first contact resolution tells of resolved ones alone."""

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.metrics.still_open import still_open
from cx.story.telling import Telling


def still_open_sentences(key: str, telling: Telling) -> tuple[str, ...]:
    """For first contact resolution, how much of what came in is not resolved; nothing for others, or without tickets."""
    if key != "first_contact_resolution":
        return ()
    found = still_open(telling.cursor, telling.selection, telling.settings)
    if not found.opened:
        return ()
    template = N_(
        "Still open: {open} of the {opened} tickets opened {in_period} ({share}), by the end of these days; they are in no "
        "share of the resolved ones."
    )
    share = figure(100 * found.still_open / found.opened, Unit.PERCENT)
    counts = {"open": whole(found.still_open), "opened": whole(found.opened)}
    return (telling.words.say(template, in_period=telling.in_period, share=share, **counts),)

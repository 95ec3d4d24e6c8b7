"""How the backlog before a period became the one at its end, as a sentence."""

from cx.contracts.words import N_, whole
from cx.metrics.metric import Grid
from cx.metrics.open_rows import flow
from cx.metrics.registry import REGISTRY
from cx.story.telling import Telling


def flow_sentences(key: str, telling: Telling) -> tuple[str, ...]:
    """What came in and what was done with, for a metric that counts what is open; none for others."""
    metric = REGISTRY[key]
    if metric.grid is not Grid.OPEN:
        return ()
    found = flow(telling.cursor, metric, telling.selection, telling.settings)
    if found is None:
        return ()
    template = N_(
        "{before} were open at first; {begun} were opened {in_period} and {ended} resolved, so that {after} were open at "
        "the end."
    )
    counts = {name: whole(getattr(found, name)) for name in ("before", "begun", "ended", "after")}
    return (telling.words.say(template, in_period=telling.in_period, **counts),)

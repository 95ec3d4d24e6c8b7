"""What to keep in mind where nobody said on which day a ledger was exported."""

from cx.contracts.words import N_
from cx.metrics.as_of import undeclared_day
from cx.story.phrases import day
from cx.story.telling import Telling


def export_day_line(telling: Telling) -> str:
    """That the ledger is taken as known on the day of its load, though it may be older; else empty."""
    found = undeclared_day(telling.cursor)
    if found is None or telling.selection.period.end <= found.last_on:
        return ""
    return telling.words.say(
        N_(
            "Read this with care: nothing in the contracts begins or ends between {last} and {loaded}, the day of their load, "
            "and nobody said on which day they were exported. If the export is older, what happened since is missing, and "
            "customers seem to stay. Load it with its day in the mapping (exported_on), or choose an earlier period."
        ),
        last=day(found.last_on, telling.words),
        loaded=day(found.loaded_on, telling.words),
    )

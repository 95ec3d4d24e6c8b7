"""What to keep in mind where nobody said on which day a ledger was exported."""

from cx.contracts.words import N_
from cx.metrics.as_of import Undeclared, undeclared_day
from cx.story.phrases import day
from cx.story.telling import Telling


def export_day_headline(telling: Telling) -> str:
    """What stands above figures of days of which the ledger may tell nothing; else empty."""
    found = _unsure(telling)
    if found is None:
        return ""
    return telling.words.say(
        N_("It is not sure that anything is known of the contracts after {last}."),
        last=day(found.last_on, telling.words),
    )


def export_day_line(telling: Telling) -> str:
    """That the ledger is taken as known on the day of its load, though it may be older; else empty."""
    found = _unsure(telling)
    if found is None:
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


def _unsure(telling: Telling) -> Undeclared | None:
    found = undeclared_day(telling.cursor)
    return found if found and telling.selection.period.end > found.last_on else None

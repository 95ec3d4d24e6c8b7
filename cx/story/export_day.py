"""What a page opens with where its figures rest on a day of export that nobody declared."""

from collections.abc import Iterable

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.as_of import Undeclared, undeclared_day
from cx.metrics.value import ENDS_EARLIER
from cx.story.period_names import day
from cx.story.telling import Telling


def export_day_headline(found: Iterable[Finding], telling: Telling) -> str:
    """What stands above figures of days of which the ledger may tell nothing; else empty."""
    unsure = _unsure(found, telling)
    if unsure is None:
        return ""
    return telling.words.say(
        N_("It is not sure that anything is known of the contracts after {last}."),
        last=day(unsure.last_on, telling.words),
    )


def export_day_line(found: Iterable[Finding], telling: Telling) -> str:
    """That the ledger is taken as known on the day of its load, though it may be older; else empty."""
    unsure = _unsure(found, telling)
    if unsure is None:
        return ""
    return telling.words.say(
        N_(
            "Read this with care: nothing in the contracts begins or ends between {last} and {loaded}, the day of their load, "
            "and nobody said on which day they were exported. If the export is older, what happened since is missing, and "
            "customers seem to stay. Load it with its day in the mapping (exported_on), or choose an earlier period."
        ),
        last=day(unsure.last_on, telling.words),
        loaded=day(unsure.loaded_on, telling.words),
    )


def _unsure(found: Iterable[Finding], telling: Telling) -> Undeclared | None:
    is_marked = any(ENDS_EARLIER in item.value.excluded for item in found)
    return undeclared_day(telling.cursor) if is_marked else None

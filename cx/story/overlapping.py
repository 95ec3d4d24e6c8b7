"""What a page opens with where contracts count twice, since two of their terms run at the same time."""

from collections.abc import Iterable

from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.book_values import UNITS, book_year
from cx.store.overlap import overlap
from cx.story.period_names import day
from cx.story.telling import Telling

TWICE = (
    N_(
        "Read values of contracts with care: between {before} and {after}, {n} contract has two terms at once for a "
        "time and counts as the sum of both, {worth} a year more than the later one alone. If that one replaces the "
        "earlier one, end the earlier one where it begins; if it is an addition, give it a contract id of its own."
    ),
    N_(
        "Read values of contracts with care: between {before} and {after}, {n} contracts have two terms at once for a "
        "time and count as the sum of both, {worth} a year more than the later ones alone. Where those replace the "
        "earlier ones, end the earlier ones where they begin; where they are additions, give them contract ids of their own."
    ),
)


def overlap_line(found: Iterable[Finding], telling: Telling) -> str:
    """That contracts have two terms at once in the days that figures of the book, or their changes, are of; else empty."""
    if not any(item.value.metric.grid in UNITS for item in found):
        return ""
    last = min(telling.selection.period.end, telling.selection.as_of)
    first = book_year(book_year(last).start).start  # where last year's retention began
    shared = overlap(telling.cursor, first, last)
    if not shared.contracts:
        return ""
    before, after = (day(one, telling.words) for one in (first, last))
    return telling.words.plural(*TWICE, shared.contracts, before=before, after=after, worth=telling.money(shared.worth))

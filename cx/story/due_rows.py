"""The rows behind the calendar of what comes due: every term, by quarter, by month and by how it stands."""

from collections.abc import Sequence

from cx.contracts.periods import Grain, Period
from cx.contracts.words import N_
from cx.insights.due_calendar import Due, DueCalendar, due_calendar, worth_of
from cx.metrics.due_terms import DueTerm
from cx.story.due_calendar import STANDINGS
from cx.story.due_table import due_columns
from cx.story.own_rows import Listing, OwnRows, RowsPart, own_rows
from cx.story.period_names import name_of_part
from cx.story.telling import Telling


def due_rows(telling: Telling, _by: str) -> OwnRows[DueTerm] | None:
    """All terms of the calendar, and apart from them those past their date; None where there are none."""
    found = due_calendar(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return None
    say = telling.words.say
    counted = N_(
        "Terms that were running on the last day of the period and come due in the four quarters after it, as known on "
        "that day; apart from them, terms whose day is over and whose outcome is still open."
    )
    listing = Listing("due", say(N_("Terms due")), say(counted), due_columns(telling))
    return own_rows(listing, _parts(found, telling), telling)


def _parts(found: DueCalendar, telling: Telling) -> list[RowsPart[DueTerm]]:
    say, window = telling.words.say, found.whole.period
    made = [_part(say(N_("All that comes due")), window, found.whole.terms, telling)]
    made += _standings("", found.whole, telling)
    for grain, parts in ((Grain.QUARTER, found.quarters), (Grain.MONTH, found.months)):
        for part in parts:
            label = name_of_part(part.period, grain, telling.settings)
            made += [_part(label, part.period, part.terms, telling), *_standings(label, part, telling)]
    if found.overdue:
        days = Period(min(term.due_on for term in found.overdue), found.day)
        made.append(_part(say(N_("Past their date and still pending")), days, found.overdue, telling))
    return made


def _standings(label: str, due: Due, telling: Telling) -> list[RowsPart[DueTerm]]:
    """The terms of a bar by how they stand, each a mark of its own."""
    say = telling.words.say
    names = [(standing, say(name)) for standing, name, _ in STANDINGS]
    return [
        _part(
            say(N_("{period} · {standing}"), period=label, standing=name) if label else name,
            due.period,
            due.standing(standing),
            telling,
        )
        for standing, name in names
    ]


def _part(label: str, period: Period, terms: Sequence[DueTerm], telling: Telling) -> RowsPart[DueTerm]:
    figure = telling.words.plural(
        N_("{n} contract term worth {amount} a year"),
        N_("{n} contract terms worth {amount} a year"),
        len(terms),
        amount=telling.money(worth_of(terms)),
    )
    return RowsPart(label, figure, period, terms)

"""The section on the accounts that use the fewest of their seats: who, worth what, heading where, due when."""

from collections.abc import Callable

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.metrics.seats_by_account import AccountSeats, seats_by_account
from cx.metrics.use_of_seats import LEAST_SEATS
from cx.story.exhibit import Cell, Exhibit, Section, Shape
from cx.story.level_rows import level_rows
from cx.story.period_names import day
from cx.story.telling import Telling

HALF = 0.5
MOST_LISTED = 25


def low_seats_section(telling: Telling, _by: str | None) -> Section | None:
    """The accounts at the bottom; None where nobody's seats are known."""
    found = seats_by_account(telling.cursor, telling.selection, telling.settings)
    if not found:
        return None
    low = [item for item in found if item.share < HALF]
    heading = _heading(low, found, telling)
    said = (*_due(low, telling), _reading(telling))
    return Section(
        "low-seats", heading, (_table(found, heading, telling),), said, level_rows(("seat_adoption",), telling)
    )


def _heading(low: list[AccountSeats], found: tuple[AccountSeats, ...], telling: Telling) -> str:
    return telling.words.plural(
        N_("Of {all} accounts with seats, {n} uses fewer than half of them: {low} of {worth} a year."),
        N_("Of {all} accounts with seats, {n} use fewer than half of them: {low} of {worth} a year."),
        len(low),
        all=whole(len(found)),
        low=telling.money(sum(item.worth for item in low)),
        worth=telling.money(sum(item.worth for item in found)),
    )


def _due(low: list[AccountSeats], telling: Telling) -> list[str]:
    """How much of it comes due soon, and the first of them."""
    selection, days = telling.selection, telling.settings.risk_days
    today = min(selection.period.end, selection.as_of)
    soon = [item for item in low if item.due_on is not None and (item.due_on - today).days <= days]
    if not soon:
        return []
    first = min(soon, key=lambda item: (item.due_on or today, item.account))
    return [
        telling.words.plural(
            N_("{n} of them is due within {days} days, worth {worth} a year: {name} on {day}."),
            N_("{n} of them are due within {days} days, worth {worth} a year: {name} is the first, on {day}."),
            len(soon),
            days=whole(days),
            worth=telling.money(sum(item.worth for item in soon)),
            name=first.name or first.account,
            day=day(first.due_on, telling.words),
        )
    ]


def _reading(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "Paying accounts with at least {least} seats whose use is known. Users are those of the product as a whole in "
            "{active} days, their change is since {ago} days before. Few seats in use may also be a licence that was too large "
            "to begin with."
        ),
        least=LEAST_SEATS,
        active=telling.settings.active_days,
        ago=telling.settings.trend_days,
    )


def _table(found: tuple[AccountSeats, ...], heading: str, telling: Telling) -> Exhibit:
    shown = found[:MOST_LISTED]
    told = [(name, [tell(item) for item in shown]) for name, tell in _columns(telling)]
    filled = [(name, cells) for name, cells in told if any(cell is not None for cell in cells)]
    say, last = telling.words.say, min(telling.selection.period.end, telling.selection.as_of)
    caption = say(
        N_("The {shown} accounts with the smallest share of seats in use, of {all} · {filters} · {day}"),
        shown=whole(len(shown)),
        all=telling.words.plural(N_("{n} account"), N_("{n} accounts"), len(found)),
        filters=telling.filters,
        day=day(last, telling.words),
    )
    return Exhibit(
        "low-seats",
        Shape.TABLE,
        heading,
        caption,
        Unit.PERCENT,
        currency=telling.currency,
        columns=tuple(name for name, _ in filled),
        rows=tuple(zip(*(cells for _, cells in filled), strict=True)),
    )


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[AccountSeats], Cell]], ...]:
    """The columns, each with what an account has in it; those that nobody filled are left out."""
    say = telling.words.say
    amount = N_("{currency} a year") if telling.currency else N_("Annual value")
    return (
        (say(N_("Account")), lambda item: item.name),
        (say(N_("Seats in use")), lambda item: figure(100 * item.share, Unit.PERCENT)),
        (say(amount, currency=telling.currency), lambda item: item.worth),
        (say(N_("Due on")), lambda item: item.due_on),
        (say(N_("Users")), lambda item: item.users),
        (say(N_("Change")), _moved),
        (say(N_("Used")), lambda item: item.active),
        (say(N_("Licensed")), lambda item: item.licensed),
        (say(N_("Tier")), lambda item: item.tier),
        (say(N_("Account id")), lambda item: item.account),
    )


def _moved(item: AccountSeats) -> int | None:
    """How many more people use the product than some months ago; None where either day is not known."""
    return None if item.users is None or item.users_before is None else item.users - item.users_before

"""The rows behind the bridge from last year's customers to today's: every account, step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cx.contracts.words import N_
from cx.metrics.account_names import account_names
from cx.metrics.book_bridge import STEPS as METRICS
from cx.metrics.book_bridge import held_items
from cx.metrics.book_values import book_year
from cx.metrics.book_worth import WORTH, Held
from cx.story.bridge import STEPS
from cx.story.exhibit import Cell
from cx.story.own_rows import Listing, OwnRows, RowsPart, amount, own_rows
from cx.story.telling import Telling


@dataclass(frozen=True, slots=True)
class Stepped:
    """An account and what it adds to a step, or takes from it."""

    held: Held
    amount: Decimal


def bridge_rows(telling: Telling, _by: str) -> OwnRows[Stepped] | None:
    """The accounts with value on either day, by step; None where there is none."""
    items, at_end = held_items(telling.cursor, telling.selection, telling.settings)
    groups = _groups(items, at_end, telling)
    if not groups[0][1]:
        return None
    say, days = telling.words.say, book_year(telling.selection.period.end)
    counted = N_(
        "Accounts by their annual value on the day before the twelve months and on their last day; the amount is what each "
        "adds to the step, or takes from it, as one that left the filters does."
    )
    names = account_names(telling.cursor, min(days.end, telling.selection.as_of))
    listing = Listing("bridge", say(N_("Customers")), say(counted), _columns(names, telling))
    parts = [
        RowsPart(label, _figure(rows, telling, is_whole=not at), days, rows) for at, (label, rows) in enumerate(groups)
    ]
    return own_rows(listing, parts, telling)


def _groups(items: Sequence[Held], at_end: Sequence[Held], telling: Telling) -> list[tuple[str, list[Stepped]]]:
    """All of them with what they changed by, then each step of the picture in its order."""
    amounts: dict[str, list[Stepped]] = {
        "start": _stepped(items, lambda item: item.before),
        **{step: _stepped(items, WORTH[key]) for step, key in METRICS.items()},
        "moved": _moved(items, at_end),
        "end": _stepped(at_end, lambda item: item.after),
    }
    whole = [Stepped(item, item.after - item.before) for item in items if item.before or item.after]
    say = telling.words.say
    return [
        (say(N_("All with value on either day")), _largest(whole)),
        *((say(label), _largest(amounts[step])) for step, label, _ in STEPS),
    ]


def _stepped(items: Sequence[Held], worth: Callable[[Held], Decimal | int]) -> list[Stepped]:
    return [Stepped(item, amount) for item in items if (amount := Decimal(worth(item)))]


def _moved(items: Sequence[Held], at_end: Sequence[Held]) -> list[Stepped]:
    """What came into the filters by the last day, and what went out of them; without filters nothing did."""
    there, then = ({item.account: item for item in held if item.after} for held in (items, at_end))
    came = [Stepped(item, item.after) for account, item in then.items() if account not in there]
    return [*came, *(Stepped(item, -item.after) for account, item in there.items() if account not in then)]


def _largest(rows: Sequence[Stepped]) -> list[Stepped]:
    return sorted(rows, key=lambda row: (-abs(row.amount), row.held.account))


def _figure(rows: Sequence[Stepped], telling: Telling, is_whole: bool) -> str:
    """How many accounts, and what they make: of all of them by how much they changed together."""
    one, several = (
        (N_("{n} account, changed by {amount} a year"), N_("{n} accounts, changed by {amount} a year together"))
        if is_whole
        else (N_("{n} account, {amount} a year"), N_("{n} accounts, {amount} a year"))
    )
    total = sum((row.amount for row in rows), Decimal(0))
    return telling.words.plural(one, several, len(rows), amount=telling.money(total))


def _columns(names: dict[str, str], telling: Telling) -> tuple[tuple[str, Callable[[Stepped], Cell]], ...]:
    say = telling.words.say
    return (
        (say(N_("Account")), lambda row: names.get(row.held.account)),
        (say(N_("Account id")), lambda row: row.held.account),
        (amount(telling), lambda row: row.amount),
        (say(N_("Value before")), lambda row: row.held.before),
        (say(N_("Value after")), lambda row: row.held.after),
    )

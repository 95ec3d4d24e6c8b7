"""From the customers of a year ago to those of today, in number and in value: steps that sum to the unit and the cent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.book_values import book, book_year, reaches
from cx.metrics.book_worth import WORTH, Held
from cx.metrics.metric import Grid

STEPS = {
    "gained": "value_gained",
    "returned": "value_returned",
    "expanded": "value_expanded",
    "contracted": "value_contracted",
    "lost": "value_lost",
}
"""The metric of the book that each step of value is the sum of."""
COUNTS = {"gained": "customers_gained", "returned": "customers_returned", "lost": "customers_lost"}


@dataclass(frozen=True)
class Bridge:
    """Customers or their annual value: `end` = start + gained + returned + expanded - contracted - lost + moved, exactly.

    `moved` is what came into a filter less what went out of it, since attributes changed: the steps are of those whom
    it held on the first day, the end of those whom it holds on the last.
    """

    start: Decimal
    gained: Decimal
    returned: Decimal
    expanded: Decimal
    contracted: Decimal
    lost: Decimal
    end: Decimal
    moved: Decimal = Decimal(0)

    @property
    def closes(self) -> bool:
        """True where the steps lead from the start to the end."""
        added = self.gained + self.returned + self.expanded
        return self.start + added - self.contracted - self.lost + self.moved == self.end


@dataclass(frozen=True)
class BookBridge:
    """Both bridges between two days. Customers neither expand nor contract; `pending` is value not decided yet."""

    days: Period
    customers: Bridge
    value: Bridge
    pending: Decimal


def book_bridge(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> BookBridge | None:
    """Over the twelve months that end with the period; None where the book may begin after their first day."""
    days = book_year(selection.period.end)
    if not reaches(cursor, days):
        return None
    items, at_end = held_items(cursor, selection, settings)
    if not any(item.before or item.after for item in items) and not any(item.after for item in at_end):
        return None
    return bridge_of(items, days, at_end)


def held_items(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[list[Held], list[Held]]:
    """The accounts of the twelve months whom the filters hold on the first day, and those whom they hold on the last."""
    days = book_year(selection.period.end)
    items = _items(cursor, selection, settings, days, of_last_day=False)
    return items, _items(cursor, selection, settings, days, of_last_day=True) if selection.filters else items


def _items(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, days: Period, of_last_day: bool
) -> list[Held]:
    groups = book(cursor, Grid.BOOK_BY_ACCOUNT, selection, settings, (), days, of_last_day=of_last_day)
    return [item for group in groups.values() for item in group]


def bridge_of(items: list[Held], days: Period, at_end: list[Held] | None = None) -> BookBridge:
    """Both bridges of these accounts; `at_end` are those whom the last day holds, where they differ."""
    last = items if at_end is None else at_end
    counted = {step: _total(WORTH[key], items) for step, key in COUNTS.items()}
    valued = {step: _total(WORTH[key], items) for step, key in STEPS.items()}
    customers = Bridge(
        start=_total(lambda item: int(item.before > 0), items),
        end=_total(WORTH["customers"], last),
        moved=_total(WORTH["customers"], last) - _total(WORTH["customers"], items),
        expanded=Decimal(0),
        contracted=Decimal(0),
        **counted,
    )
    value = Bridge(
        start=_total(lambda item: item.before, items),
        end=_total(WORTH["recurring_revenue"], last),
        moved=_total(WORTH["recurring_revenue"], last) - _total(WORTH["recurring_revenue"], items),
        **valued,
    )
    return BookBridge(days, customers, value, _total(lambda item: item.pending, items))


def _total(worth: Callable[[Held], Decimal | int], items: Iterable[Held]) -> Decimal:
    return sum((Decimal(worth(item)) for item in items), Decimal(0))

"""What became of an account or a contract between two days, and what each metric of the book counts it for."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from cx.metrics.rows import Row

NOTHING = Decimal(0)
EARNED, BOUGHT = "earned", "bought"
Worth = Decimal | int


@dataclass(frozen=True, slots=True)
class Held:
    """One account or contract of the book: its value on both days, and what is not known of it yet."""

    account: str
    before: Decimal
    after: Decimal
    pending: Decimal = NOTHING
    """Value of terms that ended in between and whose outcome is not known yet."""
    least_pending: Decimal = NOTHING
    """The smallest of those terms."""
    unshown: Decimal = NOTHING
    """Value of terms that ended in between and are called renewed, though nothing shows what followed."""
    was_here: bool = False
    """True where it had value on some day up to the first one."""
    came_by: str | None = None
    """Earned or bought, as its first terms say; None where they say nothing, or both."""

    @property
    def is_new(self) -> bool:
        """Here on the last day and never up to the first one."""
        return self.after > 0 and not self.was_here

    @property
    def is_back(self) -> bool:
        """Here on the last day, not on the first one, and once before."""
        return self.after > 0 and self.before == 0 and self.was_here

    @property
    def is_gone(self) -> bool:
        """Here on the first day and not on the last one."""
        return self.before > 0 and self.after == 0


def held(row: Row) -> Held:
    """One row of the book's query."""
    words = {str(word) for word in (row["came_earned"], row["came_bought"]) if word}
    before, after, pending, least, unshown = (
        Decimal(str(row[name])) for name in ("before", "after", "pending", "least_pending", "unshown")
    )
    came_by = words.pop() if len(words) == 1 else None
    return Held(str(row["account"]), before, after, pending, least, unshown, bool(row["was_here"]), came_by)


def kept(item: Held) -> Worth:
    """What stayed: growth does not make up for losses elsewhere."""
    return min(item.before, item.after)


def left(item: Held) -> Worth:
    """1 where nothing is left."""
    return int(item.is_gone)


def now(item: Held) -> Worth:
    """What it is worth on the last day."""
    return item.after


def lost(item: Held) -> Worth:
    """What it was worth, where nothing is left."""
    return item.before if item.is_gone else NOTHING


def expanded(item: Held) -> Worth:
    """By how much one that stayed has grown."""
    return max(item.after - item.before, NOTHING) if item.before > 0 else NOTHING


def contracted(item: Held) -> Worth:
    """By how much one that stayed has shrunk."""
    return max(item.before - item.after, NOTHING) if item.after > 0 else NOTHING


def gained(item: Held) -> Worth:
    """What a new one is worth."""
    return item.after if item.is_new else NOTHING


def returned(item: Held) -> Worth:
    """What one that came back is worth."""
    return item.after if item.is_back else NOTHING


def earned(item: Held) -> Worth:
    """What one that was here has grown or lost, and what a new one that came by recommendation is worth."""
    if item.before > 0:
        return item.after - item.before
    return item.after if item.is_new and item.came_by == EARNED else NOTHING


WORTH: dict[str, Callable[[Held], Worth]] = {
    "grr": kept,
    "nrr": now,
    "logo_churn": left,
    "contract_grr": kept,
    "contract_churn": left,
    "expansion_rate": expanded,
    "contraction_rate": contracted,
    "revenue_churn": lambda item: lost(item) + contracted(item),
    "earned_growth": earned,
    "earned_growth_ratio": earned,
    "customers": lambda item: int(item.after > 0),
    "customers_gained": lambda item: int(item.is_new),
    "customers_returned": lambda item: int(item.is_back),
    "customers_lost": left,
    "recurring_revenue": now,
    "value_gained": gained,
    "value_returned": returned,
    "value_expanded": expanded,
    "value_contracted": contracted,
    "value_lost": lost,
}
"""By metric, what one account or contract counts for."""


def grown(item: Held) -> Worth:
    """What it added to the book, or took from it."""
    return item.after - item.before


BASES: dict[str, Callable[[Held], Worth]] = {"earned_growth_ratio": grown}
"""Ratios over something else than what accounts were worth before: over growth, which there may be none of."""


def base_of(key: str) -> Callable[[Held], Worth]:
    """What one account or contract adds to the denominator of a ratio."""
    return BASES.get(key, lambda item: item.before)

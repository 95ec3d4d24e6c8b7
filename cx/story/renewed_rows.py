"""The rows behind what became of what was due: every term of the period, by the steps of the picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cx.contracts.words import N_
from cx.metrics.ended_terms import PENDING, EndedTerm, ended_terms
from cx.story.exhibit import Cell
from cx.story.outcomes import OUTCOMES
from cx.story.own_rows import Listing, OwnRows, RowsPart, amount, own_rows
from cx.story.telling import Telling


@dataclass(frozen=True, slots=True)
class Share:
    """A term and what of its value belongs to a step."""

    term: EndedTerm
    amount: Decimal


STEPS: tuple[tuple[str, Callable[[EndedTerm], Decimal | None]], ...] = (
    (N_("Up for renewal"), lambda term: term.amount),
    (N_("Left"), lambda term: None if term.is_stayed or term.outcome == PENDING else term.amount),
    (N_("Reduced"), lambda term: term.gone if term.is_stayed else None),
    (N_("Still open"), lambda term: term.amount if term.outcome == PENDING else None),
    (N_("Not recorded"), lambda term: term.amount if term.is_stayed and term.kept is None else None),
    (N_("Stayed"), lambda term: term.kept if term.is_stayed else None),
    (N_("Grew"), lambda term: term.grown),
    (N_("Now"), lambda term: term.kept + term.grown if term.is_stayed and term.kept is not None else None),
)
"""The steps by their names in the picture, and what of a term belongs to each; nothing of those in no part of it."""


def renewed_rows(telling: Telling, _by: str) -> OwnRows[Share] | None:
    """The terms due in the period, by step; None where none was."""
    terms = ended_terms(telling.cursor, telling.selection, telling.settings)
    if not terms:
        return None
    say = telling.words.say
    groups = [(say(name), [Share(term, amount) for term in terms if (amount := worth(term))]) for name, worth in STEPS]
    counted = N_("Contract terms that came due in the period; the amount is what of their annual value is in the step.")
    listing = Listing("renewals", say(N_("Terms that were due")), say(counted), _columns(telling))
    period = telling.selection.period
    return own_rows(listing, [RowsPart(name, _figure(rows, telling), period, rows) for name, rows in groups], telling)


def _figure(rows: Sequence[Share], telling: Telling) -> str:
    return telling.words.plural(
        N_("{amount} in {n} contract term"),
        N_("{amount} in {n} contract terms"),
        len(rows),
        amount=telling.money(sum((row.amount for row in rows), Decimal(0))),
    )


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[Share], Cell]], ...]:
    say = telling.words.say
    return (
        (say(N_("What became of it")), lambda row: say(OUTCOMES[row.term.outcome])),
        (amount(telling), lambda row: row.amount),
        (say(N_("Annual value")), lambda row: row.term.amount),
        (say(N_("Kept")), lambda row: row.term.kept),
        (say(N_("Added")), lambda row: row.term.grown or None),
        (say(N_("Due on")), lambda row: row.term.due_on),
        (say(N_("Reason")), lambda row: row.term.reason),
        (say(N_("Account")), lambda row: row.term.name),
        (say(N_("Account id")), lambda row: row.term.account),
        (say(N_("Contract")), lambda row: row.term.contract),
    )

"""Contract terms that are due as a table for people: whose, how much, when, what is known of them, and why at risk."""

from collections.abc import Callable, Sequence

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, Words, whole
from cx.metrics.due_terms import DETRACTOR_TO, DueTerm, Reason, Standing
from cx.story.exhibit import Cell, Exhibit, Shape
from cx.story.telling import Telling

STANDING_NAMES = {
    Standing.AT_RISK: N_("at risk"),
    Standing.UNSCORED: N_("cannot be scored"),
    Standing.UNFLAGGED: N_("no sign of risk"),
    Standing.STAYS: N_("renewed already"),
}
REASON_NAMES = {
    Reason.SEATS: N_("under half of seats used"),
    Reason.DETRACTOR: N_("last answer 0–6"),
    Reason.LEAVING: N_("said to leave"),
}
PROMOTER_FROM = 9
IDS = 2
"""Columns at the end that name the term rather than tell of it."""


def due_table(
    key: str,
    terms: Sequence[DueTerm],
    takeaway: str,
    caption: str,
    telling: Telling,
    more: Sequence[tuple[str, Sequence[Cell]]] = (),
) -> Exhibit:
    """One row a term, in the order given, with `more` columns before its ids; columns that nobody filled are left out."""
    told = [(name, [tell(term) for term in terms]) for name, tell in due_columns(telling)]
    named = [*told[:-IDS], *more, *told[-IDS:]]
    filled = [(name, cells) for name, cells in named if any(cell is not None for cell in cells)]
    rows = tuple(zip(*(cells for _, cells in filled), strict=True))
    columns = tuple(name for name, _ in filled)
    return Exhibit(
        key, Shape.TABLE, takeaway, caption, Unit.MONEY, currency=telling.currency, columns=columns, rows=rows
    )


def extent(shown: int, there: int, telling: Telling) -> str:
    """How many of the terms a table shows."""
    if shown == there:
        return telling.words.plural(N_("all of {n} term"), N_("all of {n} terms"), there)
    return telling.words.plural(
        N_("the {shown} largest of {n} term"), N_("the {shown} largest of {n} terms"), there, shown=whole(shown)
    )


def flag_of(term: DueTerm, telling: Telling) -> str:
    """How the term stands; of one at risk every rule that flags it."""
    return reasons_said(term.reasons, telling.words) or telling.words.say(STANDING_NAMES[term.standing])


def reasons_said(reasons: Sequence[Reason], words: Words) -> str | None:
    """Every rule that flags a term; None where none does."""
    return "; ".join(words.say(REASON_NAMES[reason]) for reason in reasons) or None


def due_columns(telling: Telling) -> tuple[tuple[str, Callable[[DueTerm], Cell]], ...]:
    """The columns, each with what a term has in it; the last ones name the term."""
    say = telling.words.say
    amount = N_("{currency} a year") if telling.currency else N_("Annual value")
    return (
        (say(N_("Account")), lambda term: term.name),
        (say(amount, currency=telling.currency), lambda term: term.amount),
        (say(N_("Due on")), lambda term: term.due_on),
        (say(N_("Notice on")), lambda term: term.notice_on),
        (say(N_("Risk")), lambda term: flag_of(term, telling)),
        (say(N_("Tier")), lambda term: term.tier),
        (say(N_("Seats used")), lambda term: None if term.seats is None else figure(100 * term.seats, Unit.PERCENT)),
        (say(N_("Last NPS")), lambda term: _answer(term.score, telling)),
        (say(N_("Account id")), lambda term: term.account),
        (say(N_("Contract")), lambda term: term.contract),
    )


def _answer(score: int | None, telling: Telling) -> str | None:
    """The class of the last answer with its score; None for silence."""
    if score is None:
        return None
    template = N_("passive ({score})")
    if score <= DETRACTOR_TO:
        template = N_("detractor ({score})")
    elif score >= PROMOTER_FROM:
        template = N_("promoter ({score})")
    return telling.words.say(template, score=score)

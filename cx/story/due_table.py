"""Contract terms that are due as a table for people: whose, how much, when, what is known of them, and why at risk."""

from collections.abc import Callable, Sequence

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, Words
from cx.metrics.due_terms import DETRACTOR_TO, DueTerm, Reason, Standing
from cx.story.exhibit import Cell, Exhibit, Shape
from cx.story.telling import Telling

STANDING_NAMES = {
    Standing.AT_RISK: N_("at risk"),
    Standing.UNSCORED: N_("cannot be scored"),
    Standing.UNFLAGGED: N_("no flag"),
    Standing.STAYS: N_("renewed already"),
}
REASON_NAMES = {
    Reason.SEATS: N_("fewer than half of the seats in use"),
    Reason.DETRACTOR: N_("the last answer was 0–6"),
    Reason.LEAVING: N_("said to leave"),
}
PROMOTER_FROM = 9


def due_table(key: str, terms: Sequence[DueTerm], takeaway: str, caption: str, telling: Telling) -> Exhibit:
    """One row a term, in the order given; columns that nobody filled are left out."""
    named = [(name, [tell(term) for term in terms]) for name, tell in _columns(telling)]
    filled = [(name, cells) for name, cells in named if any(cell is not None for cell in cells)]
    rows = tuple(zip(*(cells for _, cells in filled), strict=True))
    columns = tuple(name for name, _ in filled)
    return Exhibit(
        key, Shape.TABLE, takeaway, caption, Unit.MONEY, currency=telling.currency, columns=columns, rows=rows
    )


def reasons_said(reasons: Sequence[Reason], words: Words) -> str | None:
    """Every rule that flags a term; None where none does."""
    return "; ".join(words.say(REASON_NAMES[reason]) for reason in reasons) or None


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[DueTerm], Cell]], ...]:
    """The columns, each with what a term has in it."""
    say = telling.words.say
    amount = N_("Annual value ({currency})") if telling.currency else N_("Annual value")
    return (
        (say(N_("Account")), lambda term: term.name),
        (say(N_("Account id")), lambda term: term.account),
        (say(N_("Contract")), lambda term: term.contract),
        (say(amount, currency=telling.currency), lambda term: term.amount),
        (say(N_("Due on")), lambda term: term.due_on),
        (say(N_("Notice on")), lambda term: term.notice_on),
        (say(N_("Tier")), lambda term: term.tier),
        (say(N_("Seats in use")), lambda term: None if term.seats is None else figure(100 * term.seats, Unit.PERCENT)),
        (say(N_("Last NPS answer")), lambda term: _answer(term.score, telling)),
        (say(N_("Flag")), lambda term: say(STANDING_NAMES[term.standing])),
        (say(N_("Why")), lambda term: reasons_said(term.reasons, telling.words)),
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

"""The rows behind renewal by use: every term that was due, with the seats in use before it and what became of it."""

from collections.abc import Callable, Sequence

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.insights.renewal_by_use import Term, parts_by_use, terms_with_use, year_of_terms
from cx.story.exhibit import Cell
from cx.story.outcomes import OUTCOMES
from cx.story.own_rows import Listing, OwnRows, RowsPart, annual_value, own_rows
from cx.story.renewal_by_use import BANDS
from cx.story.telling import Telling


def use_rows(telling: Telling, _by: str) -> OwnRows[Term] | None:
    """The terms due with a known outcome, by band; None where there is none."""
    terms = terms_with_use(telling.cursor, telling.selection, telling.settings)
    if not terms:
        return None
    say = telling.words.say
    groups = [(say(N_("All terms with a known outcome")), terms)]
    groups += [(say(name), tuple(items)) for name, items in zip(BANDS, parts_by_use(terms), strict=True)]
    counted = say(
        N_(
            "Contract terms that came due in the twelve months and whose outcome is known; users and seats are the most of "
            "the {active} days up to {lead} days before the due date."
        ),
        active=telling.settings.active_days,
        lead=telling.settings.risk_days // 2,
    )
    listing = Listing("renewal-by-use", say(N_("Terms that were due")), counted, _columns(terms, telling))
    period = year_of_terms(telling.selection)
    return own_rows(
        listing, [RowsPart(name, _figure(items, telling), period, items) for name, items in groups], telling
    )


def _figure(terms: Sequence[Term], telling: Telling) -> str:
    return telling.words.plural(
        N_("{renewed} of {n} contract term renewed"),
        N_("{renewed} of {n} contract terms renewed"),
        len(terms),
        renewed=whole(sum(term.renewed for term in terms)),
    )


def _columns(terms: Sequence[Term], telling: Telling) -> tuple[tuple[str, Callable[[Term], Cell]], ...]:
    say = telling.words.say
    band = {term: say(name) for name, items in zip(BANDS, parts_by_use(terms), strict=True) for term in items}
    return (
        (say(N_("Outcome")), lambda term: say(OUTCOMES[term.outcome])),
        (say(N_("Band")), lambda term: band[term]),
        (say(N_("Seats in use")), lambda term: None if term.seats is None else figure(100 * term.seats, Unit.PERCENT)),
        (say(N_("Used")), lambda term: term.active),
        (say(N_("Licensed")), lambda term: term.licensed),
        (say(N_("Use up to")), lambda term: term.used_to),
        (say(N_("Due on")), lambda term: term.due_on),
        (annual_value(telling), lambda term: term.amount),
        (say(N_("Tier")), lambda term: term.tier),
        (say(N_("Account")), lambda term: term.name),
        (say(N_("Account id")), lambda term: term.account),
        (say(N_("Contract")), lambda term: term.contract),
    )

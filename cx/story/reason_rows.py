"""The rows behind the reasons for leaving: every term that was lost or reduced, by span, reason and whose it was."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from cx.contracts.filters import Selection
from cx.contracts.words import N_
from cx.metrics.ended_terms import EndedTerm, lost_terms
from cx.story.exhibit import Cell
from cx.story.outcomes import LESS, OUTCOMES
from cx.story.own_rows import Listing, OwnRows, RowsPart, annual_value, own_rows
from cx.story.reasons import MOST_REASONS, WHOSE, spans_told
from cx.story.telling import Telling

BECAME = {**OUTCOMES, "renewed": LESS}
"""By outcome, what became of a term that something went with."""


def reason_rows(telling: Telling, _by: str) -> OwnRows[EndedTerm] | None:
    """The terms lost or reduced in the period and in twelve months; None where there is none."""
    spans = [
        (label, selection, lost_terms(telling.cursor, selection, telling.settings))
        for _, label, _, selection in spans_told(telling)
    ]
    parts = [part for span in spans if any(term.gone for term in span[2]) for part in _parts(*span, telling)]
    if not parts:
        return None
    say = telling.words.say
    counted = N_(
        "Terms that came due and were lost or reduced; what went is all of their annual value, or what it was more than "
        "what was kept."
    )
    return own_rows(
        Listing("reasons", say(N_("Terms lost or reduced")), say(counted), _columns(telling)), parts, telling
    )


def _parts(label: str, selection: Selection, terms: Sequence[EndedTerm], telling: Telling) -> list[RowsPart[EndedTerm]]:
    """All of a span, each reason of its picture, and each reason by whose it was."""
    say, known = telling.words.say, [term for term in terms if term.kept is not None]
    unknown = [term for term in terms if term.kept is None]
    groups = [(label, known)]
    for reason, items in _by_reason(known, telling):
        name = say(N_("{period} · {reason}"), period=label, reason=reason)
        groups.append((name, items))
        groups += [
            (say(N_("{part} · {whose}"), part=name, whose=say(whose)), [term for term in items if term.whose == word])
            for word, whose, _ in WHOSE
        ]
    groups.append((say(N_("{period} · to a value that nobody recorded"), period=label), unknown))
    return [RowsPart(name, _figure(items, telling), selection.period, items) for name, items in groups if items]


def _by_reason(terms: Sequence[EndedTerm], telling: Telling) -> list[tuple[str, list[EndedTerm]]]:
    """The rows of the picture: the reasons that most went for, the others together, and what nobody named."""
    say = telling.words.say
    groups: dict[str | None, list[EndedTerm]] = {}
    for term in terms:
        groups.setdefault(term.reason, []).append(term)
    named = sorted(
        ((name, items) for name, items in groups.items() if name is not None),
        key=lambda group: (-_gone(group[1]), group[0]),
    )
    rest = [term for _, items in named[MOST_REASONS:] for term in items]
    return [
        *named[:MOST_REASONS],
        *([(say(N_("Other reasons")), rest)] if rest else []),
        *([(say(N_("No reason recorded")), groups[None])] if None in groups else []),
    ]


def _gone(terms: Sequence[EndedTerm]) -> Decimal:
    return sum((term.gone for term in terms), Decimal(0))


def _figure(terms: Sequence[EndedTerm], telling: Telling) -> str:
    return telling.words.plural(
        N_("{amount} gone with {n} contract term"),
        N_("{amount} gone with {n} contract terms"),
        len(terms),
        amount=telling.money(_gone(terms)),
    )


def _columns(telling: Telling) -> tuple[tuple[str, Callable[[EndedTerm], Cell]], ...]:
    say = telling.words.say
    whose = {word: say(name) for word, name, _ in WHOSE}
    return (
        (say(N_("What became of it")), lambda term: say(BECAME[term.outcome])),
        (say(N_("Gone")), lambda term: None if term.kept is None else term.gone),
        (annual_value(telling), lambda term: term.amount),
        (say(N_("Kept")), lambda term: term.kept),
        (say(N_("Due on")), lambda term: term.due_on),
        (say(N_("Reason")), lambda term: term.reason),
        (say(N_("Ours or not")), lambda term: whose[term.whose]),
        (say(N_("Account")), lambda term: term.name),
        (say(N_("Account id")), lambda term: term.account),
        (say(N_("Contract")), lambda term: term.contract),
    )

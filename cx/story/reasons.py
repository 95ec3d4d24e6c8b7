"""The section on why money was lost or reduced: for which reasons, and whether they were ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cx.contracts.filters import Selection
from cx.contracts.periods import trailing_year
from cx.contracts.units import Unit
from cx.contracts.words import N_
from cx.metrics.lost_money import LostFor, lost_money
from cx.story.exhibit import Cell, Exhibit, Point, Section, Series, Shape
from cx.story.period_names import day
from cx.story.telling import Telling

WHOSE = (
    ("ours", N_("Ours"), "worse"),
    ("not ours", N_("Not ours"), "main"),
    (None, N_("Nobody said whose"), ""),
)
"""Whose a reason is, what that is called, and how it is drawn."""
MOST_REASONS = 8
HEADINGS = {
    True: N_("Of {amount} lost or reduced {in_period}, {ours} was for reasons of ours."),
    False: N_(
        "Of {amount} lost or reduced {in_period}, {ours} was for reasons of ours; whose {unknown} was, nobody said."
    ),
}
COLUMNS = (
    N_("Period"),
    N_("Reason"),
    N_("Whose"),
    N_("Terms lost"),
    N_("Lost"),
    N_("Terms reduced"),
    N_("Reduced"),
    N_("Together"),
)


@dataclass(frozen=True)
class Losses:
    """What was lost or reduced in a period, by reason."""

    key: str
    period: str
    in_period: str
    items: tuple[LostFor, ...]

    @property
    def amount(self) -> Decimal:
        """All of it."""
        return _amount(self.items)

    def of(self, whose: str | None) -> Decimal:
        """How much of it was whose."""
        return _amount([item for item in self.items if item.whose == whose])


def reasons_section(telling: Telling, _by: str | None) -> Section | None:
    """Why money was lost in the period and in twelve months; None where none was lost in either."""
    told = [_losses(*span, telling) for span in spans_told(telling)]
    shown = [losses for losses in told if losses.amount]
    if not shown:
        return None
    exhibits = [_exhibit(losses, telling) for losses in shown]
    exhibits.append(_table(shown, telling))
    return Section("reasons", exhibits[0].takeaway, tuple(exhibits), _meaning(told, telling), ())


def spans_told(telling: Telling) -> tuple[tuple[str, str, str, Selection], ...]:
    """What is told of: the period and the twelve months to its end, each with key, name, when it was, and selection."""
    year = trailing_year(telling.selection.period.end)
    ending = day(year.end, telling.words)
    return (
        ("period", telling.period, telling.in_period, telling.selection),
        (
            "year",
            telling.words.say(N_("the twelve months to {day}"), day=ending),
            telling.words.say(N_("in the twelve months to {day}"), day=ending),
            telling.selection.over(year),
        ),
    )


def _losses(key: str, period: str, in_period: str, selection: Selection, telling: Telling) -> Losses:
    return Losses(key, period, in_period, lost_money(telling.cursor, selection, telling.settings))


def _amount(items: Sequence[LostFor]) -> Decimal:
    return sum((item.amount for item in items), Decimal(0))


def _sentence(losses: Losses, telling: Telling) -> str:
    """How much of what was lost was ours; where nobody said whose anything was, that."""
    unknown = losses.of(None)
    if unknown == losses.amount:
        return telling.words.say(
            N_("{amount} was lost or reduced {in_period}, and nobody said whether the reasons were ours."),
            amount=telling.money(losses.amount),
            in_period=losses.in_period,
        )
    return telling.words.say(
        HEADINGS[not unknown],
        amount=telling.money(losses.amount),
        in_period=losses.in_period,
        ours=telling.money(losses.of("ours")),
        unknown=telling.money(unknown),
    )


def _meaning(told: Sequence[Losses], telling: Telling) -> tuple[str, ...]:
    """The heading says the first amount; the other one, and what both are made of, is said here."""
    said = []
    heads = next(losses for losses in told if losses.amount)
    for losses in told:
        if losses.amount:
            said += [] if losses is heads else [_sentence(losses, telling)]
            said += [*_largest(losses, telling), *_unnamed(losses, telling)]
        unrecorded = sum(item.unrecorded for item in losses.items)
        if unrecorded:
            said.append(_of_unknown_size(unrecorded, losses, telling))
    if all(losses.of(None) == losses.amount for losses in told):
        said.append(
            telling.words.say(
                N_("A renewals export with the columns for the reason, and for whether it was ours, would tell.")
            )
        )
    said.append(
        telling.words.say(
            N_(
                "A reason is what somebody wrote down when the term ended, one a term: customers who leave often have "
                "several. What is still pending is in none of it."
            )
        )
    )
    return tuple(said)


def _largest(losses: Losses, telling: Telling) -> list[str]:
    """The reason that most was lost for, of those that somebody named."""
    named = _by_reason([item for item in losses.items if item.reason is not None])
    if not named:
        return []
    name, items = named[0]
    return [
        telling.words.plural(
            N_("The largest named reason is “{reason}”: {amount} in {n} term."),
            N_("The largest named reason is “{reason}”: {amount} in {n} terms."),
            _terms(items),
            reason=name,
            amount=telling.money(_amount(items)),
        )
    ]


def _unnamed(losses: Losses, telling: Telling) -> list[str]:
    items = [item for item in losses.items if item.reason is None]
    if not _amount(items):
        return []
    return [
        telling.words.plural(
            N_("No reason was recorded for {amount} in {n} term."),
            N_("No reason was recorded for {amount} in {n} terms."),
            _terms(items),
            amount=telling.money(_amount(items)),
        )
    ]


def _of_unknown_size(terms: int, losses: Losses, telling: Telling) -> str:
    return telling.words.plural(
        N_("{n} term was reduced {in_period} to a value that nobody recorded: what went with it is in no amount here."),
        N_(
            "{n} terms were reduced {in_period} to a value that nobody recorded: what went with them is in no amount here."
        ),
        terms,
        in_period=losses.in_period,
    )


def _terms(items: Sequence[LostFor]) -> int:
    return sum(item.terms for item in items)


def _by_reason(items: Sequence[LostFor]) -> list[tuple[str | None, list[LostFor]]]:
    """Reason -> its items, the largest amount first; what nobody named last."""
    groups: dict[str | None, list[LostFor]] = {}
    for item in items:
        groups.setdefault(item.reason, []).append(item)
    return sorted(groups.items(), key=lambda group: (group[0] is None, -_amount(group[1]), group[0] or ""))


def _rows(losses: Losses, telling: Telling) -> list[tuple[str, list[LostFor]]]:
    """The rows of the picture: the largest reasons, the others together, and what nobody named."""
    groups = [group for group in _by_reason(losses.items) if _amount(group[1])]
    named = [(str(name), items) for name, items in groups if name is not None]
    rows, rest = named[:MOST_REASONS], [item for _, items in named[MOST_REASONS:] for item in items]
    if rest:
        rows.append((telling.words.say(N_("Other reasons")), rest))
    unnamed = [items for name, items in groups if name is None]
    return rows + [(telling.words.say(N_("No reason recorded")), items) for items in unnamed]


def _exhibit(losses: Losses, telling: Telling) -> Exhibit:
    """One bar a reason, cut by whose it is."""
    rows = _rows(losses, telling)
    series = tuple(
        Series(telling.words.say(name), tuple(_point(label, items, whose, role, telling) for label, items in rows))
        for whose, name, role in WHOSE
        if losses.of(whose)
    )
    caption = telling.words.plural(
        N_("Annual value lost or reduced, of the terms due · {filters} · {period}: {n} term"),
        N_("Annual value lost or reduced, of the terms due · {filters} · {period}: {n} terms"),
        _terms(losses.items),
        filters=telling.filters,
        period=losses.period,
    )
    key = f"reasons-{losses.key}"
    return Exhibit(key, Shape.STACKED, _sentence(losses, telling), caption, Unit.MONEY, series, telling.currency)


def _point(label: str, items: Sequence[LostFor], whose: str | None, role: str, telling: Telling) -> Point:
    part = [item for item in items if item.whose == whose]
    note = telling.words.plural(
        N_("{name}: {level} in {n} term"),
        N_("{name}: {level} in {n} terms"),
        _terms(part),
        name=label,
        level=telling.money(_amount(part)),
    )
    return Point(
        label, float(_amount(part)) if part else None, n=_terms(part), note=note, role=role, n_of_row=_terms(items)
    )


def _table(told: Sequence[Losses], telling: Telling) -> Exhibit:
    """Every reason with its terms and amounts."""
    say = telling.words.say
    whose = {word: name for word, name, _ in WHOSE}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            losses.period if losses.key == "period" else say(N_("12 months")),
            item.reason or say(N_("No reason recorded")),
            say(whose[item.whose]),
            item.left,
            float(item.lost),
            item.shrunk,
            float(item.reduced),
            float(item.amount),
        )
        for losses in told
        for item in losses.items
    )
    caption = say(
        N_("Terms lost or reduced by reason, annual value in {currency} · {filters} · {period}"),
        currency=telling.currency or say(N_("the contracts' currency")),
        filters=telling.filters,
        period=", ".join(losses.period for losses in told),
    )
    columns = tuple(map(say, COLUMNS))
    takeaway = _sentence(told[-1], telling)
    return Exhibit("reasons-table", Shape.TABLE, takeaway, caption, Unit.MONEY, columns=columns, rows=rows)

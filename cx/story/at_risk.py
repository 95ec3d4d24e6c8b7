"""The section on revenue at risk: what is at risk, what is expected to be lost, which accounts, and who cannot be scored."""

from collections.abc import Sequence
from typing import NamedTuple

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.insights.forecast import RiskRow, revenue_at_risk_rows
from cx.metrics.due_terms import Standing, window_ahead
from cx.metrics.queries import check_dimensions
from cx.metrics.registry import REGISTRY
from cx.story.due_table import due_table, extent
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.period_names import day, within
from cx.story.rounding import rounding_notes
from cx.story.sections import evidence
from cx.story.telling import Telling

AT_RISK, LOSS = "revenue_at_risk", "expected_loss"
MOST = 200
"""Rows of a table of accounts; the largest ones are shown."""
OTHERS = (
    (Standing.UNFLAGGED, N_("No sign of risk")),
    (Standing.UNSCORED, N_("Cannot be scored: not known, not safe")),
    (Standing.STAYS, N_("Renewed already")),
)
"""How what is due and not at risk stands; with what is at risk it makes all that is due."""
TWO_THINGS = N_(
    "At risk and expected loss are two things. At risk is the full value of every term that shows a sign of it: most of it "
    "is renewed all the same. The expected loss is what past terms like these lost, of all that is due, at risk or not. "
    "Neither is a part of the other."
)
OF_LOSS = (
    N_("Annual value of the terms due, expected loss with its 95 % range · {filters} · {start} to {end}: {n} term"),
    N_("Annual value of the terms due, expected loss with its 95 % range · {filters} · {start} to {end}: {n} terms"),
)
OF_RISK = (
    N_("Annual value of the terms due · {filters} · {start} to {end}: {n} term"),
    N_("Annual value of the terms due · {filters} · {start} to {end}: {n} terms"),
)
"""What the picture is of, with an expected loss and without one: one term and several."""
READING = N_(
    "Seats in use are those of the term, else of use in the 28 days before. An answer is the last one to a named "
    "relationship survey in twelve months. A term counts once, whatever signs of risk it has."
)


class AtRisk(NamedTuple):
    """The terms that are due soon by how they stand, and both figures where there are any."""

    rows: tuple[RiskRow, ...]
    at_risk: Finding | None
    loss: Finding | None

    def standing(self, standing: Standing) -> tuple[RiskRow, ...]:
        """Those that stand so, the largest first."""
        return tuple(row for row in self.rows if row.term.standing is standing)


def risk_section(telling: Telling, _by: str | None) -> Section | None:
    """What is at risk of the terms due soon; None where none is due."""
    asked = telling.selection.filters
    check_dimensions(REGISTRY[AT_RISK], tuple(item.dimension for item in asked))
    if telling.selection.period.start > telling.selection.as_of:
        return None
    rows = revenue_at_risk_rows(telling.cursor, telling.selection, telling.settings)
    if not rows:
        return None
    told = {key: telling.ahead[key] for key in (AT_RISK, LOSS) if key in telling.ahead}
    found = AtRisk(rows, told.get(AT_RISK), told.get(LOSS))
    heading = _heading(found, telling)
    exhibits = [_figures(found, heading, telling), *_tables(found, telling)]
    return Section(
        "at-risk", heading, tuple(exhibits), _meaning(found, telling), evidence(list(told.values()), telling)
    )


def _worth(rows: Sequence[RiskRow]) -> float:
    return float(sum(row.term.amount for row in rows))


def _heading(found: AtRisk, telling: Telling) -> str:
    places = {
        "due": telling.money(_worth(found.rows)),
        "when": _when(telling),
        "risk": telling.money(_worth(found.standing(Standing.AT_RISK))),
        "loss": _loss(found, telling),
    }
    if not found.at_risk:
        template = (
            N_("{due} comes due {when}: none of it can be scored for risk; the expected loss, of all of it, is {loss}.")
            if found.loss
            else N_(
                "{due} comes due {when}: none of it can be scored for risk, and nobody can say yet what will be lost."
            )
        )
    else:
        template = (
            N_("{due} comes due {when}: {risk} of it is at risk; the expected loss, of all of it, is {loss}.")
            if found.loss
            else N_("{due} comes due {when}: {risk} of it is at risk; what will be lost cannot be foretold yet.")
        )
    return telling.words.say(template, **places)


def _when(telling: Telling) -> str:
    """The days ahead, as a heading tells them: other sections look further."""
    return within(window_ahead(telling.selection, telling.settings), telling.words, telling.settings)


def _loss(found: AtRisk, telling: Telling) -> str:
    value = found.loss.value if found.loss else None
    return telling.money(value.value) if value and value.value is not None else ""


def _meaning(found: AtRisk, telling: Telling) -> tuple[str, ...]:
    said = [telling.words.say(TWO_THINGS)]
    at_risk, unscored = found.standing(Standing.AT_RISK), found.standing(Standing.UNSCORED)
    if at_risk and found.loss:
        said.append(_of_the_flagged(at_risk, telling))
    if unscored:
        said.append(_unscored(unscored, telling))
    limits = found.loss.value if found.loss else None
    if limits and limits.low is not None and limits.high is not None:
        said.append(
            telling.words.say(
                N_("The expected loss has a range of {range}; what hits many customers at once is not in it."),
                range=span(limits.low, limits.high, Unit.MONEY, telling.words, telling.currency),
            )
        )
    return (*said, telling.words.say(READING))


def _of_the_flagged(rows: Sequence[RiskRow], telling: Telling) -> str:
    """What is at risk beside what is expected to go of it."""
    return telling.words.plural(
        N_(
            "Of the {risk} at risk in {n} term, {loss} is expected to be lost; the rest of the expected loss is of other terms."
        ),
        N_(
            "Of the {risk} at risk in {n} terms, {loss} is expected to be lost; the rest of the expected loss is of other terms."
        ),
        len(rows),
        risk=telling.money(_worth(rows)),
        loss=telling.money(sum(row.expected_loss or 0.0 for row in rows)),
    )


def _unscored(rows: Sequence[RiskRow], telling: Telling) -> str:
    return telling.words.plural(
        N_("{n} term worth {amount} has neither seats nor a named answer and cannot be scored: it is not safe."),
        N_("{n} terms worth {amount} have neither seats nor a named answer and cannot be scored: they are not safe."),
        len(rows),
        amount=telling.money(_worth(rows)),
    )


def _figures(found: AtRisk, heading: str, telling: Telling) -> Exhibit:
    """What is at risk and what is expected to be lost, each by its own name, before how all that is due stands."""
    say = telling.words.say
    told = [_mark(say(N_("At risk")), found.standing(Standing.AT_RISK), telling)] if found.at_risk else []
    if found.loss:
        told.append(_expected(found.loss, say(N_("Expected loss, at risk or not")), telling))
    rest = [
        _mark(say(name), found.standing(standing), telling) for standing, name in OTHERS if found.standing(standing)
    ]
    rest.append(_mark(say(N_("Due in all")), found.rows, telling))
    window = window_ahead(telling.selection, telling.settings)
    caption = telling.words.plural(
        *(OF_LOSS if found.loss else OF_RISK),
        len(found.rows),
        filters=telling.filters,
        start=day(window.start, telling.words),
        end=day(window.end, telling.words),
    )
    parts = [_worth(found.standing(standing)) for standing in (Standing.AT_RISK, *(one for one, _ in OTHERS))]
    notes = rounding_notes([(parts, _worth(found.rows))], Unit.MONEY, telling.words)
    series = (
        Series(say(N_("At risk")), tuple(told)),
        Series(say(N_("Terms due")), tuple(rest), matters=False),
    )
    said = " · ".join((caption, *notes))
    return Exhibit("at-risk", Shape.BARS, heading, said, Unit.MONEY, series, telling.currency)


def _mark(name: str, rows: Sequence[RiskRow], telling: Telling) -> Point:
    note = telling.words.plural(
        N_("{name}: {level} in {n} term"),
        N_("{name}: {level} in {n} terms"),
        len(rows),
        name=name,
        level=telling.money(_worth(rows)),
    )
    return Point(name, _worth(rows), n=len(rows), note=note)


def _expected(loss: Finding, name: str, telling: Telling) -> Point:
    value = loss.value
    note = telling.words.say(N_("{name}: {level}"), name=name, level=telling.money(value.value or 0.0))
    return Point(name, value.value, value.low, value.high, value.n, is_few=value.is_few, note=note)


def _tables(found: AtRisk, telling: Telling) -> list[Exhibit]:
    """The terms at risk and, apart from them, those that nobody can score."""
    at_risk, unscored = found.standing(Standing.AT_RISK), found.standing(Standing.UNSCORED)
    made = []
    if at_risk:
        takeaway = telling.words.plural(
            N_("{n} term worth {amount} a year is at risk."),
            N_("{n} terms worth {amount} a year are at risk."),
            len(at_risk),
            amount=telling.money(_worth(at_risk)),
        )
        made.append(
            _table("at-risk-terms", at_risk, takeaway, N_("Terms at risk, and by which sign of risk each"), telling)
        )
    if unscored:
        name = N_("Terms that cannot be scored, which is no safety")
        made.append(_table("at-risk-unscored", unscored, _unscored(unscored, telling), name, telling))
    return made


def _table(key: str, rows: Sequence[RiskRow], takeaway: str, what: str, telling: Telling) -> Exhibit:
    shown, say = rows[:MOST], telling.words.say
    window = window_ahead(telling.selection, telling.settings)
    caption = say(
        N_("{what}: {extent} · {filters} · due {start} to {end}"),
        what=say(what),
        extent=extent(len(shown), len(rows), telling),
        filters=telling.filters,
        start=day(window.start, telling.words),
        end=day(window.end, telling.words),
    )
    more = (
        (say(N_("Renewal chance")), tuple(_chance(row) for row in shown)),
        (say(N_("Expected loss")), tuple(_rounded(row) for row in shown)),
    )
    return due_table(key, [row.term for row in shown], takeaway, caption, telling, more)


def _chance(row: RiskRow) -> str | None:
    return None if row.chance is None else figure(100 * row.chance, Unit.PERCENT)


def _rounded(row: RiskRow) -> float | None:
    return None if row.expected_loss is None else round(row.expected_loss, 2)

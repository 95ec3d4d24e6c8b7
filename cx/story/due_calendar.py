"""The section on what comes due: by quarter and month, how it stands, the largest terms, and what is past its date."""

from collections.abc import Sequence

from cx.contracts.periods import Grain
from cx.contracts.units import Unit
from cx.contracts.words import N_, whole
from cx.insights.due_calendar import Due, DueCalendar, due_calendar, worth_of
from cx.metrics.due_terms import DueTerm, Standing
from cx.story.due_table import due_table, extent
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.happened import event_key, event_notes, happenings
from cx.story.period_names import day, name_of_part, within
from cx.story.rounding import Sum, rounding_notes
from cx.story.telling import Telling

STANDINGS = (
    (Standing.AT_RISK, N_("At risk"), "worse"),
    (Standing.UNFLAGGED, N_("No sign of risk"), "main"),
    (Standing.UNSCORED, N_("Cannot be scored"), ""),
    (Standing.STAYS, N_("Renewed already"), "better"),
)
"""How a term stands, what that is called, and how it is drawn."""
PARTS = {
    False: (
        N_("{period}: {due} in {n} term; {risk} at risk ({flagged})."),
        N_("{period}: {due} in {n} terms; {risk} at risk ({flagged})."),
    ),
    True: (
        N_("{period}: {due} in {n} term; {risk} at risk ({flagged}), {unscored} that cannot be scored ({unknown})."),
        N_("{period}: {due} in {n} terms; {risk} at risk ({flagged}), {unscored} that cannot be scored ({unknown})."),
    ),
}
"""What is said of a part of the calendar, without and with terms that cannot be scored."""
CAPTIONS = {
    Grain.QUARTER: N_("Annual value of the terms due, by quarter · {filters} · {start} to {end}, as known on {day}"),
    Grain.MONTH: N_("Annual value of the terms due, by month · {filters} · {start} to {end}, as known on {day}"),
}
"""What each picture of the calendar shows."""
MOST = 25


def calendar_section(telling: Telling, _by: str | None) -> Section | None:
    """What comes due in the next four quarters; None where nothing does and nothing is past its date."""
    found = due_calendar(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return None
    heading = _heading(found, telling)
    exhibits: list[Exhibit] = []
    if found.whole.terms:
        exhibits += [_by_time(Grain.QUARTER, found, found.quarters, heading, telling)]
        exhibits += [_by_time(Grain.MONTH, found, found.months, _largest_month(found, telling), telling)]
        exhibits += [_largest(found, telling)]
    if found.overdue:
        exhibits.append(_overdue_table(found, telling))
    said = (*_meaning(found, telling), *event_key(exhibits, telling))
    return Section("due", heading, tuple(exhibits), said, ())


def _heading(found: DueCalendar, telling: Telling) -> str:
    if not found.whole.terms:
        return _overdue(found, telling)
    at_risk, unscored = (found.whole.standing(name) for name in (Standing.AT_RISK, Standing.UNSCORED))
    return telling.words.say(
        _template(found, at_risk, unscored),
        due=telling.money(found.whole.worth),
        when=within(found.whole.period, telling.words, telling.settings),
        risk=telling.money(worth_of(at_risk)),
        unscored=telling.money(worth_of(unscored)),
    )


def _template(found: DueCalendar, at_risk: Sequence[DueTerm], unscored: Sequence[DueTerm]) -> str:
    if len(unscored) == len(found.whole.terms):
        return N_("{due} comes due {when}: none of it can be scored for risk.")
    if unscored:
        return N_("{due} comes due {when}: {risk} of it is at risk, and {unscored} cannot be scored.")
    if not at_risk:
        return N_("{due} comes due {when}: none of it shows a sign of risk.")
    return N_("{due} comes due {when}: {risk} of it is at risk.")


def _largest_month(found: DueCalendar, telling: Telling) -> str:
    most = max(found.months, key=lambda part: part.worth)
    return telling.words.plural(
        N_("The largest month is {month}: {due} in {n} term."),
        N_("The largest month is {month}: {due} in {n} terms."),
        len(most.terms),
        month=name_of_part(most.period, Grain.MONTH, telling.settings),
        due=telling.money(most.worth),
    )


def _meaning(found: DueCalendar, telling: Telling) -> tuple[str, ...]:
    said = [_part(part, telling) for part in found.quarters if part.terms]
    if found.overdue and found.whole.terms:
        said.append(_overdue(found, telling))
    noticed = [term for term in found.whole.terms if term.notice_on and term.standing is Standing.UNFLAGGED]
    if noticed:
        said.append(_noticed(noticed, telling))
    said.append(
        telling.words.say(
            N_(
                "At risk is a rule, not a forecast: fewer than half of the seats in use, a last answer of 0–6 in twelve "
                "months, or said to leave, as known on {day}. What has neither seats nor an answer is not safe: nobody "
                "knows. Terms that have not begun, or have no end date, are in none of it."
            ),
            day=day(found.day, telling.words),
        )
    )
    return tuple(said)


def _part(part: Due, telling: Telling) -> str:
    """What is due in a part of the calendar; what cannot be scored is named where there is any."""
    at_risk, unscored = part.standing(Standing.AT_RISK), part.standing(Standing.UNSCORED)
    one, several = PARTS[bool(unscored)]
    return telling.words.plural(
        one,
        several,
        len(part.terms),
        period=name_of_part(part.period, Grain.QUARTER, telling.settings),
        due=telling.money(part.worth),
        risk=telling.money(worth_of(at_risk)),
        flagged=whole(len(at_risk)),
        unscored=telling.money(worth_of(unscored)),
        unknown=whole(len(unscored)),
    )


def _overdue(found: DueCalendar, telling: Telling) -> str:
    """What is open past its date, which no window ahead holds."""
    return telling.words.plural(
        N_("{n} term worth {amount} is past its date and still pending, since {day}: it is in no figure ahead."),
        N_(
            "{n} terms worth {amount} are past their date and still pending, the oldest since {day}: they are in no figure ahead."
        ),
        len(found.overdue),
        amount=telling.money(worth_of(found.overdue)),
        day=day(min(term.due_on for term in found.overdue), telling.words),
    )


def _noticed(terms: Sequence[DueTerm], telling: Telling) -> str:
    return telling.words.plural(
        N_("{n} term worth {amount} has given notice and shows no sign of risk: the rule does not read notices."),
        N_("{n} terms worth {amount} have given notice and show no sign of risk: the rule does not read notices."),
        len(terms),
        amount=telling.money(worth_of(terms)),
    )


def _by_time(grain: Grain, found: DueCalendar, parts: Sequence[Due], takeaway: str, telling: Telling) -> Exhibit:
    """One bar a quarter or month, cut by how its terms stand."""
    there = {term.standing for term in found.whole.terms}
    series = tuple(
        Series(telling.words.say(name), tuple(_point(part, grain, standing, role, telling) for part in parts))
        for standing, name, role in STANDINGS
        if standing in there
    )
    caption = telling.words.say(
        CAPTIONS[grain],
        filters=telling.filters,
        start=day(found.whole.period.start, telling.words),
        end=day(found.whole.period.end, telling.words),
        day=day(found.day, telling.words),
    )
    events = happenings([part.period for part in parts], telling)
    notes = (*rounding_notes(_sums(found, parts), Unit.MONEY, telling.words), *event_notes(events, telling))
    return Exhibit(
        f"due-{grain}s",
        Shape.STACKED,
        takeaway,
        " · ".join((caption, *notes)),
        Unit.MONEY,
        series,
        telling.currency,
        events=events,
    )


def _sums(found: DueCalendar, parts: Sequence[Due]) -> list[Sum]:
    """What is told together: the parts of the calendar and all of it, and how what is due in each stands."""
    by_standing = [
        ([worth_of(part.standing(standing)) for standing, _, _ in STANDINGS], part.worth)
        for part in (*parts, found.whole)
    ]
    at_risk = [worth_of(part.standing(Standing.AT_RISK)) for part in parts]
    return [
        ([part.worth for part in parts], found.whole.worth),
        (at_risk, worth_of(found.whole.standing(Standing.AT_RISK))),
        *by_standing,
    ]


def _point(part: Due, grain: Grain, standing: Standing, role: str, telling: Telling) -> Point:
    terms, label = part.standing(standing), name_of_part(part.period, grain, telling.settings)
    note = telling.words.plural(
        N_("{name}: {level} in {n} term"),
        N_("{name}: {level} in {n} terms"),
        len(terms),
        name=label,
        level=telling.money(worth_of(terms)),
    )
    return Point(
        label,
        worth_of(terms) if terms else None,
        n=len(terms),
        on=part.period.start,
        note=note,
        role=role,
        n_of_row=len(part.terms),
    )


def _largest(found: DueCalendar, telling: Telling) -> Exhibit:
    shown = found.whole.terms[:MOST]
    caption = telling.words.say(
        N_("Terms due: {extent} · {filters} · {start} to {end}, as known on {day}"),
        extent=extent(len(shown), len(found.whole.terms), telling),
        filters=telling.filters,
        start=day(found.whole.period.start, telling.words),
        end=day(found.whole.period.end, telling.words),
        day=day(found.day, telling.words),
    )
    takeaway = telling.words.plural(
        N_("The largest term that comes due is {share} % of what does."),
        N_("The {n} largest terms that come due are {share} % of what does."),
        len(shown),
        share=f"{100 * worth_of(shown) / found.whole.worth:.0f}",
    )
    return due_table("due-largest", shown, takeaway, caption, telling)


def _overdue_table(found: DueCalendar, telling: Telling) -> Exhibit:
    shown = found.overdue[:MOST]
    caption = telling.words.say(
        N_("Past their date and still pending: {extent} · {filters} · as known on {day}"),
        extent=extent(len(shown), len(found.overdue), telling),
        filters=telling.filters,
        day=day(found.day, telling.words),
    )
    return due_table("due-overdue", shown, _overdue(found, telling), caption, telling)

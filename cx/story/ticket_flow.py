"""The section on how many tickets came in, were resolved and stayed open, week by week or month by month."""

from datetime import date

from cx.contracts.periods import Grain, Period, label, period_of
from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.metrics.ticket_flow import Span, TicketFlow, flow_by, ticket_flow
from cx.story.exhibit import Cell, Exhibit, Point, Section, Series, Shape
from cx.story.exhibits import known_later
from cx.story.happened import covered, event_key, event_notes, happenings
from cx.story.level_rows import level_rows
from cx.story.over_time import over_time
from cx.story.period_names import day
from cx.story.telling import Telling, dimension_name

Groups = tuple[tuple[str, Span], ...]
"""The name of each group, empty for tickets that have none, and its flow."""
COLUMNS = (
    N_("Open before"),
    N_("Opened"),
    N_("Resolved"),
    N_("Of these opened again"),
    N_("Open at the end"),
    N_("Change in open"),
)


def flow_section(telling: Telling, by: str | None) -> Section | None:
    """What came in and what went, and that the sum closes; None where no ticket or no resolution is known."""
    found = ticket_flow(telling.cursor, telling.selection, telling.settings)
    if found is None or not (found.whole.opened or found.whole.resolved):
        return None
    heading = _heading(found.whole, telling)
    said = (_identity(found.whole, telling), *_closing(found, telling), *_pace(found.whole, telling))
    groups = flow_by(telling.cursor, telling.selection, telling.settings, by) if by else ()
    exhibits = [_flow_exhibit(found, heading, telling), _open_exhibit(found, heading, telling)]
    said = (*said, *event_key(exhibits, telling))
    if by and len(groups) > 1:
        exhibits.append(_groups_exhibit(groups, found.whole, by, heading, telling))
        said = (*said, *_grown(groups, by, telling))
    rows = level_rows(("backlog",), telling)
    return Section("ticket-flow", heading, tuple(exhibits), (*said, *_apart(found, telling)), rows)


def _heading(span: Span, telling: Telling) -> str:
    more = span.after - span.before
    places = {"opened": whole(span.opened), "resolved": whole(span.resolved), "in_period": telling.in_period}
    if not more:
        return telling.words.say(
            N_("Tickets {in_period}: {opened} opened, {resolved} resolved, as many open as before."), **places
        )
    if more > 0:
        template = N_("Tickets {in_period}: {opened} opened, {resolved} resolved, {n} more open than before.")
        return telling.words.say(template, n=whole(more), **places)
    template = N_("Tickets {in_period}: {opened} opened, {resolved} resolved, {n} fewer open than before.")
    return telling.words.say(template, n=whole(-more), **places)


def _identity(span: Span, telling: Telling) -> str:
    return telling.words.say(
        N_("{before} open at first + {opened} opened − {resolved} resolved = {after} open at the end."),
        **{name: whole(getattr(span, name)) for name in ("before", "opened", "resolved", "after")},
    )


def _closing(found: TicketFlow, telling: Telling) -> list[str]:
    """That the same sum closes in every span drawn; each side of it was counted by itself."""
    if not all(span.closes for span in found.spans):
        return []
    templates = {
        Grain.WEEK: (N_("The same sum closes in the one week shown."), N_("The same sum closes in each of {n} weeks.")),
        Grain.MONTH: (
            N_("The same sum closes in the one month shown."),
            N_("The same sum closes in each of {n} months."),
        ),
    }
    return [telling.words.plural(*templates[found.grain], len(found.spans))]


def _pace(span: Span, telling: Telling) -> list[str]:
    """How long what is open would take at the pace of the period."""
    if not span.resolved or not span.after:
        return []
    pace = span.resolved / span.period.days
    return [
        telling.words.say(
            N_("At this pace of {pace} resolved a day what is open is {days} days of work."),
            pace=figure(pace, Unit.SCORE),
            days=figure(span.after / pace, Unit.SCORE),
        )
    ]


def _apart(found: TicketFlow, telling: Telling) -> list[str]:
    """What the counts cannot know or leave out."""
    said = []
    if found.whole.reopened:
        said.append(
            telling.words.plural(
                N_(
                    "{n} of the tickets resolved had been opened again. An export keeps a ticket's last resolution alone, so "
                    "that it counts as open until then and once among the resolved."
                ),
                N_(
                    "{n} of the tickets resolved had been opened again. An export keeps a ticket's last resolution alone, so "
                    "that each counts as open until then and once among the resolved."
                ),
                found.whole.reopened,
            )
        )
    if found.left_out:
        said.append(
            telling.words.plural(
                N_("{n} ticket that was resolved before it was opened is left out."),
                N_("{n} tickets that were resolved before they were opened are left out."),
                found.left_out,
            )
        )
    return said


def _flow_exhibit(found: TicketFlow, heading: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    opened = Series(say(N_("Opened")), tuple(_mark(span, span.opened, telling) for span in found.spans))
    resolved = Series(say(N_("Resolved")), tuple(_mark(span, span.resolved, telling) for span in found.spans), False)
    template = (
        N_("Tickets opened and resolved, by weeks up to {day} · {filters} · {period}: {opened} opened")
        if found.grain is Grain.WEEK
        else N_("Tickets opened and resolved, by month up to {day} · {filters} · {period}: {opened} opened")
    )
    caption = say(template, opened=whole(found.whole.opened), **_places(found, telling))
    return _over_time("ticket-flow", heading, caption, (opened, resolved), found, telling)


def _open_exhibit(found: TicketFlow, heading: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    still = Series(say(N_("Open")), tuple(_mark(span, span.after, telling) for span in found.spans))
    template = (
        N_("Tickets open at the end of each week up to {day} · {filters} · {period}: {open} open at its end")
        if found.grain is Grain.WEEK
        else N_("Tickets open at the end of each month up to {day} · {filters} · {period}: {open} open at its end")
    )
    caption = say(template, open=whole(found.whole.after), **_places(found, telling))
    return _over_time("tickets-open", heading, caption, (still,), found, telling)


def _over_time(
    key: str, heading: str, caption: str, series: tuple[Series, ...], found: TicketFlow, telling: Telling
) -> Exhibit:
    """The lines with what happened meanwhile."""
    events = happenings(covered(span.period for span in found.spans), telling)
    told = " · ".join((caption, *event_notes(events, telling)))
    return over_time(Exhibit(key, Shape.TREND, heading, told, Unit.WHOLE, series, events=events), telling)


def _groups_exhibit(groups: Groups, all_of_it: Span, by: str, heading: str, telling: Telling) -> Exhibit:
    """What came and went in each group as a table, the whole last."""
    say = telling.words.say
    template = N_("Tickets open before, opened, resolved and open at the end, by {dimension} · {filters} · {period}")
    notes = [
        say(
            template,
            dimension=dimension_name(by, telling.words).lower(),
            filters=telling.filters,
            period=telling.period,
        )
    ]
    return Exhibit(
        "ticket-flow-groups",
        Shape.TABLE,
        heading,
        " · ".join((*notes, *known_later("backlog", by, telling))),
        Unit.WHOLE,
        columns=(dimension_name(by, telling.words), *map(say, COLUMNS)),
        rows=(
            *(_group_row(group_name(name, telling), span) for name, span in groups),
            _group_row(say(N_("all")), all_of_it),
        ),
        by=by,
    )


def _group_row(name: str, span: Span) -> tuple[Cell, ...]:
    return (name, span.before, span.opened, span.resolved, span.reopened, span.after, span.after - span.before)


def group_name(name: str, telling: Telling) -> str:
    """What a group is called; tickets without a value of the dimension are one too."""
    return name or telling.words.say(N_("not given"))


def _grown(groups: Groups, by: str, telling: Telling) -> list[str]:
    """In which group most more stay open than before, and that the sum closes in each of them."""
    say, said = telling.words.say, []
    name, span = max(groups, key=lambda pair: pair[1].after - pair[1].before)
    if span.after > span.before:
        said.append(
            say(
                N_("By {dimension}, what is open grew most in {group}: from {before} to {after}."),
                dimension=dimension_name(by, telling.words).lower(),
                group=group_name(name, telling),
                before=whole(span.before),
                after=whole(span.after),
            )
        )
    if all(span.closes for _, span in groups):
        said.append(
            say(
                N_("The same sum closes in each of the {n} groups, which sum to the whole."),
                n=whole(len(groups)),
            )
        )
    return said


def _places(found: TicketFlow, telling: Telling) -> dict[str, str]:
    return {
        "day": day(found.whole.period.end, telling.words),
        "filters": telling.filters,
        "period": telling.period,
    }


def _mark(span: Span, value: int, telling: Telling) -> Point:
    name = span_label(span.period, telling)
    note = telling.words.say(
        N_("{name}: {before} open + {opened} opened − {resolved} resolved = {after} open"),
        name=name,
        **{part: whole(getattr(span, part)) for part in ("before", "opened", "resolved", "after")},
    )
    return Point(name, float(value), on=span.period.start, note=note)


def span_label(period: Period, telling: Telling) -> str:
    """The month, one that is not over with its last day; a week by its last day."""
    month = period_of(period.end, Grain.MONTH)
    if period.start != month.start:
        return _last_day(period.end, telling)
    return label(period if period == month else Period(period.start, period.end, Grain.MONTH))


def _last_day(last: date, telling: Telling) -> str:
    return telling.words.say(N_("to {day}"), day=day(last, telling.words))

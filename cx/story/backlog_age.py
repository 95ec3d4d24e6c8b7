"""The section on how old the open tickets are: bands by the split of the page, and the oldest of them."""

from cx.contracts.units import Unit
from cx.contracts.words import N_, whole
from cx.metrics.backlog_age import BANDS, MOST_LISTED, PRIORITY, BacklogAge, OpenTicket, backlog_age
from cx.story.exhibit import Cell, Exhibit, Point, Section, Series, Shape
from cx.story.exhibits import MOST_GROUPS, known_later
from cx.story.level_rows import level_rows
from cx.story.period_names import day, end_of
from cx.story.telling import Telling, dimension_name

NAMES = (N_("Up to 1 day"), N_("1 to 3 days"), N_("3 to 7 days"), N_("7 to 30 days"), N_("Over 30 days"))
OLD = 7
"""Days after which an open ticket is called old."""
COLUMNS = (N_("Account"), N_("Opened"), N_("Days open"), N_("Priority"), N_("Team"), N_("Ticket"))


def age_section(telling: Telling, by: str | None) -> Section | None:
    """How old the open tickets are, by priority where nothing splits them; None where none is open."""
    by = by or PRIORITY
    found = backlog_age(telling.cursor, telling.selection, telling.settings, by)
    if found is None:
        return None
    heading, oldest = _heading(found, telling), found.oldest[0]
    said = [
        *_oldest_group(found, by, telling),
        telling.words.say(
            N_("The oldest, {ticket}, has been open since {day}: {days} days."),
            ticket=oldest.ticket,
            day=day(oldest.opened_at, telling.words),
            days=whole(oldest.days),
        ),
        telling.words.say(
            N_(
                "Counted at the end of {day}, from the moment of opening, nights and days off included. A ticket that was "
                "opened again counts from its first opening; one that is on hold counts as open. The oldest are listed "
                "below the map."
            ),
            day=day(found.day, telling.words),
        ),
    ]
    exhibits = (_bands(found, by, heading, telling), _oldest(found, heading, telling))
    return Section("backlog-age", heading, exhibits, tuple(said), level_rows(("backlog",), telling))


def _heading(found: BacklogAge, telling: Telling) -> str:
    return telling.words.plural(
        N_("Of {all} open {at_end}, {n} has waited more than {days} days."),
        N_("Of {all} open {at_end}, {n} have waited more than {days} days."),
        found.older_than(OLD),
        all=telling.words.plural(N_("{n} ticket"), N_("{n} tickets"), found.total),
        at_end=end_of(telling.selection.period, telling.words, telling.settings),
        days=OLD,
    )


def _oldest_group(found: BacklogAge, by: str, telling: Telling) -> list[str]:
    """The group with most of the old tickets."""
    old = {name: sum(bands[BANDS.index(OLD) + 1 :]) for name, bands in found.counts.items()}
    name = max(old, key=lambda name: old[name])
    if len(old) < 2 or not old[name]:
        return []
    return [
        telling.words.say(
            N_("By {dimension}, {group} has most of those that have waited more than {days} days: {n} of its {all}."),
            dimension=dimension_name(by, telling.words).lower(),
            group=_name(name, telling),
            days=OLD,
            n=whole(old[name]),
            all=whole(sum(found.counts[name])),
        )
    ]


def _name(name: str | None, telling: Telling) -> str:
    return telling.words.say(N_("not given")) if name is None else name


def _rows(found: BacklogAge, telling: Telling) -> list[tuple[str, tuple[int, ...]]]:
    """The groups; of more than can be read, the smaller ones as one row, so that all still sum."""
    rows = [(_name(name, telling), counts) for name, counts in found.counts.items()]
    if len(rows) <= MOST_GROUPS:
        return rows
    kept, others = rows[: MOST_GROUPS - 1], rows[MOST_GROUPS - 1 :]
    together = tuple(map(sum, zip(*(counts for _, counts in others), strict=True)))
    label = telling.words.plural(N_("{n} other"), N_("{n} others"), len(others))
    return [*kept, (label, together)]


def _bands(found: BacklogAge, by: str, heading: str, telling: Telling) -> Exhibit:
    """One row a group and one for all, one column a band and one for all."""
    say, rows = telling.words.say, _rows(found, telling)
    total = tuple(map(sum, zip(*found.counts.values(), strict=True)))
    most = max(max(counts) for _, counts in rows) or 1
    series = [
        Series(
            say(name),
            (
                *(_cell(label, counts[at], counts[at] / most, telling) for label, counts in rows),
                _cell(say(N_("all")), total[at], None, telling),
            ),
        )
        for at, name in enumerate(NAMES)
    ]
    sums = (*((label, sum(counts)) for label, counts in rows), (say(N_("all")), sum(total)))
    series.append(Series(say(N_("All")), tuple(_cell(label, count, None, telling) for label, count in sums)))
    caption = say(
        N_("Open tickets by {dimension} and time since opening · {filters} · end of {day}: {count}"),
        dimension=dimension_name(by, telling.words).lower(),
        filters=telling.filters,
        day=day(found.day, telling.words),
        count=telling.words.plural(N_("{n} ticket"), N_("{n} tickets"), found.total),
    )
    caption = " · ".join((caption, *known_later("backlog", by, telling)))
    return Exhibit("backlog-age", Shape.HEAT, heading, caption, Unit.WHOLE, tuple(series), by=by)


def _cell(label: str, count: int, shade: float | None, telling: Telling) -> Point:
    note = telling.words.plural(N_("{name}: {n} ticket"), N_("{name}: {n} tickets"), count, name=label)
    return Point(label, float(count), note=note, shade=shade)


def _oldest(found: BacklogAge, heading: str, telling: Telling) -> Exhibit:
    say = telling.words.say
    shown = len(found.oldest)
    count = (
        say(N_("The {n} oldest of {all} open tickets"), n=whole(shown), all=whole(found.total))
        if found.total > MOST_LISTED
        else telling.words.plural(N_("The one open ticket"), N_("All {n} open tickets, the oldest first"), shown)
    )
    return Exhibit(
        "backlog-oldest",
        Shape.TABLE,
        heading,
        say(
            N_("{count} · {filters} · end of {day}"),
            count=count,
            filters=telling.filters,
            day=day(found.day, telling.words),
        ),
        Unit.WHOLE,
        columns=tuple(map(say, COLUMNS)),
        rows=tuple(map(_row, found.oldest)),
    )


def _row(item: OpenTicket) -> tuple[Cell, ...]:
    return (item.account, item.opened_at.date(), round(item.days, 1), item.priority, item.team, item.ticket)

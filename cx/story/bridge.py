"""The section that leads from the customers of a year ago to those of today, in value and in number."""

from collections.abc import Sequence

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_
from cx.insights.finding import Finding
from cx.metrics.book_bridge import BookBridge, Bridge, book_bridge
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.period_names import day
from cx.story.rounding import Sum, rounding_notes
from cx.story.sections import evidence
from cx.story.telling import Telling

STEPS = (
    ("start", N_("A year before"), "total"),
    ("gained", N_("New"), "up"),
    ("returned", N_("Came back"), "up"),
    ("expanded", N_("Grew"), "up"),
    ("contracted", N_("Shrank"), "down"),
    ("lost", N_("Left"), "down"),
    ("moved", N_("Changed groups"), "up"),
    ("end", N_("At the end"), "total"),
)
ALWAYS = ("start", "gained", "lost", "end")
CAPTIONS = {
    Unit.MONEY: N_("Annual value of customers · {filters} · {start} to {end}"),
    Unit.WHOLE: N_("Number of customers · {filters} · {start} to {end}"),
}


def bridge_section(findings: Sequence[Finding], telling: Telling) -> Section | None:
    """What became of the customers in twelve months; None where the book may begin later."""
    found = book_bridge(telling.cursor, telling.selection, telling.settings)
    if found is None:
        return None
    heading = _heading(found.value, telling)
    exhibits = (
        _steps("value-bridge", found, found.value, Unit.MONEY, heading, telling),
        _steps("customer-bridge", found, found.customers, Unit.WHOLE, heading, telling),
    )
    return Section("bridge", heading, exhibits, _meaning(found, telling), evidence(findings, telling))


def _heading(value: Bridge, telling: Telling) -> str:
    return telling.words.say(
        N_("What customers are worth a year went from {start} to {end}: {added} was added, {gone} is gone."),
        start=telling.money(value.start),
        end=telling.money(value.end),
        added=telling.money(sum(_added(value))),
        gone=telling.money(sum(_gone(value))),
    )


def _meaning(found: BookBridge, telling: Telling) -> tuple[str, ...]:
    counts = {name: figure(float(getattr(found.customers, name)), Unit.WHOLE) for name in (*ALWAYS, "returned")}
    said = [
        telling.words.say(
            N_("Customers: {start} a year before, {end} at the end; {gained} new, {returned} back, {lost} gone."),
            **counts,
        )
    ]
    if found.value.moved or found.customers.moved:
        said.append(_moved(found, telling))
    if found.pending:
        said.append(
            telling.words.say(
                N_("{amount} of it is still pending and shown as left or shrunk."),
                amount=telling.money(found.pending),
            )
        )
    return tuple(said)


def _moved(found: BookBridge, telling: Telling) -> str:
    """What the filter holds at the end and did not a year before, and the other way round."""
    return telling.words.say(
        N_(
            "Changed groups, on balance: {customers} in number, {amount} a year. They pass the filters on one of both days "
            "alone; the other steps are of those who passed them a year before."
        ),
        customers=f"{int(found.customers.moved):+d}",
        amount=telling.money(found.value.moved),
    )


def _added(bridge: Bridge) -> tuple[float, ...]:
    return tuple(map(float, (bridge.gained, bridge.returned, bridge.expanded)))


def _gone(bridge: Bridge) -> tuple[float, ...]:
    return tuple(map(float, (bridge.contracted, bridge.lost)))


def _sums(bridge: Bridge) -> tuple[Sum, ...]:
    """What the heading and the picture tell together: what was added, what is gone, and how one end leads to the other."""
    added, gone, start, moved = _added(bridge), _gone(bridge), float(bridge.start), float(bridge.moved)
    way = (start, *added, *(-amount for amount in gone), moved)
    ends = (start, sum(added), -sum(gone), moved)
    return (added, sum(added)), (gone, sum(gone)), (way, float(bridge.end)), (ends, float(bridge.end))


def _steps(key: str, found: BookBridge, bridge: Bridge, unit: Unit, takeaway: str, telling: Telling) -> Exhibit:
    """The steps of one bridge, those of nothing left out where they need not be."""
    marks = tuple(
        Point(telling.words.say(label), abs(float(amount)), role="down" if amount < 0 else role)
        for name, label, role in STEPS
        if (amount := getattr(bridge, name)) or name in ALWAYS
    )
    start, end = (day(on, telling.words) for on in (found.days.start, found.days.end))
    caption = " · ".join(
        (
            telling.words.say(CAPTIONS[unit], filters=telling.filters, start=start, end=end),
            *rounding_notes(_sums(bridge), unit, telling.words),
        )
    )
    money = telling.currency if unit is Unit.MONEY else ""
    series = (Series(telling.words.say(N_("Customers")), marks),)
    return Exhibit(key, Shape.WATERFALL, takeaway, caption, unit, series, money)

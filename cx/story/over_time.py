"""A picture over time that has one period alone: its figures as a table, since a line needs two."""

from dataclasses import replace

from cx.contracts.units import figure, span
from cx.contracts.words import N_
from cx.story.exhibit import Cell, Exhibit, Point, Series, Shape
from cx.story.telling import Telling

COLUMNS = (N_("Name"), N_("Value"), N_("95 % range"), N_("n"), N_("Note"))


def over_time(exhibit: Exhibit, telling: Telling) -> Exhibit:
    """The trend as it is; where only one period has a value, a table of it that says that there is no trend yet."""
    known = [(one, point) for one in exhibit.series for point in one.points if point.value is not None]
    if len({point.on or point.label for _, point in known}) != 1:
        return exhibit
    rows = [_row(one, point, exhibit, telling) for one, point in known]
    names = (N_("Period"), *COLUMNS)
    kept = [at for at in range(len(names)) if any(row[at] not in (None, "") for row in rows)]
    note = telling.words.say(N_("one period has a figure: a trend needs two"))
    return replace(
        exhibit,
        shape=Shape.TABLE,
        caption=" · ".join((exhibit.caption, note)),
        columns=tuple(telling.words.say(names[at]) for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in rows),
    )


def _row(one: Series, point: Point, exhibit: Exhibit, telling: Telling) -> tuple[Cell, ...]:
    """Period, name, value, range, cases, and what speaks against reading much into it."""
    unit, money, words = exhibit.unit, exhibit.currency, telling.words
    has_range = point.low is not None and point.high is not None
    return (
        point.label,
        one.name,
        point.text or figure(point.value or 0.0, unit, money),
        span(point.low or 0.0, point.high or 0.0, unit, words, money) if has_range else None,
        point.n or None,
        words.say(N_("too few to judge by")) if point.is_few else None,
    )

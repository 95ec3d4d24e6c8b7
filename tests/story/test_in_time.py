"""Events and breaks have their place at the points of a picture over time, each at one."""

from datetime import date

import pytest

from cx.contracts.periods import Period
from cx.contracts.units import Unit
from cx.story.exhibit import Cut, Exhibit, Happening, Point, Series, Shape
from cx.story.happened import covered, happened_in
from cx.story.in_time import break_at, events_at

QUARTERS = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 10, 1))
POINTS = tuple(Point(f"{on}", 1.0, on=on) for on in QUARTERS)
WHOLE = Point("All of it", 3.0)


def with_event(on: date, *cuts: Cut) -> Exhibit:
    """Two quarters, a gap, a third one and their whole, and one event."""
    series = (Series("Due", (*POINTS, WHOLE)), Series("Lost", POINTS[:2]))
    return Exhibit("t", Shape.STACKED, "t", "c", Unit.MONEY, series, cuts=cuts, events=(Happening(on, 1, "E", ""),))


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2023, 12, 31), 0),
        (date(2024, 1, 1), 0),
        (date(2024, 3, 31), 0),
        (date(2024, 4, 1), 1),
        (date(2024, 9, 30), 1),
        (date(2024, 10, 1), 2),
        (date(2030, 1, 1), 2),
    ],
)
def test_an_event_stands_at_the_last_point_that_began_by_its_day(day: date, place: int) -> None:
    exhibit = with_event(day)
    assert [bool(events_at(exhibit, point)) for point in POINTS] == [at == place for at in range(3)]
    assert events_at(exhibit, WHOLE) == ()


def test_a_break_is_said_in_whole_words_at_the_first_point_of_the_new_line() -> None:
    exhibit = with_event(QUARTERS[0], Cut(QUARTERS[1], ("survey: A yearly voic…",), "survey: A yearly voice → B"))
    assert [break_at(exhibit, point) for point in (*POINTS, WHOLE)] == ["", "survey: A yearly voice → B", "", ""]
    twice = with_event(QUARTERS[0], Cut(QUARTERS[2], ("new wording", "scale")))
    assert break_at(twice, POINTS[2]) == "new wording, scale"
    not_shown = with_event(QUARTERS[0], Cut(date(2024, 7, 1), ("scale",)))
    assert [break_at(not_shown, point) for point in POINTS] == ["", "", "scale"]


def test_what_happened_in_some_of_the_days_keeps_its_number() -> None:
    found = tuple(Happening(on, at, "E", "") for at, on in enumerate(QUARTERS, 1))
    assert happened_in(found, [Period(date(2024, 4, 1), date(2024, 6, 30))]) == found[1:2]
    spring, autumn = Period(date(2024, 4, 1), date(2024, 6, 30)), Period(date(2024, 10, 1), date(2024, 12, 31))
    assert covered([autumn, spring]) == (Period(date(2024, 4, 1), date(2024, 12, 31)),)
    assert covered([]) == ()

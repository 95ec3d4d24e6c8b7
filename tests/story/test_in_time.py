"""Every picture over time carries the events of its days, and says at which of its points they and its breaks stand."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, period_named
from cx.contracts.words import Words
from cx.store.database import Store, open_store
from cx.store.entries import entries
from cx.story.board import board
from cx.story.exhibit import Cut, Exhibit, Section, Shape
from cx.story.explored import explored
from cx.story.happened import events_said
from cx.story.in_time import break_at, events_at
from cx.story.parts import PARTS
from cx.story.telling import Telling
from cx.story.ticket_flow import flow_section

AS_OF = date(2026, 9, 30)
DATED = re.compile(r"\b20\d\d\b")
"""A label that names a year, month, quarter or day."""
DUE_TO, AHEAD_TO = date(2027, 9, 30), date(2027, 3, 29)
ENDS = {"due-quarters": DUE_TO, "due-months": DUE_TO, "forecast": AHEAD_TO}
"""Pictures of what lies ahead, and the last day that each covers; all others end with the period."""


@pytest.fixture(scope="module")
def store(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opening = open_store(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("in_time") / "cx.duckdb")))
    yield opening
    opening.close()


@pytest.fixture(scope="module")
def sections(store: Store) -> tuple[Section, ...]:
    """All sections of all pages and of the board, of the last whole quarter."""
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(period_named("2026Q3"), AS_OF), store.settings, Words("en"))
        told = [board(telling), *(explored(page, None, telling) for page in PARTS)]
    return tuple(section for story in told for section in story.sections)


def over_time(sections: tuple[Section, ...]) -> list[Exhibit]:
    """The pictures of which several marks are called by a time."""
    pictures = [one for section in sections for one in section.exhibits if one.shape is not Shape.TABLE]
    labels = {id(one): {point.label for series in one.series for point in series.points} for one in pictures}
    return [one for one in pictures if sum(map(bool, map(DATED.search, labels[id(one)]))) > 1]


def days_of(store: Store) -> list[date]:
    with store.cursor() as cursor:
        return sorted(item.row.date for item in entries(cursor, "events"))


def test_every_picture_over_time_carries_the_events_that_its_dates_cover(sections: tuple[Section, ...], store: Store):
    found = over_time(sections)
    keys = {one.key for one in found}
    assert len([key for key in keys if key.endswith("-trend")]) > 25
    assert {"nps-split", "ticket-flow", "tickets-open", "due-quarters", "due-months"} < keys
    assert {"forecast", "forecast-trial"} < keys and {one.shape for one in found} == {
        Shape.TREND,
        Shape.STACKED,
        Shape.DOTS,
    }
    for one in found:
        first = min(point.on for series in one.series for point in series.points if point.on is not None)
        covered = [day for day in days_of(store) if first <= day <= ENDS.get(one.key, AS_OF)]
        assert covered and [event.on for event in one.events] == covered, one.key
        assert [event.number for event in one.events] == list(range(one.events[0].number, one.events[-1].number + 1))
        assert "events: " in one.caption, one.key


def test_each_event_stands_at_the_point_of_its_days_and_its_section_says_what_its_number_is(
    sections: tuple[Section, ...],
):
    for one in over_time(sections):
        for series in one.series:
            assert all(point.on is not None for point in series.points if DATED.search(point.label)), one.key
        stood = [events_at(one, point) for point in one.series[0].points]
        assert [event for events in stood for event in events] == list(one.events), one.key
        keys = [section.meaning for section in sections if one in section.exhibits]
        listed = events_said(one.events, Words("en"))
        assert keys and all(any(listed in line for line in meaning) for meaning in keys), one.key


def test_the_weeks_of_a_month_carry_their_events_too(store: Store):
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    with store.cursor() as cursor:
        section = flow_section(Telling(cursor, Selection(june, AS_OF), store.settings, Words("en")), None)
    assert section is not None
    for one in section.exhibits:
        assert [event.on.isoformat() for event in one.events] == ["2026-04-01", "2026-06-15"]
        assert one.caption.endswith(
            "events: 2 Release with the new setup (15 Jun 2026); 1 earlier one is named when pointed at"
        )


def test_a_break_is_said_at_the_first_point_of_the_new_line(sections: tuple[Section, ...]):
    one = next(one for one in over_time(sections) if one.key == "nps-trend")
    points = one.series[0].points
    cut = Cut(points[2].on or AS_OF, ("survey: A yearly voic…",), "survey: A yearly voice of all → B")
    broken = Exhibit(one.key, one.shape, "", "", one.unit, one.series, cuts=(cut,))
    assert [break_at(broken, point) for point in points] == ["", "", cut.note, *[""] * (len(points) - 3)]

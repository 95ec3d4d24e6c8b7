"""All sections of all pages: behind each stand its rows, as many as its marks say and worth as much, none anonymous.

What is over time in them carries the events of its days.
"""

import csv
import io
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, period_named
from cx.contracts.words import Words
from cx.contracts.words import whole as written
from cx.export.csv_file import csv_file
from cx.metrics.counted_rows import counted_rows
from cx.store.database import Store, open_store
from cx.store.entries import entries
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.explored import explored
from cx.story.happened import events_said
from cx.story.in_time import events_at
from cx.story.marks import marks
from cx.story.own_rows import OwnRows
from cx.story.parts import PARTS
from cx.story.rows_of_sections import OWN_ROWS
from cx.story.telling import Telling
from cx.story.ticket_flow import flow_section
from cx.ui.rows_behind import table_of
from cx.ui.taking_away import sheet_of
from tests.metrics import company as made
from tests.metrics.company import SETTINGS, opened

SELECTION = Selection(Period(date(2026, 7, 1), date(2026, 9, 30)), date(2026, 9, 30))
WORTH = "EUR a year"
DATED = re.compile(r"\b20\d\d\b")
"""A label that names a year, month, quarter or day."""
AHEAD = {"due-quarters": date(2027, 9, 30), "due-months": date(2027, 9, 30), "forecast": date(2027, 3, 29)}
"""Pictures of what lies ahead, and the last day that each covers; all others end with the period."""


@pytest.fixture(scope="module")
def store(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opening = open_store(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("rows") / "cx.duckdb")))
    yield opening
    opening.close()


@pytest.fixture(scope="module")
def telling(store: Store) -> Iterator[Telling]:
    with store.cursor() as cursor:
        yield Telling(cursor, SELECTION, store.settings, Words("en"))


@pytest.fixture(scope="module")
def sections(telling: Telling) -> dict[str, Section]:
    return {section.key: section for page in PARTS for section in explored(page, "tier", telling).sections}


def rows_of(key: str, sections: dict[str, Section], telling: Telling) -> OwnRows:
    found = OWN_ROWS[key](telling, sections[key].by)
    assert found is not None
    return found


def test_every_section_of_every_page_offers_rows(sections: dict[str, Section]):
    assert len(sections) > 45 and set(OWN_ROWS) < set(sections)
    assert [key for key, section in sections.items() if not section.metrics and key not in OWN_ROWS] == []


def test_a_section_counts_as_many_rows_as_its_evidence_says(sections: dict[str, Section], telling: Telling):
    told = {
        (row.metric, int(re.sub(r"\D", "", re.findall(r"\d[\d\s]*", row.basis)[-1 if " over" in row.basis else 0])))
        for section in sections.values()
        for row in section.evidence
        if row.metric != "backlog"  # its figure is itself a count, and no n stands with it
    }
    assert len(told) > 40
    for key, n in told:
        assert (key, counted_rows(telling.cursor, key, SELECTION, telling.settings, 1).total) == (key, n)


Expected = tuple[str, float, str]
"""The part that a mark is of, what its rows make, and what is summed up over them: empty where they are counted."""


def _whole_and_part(point: Point, part: str, series: Series, summed: str) -> list[Expected]:
    own = f"{part} · {series.name}"
    of_part = [(own, point.n, ""), (own, point.value, summed)] if point.value else []
    return [(part, point.n_of_row, ""), *of_part]


def expected(exhibit: Exhibit, series: Series, point: Point) -> list[Expected]:
    """What the rows behind a mark must make, by the picture that it stands in."""
    match exhibit.key:
        case "due-quarters" | "due-months":
            return _whole_and_part(point, point.label, series, WORTH)
        case "reasons-period" | "reasons-year":
            period = "2026 Q3" if exhibit.key == "reasons-period" else "the twelve months to 30 Sep 2026"
            return _whole_and_part(point, f"{period} · {point.label}", series, "Gone")
        case "silence" if point.label.endswith(": accounts"):
            group = point.label.removesuffix(": accounts").replace("all", "all accounts asked")
            return [(group, point.n, ""), (f"{group} · {series.name.lower()}", point.n * point.value / 100, "")]
        case "silence-contrast" | "renewal-by-use":
            return [(point.label, point.n, "")]
        case "drivers" | "drivers-ratings":
            return [("with all ratings", point.n, "")]
        case "handoffs-team" | "handoffs-role":
            return [(f"{point.label} to {series.name}", point.value, "")] if point.value else []
        case "ticket-flow":
            return [(f"{point.label} · {series.name}", point.value, "")]
        case "tickets-open":
            return [(f"{point.label} · Open at the end", point.value, "")]
        case "value-bridge" | "renewal-flow":
            return [(point.label, point.value, "Amount (EUR)")]
        case "customer-bridge":
            return [(point.label, point.value, "")]
    return []


@pytest.mark.parametrize("key", OWN_ROWS)
def test_the_rows_behind_each_mark_are_as_many_and_worth_as_much(key: str, sections, telling):
    own = rows_of(key, sections, telling)
    found = {part.label: part for part in own.parts}
    told = [
        item
        for exhibit in sections[key].exhibits
        for series in exhibit.series
        for point in series.points
        for item in expected(exhibit, series, point)
    ]
    assert told and len(found) == len(own.parts)
    for label, value, summed in told:
        table = own.told(found[label])
        at = table.columns.index(summed) if summed else 0
        worth = sum(row[at] for row in table.rows) if summed else len(table.rows)
        assert (label, abs(float(worth))) == (label, pytest.approx(abs(value))), (label, summed)
        assert table.total == len(table.rows)


def test_what_comes_due_can_be_reached_whole(sections, telling):
    whole = rows_of("due", sections, telling).parts[0]
    assert len(whole.items) == 432 and "432 contract terms" in whole.figure
    assert sum(term.amount for term in whole.items) == pytest.approx(
        sum(point.value for series in sections["due"].exhibits[0].series for point in series.points)
    )


def place_of(label: str) -> set[tuple[str, str]]:
    """What the rows of a place of the map are filtered by."""
    stage, _, place = label.removesuffix(" (no touchpoint named)").partition(" · ")
    if place.startswith("tickets by "):
        return {("channel", place.removeprefix("tickets by "))}
    return {("journey_stage", stage), ("touchpoint", place)}


def test_each_group_of_the_flow_shows_its_tickets(sections, telling):
    found = {part.label: part for part in rows_of("ticket-flow", sections, telling).parts}
    table = next(exhibit for exhibit in sections["ticket-flow"].exhibits if exhibit.key == "ticket-flow-groups")
    for row in table.rows:
        group = "2026 Q3" if row[0] == "all" else f"2026 Q3 · {row[0]}"
        for way in ("Open before", "Opened", "Resolved", "Open at the end"):
            part = found.get(f"{group} · {way}")
            assert (len(part.items) if part else 0) == row[table.columns.index(way)]


def test_each_place_of_the_journey_shows_the_rows_of_its_figures(sections, telling):
    section, seen = sections["journey"], 0
    names = {telling.words.say(row.name): row.metric for row in section.evidence}
    for series in section.exhibits[0].series:
        key = names.get(series.name)
        found = marks(key, section.splits, telling) if key else ()
        for point in (point for point in series.points if key and point.n):
            wanted = place_of(point.label)
            (mark,) = [
                mark
                for mark in found
                if wanted <= {(item.dimension, item.values[0]) for item in mark.selection.filters}
            ]
            assert counted_rows(telling.cursor, key, mark.selection, telling.settings, 1).total == point.n
            seen += 1
    assert seen > 8


@pytest.mark.parametrize("key", OWN_ROWS)
def test_the_file_holds_what_the_screen_shows_and_says_of_what_it_speaks(key: str, sections, telling):
    own = rows_of(key, sections, telling)
    whole, first = own.told(own.parts[0]), own.told(own.parts[0], 5)
    assert first.rows == whole.rows[:5] and first.columns == whole.columns
    if whole.total > 5:
        assert first.caption.endswith(f"the first 5 of {written(whole.total)} rows; the download has all")
    table = table_of(whole)
    lines = list(csv.reader(io.StringIO(csv_file(sheet_of(table, whole.name, whole.about)).decode("utf-8-sig"))))
    about = dict(line[:2] for line in lines[: len(whole.about)])
    assert (about["Filters"], about["Data to"]) == ("all customers", "30 Sep 2026")
    assert about["Figure"] == own.parts[0].figure and about["Shown"] == own.parts[0].label
    assert lines[len(whole.about)] == list(whole.columns)
    assert len(lines) - len(whole.about) - 1 == whole.total == len(table)


@pytest.mark.parametrize("key", ["drivers", "silence", "silence-contrast"])
def test_rows_of_an_anonymous_survey_are_never_shown(key: str):
    chance = random.Random(5)
    company = {"accounts": made.accounts(chance), "survey": made.survey(chance, 400)}
    period = Selection(Period(date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31))
    shown = {}
    for kind in ("named", "anonymous"):
        with opened(company, SETTINGS, survey={"survey": kind}) as opening, opening.cursor() as cursor:
            own = OWN_ROWS[key](Telling(cursor, period, SETTINGS, Words("en")), "")
            shown[kind] = [own.told(part) for part in own.parts] if own else []
    assert any(told.rows for told in shown["named"])
    assert shown["anonymous"] and all(not told.rows and not told.total for told in shown["anonymous"])
    assert all("stay hidden" in told.caption and dict(told.about)["Figure"] == "" for told in shown["anonymous"])


def over_time(sections: dict[str, Section]) -> list[Exhibit]:
    """The pictures of which several marks are called by a time."""
    pictures = [one for section in sections.values() for one in section.exhibits if one.shape is not Shape.TABLE]
    labels = {one.key: {point.label for series in one.series for point in series.points} for one in pictures}
    return [one for one in pictures if sum(map(bool, map(DATED.search, labels[one.key]))) > 1]


def test_every_picture_over_time_carries_the_events_that_its_dates_cover(sections, telling):
    found = over_time(sections)
    keys = {one.key for one in found}
    assert len([key for key in keys if key.endswith("-trend")]) > 25
    assert {"nps-split", "ticket-flow", "tickets-open", "forecast-trial", *AHEAD} < keys
    assert {one.shape for one in found} == {Shape.TREND, Shape.STACKED, Shape.DOTS}
    happened = sorted(item.row.date for item in entries(telling.cursor, "events"))
    for one in found:
        first = min(point.on for series in one.series for point in series.points if point.on is not None)
        covered = [day for day in happened if first <= day <= AHEAD.get(one.key, SELECTION.as_of)]
        assert covered and [event.on for event in one.events] == covered, one.key
        assert "events: " in one.caption, one.key


def test_each_event_stands_at_the_point_of_its_days_and_its_section_says_what_its_number_is(sections):
    for section in sections.values():
        for one in over_time({"": section}):
            points = one.series[0].points
            assert all(point.on for series in one.series for point in series.points if DATED.search(point.label))
            assert [event for point in points for event in events_at(one, point)] == list(one.events), one.key
            assert any(events_said(one.events, Words("en")) in line for line in section.meaning), one.key


def test_the_weeks_of_a_month_carry_their_events_too(telling):
    june = Telling(telling.cursor, SELECTION.over(period_named("2026-06")), telling.settings, Words("en"))
    section = flow_section(june, None)
    assert section is not None
    for one in section.exhibits:
        assert [event.on.isoformat() for event in one.events] == ["2026-04-01", "2026-06-15"]
        assert one.caption.endswith("events: 2 Release with the new setup (15 Jun 2026); 1 earlier one is named below")

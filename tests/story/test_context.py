"""Targets, benchmarks and events stand beside the figures that they belong to, and beside no other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period, period_named, to_date
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.entries import entry_row, keep_entry
from cx.story.board import VOICE
from cx.story.exhibit import Exhibit, Section, Story
from cx.story.explored import explored
from cx.story.telling import Telling
from tests.insights.asked import NOW, QUARTERS, SETTINGS, answers
from tests.metrics.company import opened

ENTRIES = (
    ("targets", {"metric": "nps", "period": "2024Q3", "value": "50", "owner": "Ana"}),
    ("targets", {"metric": "nps", "period": "2024", "value": "95"}),
    ("targets", {"metric": "nps", "period": "2024Q1", "value": "-20"}),
    ("targets", {"metric": "nps", "period": "2023Q4", "value": "40"}),
    ("targets", {"metric": "nps", "period": "2024Q3", "value": "99", "segment": "channel=web", "owner": "Ben"}),
    ("benchmarks", {"metric": "nps", "value": "36", "source": "A study", "date": "2024-01-15", "industry": "Software"}),
    ("benchmarks", {"metric": "nps", "value": "12", "source": "Old study", "date": "2019-01-15"}),
    ("benchmarks", {"metric": "nps", "value": "13", "source": "Older study", "date": "2018-01-15"}),
    ("benchmarks", {"metric": "csat", "value": "80", "source": "A study", "date": "2024-01-15"}),
    ("events", {"date": "2024-08-15", "title": "New <b>portal</b>", "author": "Cy"}),
    ("events", {"date": "2024-02-01", "title": "Prices up", "note": "by 4 %"}),
    ("events", {"date": "2012-01-01", "title": "Long ago"}),
    ("events", {"date": "2024-10-01", "title": "Next quarter"}),
)


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    rows = [row for quarter in QUARTERS for row in answers(quarter, channel="web")]
    with opened({"survey": rows}, SETTINGS) as store:
        for kind, cells in ENTRIES:
            keep_entry(store, kind, entry_row(kind, cells), "tester", datetime(2024, 12, 31, tzinfo=UTC))
        yield store


def told(store: Store, period: Period = NOW, as_of: date = date(2024, 9, 30), *filters: Filter) -> Story:
    with store.cursor() as cursor:
        return explored(VOICE, None, Telling(cursor, Selection(period, as_of, filters), SETTINGS, Words("en")))


def nps(story: Story) -> tuple[Section, Exhibit]:
    section = next(item for item in story.sections if item.key == "nps")
    return section, section.exhibits[0]


def test_a_trend_carries_its_target_its_benchmarks_and_the_events_of_its_days(filled: Store) -> None:
    story = told(filled)
    section, trend = nps(story)
    assert [(guide.label, guide.value, guide.role) for guide in trend.guides] == [
        ("Target", 50.0, "target"),
        ("Benchmark", 36.0, "benchmark"),
        ("Benchmark", 12.0, "benchmark"),
    ]
    assert "target for 2024 Q3, at least 50: met" in trend.caption
    assert "benchmark 36 (Software; source: A study, 15 Jan 2024)" in trend.caption
    assert trend.caption.endswith("events: 2 New <b>portal</b> (15 Aug 2024); 1 earlier one is named below")
    assert "Events marked by number: 1 Prices up (1 Feb 2024); 2 New <b>portal</b> (15 Aug 2024)." in section.meaning
    assert [(event.number, event.note) for event in trend.events] == [
        (1, "Prices up, 1 Feb 2024\nby 4 %"),
        (2, "New <b>portal</b>, 15 Aug 2024\nnoted by Cy"),
    ]
    (said,) = (line for line in section.meaning if line.startswith("Target"))
    assert said.startswith("Target for 2024 Q3: at least 50, and Ana answers for it. It is met: 80 (")
    assert story.tiles[0].target == "Target for 2024 Q3, at least 50: met"


def test_a_caption_names_what_happened_since_the_period_compared_with_began(filled: Store) -> None:
    caption = nps(told(filled, period_named("2024Q2")))[1].caption
    assert caption.endswith("events: 1 Prices up (1 Feb 2024)")


@pytest.mark.parametrize(
    ("period", "as_of", "filters", "note"),
    [
        (NOW, date(2024, 9, 30), (Filter("channel", ("web",)),), "Target for 2024 Q3, at least 99: missed"),
        (NOW, date(2024, 9, 30), (Filter("channel", ("phone",)),), None),
        (
            to_date(NOW, date(2024, 8, 20)),
            date(2024, 8, 20),
            (),
            "Target for 2024 Q3, at least 50: on course, the quarter is not over",
        ),
        (
            period_named("2024Q2"),
            date(2024, 9, 30),
            (),
            "Target for 2024, at least 95: behind so far, the year is not over",
        ),
        (
            period_named("2024Q1"),
            date(2024, 9, 30),
            (),
            "Target for 2024 Q1, at least −20: cannot tell yet, the range −33 to −6 reaches to both sides",
        ),
        (period_named("2023Q4"), date(2024, 9, 30), (), "Target for 2023 Q4, at least 40: missed"),
        (period_named("2023Q3"), date(2024, 9, 30), (), ""),
    ],
    ids=[
        "its own segment",
        "another segment",
        "a running quarter",
        "the year around it",
        "on both sides",
        "missed",
        "none",
    ],
)
def test_the_target_is_that_of_the_segment_and_the_shortest_period_around(filled, period, as_of, filters, note) -> None:
    tiles = told(filled, period, as_of, *filters).tiles
    assert [tile.target for tile in tiles if tile.key == "nps"] == ([] if note is None else [note])


def test_a_figure_without_entries_carries_none(filled: Store) -> None:
    story = told(filled)
    others = [exhibit for section in story.sections if section.key != "nps" for exhibit in section.exhibits]
    assert all(exhibit.guides == () for exhibit in others)
    assert all(tile.target == "" for tile in story.tiles if tile.key != "nps")

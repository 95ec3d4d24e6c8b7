"""Rule 12 in the findings: a change across a break cannot be told yet, nor what moved it."""

import pytest

from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.insights.continuity import Continuity
from cx.insights.finding import findings, mover_of, recent
from cx.metrics.breaks import Attribute
from cx.statistics import Verdict
from cx.story.board import board
from cx.story.telling import Telling
from tests.insights.asked import CASES, END, NOW, QUARTERS, SETTINGS, SHARES, answers, by_channel, tickets_by_channel
from tests.metrics.company import Row, opened

SELECTION = Selection(NOW, END)


@pytest.mark.parametrize(("case", "channels", "since_previous", "since_last_year"), CASES)
def test_a_change_across_a_break_cannot_be_told_yet(case, channels, since_previous, since_last_year):
    with opened({"survey": by_channel(channels)}, SETTINGS) as store, store.cursor() as cursor:
        found = findings(cursor, ["nps"], SELECTION, SETTINGS)["nps"]
    for item, is_told, before in (
        (found.since_previous, since_previous, channels[3]),
        (found.since_last_year, since_last_year, channels[0]),
    ):
        assert item.value and item.value > 0
        assert item.verdict is (Verdict.SURE if is_told else Verdict.CANNOT_TELL)
        assert [(broken.period, broken.attribute, broken.before, broken.after) for broken in item.crosses] == (
            [] if is_told else [(NOW, Attribute.CHANNEL, before, channels[4])]
        )


def test_the_series_begins_with_the_last_break():
    channels = ("email", "email", "in-app", "in-app", "in-app")
    with opened({"survey": by_channel(channels)}, SETTINGS) as store, store.cursor() as cursor:
        found = findings(cursor, ["nps"], SELECTION, SETTINGS)["nps"]
        (points,) = recent([found], Continuity(cursor, SELECTION, SETTINGS))
    assert [point.value for point in points] == pytest.approx(
        [100 * (2 * SHARES[quarter] - 1) for quarter in QUARTERS[2:]]
    )


@pytest.mark.parametrize(("channel", "is_named"), [("email", True), ("in-app", False)])
def test_the_group_that_moved_most_is_not_named_where_it_was_asked_differently(channel, is_named):
    def of(quarter: str, region: str, score: int, channel: str) -> list[Row]:
        return [row | {"score": score} for row in answers(quarter, region=region, channel=channel)]

    # The north alone changes its channel: the whole keeps more than half of its answers in common.
    rows = of("2024Q2", "North", 3, "email") + of("2024Q3", "North", 10, channel)
    for at in range(2):
        rows += of("2024Q2", f"South {at}", 9, "email") + of("2024Q3", f"South {at}", 9, "email")
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        found = findings(cursor, ["nps"], SELECTION, SETTINGS)["nps"]
        assert found.since_previous.is_told and not found.since_previous.crosses
        moved = mover_of(found, Continuity(cursor, SELECTION, SETTINGS))
        assert (moved and moved.name) == ("North" if is_named else None)


def test_other_facts_are_of_one_line():
    rows = tickets_by_channel()
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        found = findings(cursor, ["resolution_hours", "handoffs_per_ticket"], SELECTION, SETTINGS)
    assert len(found) == 2
    assert not any(item.since_previous.crosses or item.since_last_year.crosses for item in found.values())


class Counted:
    """A cursor that remembers each scan of how answers were asked for."""

    def __init__(self, cursor):
        self.cursor, self.scans = cursor, []

    def execute(self, query, bound=None):
        if "AS answers" in query:
            self.scans.append((query, str(bound)))
        return self.cursor.execute(query, bound)


def test_a_story_asks_once_how_its_answers_were_asked_for():
    rows = by_channel(("email", "email", "in-app", "in-app", "in-app"))
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        counted = Counted(cursor)
        assert board(Telling(counted, SELECTION, SETTINGS, Words("en"))).sections
    assert counted.scans
    assert len(counted.scans) == len(set(counted.scans))

"""Rule 12 in the story: a trend that breaks is cut with what changed, and a change across the break is not told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_named
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.finding import findings
from cx.statistics import Verdict
from cx.story.board import board, explored
from cx.story.continuity import unbroken
from cx.story.telling import Telling
from tests.metrics.asking import answer, ticket
from tests.metrics.company import Row, opened

SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=1)
QUARTERS = ("2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3")
SHARES = dict(zip(QUARTERS, (0.2, 0.3, 0.4, 0.5, 0.9), strict=True))
"""Promoters by quarter: the last rises so much that the rise is sure."""
NOW = period_named("2024Q3")
END = date(2024, 12, 31)


def answers(quarter: str, **asked: Any) -> list[Row]:
    day = period_named(quarter).start.replace(day=5)
    mark = "-".join((quarter, *map(str, asked.values())))
    return [
        answer(at, "nps", 10 if at < 200 * SHARES[quarter] else 3, responded_at=day, **asked)
        | {"response_id": f"{mark}-{at}"}
        for at in range(200)
    ]


@contextmanager
def telling_of(rows: list[Row], period: Period = NOW, known_to: date = END) -> Iterator[Telling]:
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        yield Telling(cursor, Selection(period, known_to), SETTINGS, Words("en"))


CASES = [
    ("one channel", ("email",) * 5, True, True),
    ("since the last quarter", ("email", "email", "email", "email", "in-app"), False, False),
    ("since last year only", ("email", "email", "in-app", "in-app", "in-app"), True, False),
    ("there and back", ("email", "in-app", "in-app", "email", "email"), True, True),
    ("since the last quarter only", ("in-app", "email", "email", "email", "in-app"), False, True),
]


@pytest.mark.parametrize(("case", "channels", "since_previous", "since_last_year"), CASES)
def test_a_change_across_a_break_cannot_be_told_yet_and_says_why(case, channels, since_previous, since_last_year):
    rows = [row for quarter, name in zip(QUARTERS, channels, strict=True) for row in answers(quarter, channel=name)]
    with telling_of(rows) as telling:
        as_counted = findings(telling.cursor, ["nps"], telling.selection, SETTINGS)
        found = unbroken(as_counted, telling)["nps"]
        (section,) = explored(("nps",), None, telling).sections
        told = board(telling)
    assert as_counted["nps"].since_previous.verdict is as_counted["nps"].since_last_year.verdict is Verdict.SURE
    for item, is_told, period in (
        (found.since_previous, since_previous, "2024 Q2"),
        (found.since_last_year, since_last_year, "2023 Q3"),
    ):
        assert item.verdict is (Verdict.SURE if is_told else Verdict.CANNOT_TELL)
        (reason,) = [line for line in section.meaning if line.startswith(f"Since {period} most")] or [""]
        assert (not reason) == is_told
        assert is_told or "through another channel" in reason
    certain = (section.evidence[0][5], section.evidence[0][7])
    assert certain == tuple("sure" if is_told else "cannot tell yet" for is_told in (since_previous, since_last_year))
    assert (told.tiles[0].certainty, told.tiles[0].arrow) == (
        ("sure", "up") if since_previous else ("cannot tell yet", "off")
    )
    assert ("more than" in told.headline) == (since_previous or since_last_year)


def test_the_trend_is_cut_where_it_breaks_and_its_caption_says_what_changed():
    names = ("Pulse", "Pulse", "Pulse", "A yearly voice of all customers", "A yearly voice of all customers")
    questions = ("Would you recommend us?",) * 4 + ("Do you recommend us?",)
    rows = [
        row
        for quarter, name, question in zip(QUARTERS, names, questions, strict=True)
        for row in answers(quarter, survey_name=name, question=question)
    ]
    with telling_of(rows) as telling:
        (section,) = explored(("nps",), None, telling).sections
    exhibit = section.exhibits[0]
    assert [(cut.on, cut.labels) for cut in exhibit.cuts] == [
        (date(2024, 4, 1), ("survey: Pulse → A yearly voic…",)),
        (date(2024, 7, 1), ("new wording",)),
    ]
    assert {cut.on for cut in exhibit.cuts} <= {point.on for point in exhibit.series[0].points}
    assert "the line breaks at 2024 Q2 (survey: Pulse → A yearly voice of all customers)" in exhibit.caption
    assert "2024 Q3 (wording: “Would you recommend us?” → “Do you recommend us?”)" in exhibit.caption


def test_the_small_line_of_a_tile_begins_with_the_last_break():
    channels = ("email", "email", "in-app", "in-app", "in-app")
    rows = [row for quarter, name in zip(QUARTERS, channels, strict=True) for row in answers(quarter, channel=name)]
    with telling_of(rows) as telling:
        (tile,) = explored(("nps",), None, telling).tiles
    assert tile.spark == pytest.approx([100 * (2 * SHARES[quarter] - 1) for quarter in QUARTERS[2:]])


def test_what_changes_together_is_one_cut():
    rows = answers("2024Q2", channel="email", survey_name="Pulse") + answers("2024Q3", channel="phone", survey_name="X")
    with telling_of(rows) as telling:
        (section,) = explored(("nps",), None, telling).sections
    (cut,) = section.exhibits[0].cuts
    assert cut.labels == ("survey: Pulse → X", "channel: email → phone")
    assert section.exhibits[0].caption.endswith("(survey: Pulse → X, channel: email → phone)")


def test_a_running_quarter_breaks_as_a_whole_one_does():
    rows = answers("2024Q2", channel="email") + answers("2024Q3", channel="phone")
    running = Period(NOW.start, date(2024, 7, 20), Grain.QUARTER)
    with telling_of(rows, running, running.end) as telling:
        (section,) = explored(("nps",), None, telling).sections
    assert [cut.on for cut in section.exhibits[0].cuts] == [NOW.start]
    assert any(line.startswith("Since the first 20 days of 2024 Q2 most answers") for line in section.meaning)


def test_the_group_that_moved_most_is_not_named_where_it_was_asked_differently():
    def of(quarter: str, region: str, score: int, channel: str) -> list[Row]:
        return [row | {"score": score} for row in answers(quarter, region=region, channel=channel)]

    # The north alone changes its channel: the whole keeps more than half of its answers in common.
    for channel in ("email", "in-app"):
        rows = [
            *of("2024Q2", "North", 3, "email"),
            *of("2024Q3", "North", 10, channel),
            *(
                row
                for at in range(2)
                for quarter in ("2024Q2", "2024Q3")
                for row in of(quarter, f"South {at}", 9, "email")
            ),
        ]
        with telling_of(rows) as telling:
            counted = findings(telling.cursor, ["nps"], telling.selection, SETTINGS)
            found = unbroken(counted, telling)["nps"]
        assert counted["nps"].mover and counted["nps"].mover.name == "North"
        assert found.since_previous.is_told
        assert (found.mover is None) == (channel == "in-app")


def test_other_facts_are_left_as_they_are():
    rows = [ticket(at, f"2024-0{5 if at < 40 else 8}-05", channel="email" if at < 40 else "phone") for at in range(80)]
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(NOW, END), SETTINGS, Words("en"))
        found = findings(cursor, ["reopen_rate", "resolution_hours"], telling.selection, SETTINGS)
        assert unbroken(found, telling) == found
        assert not any(exhibit.cuts for section in board(telling).sections for exhibit in section.exhibits)

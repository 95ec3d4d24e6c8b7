"""Rule 12 in the story: a trend that breaks is cut with what changed, and a change across the break is not told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.words import Words
from cx.story.board import board
from cx.story.explored import explored
from cx.story.telling import Telling
from tests.insights.asked import CASES, END, NOW, QUARTERS, SETTINGS, SHARES, answers, by_channel, tickets_by_channel
from tests.metrics.company import Row, opened


@contextmanager
def telling_of(rows: list[Row], period: Period = NOW, known_to: date = END) -> Iterator[Telling]:
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        yield Telling(cursor, Selection(period, known_to), SETTINGS, Words("en"))


@pytest.mark.parametrize(("case", "channels", "since_previous", "since_last_year"), CASES)
def test_a_change_across_a_break_is_not_told_and_says_why(case, channels, since_previous, since_last_year):
    with telling_of(by_channel(channels)) as telling:
        (section,) = explored(("nps",), None, telling).sections
        told = board(telling)
    for is_told, period in ((since_previous, "2024 Q2"), (since_last_year, "2023 Q3")):
        (reason,) = [line for line in section.meaning if f"another channel than in {period} (" in line] or [""]
        assert (not reason) == is_told
        assert is_told or reason.startswith("Most answers come through")
    certain = (section.evidence[0][5], section.evidence[0][7])
    assert certain == tuple("sure" if is_told else "cannot tell yet" for is_told in (since_previous, since_last_year))
    assert (told.tiles[0].certainty, told.tiles[0].arrow) == (
        "sure" if since_previous else "cannot tell yet",
        "up" if since_previous or since_last_year else "off",
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


def test_a_survey_that_turns_from_the_relationship_to_events_says_so():
    rows = [
        row
        for quarter in QUARTERS
        for row in answers(quarter, relationship="transactional" if quarter == "2024Q3" else "relationship")
    ]
    with telling_of(rows) as telling:
        (section,) = explored(("nps",), None, telling).sections
    exhibit = section.exhibits[0]
    assert [(cut.on, cut.labels, cut.note) for cut in exhibit.cuts] == [
        (NOW.start, ("type: relationship → transactional",), "type of survey: relationship → transactional")
    ]
    assert "the line breaks at 2024 Q3 (type of survey: relationship → transactional)" in exhibit.caption
    assert (
        "Most answers come from another type of survey than in 2024 Q2 (relationship then, transactional now): whether the "
        "answers to “Net Promoter Score” changed, or only what was asked about, the whole relationship or one event, cannot "
        "be told yet."
    ) in section.meaning
    assert section.evidence[0][5] == "cannot tell yet"


def test_the_small_line_of_a_tile_begins_with_the_last_break():
    channels = ("email", "email", "in-app", "in-app", "in-app")
    with telling_of(by_channel(channels)) as telling:
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
    assert any("channel than in the first 20 days of 2024 Q2 (" in line for line in section.meaning)


def test_the_trends_of_other_facts_are_never_cut():
    rows = tickets_by_channel()
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        sections = board(Telling(cursor, Selection(NOW, END), SETTINGS, Words("en"))).sections
    assert sections and not any(exhibit.cuts for section in sections for exhibit in section.exhibits)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (NOW, "all customers · 2024 Q3: "),
        (
            Period(date(2024, 6, 20), date(2024, 7, 20)),
            "all customers · 20 Jun – 20 Jul 2024; the last point, Jul 2024 to 20 Jul: ",
        ),
    ],
)
def test_a_caption_names_the_point_that_its_range_and_count_are_of(period, said):
    with telling_of(answers("2024Q2") + answers("2024Q3"), period) as telling:
        (section,) = explored(("nps",), None, telling).sections
    assert said in section.exhibits[0].caption

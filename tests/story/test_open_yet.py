"""What is not known yet has one phrase a kind of metric, the same in tile, heading, sentence and caption."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, period_named
from cx.contracts.words import Words
from cx.metrics.registry import REGISTRY
from cx.story.board import RENEWALS, SERVICE, VOICE
from cx.story.explored import opening
from cx.story.open_yet import BY_WINDOW
from cx.story.sections import metric_section
from cx.story.telling import Telling
from cx.story.tiles import tiles
from tests.insights.asked import SETTINGS
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import opened

NOW = period_named("2024Q3")
CONTRACTS = [term("C9", "2021-01-01", "2022-01-01", 9, outcome="churned")]
CONTRACTS += [term(f"C{at}", "2023-07-15", "2024-07-15", 10, outcome="renewed", value_after=10) for at in range(4)]
CONTRACTS += [term("C8", "2023-08-15", "2024-08-15", 10, outcome="pending")]
CONTRACTS += [term("C7", "2023-05-15", "2024-05-15", 10, outcome="renewed", value_after=10)]
BEFORE = "2024-05-10"
"""A day of the quarter before, so that there is a line."""
COMPANY = {
    "survey": [
        answer(100, "nps", 9, sent_at=BEFORE, responded_at=BEFORE),
        *(
            answer(
                at,
                "nps",
                3 if at % 2 else None,
                sent_at=f"2024-09-{1 + at % 30:02}",
                responded_at=day,
                contacted_at=None,
            )
            for at in range(60)
            for day in (f"2024-09-{1 + at % 30:02}" if at % 2 else None,)
        ),
    ],
    "tickets": [
        ticket(100, f"{BEFORE} 08:00", f"{BEFORE} 10:00", replies=1, reopens=0),
        *(
            ticket(at, f"2024-09-{1 + at % 30:02} 08:00", f"2024-09-{1 + at % 30:02} 10:00", replies=1, reopens=0)
            for at in range(60)
        ),
    ],
    "renewals": CONTRACTS,
}


@pytest.mark.parametrize(
    ("page", "key", "phrase"),
    [
        (VOICE, "response_rate", "answers may still come in"),
        (SERVICE, "reopen_rate", "tickets may still be reopened"),
        (SERVICE, "first_contact_resolution", "tickets may still be reopened"),
        (RENEWALS, "renewal_rate", "1 of 5 outcomes is still open"),
        (RENEWALS, "grr", "not every outcome is known yet"),
    ],
)
def test_tile_heading_sentence_and_caption_use_one_phrase(page, key, phrase):
    with opened(COMPANY, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(NOW, date(2024, 9, 30)), SETTINGS, Words("en"))
        finding = opening(page, telling).found[key]
        (tile,) = tiles([finding], telling)
        section = metric_section(key, finding, None, telling)
    assert tile.detail.startswith(f"{phrase} · ")
    assert phrase in section.title
    assert any(phrase in line for line in section.meaning)
    line = "not every outcome is known yet" if REGISTRY[key].ledger else phrase
    assert f"ring: {line}" in section.exhibits[0].caption
    assert "follow-up is not over" not in " ".join((tile.detail, section.title, *section.meaning))


def test_every_window_of_a_metric_has_its_phrase():
    assert {metric.window for metric in REGISTRY.values() if metric.window} == set(BY_WINDOW)


def test_days_that_are_not_over_are_called_that_whatever_the_metric():
    with opened(COMPANY, SETTINGS) as store, store.cursor() as cursor:
        days = Period(date(2024, 9, 1), date(2024, 11, 3))
        telling = Telling(cursor, Selection(days, date(2024, 9, 30)), SETTINGS, Words("en"))
        found = opening(SERVICE, telling).found
        assert "the period is not over" in metric_section("reopen_rate", found["reopen_rate"], None, telling).title

"""What stands beside a metric on its page: in its evidence, labelled, and by itself where the metric has no data."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.story.board import SERVICE, VOICE
from cx.story.exhibit import Section
from cx.story.explored import explored
from cx.story.telling import Telling
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, opened

SETTINGS = Settings(base_currency="EUR")
TERMS = [term(f"C{at}", "2023-01-01", None, 900 if at == 0 else 100, account=f"A{at}") for at in range(8)]
ANSWERS = [
    answer(at, "nps", 3 if at % 2 else 9, responded_at=day, sent_at=day, account_id=f"A{at % 6}", **followed)
    for at in range(24)
    for day, followed in [(f"2024-0{5 + at % 4}-01", {"contacted_at": "2024-09-01", "closed_at": "2024-09-02"})]
]
TICKETS = [ticket(at, f"2024-08-0{1 + at} 10:00", None if at > 6 else f"2024-08-0{3 + at} 09:00") for at in range(9)]
CHANGES = [
    {"ticket_id": f"T{at}", "changed_at": f"2024-08-1{step} 10:00", "to_team": team}
    for at in range(9)
    for step, team in enumerate("ABA" if at < 3 else "AB")
]
COMPANY: Company = {"survey": ANSWERS, "tickets": TICKETS, "owner_changes": CHANGES, "renewals": TERMS}


@pytest.fixture(scope="module")
def sections() -> dict[str, Section]:
    with opened(COMPANY, SETTINGS) as store, store.cursor() as cursor:
        selection = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), date(2024, 9, 30))
        telling = Telling(cursor, selection, SETTINGS, Words("en"))
        return {section.key: section for keys in (VOICE, SERVICE) for section in explored(keys, None, telling).sections}


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("nps", ["Net Promoter Score", "NPS by account", "NPS by revenue"]),
        ("closed_loop_rate", ["Closed-loop rate", "Loop closed", "Time to close the loop"]),
        ("account_coverage", ["Account coverage", "Revenue coverage"]),
        ("bounce_rate", ["Bounce rate"]),
        ("backlog", ["Backlog", "Contact rate"]),
    ],
)
def test_what_belongs_together_is_told_together_and_labelled(sections, key, rows):
    assert [row[0] for row in sections[key].evidence] == rows


def test_unequal_weights_are_said_with_the_count(sections):
    counts = {row[0]: row[3] for row in sections["nps"].evidence}
    assert counts["NPS by account"] == "6 accounts"
    assert counts["NPS by revenue"] == "6 accounts, which weigh like 2"


def test_the_backlog_says_what_came_and_what_went(sections):
    assert "0 were open at first; 9 were opened in 2024 Q3 and 7 resolved, so that 2 were open at the end." in (
        sections["backlog"].meaning
    )

"""A page without a change to lead with says why: too little, nothing earlier; and names no part that is nothing."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.story.board import board
from cx.story.telling import Telling
from tests.insights.asked import NOW, SETTINGS
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, opened

OLD = term("C9", "2021-01-01", "2022-01-01", 100, outcome="churned")


def story_of(company: Company):
    with opened(company, SETTINGS) as store, store.cursor() as cursor:
        return board(Telling(cursor, Selection(NOW, date(2024, 12, 31)), SETTINGS, Words("en")))


def answers(count: int, day: str) -> list:
    return [answer(f"{day}-{at}", "nps", 9, responded_at=day) for at in range(count)]


TOO_FEW = "at most: too few to tell anything, and there is nothing earlier to compare with."


@pytest.mark.parametrize(
    ("company", "headline"),
    [
        ({"survey": answers(3, "2024-08-01")}, f"3 answers {TOO_FEW}"),
        (
            {
                "survey": answers(3, "2024-08-01"),
                "tickets": [ticket(at, "2024-08-03 10:00", "2024-08-04 10:00") for at in range(2)],
            },
            f"3 answers and 2 tickets {TOO_FEW}",
        ),
        ({"survey": answers(80, "2024-08-01")}, "There is nothing earlier to compare 2024 Q3 with."),
        (
            {"survey": [*answers(80, "2024-08-01"), *answers(3, "2024-05-01")]},
            "No change in 2024 Q3 can be told from chance yet.",
        ),
    ],
)
def test_a_headline_without_a_change_says_why(company, headline):
    assert story_of(company).headline == headline


@pytest.mark.parametrize(
    ("terms", "heading", "sentence"),
    [
        ([("renewed", 100)], "Of € 100 up for renewal, € 100 stayed.", "1 contract term came due in 2024 Q3."),
        ([("renewed", 150)], "Of € 100 up for renewal, € 100 stayed and € 50 was added.", "in 2024 Q3."),
        ([("renewed", 100), ("churned", None)], "Of € 200 up for renewal, € 100 stayed.", "in 2024 Q3: € 100 left."),
        ([("churned", None)], "All € 100 that was up for renewal left.", "in 2024 Q3: € 100 left."),
        ([("renewed", 60)], "Of € 100 up for renewal, € 60 stayed.", "in 2024 Q3: € 40 was reduced."),
        (
            [("churned", None), ("pending", None)],
            "Of € 200 up for renewal, nothing stayed and € 100 is still open.",
            "",
        ),
    ],
)
def test_what_came_due_names_no_part_that_is_nothing(terms, heading, sentence):
    due = [
        term(f"C{at}", "2023-08-15", "2024-08-15", 100, outcome=outcome, value_after=after)
        for at, (outcome, after) in enumerate(terms)
    ]
    (section,) = [item for item in story_of({"renewals": [OLD, *due]}).sections if item.key == "renewals"]
    assert section.title.replace("\u202f", " ") == heading
    assert section.meaning[0].replace("\u202f", " ").endswith(sentence)
    assert "€\u202f0" not in section.title + section.meaning[0]

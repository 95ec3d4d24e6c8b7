"""What became of detractors is told beside those whom nobody called, and never as what a call does."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.story.exhibit import Section
from cx.story.recovery import recovery_section
from cx.story.telling import Telling
from tests.metrics.asking import answer
from tests.metrics.company import SETTINGS, Row, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))


def person(number: int, then: int, *, called: bool) -> list[Row]:
    """Two answers: a bad one in June, and another in August."""
    whose = {"contact_id": f"P{number}", "account_id": f"A{number}", "scale": "0-10"}
    call = "2024-06-11 10:00" if called else None
    first = answer(2 * number, "nps", 3, responded_at="2024-06-10 10:00", contacted_at=call) | whose
    return [first, answer(2 * number + 1, "nps", then, responded_at="2024-08-10 10:00") | whose]


def told(rows: list[Row]) -> Section | None:
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        return recovery_section(Telling(cursor, Selection(QUARTER, QUARTER.end), SETTINGS, Words("en")), None)


CALLED = [row for at in range(40) for row in person(at, 9 if at < 30 else 2, called=True)]
UNCALLED = [row for at in range(40, 80) for row in person(at, 9 if at < 50 else 2, called=False)]


def test_the_called_stand_beside_the_others_with_range_and_word() -> None:
    section = told([*CALLED, *UNCALLED])
    assert section is not None
    assert (
        section.title.replace("\u202f", " ")
        == "Of 40 answers by people who were called after a bad one, 30 are now 7 or more (75.0 %)."
    )
    said = " ".join(section.meaning)
    assert "10 of whose 40 answers are 7 or more (25.0 %): +50.0 pp" in said.replace("\u202f", " ")
    assert "regression to the mean" in said and "sure" in said
    assert [(mark.label, mark.value) for mark in section.exhibits[0].series[0].points] == [
        ("Called", 75.0),
        ("Nobody called", 25.0),
    ]
    assert [row.metric for row in section.evidence] == ["recovery_rate", "recovery_rate_uncalled"]


def test_without_anybody_uncalled_there_is_no_comparison() -> None:
    section = told(CALLED)
    assert section is not None and len(section.exhibits[0].series[0].points) == 1
    assert "Against" not in " ".join(section.meaning)


@pytest.mark.parametrize("rows", [UNCALLED, CALLED[:1]])
def test_without_a_called_person_who_answered_again_there_is_no_section(rows: list[Row]) -> None:
    assert told(rows) is None

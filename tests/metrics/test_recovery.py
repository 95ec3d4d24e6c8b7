"""What became of those who would not recommend us: whose next answer counts, and as called or not."""

from datetime import date

import pytest

from tests.metrics.asking import answer, value
from tests.metrics.company import Row, opened

CALLED, UNCALLED = "recovery_rate", "recovery_rate_uncalled"
Given = tuple[str, int, str | None]
"""When somebody answered, what, and when somebody called since."""

CASES: dict[str, tuple[list[Given], tuple[float, int], tuple[float, int]]] = {
    "called and better": ([("05-01 10:00", 3, "05-02"), ("06-01", 7, None)], (1, 1), (0, 0)),
    "called and as before": ([("05-01 10:00", 3, "05-02"), ("06-01", 6, None)], (0, 1), (0, 0)),
    "nobody called": ([("05-01 10:00", 3, None), ("06-01", 9, None)], (0, 0), (1, 1)),
    "called after the next answer": ([("05-01 10:00", 3, "06-02"), ("06-01", 9, None)], (0, 0), (1, 1)),
    "called before the answer": ([("05-01 10:00", 3, "04-30"), ("06-01", 9, None)], (0, 0), (0, 0)),
    "called, on the day of the answer": ([("05-01 10:00", 3, "05-01"), ("06-01", 9, None)], (1, 1), (0, 0)),
    "never answered again": ([("05-01 10:00", 3, "05-02")], (0, 0), (0, 0)),
    "not a bad answer": ([("05-01 10:00", 7, "05-02"), ("06-01", 9, None)], (0, 0), (0, 0)),
    "the next answer alone": (
        [("05-01 10:00", 3, "05-02"), ("06-01", 5, None), ("07-01", 9, None)],
        (0, 1),
        (1, 1),
    ),
}


def answers(person: str, given: list[Given]) -> list[Row]:
    return [
        answer(at, "nps", score, responded_at=f"2024-{when}", contacted_at=f"2024-{call}" if call else None)
        | {"response_id": f"{person}-{at}", "contact_id": person, "account_id": "A", "scale": "0-10"}
        for at, (when, score, call) in enumerate(given)
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_next_answer_of_a_detractor_counts_as_called_or_not(name: str) -> None:
    given, called, uncalled = CASES[name]
    somebody = answers("else", [("01-01 10:00", 9, "01-02")])
    with opened({"survey": [*answers("P", given), *somebody]}) as store:
        found = {key: value(store, key) for key in (CALLED, UNCALLED)}
    assert [(found[key].numerator, found[key].n) for key in (CALLED, UNCALLED)] == [called, uncalled]


def test_it_counts_in_the_period_of_the_new_answer_and_not_before_it_came() -> None:
    with opened({"survey": answers("P", CASES["called and better"][0])}) as store:
        assert value(store, CALLED, known_to=date(2024, 5, 31)).n == 0
        assert value(store, CALLED, known_to=date(2024, 6, 1)).n == 1


@pytest.mark.parametrize("of_other", [{"contact_id": "Q"}, {"contact_id": None}, {"account_id": "B"}])
def test_another_persons_answer_is_no_next_one(of_other: Row) -> None:
    first, second = answers("P", CASES["called and better"][0])
    with opened({"survey": [first, second | of_other]}) as store:
        assert value(store, CALLED).n == 0


def test_without_any_known_call_there_is_no_figure() -> None:
    with opened({"survey": answers("P", CASES["nobody called"][0])}) as store:
        assert value(store, CALLED).n == value(store, UNCALLED).n == 0

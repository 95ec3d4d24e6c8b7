"""What is known of the follow-up of bad answers: the window, faults of the data, open ones, and what stays hidden."""

from collections.abc import Iterator
from datetime import date

import pytest

from cx.contracts.filters import Filter
from cx.contracts.settings import Settings
from cx.metrics.value import Hidden
from cx.store.database import Store
from tests.metrics.asking import answer, value, values
from tests.metrics.company import SETTINGS, Row, opened


def bad(name: str, at: int, answered: str, contacted: str | None = None, closed: str | None = None) -> Row:
    followed = {"contacted_at": contacted, "closed_at": closed}
    return answer(at, "nps", 3, responded_at=answered, survey_name=name, **followed) | {"response_id": f"{name} {at}"}


CASES: dict[str, tuple[list[tuple[str, ...]], tuple[float | None, int, float]]] = {
    "within two days to the minute": ([("2024-05-01 10:00", "2024-05-03 10:00")], (100.0, 1, 0)),
    "a minute late": ([("2024-05-01 10:00", "2024-05-03 10:01")], (0.0, 1, 0)),
    "never": ([("2024-05-01 10:00",)], (0.0, 1, 0)),
    "before the answer": ([("2024-05-01 10:00", "2024-05-01 09:59"), ("2024-05-01 10:00",)], (0.0, 1, 1)),
    "on the day, without a time": ([("2024-05-01 10:00", "2024-05-01")], (100.0, 1, 0)),
    "the window ends with the as-of": ([("2024-12-29 23:00", "2024-12-30 01:00")], (100.0, 1, 0)),
    "the window is not over": ([("2024-12-30 01:00", "2024-12-30 02:00")], (None, 0, 0)),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    rows = [bad(name, at, *given) for name, (table, _) in CASES.items() for at, given in enumerate(table)]
    promoter = answer(1, "nps", 9, contacted_at="2024-05-01 11:00", survey_name="a promoter")
    with opened({"survey": [*rows, promoter]}) as filled:
        yield filled


@pytest.mark.parametrize("name", CASES)
def test_a_contact_counts_within_the_window_that_is_over(store, name):
    expected, n, faulty = CASES[name][1]
    found = value(store, "closed_loop_rate", where=(Filter("survey_name", (name,)),))
    assert (found.value, found.n, found.excluded.get("negative", 0)) == (expected, n, faulty)


def test_without_detractors_there_is_none_due(store):
    found = value(store, "closed_loop_rate", where=(Filter("survey_name", ("a promoter",)),))
    assert (found.value, found.n) == (None, 0)


def test_the_window_is_a_setting():
    rows = [bad("late", 1, "2024-05-01 10:00", "2024-05-03 10:01")]
    with opened({"survey": rows}, SETTINGS.model_copy(update={"loop_days": 3})) as store:
        assert value(store, "closed_loop_rate").value == 100.0


def test_a_loop_is_closed_within_fourteen_days_to_the_minute():
    ends = ("2024-05-15 10:00", "2024-05-15 10:01", None, "2024-05-01 09:59")
    rows = [bad("all", at, "2024-05-01 10:00", "2024-05-01 11:00", end) for at, end in enumerate(ends)]
    with opened({"survey": rows}) as store:
        found = value(store, "loop_closed_rate")
    assert (found.numerator, found.n, found.excluded["negative"]) == (1, 3, 1)


def test_a_file_without_contacts_has_no_rate_and_one_without_ends_no_time():
    with opened({"survey": [answer(1, "nps", 3), answer(2, "nps", 9)]}) as store:
        assert {value(store, key).n for key in ("closed_loop_rate", "loop_close_hours", "loop_closed_rate")} == {0}


def test_open_follow_ups_wait_to_the_as_of_and_ends_after_it_are_not_known():
    # Ends after 10, 20 and 30 hours and one never: half of four have ended after 20 hours, two of them known on the first day.
    ends = ("2024-05-01 10:00", "2024-05-01 20:00", "2024-05-02 06:00", None)
    rows = [bad("all", at, "2024-05-01 00:00", None, end) for at, end in enumerate(ends)]
    rows.append(bad("all", 9, "2024-05-02 00:00", None, "2024-05-01 12:00"))
    with opened({"survey": rows}) as store:
        found = value(store, "loop_close_hours")
        assert (found.value, found.n, found.excluded) == (20.0, 4, {"open": 1.0, "negative": 1.0})
        first = value(store, "loop_close_hours", known_to=date(2024, 5, 1))
        assert (first.value, first.n, first.excluded["open"]) == (20.0, 4, 2.0)


def test_few_anonymous_detractors_are_hidden_with_all_their_counts():
    followed = {"contacted_at": "2024-05-01", "closed_at": "2024-05-02"}
    rows = [answer(at, "nps", 2, survey_name="A" if at < 9 else "B", **followed) for at in range(12)]
    anonymous = {"survey": {"survey": "anonymous"}}
    with opened({"survey": rows}, Settings(base_currency="EUR"), **anonymous) as store:
        for key in ("closed_loop_rate", "loop_close_hours", "loop_closed_rate"):
            split = values(store, key, by=("survey_name",))
            assert [item.hidden for item in split] == [Hidden.SUBTRACTION, Hidden.PRIVACY], key
            assert all((item.n, item.numerator, item.excluded) == (0, None, {}) for item in split)
            only = value(store, key, where=(Filter("survey_name", ("A",)),))
            assert only.hidden is Hidden.SUBTRACTION

"""The curves of waiting: as plain Python counts them, and what is said of them."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period, previous
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.waiting import waiting
from cx.metrics.compute import compute
from cx.statistics import Verdict
from cx.story.explored import explored
from cx.story.telling import Telling
from cx.story.waiting import resolution_section
from tests.metrics import company as made
from tests.metrics.asking import END, ticket
from tests.metrics.company import opened

SETTINGS = Settings(fiscal_year_starts=1)
QUARTER = Period(date(2024, 4, 1), date(2024, 6, 30))
LATER = Selection(QUARTER, date(2024, 7, 1))


def told(rows, selection):
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        before = previous(selection.period)
        found = waiting(cursor, "resolution_hours", selection, SETTINGS, before)
        return found, resolution_section(Telling(cursor, selection, SETTINGS, Words("en")), None)


def quarter(first: int, month: int, hours: list[int | None]):
    return [
        ticket(
            first + at,
            f"2024-{month:02}-10 00:00",
            None if length is None else f"2024-{month:02}-{10 + length // 24} {length % 24:02}:00",
            account_id=f"A{at}",
        )
        for at, length in enumerate(hours)
    ]


def test_by_hand_one_open_ticket_of_four_keeps_its_place_in_the_curve():
    found, section = told(
        [*quarter(0, 5, [10, 20, 30, None]), ticket(9, "2024-05-10 10:00", "2024-05-09 10:00")], LATER
    )
    assert (found.now.curve.times, found.now.curve.survival) == ((10.0, 20.0, 30.0), (0.75, 0.5, 0.25))
    assert (found.now.n, found.now.open, found.now.left_out) == (4, 1, 1)
    assert (found.now.median, found.now.slowest, found.before) == (20.0, None, None)
    assert section.title == (
        "Resolution time: half within 20.0\u202fh; the slowest tenth is not over yet. 4 cases are too few to judge by."
    )
    (curve,) = section.exhibits[0].series
    steps = [(point.label, point.value, point.n, point.role) for point in curve.points]
    assert steps[:3] == [
        ("0.0\u202fh", 100.0, 4, ""),
        ("10.0\u202fh", 75.0, 4, ""),
        ("20.0\u202fh", 50.0, 3, "half: 20.0\u202fh"),
    ]
    assert all(point.is_few for point in curve.points)
    assert any("1 case is not over yet" in line for line in section.meaning)
    assert "There is no earlier curve to compare with." in section.meaning


@pytest.mark.parametrize(
    ("before", "after", "word", "said"),
    [
        (10, 30, Verdict.SURE, "It takes longer until half are resolved than in 2024 Q1 (sure)."),
        (30, 10, Verdict.SURE, "Half are resolved sooner than in 2024 Q1 (sure)."),
        (20, 20, Verdict.CANNOT_TELL, "Whether that changed since 2024 Q1 cannot be told yet."),
    ],
)
def test_the_word_says_which_way_the_curve_moved(before, after, word, said):
    rows = [
        *quarter(0, 2, [before + at % 7 for at in range(40)]),
        *quarter(50, 5, [after + at % 7 for at in range(40)]),
    ]
    found, section = told(rows, Selection(QUARTER, date(2024, 7, 1)))
    assert found.verdict is word and section.title.endswith(said)
    assert section.exhibits[0].caption.endswith("2024 Q2: 40 tickets · 2024 Q1: 40 tickets")


def test_where_fewer_than_half_are_over_no_time_is_told():
    rows = [*quarter(0, 2, [10] * 40), *quarter(50, 5, [20] * 15)]
    rows += [ticket(100 + at, "2024-06-30 22:00", None, account_id=f"A{at}") for at in range(25)]
    selection = Selection(QUARTER, QUARTER.end)
    found, section = told(rows, selection)
    assert found.is_few and (found.now.over, found.now.n) == (15, 40)
    assert section.title == "Resolution time: too few are over to tell (15 of 40 tickets)."
    now, before = section.exhibits[0].series
    assert all(point.is_few for point in now.points) and not any(point.is_few for point in before.points)
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, selection, SETTINGS, Words("en"))
        (value,) = compute(cursor, ("resolution_hours",), selection, SETTINGS)
        page = explored(("resolution_hours",), None, telling)
    assert value.is_few and page.sections[0].title == section.title
    assert page.sections[0].exhibits[0].series[0].points[-1].is_few


def test_a_period_that_is_not_over_is_not_compared():
    rows = [*quarter(0, 2, [10] * 40), *quarter(50, 5, [30] * 40)]
    found, _ = told(rows, Selection(QUARTER, date(2024, 6, 1)))
    assert found.change.p_judged < 0.05 and found.verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize("where", [(), (Filter("priority", ("high",)),)])
def test_the_curve_of_a_random_company_is_the_product_of_plain_python(where):
    rows = made.tickets(Random(3), 150)
    selection = Selection(Period(date(2024, 1, 1), date(2024, 12, 31)), END, where)
    found, section = told(rows, selection)
    cases = []
    for row in rows:
        if row["opened_at"].year != 2024 or (where and row["priority"] != "high"):
            continue
        seen = row["resolved_at"] is not None and row["resolved_at"].date() <= END
        end = row["resolved_at"] if seen else made.datetime(2025, 1, 1)
        cases.append(((end - row["opened_at"]).total_seconds() / 3600, seen))
    cases = [case for case in cases if case[0] >= 0]
    left, expected = 1.0, {}
    for time in sorted({length for length, seen in cases if seen}):
        at_risk = sum(length >= time for length, _ in cases)
        left *= 1 - sum(case == (time, True) for case in cases) / at_risk
        expected[time] = left
    assert dict(zip(found.now.curve.times, found.now.curve.survival, strict=True)) == pytest.approx(expected)
    assert found.now.n == len(cases) and found.now.open == sum(not seen for _, seen in cases)
    drawn = section.exhibits[0].series[0].points
    assert all(later.at >= earlier.at and later.value <= earlier.value for earlier, later in pairwise(drawn))
    shares = [100 * share for time, share in expected.items() if time <= drawn[-1].at]
    assert all(any(abs(point.value - share) <= 1 for point in drawn) for share in shares)


def test_without_a_ticket_that_is_over_there_is_no_curve():
    assert told(quarter(0, 5, [None]), LATER) == (None, None)

"""Periods of calendar and fiscal years; both ends belong to a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.contracts.periods import (
    Grain,
    Period,
    earlier,
    fiscal_year,
    grain_of,
    label,
    last_complete_quarter,
    months_later,
    period_named,
    period_of,
    periods_between,
    previous,
    to_date,
    trailing_year,
    year_before,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
STARTS = st.integers(1, 12)


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("day", "grain", "starts", "first", "last"),
    [
        ("2026-08-15", Grain.DAY, 1, "2026-08-15", "2026-08-15"),
        ("2026-08-15", Grain.WEEK, 1, "2026-08-10", "2026-08-16"),
        ("2026-01-01", Grain.WEEK, 1, "2025-12-29", "2026-01-04"),
        ("2024-02-10", Grain.MONTH, 1, "2024-02-01", "2024-02-29"),
        ("2026-08-15", Grain.QUARTER, 1, "2026-07-01", "2026-09-30"),
        ("2026-08-15", Grain.QUARTER, 2, "2026-08-01", "2026-10-31"),
        ("2026-01-15", Grain.QUARTER, 2, "2025-11-01", "2026-01-31"),
        ("2026-08-15", Grain.YEAR, 1, "2026-01-01", "2026-12-31"),
        ("2026-08-15", Grain.YEAR, 4, "2026-04-01", "2027-03-31"),
        ("2026-03-31", Grain.YEAR, 4, "2025-04-01", "2026-03-31"),
    ],
)
def test_period_of_a_day(day: str, grain: Grain, starts: int, first: str, last: str) -> None:
    assert period_of(date.fromisoformat(day), grain, starts) == period(first, last)


@given(DAYS, st.sampled_from(Grain), STARTS)
def test_day_is_in_its_period_and_periods_follow_each_other(day: date, grain: Grain, starts: int) -> None:
    found = period_of(day, grain, starts)
    assert day in found
    assert found.day_before not in found
    assert grain_of(found, starts) is not None
    assert earlier(found, grain).end == found.day_before
    assert period_of(found.end + timedelta(days=1), grain, starts).start == found.end + timedelta(days=1)


@given(DAYS, DAYS, st.sampled_from([Grain.MONTH, Grain.QUARTER, Grain.YEAR]), STARTS)
def test_periods_between_cover_every_day_once(one: date, other: date, grain: Grain, starts: int) -> None:
    whole = Period(min(one, other), max(one, other))
    parts = periods_between(whole, grain, starts)
    assert sum(part.days for part in parts) == whole.days
    assert [part.start for part in parts[1:]] == [part.end + timedelta(days=1) for part in parts[:-1]]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_later_stays_in_the_month(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("given_period", "before"),
    [
        (period("2026-07-01", "2026-09-30"), period("2025-07-01", "2025-09-30")),
        (period("2025-02-01", "2025-02-28"), period("2024-02-01", "2024-02-29")),
        (period("2024-02-01", "2024-02-29"), period("2023-02-01", "2023-02-28")),
        (period("2024-02-01", "2024-02-28"), period("2023-02-01", "2023-02-28")),
        (period("2025-02-01", "2025-02-27"), period("2024-02-01", "2024-02-27")),
        (period("2026-07-01", "2026-08-15"), period("2025-07-01", "2025-08-15")),
        (period("2026-01-01", "2026-12-31"), period("2025-01-01", "2025-12-31")),
    ],
)
def test_year_before_keeps_whole_months_whole(given_period: Period, before: Period) -> None:
    assert year_before(given_period) == before


@pytest.mark.parametrize(
    ("as_of", "starts", "quarter"),
    [
        ("2026-09-29", 1, period("2026-04-01", "2026-06-30")),
        ("2026-09-30", 1, period("2026-07-01", "2026-09-30")),
        ("2026-10-01", 1, period("2026-07-01", "2026-09-30")),
        ("2026-10-30", 2, period("2026-05-01", "2026-07-31")),
    ],
)
def test_last_complete_quarter_has_all_its_days(as_of: str, starts: int, quarter: Period) -> None:
    assert last_complete_quarter(date.fromisoformat(as_of), starts) == quarter


@pytest.mark.parametrize(
    ("end", "first"), [("2026-09-30", "2025-10-01"), ("2024-02-29", "2023-03-01"), ("2025-02-28", "2024-03-01")]
)
def test_trailing_year_ends_with_its_day(end: str, first: str) -> None:
    assert trailing_year(date.fromisoformat(end)) == period(first, end)


@pytest.mark.parametrize(
    ("name", "starts", "expected"),
    [
        ("2026", 1, period("2026-01-01", "2026-12-31")),
        ("2026", 4, period("2025-04-01", "2026-03-31")),
        ("2026Q3", 1, period("2026-07-01", "2026-09-30")),
        (" 2026-q3 ", 1, period("2026-07-01", "2026-09-30")),
        ("Q3 2026", 1, period("2026-07-01", "2026-09-30")),
        (" q1-2026", 4, period("2025-04-01", "2025-06-30")),
        ("2026 Q1", 4, period("2025-04-01", "2025-06-30")),
        ("2026-07", 4, period("2026-07-01", "2026-07-31")),
    ],
)
def test_period_by_its_name(name: str, starts: int, expected: Period) -> None:
    assert period_named(name, starts) == expected


@pytest.mark.parametrize("name", ["", "26Q3", "2026Q5", "2026-13", "2026-7", "soon", "2026Q3-2026Q4"])
def test_name_of_no_period(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the calendar's own message differs
        period_named(name)


@given(DAYS, st.sampled_from([Grain.MONTH, Grain.QUARTER, Grain.YEAR]), STARTS)
def test_label_names_its_period(day: date, grain: Grain, starts: int) -> None:
    found = period_of(day, grain, starts)
    assert period_named(label(found, starts), starts) == found


@pytest.mark.parametrize(
    ("given_period", "shown"),
    [
        (period("2026-07-01", "2026-07-31"), "Jul 2026"),
        (period("2026-07-01", "2026-07-01"), "2026-07-01"),
        (period("2026-07-01", "2026-08-15"), "1 Jul – 15 Aug 2026"),
        (period("2025-12-15", "2026-01-15"), "15 Dec 2025 – 15 Jan 2026"),
    ],
)
def test_label_of_other_periods(given_period: Period, shown: str) -> None:
    assert label(given_period) == shown


def test_fiscal_year_is_named_after_the_year_in_which_it_ends() -> None:
    assert [fiscal_year(date(2026, 3, 31), 4), fiscal_year(date(2026, 4, 1), 4), fiscal_year(date(2026, 4, 1))] == [
        2026,
        2027,
        2026,
    ]


@pytest.mark.parametrize(
    ("name", "starts", "as_of", "shown", "before", "last_year"),
    [
        ("2026Q4", 1, "2026-11-12", "2026 Q4 to 12 Nov", ("2026-07-01", "2026-08-12"), ("2025-10-01", "2025-11-12")),
        ("2026Q4", 1, "2026-10-01", "2026 Q4 to 1 Oct", ("2026-07-01", "2026-07-01"), ("2025-10-01", "2025-10-01")),
        ("2026Q2", 1, "2026-06-29", "2026 Q2 to 29 Jun", ("2026-01-01", "2026-03-31"), ("2025-04-01", "2025-06-29")),
        ("2024Q1", 1, "2024-03-10", "2024 Q1 to 10 Mar", ("2023-10-01", "2023-12-09"), ("2023-01-01", "2023-03-11")),
        ("2026Q1", 2, "2025-03-01", "2026 Q1 to 1 Mar", ("2024-11-01", "2024-11-29"), ("2024-02-01", "2024-02-29")),
        ("2026-11", 1, "2026-11-12", "Nov 2026 to 12 Nov", ("2026-10-01", "2026-10-12"), ("2025-11-01", "2025-11-12")),
        ("2026", 1, "2026-11-12", "2026 to 12 Nov", ("2025-01-01", "2025-11-12"), ("2025-01-01", "2025-11-12")),
    ],
)
def test_rule_17_what_is_not_over_compares_as_many_first_days(
    name: str, starts: int, as_of: str, shown: str, before: tuple[str, str], last_year: tuple[str, str]
) -> None:
    running = to_date(period_named(name, starts), date.fromisoformat(as_of), starts)
    grain = grain_of(running, starts)
    assert grain is not None
    assert (running.end, label(running, starts)) == (date.fromisoformat(as_of), shown)
    compared = earlier(running, grain), year_before(running)
    assert [(str(item.start), str(item.end)) for item in compared] == [before, last_year]
    assert all(item.days == running.days or item.end.month != (item.end + timedelta(days=1)).month for item in compared)


@pytest.mark.parametrize("as_of", ["2026-09-30", "2026-12-01", "2026-06-30"])
def test_a_period_that_is_over_or_to_come_stays_whole(as_of: str) -> None:
    quarter = period("2026-07-01", "2026-09-30")
    assert to_date(quarter, date.fromisoformat(as_of)) == quarter


def test_days_that_are_not_over_end_with_the_last_day_known() -> None:
    days = period("2026-07-03", "2026-12-30")
    assert to_date(days, date(2026, 9, 30)) == period("2026-07-03", "2026-09-30")
    assert to_date(days, date(2026, 12, 30)) == days


@pytest.mark.parametrize("starts", [1, 4])
@pytest.mark.parametrize("grain", [Grain.MONTH, Grain.QUARTER])
def test_a_running_period_compares_as_many_days_or_all_that_the_other_has(grain: Grain, starts: int) -> None:
    for days in range(0, 800):
        as_of = date(2027, 1, 1) + timedelta(days=days)
        whole = period_of(as_of, grain, starts)
        running = to_date(whole, as_of, starts)
        for other in (previous(running, starts), year_before(running)):
            full = period_of(other.start, grain, starts)
            assert other.start == full.start
            assert other.days == (full.days if as_of == whole.end else min(running.days, full.days))

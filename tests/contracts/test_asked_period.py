"""The words for a period mean the same on the page, in an address and in the shell."""

from datetime import date

import pytest

from cx.contracts.asked_period import MOST_OFFERED, PeriodRefused, asked_period, days_word, offered_periods, period_word
from cx.contracts.periods import Grain, Period, label, previous, trend_days, year_before
from cx.contracts.words import Words

KNOWN_TO = date(2026, 11, 12)


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("word", "found", "before", "last_year"),
    [
        ("2026-07", ("2026-07-01", "2026-07-31"), ("2026-06-01", "2026-06-30"), ("2025-07-01", "2025-07-31")),
        ("Jul 2026", ("2026-07-01", "2026-07-31"), ("2026-06-01", "2026-06-30"), ("2025-07-01", "2025-07-31")),
        ("2025", ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31")),
        ("2026", ("2026-01-01", "2026-11-12"), ("2025-01-01", "2025-11-12"), ("2025-01-01", "2025-11-12")),
        ("2026-11", ("2026-11-01", "2026-11-12"), ("2026-10-01", "2026-10-12"), ("2025-11-01", "2025-11-12")),
        ("2026 Q4 to date", ("2026-10-01", "2026-11-12"), ("2026-07-01", "2026-08-12"), ("2025-10-01", "2025-11-12")),
        ("2026 Q2 to date", ("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31"), ("2025-04-01", "2025-06-30")),
        (
            "2026-01-15..2026-03-10",
            ("2026-01-15", "2026-03-10"),
            ("2025-11-21", "2026-01-14"),
            ("2025-01-15", "2025-03-10"),
        ),
        (
            "2026-10-20..2026-12-31",
            ("2026-10-20", "2026-11-12"),
            ("2026-09-26", "2026-10-19"),
            ("2025-10-20", "2025-11-12"),
        ),
        (
            "2026-09-01..2026-09-30",
            ("2026-09-01", "2026-09-30"),
            ("2026-08-01", "2026-08-31"),
            ("2025-09-01", "2025-09-30"),
        ),
        ("2026-02-28", ("2026-02-28", "2026-02-28"), ("2026-02-27", "2026-02-27"), ("2025-02-28", "2025-02-28")),
    ],
)
def test_a_word_means_its_days_and_compares_as_many_before(
    word: str, found: tuple[str, str], before: tuple[str, str], last_year: tuple[str, str]
) -> None:
    asked = asked_period(word, KNOWN_TO)
    assert [(str(item.start), str(item.end)) for item in (asked, previous(asked), year_before(asked))] == [
        found,
        before,
        last_year,
    ]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("soon", "“soon” is no period. Write 2026, 2026Q3, 2026-07 or 2026-01-15..2026-03-10."),
        ("", "is no period"),
        ("2026-13", "is no period"),
        ("2026-02-30..2026-03-01", "is no period"),
        ("2026-01-01..", "is no period"),
        ("2026-03-10..2026-01-15", "ends before it starts: write the earlier day first."),
        ("1989", "does not lie in 1990-01-01 to 2099-12-31."),
        ("2099-12-01..2100-01-01", "does not lie in"),
    ],
)
def test_words_of_no_period_are_refused_with_what_to_write(word: str, said: str) -> None:
    with pytest.raises(PeriodRefused) as refused:
        asked_period(word, KNOWN_TO)
    assert said in refused.value.sentence(Words("en"))


@pytest.mark.parametrize("starts", [1, 2, 4])
@pytest.mark.parametrize("grain", list(MOST_OFFERED))
def test_listed_are_the_running_period_and_the_complete_ones_and_each_name_means_its_period(
    grain: Grain, starts: int
) -> None:
    for known_to in (KNOWN_TO, date(2026, 9, 30), date(2027, 3, 31), date(2026, 10, 1)):
        offered = offered_periods(known_to, grain, starts)
        running = [item for item in offered if item.part_of]
        assert (running in ([], [offered[0]])) and len(offered) == MOST_OFFERED[grain] + len(running)
        assert offered[0].end == known_to if running else offered[0].end <= known_to
        assert all(later.start > earlier.end for later, earlier in zip(offered, offered[1:], strict=False))
        for item in offered[len(running) :]:
            assert asked_period(label(item, starts), known_to, starts) == item
            assert asked_period(days_word(item), known_to, starts) == item
        for item in offered:
            assert asked_period(period_word(item, starts), known_to, starts) == item


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("2026 Q3", "2026Q3"),
        ("2026-q3", "2026Q3"),
        ("2026 Q4 to date", "2026Q4"),
        ("Jul 2026", "2026-07"),
        ("2025", "2025"),
        ("2025-01-01..2025-12-31", "2025"),
        ("2026-01-15..2026-03-10", "2026-01-15..2026-03-10"),
        ("2026-02-28", "2026-02-28..2026-02-28"),
    ],
)
def test_a_period_has_one_word_however_it_was_asked_for(word: str, kept: str) -> None:
    assert period_word(asked_period(word, KNOWN_TO)) == kept


@pytest.mark.parametrize(
    ("word", "grain", "first"),
    [
        ("2026-07", Grain.MONTH, "2025-11-01"),
        ("2025", Grain.YEAR, "2017-01-01"),
        ("2026Q3", Grain.QUARTER, "2024-07-01"),
        ("2026-01-15..2026-03-10", Grain.MONTH, "2025-07-01"),
        ("2025-02-15..2026-03-10", Grain.QUARTER, "2024-01-01"),
    ],
)
def test_a_trend_is_cut_as_its_period_is_and_begins_with_a_whole_one(word: str, grain: Grain, first: str) -> None:
    asked = asked_period(word, KNOWN_TO)
    assert trend_days(asked, 9) == (grain, days(first, str(asked.end)))

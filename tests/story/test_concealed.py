"""Figures that so few anonymous answers make are hidden, and the story says so instead of nothing."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.story.board import VOICE, board
from cx.story.exhibit import Withheld
from cx.story.explored import explored
from cx.story.telling import Telling
from tests.metrics.asking import answer
from tests.metrics.company import load_rows, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=5)
SAID = (
    "Fewer than 5 answered in 2024 Q3, and the survey counts as anonymous, so this stays hidden: Net Promoter Score. "
    "A survey that names who answers can be declared as named when it is loaded; else choose a longer period."
)


@pytest.mark.parametrize("page", ["board", "voice"])
@pytest.mark.parametrize(
    ("answers", "survey", "is_said"), [(4, "anonymous", True), (4, "named", False), (5, "anonymous", False)]
)
def test_figures_of_few_anonymous_answers_are_named_as_hidden(tmp_path, page, answers, survey, is_said):
    rows = [answer(at, "nps", 9, responded_at="2024-08-01") for at in range(answers)]
    rows += [answer(10 + at, "csat", 4, scale="1-5", responded_at="2024-08-01") for at in range(9)]
    with opened({}, SETTINGS) as store, store.cursor() as cursor:
        load_rows(store, tmp_path, "survey", rows, survey=survey)
        telling = Telling(cursor, Selection(QUARTER, date(2024, 12, 31)), SETTINGS, Words("en"))
        story = board(telling) if page == "board" else explored(VOICE, "segment", telling)
    assert [line for line in story.missing if "hidden" in line] == ([SAID] if is_said else [])


def by_region(counts: dict[str, int]) -> list[dict[str, object]]:
    return [
        answer(f"{region}-{at}", "nps", 9, responded_at="2024-08-01", region=region)
        for region, count in counts.items()
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "survey", "is_said"),
    [
        ({"North": 3, "South": 4}, "anonymous", True),
        ({"North": 3, "South": 4}, "named", False),
        ({"North": 9, "South": 8}, "anonymous", False),
    ],
)
def test_a_split_of_which_nothing_is_left_says_what_why_and_what_to_do(tmp_path, counts, survey, is_said):
    with opened({}, SETTINGS) as store, store.cursor() as cursor:
        load_rows(store, tmp_path, "survey", by_region(counts), survey=survey)
        telling = Telling(cursor, Selection(QUARTER, date(2024, 12, 31)), SETTINGS, Words("en"))
        story = explored(VOICE, "region", telling)
    said = [line for line in story.missing if isinstance(line, Withheld)]
    assert [line.startswith("By region nothing is shown of this: Net Promoter Score") for line in said] == [
        True
    ] * is_said
    assert all("as named" in line and "longer period" in line and "fewer than 5" in line for line in said)


def test_what_a_filter_would_give_away_says_so(tmp_path):
    with opened({}, SETTINGS) as store, store.cursor() as cursor:
        load_rows(store, tmp_path, "survey", by_region({"North": 9, "South": 3}), survey="anonymous")
        selection = Selection(QUARTER, date(2024, 12, 31), (Filter("region", ("North",)),))
        story = board(Telling(cursor, selection, SETTINGS, Words("en")))
    (line,) = [line for line in story.missing if isinstance(line, Withheld)]
    assert "could be worked out" in line and "take a filter away" in line and "Net Promoter Score" in line

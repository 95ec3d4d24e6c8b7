"""Figures that so few anonymous answers make are hidden, and the story says so instead of nothing."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.story.board import VOICE, board
from cx.story.explored import explored
from cx.story.telling import Telling
from tests.metrics.asking import answer
from tests.metrics.company import load_rows, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=5)
SAID = (
    "Fewer than 5 answered in 2024 Q3, and the survey counts as anonymous, so this stays hidden: Net Promoter Score. "
    "A survey that names who answers can be declared as named when it is loaded."
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

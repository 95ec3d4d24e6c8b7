"""Sentences about a period: its preposition goes with how it is named, and is decided in one place."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.change import Change
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from cx.statistics import Verdict
from cx.story.period_names import end_of, since, within
from cx.story.phrases import change_of, change_sentence, level, range_cell, range_of

WORDS = Words("en")
FISCAL = Settings(fiscal_year_starts=1)
DAYS = Period(date(2025, 11, 21), date(2026, 1, 14))
CASES = [
    (Period(date(2026, 7, 1), date(2026, 9, 30)), "in 2026 Q3", "since 2026 Q3", "at the end of 2026 Q3"),
    (Period(date(2026, 7, 1), date(2026, 7, 31)), "in Jul 2026", "since Jul 2026", "at the end of Jul 2026"),
    (Period(date(2026, 1, 1), date(2026, 12, 31)), "in 2026", "since 2026", "at the end of 2026"),
    (
        Period(date(2026, 10, 1), date(2026, 11, 12), Grain.QUARTER),
        "in the first 43 days of 2026 Q4",
        "since the first 43 days of 2026 Q4",
        "at the end of 12 Nov 2026",
    ),
    (
        DAYS,
        "from 21 Nov 2025 to 14 Jan 2026",
        "compared with 21 Nov 2025 – 14 Jan 2026",
        "at the end of 14 Jan 2026",
    ),
    (
        Period(date(2026, 1, 15), date(2026, 3, 10)),
        "from 15 Jan to 10 Mar 2026",
        "compared with 15 Jan – 10 Mar 2026",
        "at the end of 10 Mar 2026",
    ),
    (
        Period(date(2026, 1, 15), date(2026, 1, 15)),
        "on 15 Jan 2026",
        "since 15 Jan 2026",
        "at the end of 15 Jan 2026",
    ),
]
GLUED = re.compile(r"\b(in|since|at the end of) \{(period|name|month)\}", re.IGNORECASE)
STORY = Path(__file__).resolve().parents[2] / "cx" / "story"


def test_all_cells_about_a_time_have_one_unit():
    metric, year = REGISTRY["loop_close_hours"], Period(date(2026, 1, 1), date(2026, 12, 31))
    before = MetricValue(metric, (), year, year.end, 466.4, 300.0, 600.0, 40, 40.0, 40.0, True)
    after = replace(before, value=100.0, low=50.0, high=200.0)
    change = Change(before, after, -366.4, -400.0, -200.0, Verdict.SURE)
    assert (level(after, WORDS), range_of(after, WORDS)) == ("100.0\u202fh", "50.0 to 200.0\u202fh")
    cells = (level(after, WORDS, "", before), range_cell(after, WORDS, "", before))
    assert cells == ("4.2\u202fd", "2.1 to 8.3\u202fd")
    assert change_sentence(change, WORDS, FISCAL) == (
        "Time to close the loop fell from 19.4\u202fd to 4.2\u202fd since 2026 (sure; 2.1 to 8.3\u202fd · 40 answers)."
    )
    assert change_of(change, WORDS, FISCAL) == "−15.3\u202fd since 2026"


@pytest.mark.parametrize(("period", "when", "from_then", "at_end"), CASES)
def test_a_period_brings_the_preposition_that_goes_with_its_name(period, when, from_then, at_end):
    said = tuple(phrase(period, WORDS, FISCAL) for phrase in (within, since, end_of))
    assert said == (when, from_then, at_end)


def test_no_other_sentence_puts_a_preposition_before_a_period():
    found = {path.name: GLUED.findall(path.read_text("utf-8")) for path in sorted(STORY.glob("*.py"))}
    assert [name for name, there in found.items() if there] == ["period_names.py"]

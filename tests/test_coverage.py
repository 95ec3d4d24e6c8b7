"""The published table of coverage is what the simulations give."""

import pytest

from benchmarks.coverage import (
    ALARMS,
    COVERAGE,
    DOCUMENT,
    INTRODUCTION,
    MISSED,
    alarm_cell,
    alarm_rows,
    coverage_rows,
    covered_cell,
    head,
)
from benchmarks.coverage_tables import ACCOUNTS, BOOKS, MIXES, Alarms, as_value, said, share
from benchmarks.populations import generator
from cx.insights.change import change
from cx.metrics.intervals import interval
from cx.metrics.registry import REGISTRY


def test_the_document_says_how_it_was_made_and_has_every_table_and_population():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.startswith(INTRODUCTION)
    for table in (*COVERAGE, *ALARMS):
        part = text[text.index(head(table)) :]
        assert all(f"| {population.name} |" in part for population in table.populations)


def test_populations_counted_again_give_their_lines_of_the_document():
    text = DOCUMENT.read_text(encoding="utf-8").splitlines()
    again = [*coverage_rows(COVERAGE[0], (share(10), MIXES[0])), *alarm_rows(ALARMS[0], (share(90),))]
    assert len(again) == 3 and set(again) <= set(text)


@pytest.mark.parametrize("population", [MIXES[0], ACCOUNTS[0], ACCOUNTS[-1]], ids=lambda one: one.name)
def test_false_alarms_are_what_the_pages_say(population):
    """The word is found from ranges that two judgements share; the product asks for them anew."""
    metric = REGISTRY[population.metric]
    before, after = (population.samples(60, 25, generator("test", side)) for side in (1, 2))
    words = {
        change(as_value(metric, one), as_value(metric, other)).verdict for one, other in zip(before, after, strict=True)
    }
    assert len(words) > 1
    for one, other in zip(before, after, strict=True):
        assert said(metric, one, other)[0] is change(as_value(metric, one), as_value(metric, other)).verdict


@pytest.mark.parametrize("population", [MIXES[1], share(30), *ACCOUNTS[:2], BOOKS[0]], ids=lambda one: one.name)
def test_the_truth_is_where_large_samples_lie(population):
    found = [interval(REGISTRY[population.metric], one) for one in population.samples(1_500, 3, generator("large"))]
    assert sum(one.low - 2 < population.truth < one.high + 2 for one in found) == 3


def test_a_figure_beyond_its_target_is_said():
    assert [covered_cell(percent, True).endswith(MISSED) for percent in (91.9, 92.0, 98.0, 98.1)] == [
        True,
        False,
        False,
        True,
    ]
    assert covered_cell(80.0, False) == "80.0"
    none = Alarms(0.0, 0.0)
    kept = [(7.0, 24.0), (7.1, 24.0), (7.0, 24.1)]
    assert [MISSED in alarm_cell(Alarms(*pair), none, True) for pair in kept] == [False, True, True]

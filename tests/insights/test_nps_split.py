"""The split of answers into promoters, passives and detractors: its ranges are Goodman's, its changes adjusted."""

from datetime import date
from typing import Any

import pytest
from scipy.stats import chi2
from statsmodels.stats.proportion import multinomial_proportions_confint

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.change import change
from cx.insights.continuity import Continuity
from cx.insights.nps_split import GOODMAN, KEYS, nps_split
from cx.metrics.compute import compute
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden
from cx.story.nps_split import split_section
from cx.story.telling import Telling
from tests.metrics.asking import answer
from tests.metrics.company import SETTINGS, Row, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
COUNTS = {"2024-08-01": (60, 30, 20), "2024-05-01": (40, 30, 40), "2023-08-01": (3, 2, 1)}
SCORES = (9, 7, 6)


def answers() -> list[Row]:
    return [
        answer(f"{day}-{kind}-{at}", "nps", SCORES[kind] + at % 2 * (kind < 2), responded_at=day)  # type: ignore[arg-type]
        for day, counts in COUNTS.items()
        for kind, count in enumerate(counts)
        for at in range(count)
    ]


def split_of(rows: list[Row], settings: Settings = SETTINGS, **declared: Any):
    with opened({"survey": rows}, settings, **declared) as store, store.cursor() as cursor:
        selection = Selection(QUARTER, date(2024, 12, 31))
        line = Continuity(cursor, selection, settings)
        return nps_split(cursor, selection, settings, line), compute(cursor, KEYS, selection, settings)


def test_the_ranges_of_the_three_shares_are_goodmans():
    found, _ = split_of(answers())
    assert found is not None
    expected = multinomial_proportions_confint(COUNTS["2024-08-01"], method="goodman")
    assert [(value.low, value.high) for value in found.now] == [pytest.approx(100 * limits) for limits in expected]
    assert chi2.ppf(GOODMAN, 1) == pytest.approx(chi2.ppf(1 - 0.05 / 3, 1))


def test_a_range_that_differs_from_that_of_the_share_alone_says_why_where_it_stands():
    found, alone = split_of(answers())
    assert found is not None
    assert all((wide.low or 0) < (value.low or 0) for wide, value in zip(found.now, alone, strict=True))
    with opened({"survey": answers()}, SETTINGS) as store, store.cursor() as cursor:
        section = split_section(Telling(cursor, Selection(QUARTER, date(2024, 12, 31)), SETTINGS, Words("en")), None)
    assert section is not None
    definitions = [REGISTRY[key].interval for key in KEYS]
    for text in (section.exhibits[0].caption, section.meaning[-1], *definitions):
        assert "hold for all three at once" in text and "wider" in text


def test_each_period_has_its_three_shares_that_sum_to_the_whole():
    found, _ = split_of(answers())
    assert found is not None
    said = {str(values[0].group[-1][1]): [round(value.numerator or 0) for value in values] for values in found.periods}
    assert said == {"2023-07-01": [3, 2, 1], "2024-04-01": [40, 30, 40], "2024-07-01": [60, 30, 20]}
    assert all(sum(value.value or 0 for value in values) == pytest.approx(100) for values in found.periods)


def test_changes_are_adjusted_for_three_shares_looked_at():
    found, now = split_of(answers())
    assert found is not None
    alone = [change(item.before, plain) for item, plain in zip(found.since_previous, now, strict=True)]
    assert [item.value for item in found.since_previous] == pytest.approx([item.value for item in alone])
    wider = [
        (item.high or 0) - (item.low or 0) > (plain.high or 0) - (plain.low or 0) + 1e-9
        for item, plain in zip(found.since_previous, alone, strict=True)
    ]
    # Holm's last step is as wide as one looked at alone; what is settled before it is wider.
    assert wider.count(True) == 2
    assert [str(item.verdict) for item in found.since_last_year] == ["too few answers"] * 3


@pytest.mark.parametrize(("size", "is_told"), [(4, False), (5, True)])
def test_few_anonymous_answers_have_no_split(size, is_told):
    rows = [answer(at, "nps", 9, responded_at="2024-08-01") for at in range(size)]
    settings = SETTINGS.model_copy(update={"privacy_minimum": 5})
    found, values = split_of(rows, settings, survey={"survey": "anonymous"})
    assert (found is not None) is is_told
    assert {value.hidden for value in values} == ({Hidden.NO} if is_told else {Hidden.PRIVACY})

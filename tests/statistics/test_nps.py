from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.statistics import NpsCategory, normal_quantile, nps, nps_category, nps_change, nps_interval

COUNT = st.integers(0, 5000)
SPLIT = st.tuples(COUNT, COUNT, COUNT)


@pytest.mark.parametrize("score", [-1, 11, 6.5, float("nan")])
def test_score_off_the_scale_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="whole number from 0 to 10"):
        nps_category(score)


@pytest.mark.parametrize(
    ("scores", "category"),
    [
        (range(7), NpsCategory.DETRACTOR),
        ((7, 8), NpsCategory.PASSIVE),
        ((9, 10.0), NpsCategory.PROMOTER),
    ],
)
def test_each_score_has_its_category(scores: tuple[float, ...], category: NpsCategory) -> None:
    assert {nps_category(score) for score in scores} == {category}


@given(SPLIT, st.sampled_from([0.8, 0.95, 0.999]))
def test_interval_stays_on_the_scale(split: tuple[int, int, int], confidence: float) -> None:
    found = nps_interval(*split, confidence)
    if sum(split) == 0:
        assert found.value is found.low is found.high is None
    else:
        assert -100 <= found.low < found.high <= 100
        assert found.value == nps(*split)


@given(SPLIT)
def test_interval_mirrors_when_promoters_and_detractors_swap(split: tuple[int, int, int]) -> None:
    one, other = nps_interval(*split), nps_interval(*split[::-1])
    if sum(split):
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)


@given(SPLIT, SPLIT)
def test_change_is_antisymmetric(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    forth, back = nps_change(before, after), nps_change(after, before)
    if forth.value is None:
        assert 0 in (sum(before), sum(after))
        assert forth.low is forth.high is back.value is None
    else:
        assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_change_adds_three_answers_to_each_sample() -> None:
    """(12, 20, 8) then (30, 15, 5): by hand with 12.75, 21.5, 8.75 of 43 and 30.75, 16.5, 5.75 of 53."""
    found = nps_change((12, 20, 8), (30, 15, 5))
    centre = 100 * (25 / 53 - 4 / 43)
    error = 100 * sqrt((36.5 / 53 - (25 / 53) ** 2) / 53 + (21.5 / 43 - (4 / 43) ** 2) / 43)
    assert found.value == pytest.approx(50 - 10)
    assert found.low == pytest.approx(centre - normal_quantile(0.95) * error)
    assert found.high == pytest.approx(centre + normal_quantile(0.95) * error)
    assert (found.n_before, found.n_after) == (40, 50)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        nps_interval(3, -1, 2)

from fractions import Fraction
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from cx.statistics import kaplan_meier, log_rank, survival_quantile

AML = (
    ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]),
    ([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]),
)
CASES = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("transform", "limits"),
    [
        ("log-log", [(13, None), (5, 33)]),
        ("log", [(18, None), (8, None)]),
        ("plain", [(18, 48), (8, 33)]),
    ],
)
def test_limits_of_the_median_by_transform(transform, limits) -> None:
    curves = [kaplan_meier(*group, transform) for group in AML]
    assert [curve.median for curve in curves] == [31, 23]
    assert [(curve.low, curve.high) for curve in curves] == limits


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=200), st.sampled_from([0.25, 0.5, 0.9]))
def test_without_censoring_it_is_the_empirical_quantile(durations: list[int], q: float) -> None:
    curve = kaplan_meier(durations, [True] * len(durations))
    assert curve.median == np.quantile(durations, 0.5, method="inverted_cdf")
    found = survival_quantile(curve, q).value
    assert found == np.quantile(durations, q - 1e-12, method="inverted_cdf")


@given(CASES)
def test_survival_equals_statsmodels(cases: list[tuple[int, bool]]) -> None:
    durations, observed = (list(column) for column in zip(*cases, strict=True))
    curve = kaplan_meier(durations, observed)
    if not any(observed):
        assert curve.times == () and curve.median is None
        return
    expected = SurvfuncRight(durations, np.array(observed, dtype=int))
    assert curve.times == pytest.approx(tuple(expected.surv_times))
    assert curve.survival == pytest.approx(tuple(expected.surv_prob), abs=1e-12)


def limits_by_hand(cases: list[tuple[int, bool]], transform: str) -> list[tuple[float | None, float | None]]:
    """Product-limit and Greenwood one event time after the other, from their definitions."""
    share, summed, found = Fraction(1), Fraction(0), []
    for time in sorted({duration for duration, seen in cases if seen}):
        at_risk = sum(duration >= time for duration, _ in cases)
        died = sum(duration == time and seen for duration, seen in cases)
        share *= Fraction(at_risk - died, at_risk)
        if share == 0:
            return [*found, (None, None)]
        summed += Fraction(died, at_risk * (at_risk - died))
        s, reach = float(share), 1.959964 * sqrt(summed)
        found.append(
            {
                "plain": (max(s - reach * s, 0), min(s + reach * s, 1)),
                "log": (s * exp(-reach), min(s * exp(reach), 1)),
                "log-log": (s ** exp(reach / -log(s)), s ** exp(-reach / -log(s))),
            }[transform]
        )
    return found


@given(CASES, st.sampled_from(["log-log", "log", "plain"]))
def test_limits_follow_their_definition(cases: list[tuple[int, bool]], transform) -> None:
    curve = kaplan_meier(*zip(*cases, strict=True), transform)
    for found, expected in zip(
        zip(curve.lower, curve.upper, strict=True), limits_by_hand(cases, transform), strict=True
    ):
        assert found == pytest.approx(expected, abs=1e-6)


@given(CASES, st.randoms())
def test_weights_stand_for_repeated_rows_in_any_order(cases: list[tuple[int, bool]], random) -> None:
    distinct = list(set(cases))
    random.shuffle(distinct)
    durations, observed = zip(*distinct, strict=True)
    weights = [cases.count(case) for case in distinct]
    assert kaplan_meier(durations, observed, weights=weights) == kaplan_meier(*zip(*cases, strict=True))


@pytest.mark.parametrize(("durations", "observed", "n"), [([], [], 0), ([3, 9], [0, 0], 2), ([1, 5, 9], [1, 0, 0], 3)])
def test_median_not_reached_is_none(durations: list[int], observed: list[int], n: int) -> None:
    curve = kaplan_meier(durations, observed)
    assert curve.median is None
    assert curve.n == n
    assert survival_quantile(curve, 0.9).value is None


def test_an_event_counts_before_a_censoring_of_the_same_duration() -> None:
    assert kaplan_meier([5, 5], [True, False]).survival == (0.5,)


def test_limits_where_nobody_is_left_are_none() -> None:
    curve = kaplan_meier([1], [True])
    assert (curve.survival, curve.lower, curve.upper) == ((0.0,), (None,), (None,))
    assert (curve.median, curve.low, curve.high) == (1, None, None)


def test_higher_quantile_has_the_limits_of_the_curve() -> None:
    found = survival_quantile(kaplan_meier(*AML[1]), 0.25)
    assert (found.value, found.low, found.high, found.n) == (8, 5, 23, 12)


@pytest.mark.parametrize("duration", [-1, float("nan"), float("inf")])
def test_impossible_duration_is_refused(duration: float) -> None:
    with pytest.raises(ValueError, match="duration"):
        kaplan_meier([1, duration], [True, True])


def test_log_rank_of_published_data() -> None:
    found = log_rank(*AML)
    assert (found.value, found.p_value) == pytest.approx((3.396389, 0.0653393), abs=1e-6)
    assert (found.n_first, found.n_second) == (len(AML[0][0]), len(AML[1][0]))


@pytest.mark.parametrize("other", [([], []), ([4, 7], [0, 0])])
def test_log_rank_without_events_is_none(other: tuple[list[int], list[int]]) -> None:
    assert log_rank(([3, 8], [0, 0]), other).p_value is None


@pytest.mark.parametrize("transform", ["log-log", "log", "plain"])
def test_a_weight_beside_which_others_are_nothing_has_limits_or_none(transform) -> None:
    curve = kaplan_meier([1, 2, 3], [1, 1, 0], transform, weights=[1e-20, 1, 1e15])
    assert curve.survival[0] == 1
    assert all(limit is None or 0 <= limit <= 1 for limit in (*curve.lower, *curve.upper))

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from cx.statistics import (
    ProportionMethod,
    finite_population_interval,
    newcombe,
    proportion_test,
    top_box_share,
    wilson,
)

COUNTS = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from([0.8, 0.95]))
def test_wilson_equals_statsmodels(counts: tuple[int, int], confidence: float) -> None:
    found = wilson(*counts, confidence)
    expected = proportion_confint(*counts, alpha=1 - confidence, method="wilson")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


@given(COUNTS)
def test_wilson_contains_the_estimate(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize("n", [1, 7, 1000, 10**7])
def test_wilson_is_exact_at_the_ends(n: int) -> None:
    assert wilson(0, n).low == 0
    assert wilson(n, n).high == 1


@given(COUNTS, COUNTS)
def test_newcombe_equals_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    found = newcombe(*one, *two)
    expected = confint_proportions_2indep(*one, *two, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@given(COUNTS, COUNTS)
def test_newcombe_is_antisymmetric(one: tuple[int, int], two: tuple[int, int]) -> None:
    forth, back = newcombe(*one, *two), newcombe(*two, *one)
    assert (forth.value, forth.low, forth.high) == (-back.value, -back.high, -back.low)
    assert (forth.n_before, forth.n_after) == (back.n_after, back.n_before)


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(0, 0, 3, 9), (3, 9, 0, 0), (0, 0, 0, 0)])
def test_empty_sample_gives_none(x1: int, n1: int, x2: int, n2: int) -> None:
    change = newcombe(x1, n1, x2, n2)
    assert (change.value, change.low, change.high, change.n_before, change.n_after) == (None,) * 3 + (n2, n1)
    assert proportion_test(x1, n1, x2, n2).p_value is None
    assert wilson(0, 0).value is wilson(0, 0).low is wilson(0, 0).high is None


@pytest.mark.parametrize(
    ("counts", "method", "p"),
    [
        ((56, 70, 48, 80), ProportionMethod.POOLED_Z, proportions_ztest([56, 48], [70, 80])[1]),
        ((9, 10, 3, 10), ProportionMethod.FISHER_EXACT, 2490 / 125970),
        ((0, 50, 0, 60), ProportionMethod.FISHER_EXACT, 1.0),
        ((50, 50, 60, 60), ProportionMethod.FISHER_EXACT, 1.0),
    ],
)
def test_proportion_test_says_which(counts: tuple[int, ...], method: ProportionMethod, p: float) -> None:
    found = proportion_test(*counts)
    assert (found.method, found.n1, found.n2) == (method, counts[1], counts[3])
    assert found.p_value == pytest.approx(p, abs=1e-6)


@given(COUNTS, COUNTS)
def test_fisher_is_that_of_scipy(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = proportion_test(*one, *other)
    if found.method is ProportionMethod.FISHER_EXACT:
        table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
        assert found.p_value == pytest.approx(fisher_exact(table).pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        ((1, 10**15, 0, 10**15), 1.0),
        ((10**15 - 2, 10**15, 10**15 - 2, 10**15), 1.0),
        ((4, 10**15, 0, 10**15), 2 * 0.5**4),
        ((2, 2, 0, 10**15), 0.0),
        ((2000, 2000, 0, 10**15), 0.0),
    ],
)
def test_fisher_of_very_many_is_the_binomial(counts: tuple[int, ...], p: float) -> None:
    assert proportion_test(*counts).p_value == pytest.approx(p, abs=1e-9)


@given(COUNTS, st.integers(0, 500))
def test_finite_population_interval_holds_what_is_possible(counts: tuple[int, int], unasked: int) -> None:
    x, n = counts
    found = finite_population_interval(x, n, n + unasked)
    assert x / (n + unasked) <= found.low <= found.value <= found.high <= (x + unasked) / (n + unasked)


def test_whole_population_asked_leaves_no_doubt() -> None:
    found = finite_population_interval(61, 75, 75)
    assert found.low == found.value == found.high == 61 / 75


@pytest.mark.parametrize("call", [(5, 4), (-1, 4), (float("nan"), 4)])
def test_impossible_counts_are_refused(call: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(*call)


def test_population_smaller_than_the_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="population of 9"):
        finite_population_interval(1, 10, 9)


def test_top_box_share_keeps_neutral_answers_in_n() -> None:
    assert top_box_share({5: 6, 4: 2, 3: 8}, {4, 5}) == 0.5
    assert top_box_share({}, {5}) is None

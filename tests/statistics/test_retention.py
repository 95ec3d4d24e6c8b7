import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.statistics import earned_growth, retention

MONEY = st.integers(0, 10**6)


@given(st.lists(st.tuples(MONEY, MONEY)))
def test_gross_never_exceeds_one_and_net_is_gross_plus_expansion(accounts: list[tuple[int, int]]) -> None:
    found = retention([start for start, _ in accounts], [end for _, end in accounts])
    if found.start == 0:
        assert found.grr is found.nrr is found.logo is None
        return
    expansion = sum(max(end - start, 0) for start, end in accounts if start)
    assert 0 <= found.grr <= 1
    assert 0 <= found.logo <= 1
    assert found.nrr - found.grr == pytest.approx(expansion / found.start)


@pytest.mark.parametrize(
    ("starts", "ends", "grr", "nrr", "logo"),
    [
        ([100, 100], [150, 0], 0.5, 0.75, 0.5),
        ([100, 0], [100, 500], 1.0, 1.0, 1.0),
        ([100], [-20], 0.0, 0.0, 0.0),
        ([], [], None, None, None),
    ],
    ids=["cap", "new logo", "credit", "no accounts"],
)
def test_retention(starts, ends, grr, nrr, logo) -> None:
    found = retention(starts, ends)
    assert (found.grr, found.nrr, found.logo) == (grr, nrr, logo)


def test_sequences_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one a row"):
        retention([1, 2], [1])


def test_earned_growth_may_be_negative_while_the_whole_grows() -> None:
    found = earned_growth(1000, 800, 100, 300)
    assert (found.earned_growth, found.total_growth) == pytest.approx((-0.1, 0.2))


def test_earned_growth_needs_a_year_before() -> None:
    assert earned_growth(0, 0, 10, 10) is None

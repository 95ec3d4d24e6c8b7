import pytest

from cx.statistics import mantel_haenszel, newcombe, odds_ratio

TIERS = [((56, 14), (48, 32)), ((20, 10), (15, 15)), ((30, 2), (40, 8))]


@pytest.mark.parametrize(
    ("cells", "add", "value", "added"),
    [
        ((10, 0, 5, 5), None, 21.0, 0.5),
        ((10, 5, 5, 5), None, 2.0, 0.0),
        ((9, 4, 4, 4), 1.0, 2.0, 1.0),
        ((10, 0, 5, 0), None, None, 0.5),
        ((0, 0, 5, 3), None, None, 0.5),
        ((10, 0, 5, 5), 0.0, None, 0.0),
    ],
    ids=["zero cell", "no zero", "asked for", "empty column", "empty row", "zero kept"],
)
def test_odds_ratio_says_what_was_added(cells, add, value, added) -> None:
    found = odds_ratio(*cells, add=add)
    assert found.value == (None if value is None else pytest.approx(value))
    assert found.added == added
    assert (found.low is None) == (value is None)
    assert value is None or found.low < value < found.high


def test_odds_ratio_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="not negative"):
        odds_ratio(1, -2, 3, 4)


@pytest.mark.parametrize("extra", [((0, 0), (0, 0)), ((0, 0), (0, 1)), ((1, 0), (0, 0))])
def test_stratum_below_two_cases_is_dropped_and_counted(extra) -> None:
    plain, found = mantel_haenszel(TIERS), mantel_haenszel([*TIERS, extra])
    assert (found.strata, found.dropped) == (3, 1)
    assert (found.odds_ratio, found.risk_difference, found.test, found.homogeneity) == (
        plain.odds_ratio,
        plain.risk_difference,
        plain.test,
        plain.homogeneity,
    )


def test_risk_difference_of_one_stratum_is_the_plain_one() -> None:
    found, plain = mantel_haenszel(TIERS[:1]).risk_difference, newcombe(56, 70, 48, 80)
    assert found.value == pytest.approx(plain.value)
    assert (found.low, found.high) == pytest.approx((0.0575, 0.3425), abs=5e-5)


def test_risk_difference_pools_with_mantel_haenszel_weights() -> None:
    """By hand: weights 70*80/150, 30*30/60 and 32*48/80."""
    differences = (56 / 70 - 48 / 80, 20 / 30 - 15 / 30, 30 / 32 - 40 / 48)
    weights = (70 * 80 / 150, 15, 19.2)
    expected = sum(w * d for w, d in zip(weights, differences, strict=True)) / sum(weights)
    found = mantel_haenszel(TIERS).risk_difference
    assert found.value == pytest.approx(expected)
    assert found.low < expected < found.high
    assert found.n == 70 + 80 + 60 + 80


@pytest.mark.parametrize("tables", [[], [((0, 0), (6, 5))], [((0, 0), (0, 1))]])
def test_nothing_to_compare_gives_none(tables) -> None:
    found = mantel_haenszel(tables)
    assert found.odds_ratio.value is found.risk_difference.value is None
    assert found.test.p_value is found.test_corrected.p_value is found.homogeneity.p_value is None


def test_empty_margin_does_not_spoil_the_test_of_homogeneity() -> None:
    spoilt = mantel_haenszel([*TIERS, ((4, 5), (0, 0))])
    assert spoilt.homogeneity.p_value is not None
    assert mantel_haenszel(TIERS[:1]).homogeneity.p_value is None

import pytest
from scipy.stats import chi2

from cx.statistics import rate_interval


@pytest.mark.parametrize(("count", "exposure"), [(0, 10), (1, 1), (7, 1000), (2500, 40)])
def test_rate_interval_is_the_exact_poisson_one(count: int, exposure: float) -> None:
    found = rate_interval(count, exposure)
    assert found.value == count / exposure
    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2 / exposure if count else 0)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2 / exposure)


def test_no_exposure_gives_none() -> None:
    found = rate_interval(0, 0)
    assert found.value is found.low is found.high is None


@pytest.mark.parametrize("call", [(-1, 10), (1, -10)])
def test_negative_counts_are_refused(call: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="an exposure|a count"):
        rate_interval(*call)

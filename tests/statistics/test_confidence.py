import pytest
from scipy import stats

from cx.statistics import normal_quantile, student_confidence, t_quantile


@pytest.mark.parametrize(("confidence", "z"), [(0.95, 1.959964), (0.8, 1.281552), (0.9, 1.644854)])
def test_quantile_is_two_sided(confidence: float, z: float) -> None:
    assert normal_quantile(confidence) == pytest.approx(z, abs=1e-6)
    assert t_quantile(confidence, 5.5) == pytest.approx(stats.t.ppf(0.5 + confidence / 2, 5.5))


@pytest.mark.parametrize("freedom", [1, 8, 58, 1_000])
def test_a_normal_interval_at_the_student_confidence_is_as_wide_as_students(freedom: int) -> None:
    assert normal_quantile(student_confidence(0.8, freedom)) == pytest.approx(t_quantile(0.8, freedom))


def test_student_confidence_of_very_few_stays_below_1() -> None:
    assert normal_quantile(student_confidence(0.999, 1)) > 7


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(confidence)

import numpy as np
import pytest

from cx.statistics import Customers, lifetime_multiple, lifetime_value, segment_retention


def customers(margins: list[float], segments: list[int], stayed: list[bool]) -> Customers:
    """Accounts that were all here a year ago; those that left are not valued."""
    kept = np.array(stayed)
    at = np.array(segments)
    return Customers(np.where(kept, margins, np.nan), at, np.ones(kept.size, dtype=bool), kept, at)


@pytest.mark.parametrize(("retention", "discount"), [(0.0, 0.1), (0.8, 0.1), (0.95, 0.05), (1.0, 0.2)])
def test_the_multiple_is_the_sum_of_the_years(retention: float, discount: float) -> None:
    years = np.arange(1, 3000)
    by_year = float(((retention / (1 + discount)) ** years).sum())
    assert lifetime_multiple(retention, discount) == pytest.approx(by_year)
    from_today = (1 + discount) / (1 + discount - retention)
    assert from_today - lifetime_multiple(retention, discount) == pytest.approx(1)


def test_a_customer_who_never_leaves_is_worth_margin_over_discount() -> None:
    assert 100 * lifetime_multiple(1.0, 0.1) == pytest.approx(1000)


def test_the_mean_retention_would_understate_the_mean_value() -> None:
    stayed = [True] * 40 + [True] * 20 + [False] * 20
    given = customers([100.0] * 80, [0] * 40 + [1] * 40, stayed)
    found = lifetime_value(given, 0.1, seed=1)
    together = lifetime_value(customers([100.0] * 80, [0] * 80, stayed), 0.1, seed=1)
    assert segment_retention(given) == (1.0, 0.5)
    assert found.value == pytest.approx((40 * 1000 + 20 * 100 * 0.5 / 0.6) / 60)
    assert together.value is not None and found.value > together.value
    assert found.low is not None and found.high is not None and found.low < found.value < found.high
    assert found.n == 60


def test_a_small_segment_is_taken_to_stay_as_all_do() -> None:
    given = customers([100.0] * 44, [0] * 40 + [1] * 4, [True] * 30 + [False] * 10 + [True] * 4)
    assert segment_retention(given) == (0.75, 34 / 44)


def test_without_a_year_before_or_a_margin_there_is_none() -> None:
    nobody = Customers(np.array([5.0]), np.zeros(1, int), np.zeros(1, bool), np.zeros(1, bool), np.zeros(1, int))
    unknown = customers([1.0], [0], [False])
    assert segment_retention(nobody) == (None,)
    assert [lifetime_value(item, 0.1, 1).value for item in (nobody, unknown)] == [None, None]

"""Every interval, test and verdict is a frozen record that tells its value, its limits and its n."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any

import numpy as np
import pytest

from cx.statistics import (
    cluster_bootstrap,
    cluster_sums,
    clustered_interval,
    difference_in_differences,
    finite_population_interval,
    holm,
    interrupted_time_series,
    kaplan_meier,
    lmg,
    log_rank,
    log_rank_of_groups,
    mantel_haenszel,
    mean_interval,
    newcombe,
    nps_change,
    nps_interval,
    odds_ratio,
    panel_change,
    proportion_test,
    quantile_interval,
    rate_interval,
    ratio_interval,
    relative_weights,
    verdict,
    wallet_share,
    welch,
    wilson,
)

Numbers = tuple[float | None, float | None, float | None, float]
CHANCE = np.random.default_rng(5)
ROWS = CHANCE.normal(size=(60, 3))
OUTCOME = ROWS @ [0.6, 0.3, 0.0] + CHANCE.normal(size=60)
SERIES = 5 + 0.1 * np.arange(24) + 2 * (np.arange(24) >= 12) + CHANCE.normal(scale=0.3, size=24)
UNITS = np.repeat(np.arange(40), 2)
LATE, TREATED = np.tile([0, 1], 40), UNITS < 20
VALUES = 10 + LATE + 3 * LATE * TREATED + CHANCE.normal(size=80)

ALL: dict[str, tuple[Callable[[], Any], Numbers]] = {
    "wilson": (lambda: wilson(15, 148), (0.101351, 0.062386, 0.160517, 148)),
    "newcombe": (lambda: newcombe(56, 70, 48, 80), (0.2, 0.052432, 0.333875, 150)),
    "proportion_test": (lambda: proportion_test(56, 70, 48, 80), (0.2, 0.052432, 0.333875, 150)),
    "nps_interval": (lambda: nps_interval(61, 30, 16), (42.056075, 27.096988, 54.721193, 107)),
    "nps_change": (lambda: nps_change((50, 30, 20), (60, 30, 10)), (20.0, -0.539193, 39.374144, 200)),
    "panel_change": (
        lambda: panel_change((list("ABC"), [1, 2, 4], [1, 1, 1]), (list("ABC"), [2, 4, 5], [1, 1, 1])),
        (1.333333, -0.100884, 2.767551, 6),
    ),
    "mean_interval": (lambda: mean_interval([1, 2, 3, 4]), (2.5, 0.445739, 4.554261, 4)),
    "welch": (lambda: welch([1, 2, 3, 4], [3, 4, 5, 6]), (2.0, -0.233709, 4.233709, 8)),
    "quantile_interval": (lambda: quantile_interval(range(1, 12), 0.5), (6, 2, 10, 11)),
    "rate_interval": (lambda: rate_interval(10, 4), (2.5, 1.198847, 4.597606, 4)),
    "kaplan_meier": (lambda: kaplan_meier([5, 8, 12, 23, 30], [1, 1, 1, 1, 1]), (12, 5, None, 5)),
    "log_rank": (
        lambda: log_rank(([9, 13, 18, 23], [1, 1, 1, 1]), ([5, 5, 8, 8], [1, 1, 1, 1])),
        (6.943320, None, None, 8),
    ),
    "log_rank_of_groups": (
        lambda: log_rank_of_groups([([9, 13, 18, 23], [1] * 4, list("ABCD")), ([5, 5, 8, 8], [1] * 4, list("EFGH"))]),
        (6.943320, None, None, 8),
    ),
    "odds_ratio": (lambda: odds_ratio(10, 5, 4, 8), (4.0, 0.799331, 20.016743, 27)),
    "mantel_haenszel": (lambda: mantel_haenszel([((10, 5), (4, 8)), ((6, 3), (2, 4))]), (4.0, 1.092751, 14.641950, 42)),
    "cluster_bootstrap": (
        lambda: cluster_bootstrap([1.0, 2.0, 3.0, 4.0], ["A", "A", "B", "C"], lambda rows: sum(rows) / len(rows), 1),
        (2.5, 1.5, 4.0, 4),
    ),
    "clustered_interval": (
        lambda: clustered_interval(cluster_sums([1, 2, 3, 4], ["A", "A", "B", "C"])),
        (2.5, -0.858757, 5.858757, 4),
    ),
    "finite_population_interval": (lambda: finite_population_interval(61, 75, 125), (0.813333, 0.741194, 0.853743, 75)),
    "wallet_share": (lambda: wallet_share(1.5, 3), (5 / 12, 1 / 3, 1 / 2, 3)),
    "ratio_interval": (lambda: ratio_interval([8, 0, 10, 9], [10, 10, 10, 10]), (0.675, 0.283333, 0.99375, 4)),
    "lmg": (lambda: lmg(ROWS, OUTCOME), (0.280069, 0.073547, 0.421858, 60)),
    "relative_weights": (lambda: relative_weights(ROWS, OUTCOME), (0.280069, 0.073547, 0.421858, 60)),
    "difference_in_differences": (
        lambda: difference_in_differences(VALUES, TREATED, LATE, UNITS, seed=1),
        (3.634349, 2.706519, 4.562180, 80),
    ),
    "interrupted_time_series": (lambda: interrupted_time_series(SERIES, 12), (2.256139, 1.942868, 2.569410, 24)),
    "holm": (lambda: holm([0.01, 0.04, 0.03, None]), (0.03, None, None, 3)),
    "verdict": (lambda: verdict(5.0, (2.0, 8.0), (1.0, 9.0), 40, 60, 30, 3.0), (5.0, 1.0, 9.0, 100)),
}
"""The signature of each, and its value, limits and n."""


@pytest.mark.parametrize("name", ALL)
def test_a_result_is_a_frozen_record_of_value_limits_and_n(name: str) -> None:
    call, expected = ALL[name]
    found = call()
    with pytest.raises((FrozenInstanceError, AttributeError)):
        setattr(found, fields(found)[0].name, 0)
    numbers = (found.value, found.low, found.high, found.n)
    assert [number is None for number in numbers] == [number is None for number in expected]
    assert [number for number in numbers if number is not None] == pytest.approx(
        [number for number in expected if number is not None], rel=1e-3
    )
    assert None in numbers or found.low <= found.value <= found.high


def test_a_verdict_reads_as_its_word_and_a_test_tells_its_statistic() -> None:
    assert str(verdict(5.0, (2.0, 8.0), (1.0, 9.0), 40, 60, 30, 3.0)) == "sure"
    assert proportion_test(56, 70, 48, 80).z == pytest.approx(2.650172, abs=1e-6)
    assert proportion_test(9, 10, 3, 10).z is None


def test_a_rank_held_alone_has_no_range() -> None:
    found = wallet_share(2, 3)
    assert (found.value, found.low, found.high, found.n) == (pytest.approx(1 / 3), None, None, 3)

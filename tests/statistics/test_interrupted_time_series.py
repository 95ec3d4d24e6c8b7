import numpy as np
import pytest

from cx.statistics import interrupted_time_series

T = np.arange(48)
NOISE = np.random.default_rng(2).normal(0, 0.5, 48)
SERIES = 10 + 0.1 * T + 3 * (T >= 24) - 0.05 * (T - 24) * (T >= 24)


def test_change_of_level_and_slope_lies_within_its_limits() -> None:
    found = interrupted_time_series(SERIES + NOISE, 24)
    assert found.level_change.low < 3 < found.level_change.high
    assert found.slope_change.low < -0.05 < found.slope_change.high
    assert found.enough and abs(found.autocorrelation) < 0.4


def test_yearly_wave_is_taken_out_where_asked() -> None:
    wavy = SERIES + NOISE + 4 * np.sin(2 * np.pi * T / 12 + 1)
    with_season = interrupted_time_series(wavy, 24, season_length=12)
    without = interrupted_time_series(wavy, 24)
    widths = [found.level_change.high - found.level_change.low for found in (with_season, without)]
    assert with_season.level_change.value == pytest.approx(3, abs=0.8)
    assert widths[0] < widths[1] / 2


@pytest.mark.parametrize(("n", "start"), [(20, 7), (20, 13), (9, 4)])
def test_fewer_than_eight_points_on_a_side_give_no_limits(n: int, start: int) -> None:
    found = interrupted_time_series((SERIES + NOISE)[:n], start)
    assert not found.enough
    assert found.level_change.value is not None
    assert found.level_change.low is found.slope_change.high is None


@pytest.mark.parametrize(("n", "start"), [(0, 0), (3, 1), (4, 2), (20, 0), (20, 20)])
def test_nothing_on_a_side_or_left_over_gives_none(n: int, start: int) -> None:
    found = interrupted_time_series(SERIES[:n], start)
    assert found.intercept is found.level_change.value is found.slope_change.value is None


def test_series_without_noise_has_no_limits() -> None:
    found = interrupted_time_series(SERIES, 24)
    assert found.level_change.value == pytest.approx(3)
    assert found.level_change.low is found.autocorrelation is None


def test_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="gaps"):
        interrupted_time_series([1.0, float("nan"), 2.0], 1)

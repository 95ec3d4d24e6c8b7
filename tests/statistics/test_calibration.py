"""Brier score and calibration table against values worked out by hand."""

import pytest

from cx.statistics import brier_score, calibration, wilson


@pytest.mark.parametrize(
    ("chances", "came", "score"),
    [([], [], None), ([1, 0], [1, 0], 0.0), ([0.5, 0.5], [1, 0], 0.25), ([0.9, 0.6], [1, 0], (0.01 + 0.36) / 2)],
)
def test_brier_is_the_mean_squared_distance(chances, came, score):
    assert brier_score(chances, came) == (None if score is None else pytest.approx(score))


def test_each_case_stands_in_one_band_with_its_upper_edge():
    chances, came = [0.0, 0.5, 0.51, 0.7, 0.92, 0.95, 1.0], [0, 1, 1, 0, 1, 1, 1]
    bands = calibration(chances, came)
    assert [(band.low, band.high, band.n) for band in bands] == [
        (0, 0.5, 2),
        (0.5, 0.7, 2),
        (0.9, 0.95, 2),
        (0.95, 1, 1),
    ]
    assert [round(band.foretold, 4) for band in bands] == [0.25, 0.605, 0.935, 1.0]
    assert [band.came for band in bands] == [wilson(1, 2), wilson(1, 2), wilson(2, 2), wilson(1, 1)]
    assert calibration([], []) == ()

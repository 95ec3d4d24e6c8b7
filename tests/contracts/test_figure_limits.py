"""Where a figure can lie is said of every figure, as its unit and its form have it."""

import pytest

from cx.contracts.figure_limits import FIGURE_LIMITS, WHOLE, lies_within
from cx.contracts.units import Unit
from cx.metrics.metric import Form
from cx.metrics.registry import REGISTRY


@pytest.mark.parametrize("metric", REGISTRY.values(), ids=lambda metric: metric.key)
def test_limits_are_those_of_the_unit(metric):
    limits = FIGURE_LIMITS[metric.key]
    if metric.unit is Unit.POINTS:
        assert limits == (-100, 100)
    elif metric.unit is Unit.SCORE:
        assert 0 <= limits[0] < limits[1] <= 10
    elif metric.form is Form.SHARE:
        assert limits == WHOLE
    else:
        assert limits[1] is None or (metric.unit is Unit.PERCENT and limits == WHOLE)


@pytest.mark.parametrize(
    ("value", "limits", "is_inside"),
    [(0, WHOLE, True), (100, WHOLE, True), (100.1, WHOLE, False), (-0.1, WHOLE, False), (900, (0, None), True)],
)
def test_both_ends_belong_to_the_limits(value, limits, is_inside):
    assert lies_within(value, limits) is is_inside

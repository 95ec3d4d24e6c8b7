"""The small line of a tile is as high as its tile whatever it shows, so that what hardly differs is drawn level."""

import pytest

from cx.metrics.registry import REGISTRY
from cx.story.tiles import spark_line


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([38.0, 37.8, 37.6], (37.6, 37.6, 37.6)),
        ([38.0, 37.4, 37.6], (38.0, 37.4, 37.6)),
        ([38.0], (38.0,)),
        ([], ()),
    ],
    ids=["less than the smallest change", "more", "one", "none"],
)
def test_a_line_is_level_while_all_of_it_differs_by_less_than_the_smallest_change(values, drawn):
    assert REGISTRY["depth"].smallest_change == 0.5
    assert spark_line(values, REGISTRY["depth"]) == drawn

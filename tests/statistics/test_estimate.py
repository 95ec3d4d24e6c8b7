import pytest

from cx.statistics import Difference, Estimate, wider, within

NARROW, WIDE, BARE = Estimate(5, 4, 6, 10), Estimate(7, 2, 9, 3), Estimate(5, None, None, 10)
HALF_OPEN = Estimate(5, 1, None, 10)


@pytest.mark.parametrize(
    ("a", "b", "limits"),
    [
        (NARROW, WIDE, (2, 9)),
        (WIDE, NARROW, (2, 9)),
        (NARROW, BARE, (4, 6)),
        (BARE, NARROW, (4, 6)),
        (BARE, BARE, (None, None)),
        (HALF_OPEN, NARROW, (4, 6)),
    ],
)
def test_wider_takes_the_wider_limits_and_keeps_the_value(a, b, limits) -> None:
    found = wider(a, b)
    assert (found.low, found.high) == limits
    assert (found.value, found.n) == (a.value, a.n)


def test_wider_of_differences() -> None:
    assert wider(Difference(1, 0, 2, 5, 6), Difference(9, -3, 3, 1, 1)) == Difference(1, -3, 3, 5, 6)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(-0.2, 0.5, (0, 0.5)), (0.9, 1.3, (0.9, 1)), (None, 1.1, (None, 1))]
)
def test_within_clips_the_limits_to_the_scale(low, high, expected) -> None:
    found = within(Estimate(0.5, low, high, 9), 0, 1)
    assert (found.low, found.high) == expected

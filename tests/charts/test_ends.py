from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.charts.ends import End, apart


def end(at: float, *name: str, most: int = 200) -> End:
    return End(name or ("Stage",), "5.5", at, "#000000", most)


def centres(ends: tuple[End, ...], low: float, high: float, pixels: int) -> list[float]:
    return [(one.at - low) / (high - low) * pixels + one.shift for one in ends]


@given(st.lists(st.floats(0, 10), min_size=1, max_size=12), st.booleans())
def test_names_never_meet_and_stay_beside_the_plot(heights: list[float], is_tall: bool) -> None:
    name = ("A long name", "in two lines") if is_tall else ("Stage",)
    found = apart(tuple(end(at, *name) for at in heights), 0, 10, 260)
    middles = centres(found, 0, 10, 260)
    for (lower, below), (upper, above) in pairwise(zip(found, middles, strict=True)):
        assert above - below >= (lower.height + upper.height) / 2 - 0.2
    assert middles[0] - found[0].height / 2 >= -9
    assert middles[-1] + found[-1].height / 2 <= 269


def test_names_with_room_stay_where_their_lines_end() -> None:
    assert [one.shift for one in apart((end(8), end(2)), 0, 10, 260)] == [0, 0]


def test_of_too_many_names_the_first_given_stay() -> None:
    found = apart(tuple(end(at / 10, f"Line {at}") for at in range(40)), 0, 4, 170)
    assert {one.name[0] for one in found} == {f"Line {at}" for at in range(10)}


@pytest.mark.parametrize(
    ("name", "text", "height"),
    [
        (("Onboarding",), "Onboarding 5.5", 17),
        (("Gross retention of", "all customers"), "Gross retention of<br>all customers<br>5.5", 51),
        (("קליטה",), "\u2068קליטה\u2069 5.5", 17),
    ],
)
def test_value_follows_the_name_on_its_line_where_it_fits(name: tuple[str, ...], text: str, height: int) -> None:
    found = end(1, *name, most=90)
    assert (found.text, found.height) == (text, height)

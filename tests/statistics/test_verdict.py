import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.statistics import Verdict, verdict

CLEAR, NARROW, TOUCHES, OPEN = (1.0, 9.0), (0.5, 9.0), (-1.0, 9.0), (None, 9.0)


@pytest.mark.parametrize(
    ("difference", "interval80", "interval95", "n", "smallest", "word"),
    [
        (5, CLEAR, NARROW, (30, 29), 3, Verdict.TOO_FEW),
        (5, CLEAR, NARROW, (29, 30), 3, Verdict.TOO_FEW),
        (5, CLEAR, NARROW, (30, 30), 3, Verdict.SURE),
        (-5, (-9, -1), (-9, -0.5), (30, 30), 3, Verdict.SURE),
        (5, CLEAR, TOUCHES, (30, 30), 3, Verdict.LIKELY),
        (5, TOUCHES, TOUCHES, (30, 30), 3, Verdict.CANNOT_TELL),
        (2.9, CLEAR, NARROW, (30, 30), 3, Verdict.CANNOT_TELL),
        (5, (0.0, 9.0), (-1.0, 9.0), (30, 30), 3, Verdict.CANNOT_TELL),
        (5, (1e-17, 9.0), (-1.0, 9.0), (30, 30), 3, Verdict.CANNOT_TELL),
        (5, CLEAR, OPEN, (30, 30), 3, Verdict.LIKELY),
        (5, OPEN, OPEN, (30, 30), 3, Verdict.CANNOT_TELL),
        (5, (None, None), (None, None), (30, 30), 3, Verdict.CANNOT_TELL),
        (None, (None, None), (None, None), (30, 30), 3, Verdict.CANNOT_TELL),
        (None, (None, None), (None, None), (0, 30), 3, Verdict.TOO_FEW),
        (-5, CLEAR, NARROW, (30, 30), 3, Verdict.CANNOT_TELL),
        (0, CLEAR, NARROW, (30, 30), 0, Verdict.CANNOT_TELL),
        (0.3 - 0.2, (0.01, 0.2), (0.005, 0.2), (30, 30), 0.1, Verdict.SURE),
        (0.2 - 0.3, (-0.2, -0.01), (-0.2, -0.005), (30, 30), 0.1, Verdict.SURE),
    ],
)
def test_word(difference, interval80, interval95, n, smallest, word) -> None:
    assert verdict(difference, interval80, interval95, *n, 30, smallest).word is word


def test_words_are_those_of_the_product() -> None:
    assert [word.value for word in Verdict] == ["too few answers", "sure", "likely", "cannot tell yet"]


@given(st.floats(-50, 50), st.floats(0, 30), st.floats(0, 30), st.floats(0, 10))
def test_up_and_down_get_the_same_word(centre: float, reach80: float, reach95: float, smallest: float) -> None:
    up = (centre - reach80, centre + reach80), (centre - reach95, centre + reach95)
    down = tuple((-high, -low) for low, high in up)
    assert verdict(centre, *up, 40, 40, 30, smallest).word is verdict(-centre, *down, 40, 40, 30, smallest).word

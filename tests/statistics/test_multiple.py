import pytest

from cx.statistics import holm


@pytest.mark.parametrize(
    ("given", "adjusted"),
    [
        ([0.01, 0.04, 0.03], (0.03, 0.06, 0.06)),
        ([0.01, None, 0.04, 0.03], (0.03, None, 0.06, 0.06)),
        ([0.6, 0.7], (1.0, 1.0)),
        ([None], (None,)),
        ([], ()),
    ],
)
def test_holm_adjusts_the_tests_that_were_made(given, adjusted) -> None:
    assert holm(given) == pytest.approx(adjusted)

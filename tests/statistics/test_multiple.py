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
    found, made = holm(given), [p for p in adjusted if p is not None]
    assert found.adjusted == pytest.approx(adjusted)
    assert found.rejected == tuple(None if p is None else p <= 0.05 for p in adjusted)
    assert (found.value, found.n) == (pytest.approx(min(made)) if made else None, len(made))

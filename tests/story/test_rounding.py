"""Parts and their sum, told together: a note stands where they do not add up as they are written, and nowhere else."""

import pytest

from cx.contracts.units import Unit, figure, step_of
from cx.contracts.words import Words
from cx.story.rounding import rounding_notes

NOTE = "rounded one by one, so that parts may differ from their sum in the last digit"


@pytest.mark.parametrize(
    ("parts", "total", "unit", "is_noted"),
    [
        ((423_400, 295_400), 718_800, Unit.MONEY, True),
        ((423_000, 295_000), 718_000, Unit.MONEY, False),
        ((2_365_900, 4_961_300), 7_327_200, Unit.MONEY, True),
        ((2_700_000, -128_000, -15_000), 2_557_000, Unit.MONEY, False),
        ((5_000, 999), 5_999, Unit.MONEY, False),
        ((33.34, 33.33, 33.33), 100.0, Unit.PERCENT, True),
        ((328, 36, -12), 352, Unit.WHOLE, False),
        ((), 0, Unit.MONEY, False),
    ],
)
def test_a_note_stands_where_written_figures_do_not_add_up(parts, total, unit, is_noted):
    assert rounding_notes([((1, 2), 3), (parts, total)], unit, Words("en")) == ([NOTE] if is_noted else [])


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (999_499, Unit.MONEY),
        (999_500, Unit.MONEY),
        (9_999, Unit.MONEY),
        (10_000, Unit.MONEY),
        (-41_000_000, Unit.MONEY),
        (94.8, Unit.PERCENT),
    ],
)
def test_a_step_is_the_least_that_changes_what_is_written(value, unit):
    step = step_of(value, unit)
    assert figure(value + step, unit) != figure(value, unit)
    assert figure(value + step / 5, unit) == figure(value, unit) or figure(value - step / 5, unit) == figure(
        value, unit
    )

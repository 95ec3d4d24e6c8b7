"""How figures are written."""

import pytest

from cx.contracts.units import CHANGE_SUFFIX, DECIMALS, Unit, change, figure, span
from cx.contracts.words import Words

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "unit", "currency", "shown"),
    [
        (34.4, Unit.POINTS, "", "34"),
        (-34.4, Unit.POINTS, "", "−34"),
        (-0.4, Unit.POINTS, "", "0"),
        (93.44, Unit.PERCENT, "", f"93.4{THIN}%"),
        (4.86, Unit.SCORE, "", "4.9"),
        (1234.5, Unit.MINUTES, "", f"1{THIN}234{THIN}min"),
        (35.25, Unit.HOURS, "", f"35.2{THIN}h"),
        (239.9, Unit.HOURS, "", f"239.9{THIN}h"),
        (466.4, Unit.HOURS, "", f"19.4{THIN}d"),
        (0.456, Unit.COUNT, "", "0.46"),
        (41_249_000, Unit.MONEY, "EUR", f"€{THIN}41.2{THIN}m"),
        (12_345, Unit.MONEY, "USD", f"${THIN}12{THIN}k"),
        (999_499, Unit.MONEY, "USD", f"${THIN}999{THIN}k"),
        (999_950, Unit.MONEY, "USD", f"${THIN}1.0{THIN}m"),
        (9_999, Unit.MONEY, "CHF", f"CHF{THIN}9{THIN}999"),
        (9_999.6, Unit.MONEY, "CHF", f"CHF{THIN}10{THIN}k"),
        (-500, Unit.MONEY, "GBP", f"−£{THIN}500"),
        (-0.4, Unit.MONEY, "GBP", f"£{THIN}0"),
        (5, Unit.MONEY, "", "5"),
    ],
)
def test_figure(value: float, unit: Unit, currency: str, shown: str) -> None:
    assert figure(value, unit, currency) == shown


@pytest.mark.parametrize(
    ("value", "beside", "unit", "shown", "changed", "ranged"),
    [
        (237.4, 466.4, Unit.HOURS, f"9.9{THIN}d", f"+9.9{THIN}d", f"0.4 to 9.9{THIN}d"),
        (-1.0, 466.4, Unit.HOURS, f"0.0{THIN}d", f"0.0{THIN}d", f"0.4 to 0.0{THIN}d"),
        (237.4, 35.2, Unit.HOURS, f"237.4{THIN}h", f"+237.4{THIN}h", f"10.0 to 237.4{THIN}h"),
        (237.4, 466.4, Unit.MINUTES, f"237{THIN}min", f"+237{THIN}min", f"10 to 237{THIN}min"),
    ],
)
def test_hours_beside_days_are_read_in_days(value, beside, unit, shown, changed, ranged) -> None:
    assert figure(value, unit, beside=beside) == shown
    assert change(value, unit, beside=beside) == changed
    assert span(10.0, value, unit, Words(), beside=beside) == ranged


@pytest.mark.parametrize(
    ("value", "unit", "currency", "shown"),
    [
        (3, Unit.POINTS, "", "+3"),
        (-3, Unit.POINTS, "", "−3"),
        (0.4, Unit.POINTS, "", "0"),
        (-0.4, Unit.POINTS, "", "0"),
        (2.15, Unit.PERCENT, "", f"+2.1{THIN}pp"),
        (0.04, Unit.PERCENT, "", f"0.0{THIN}pp"),
        (-480, Unit.HOURS, "", f"−20.0{THIN}d"),
        (240, Unit.HOURS, "", f"+10.0{THIN}d"),
        (1_200_000, Unit.MONEY, "EUR", f"+€{THIN}1.2{THIN}m"),
        (-1_200_000, Unit.MONEY, "EUR", f"−€{THIN}1.2{THIN}m"),
        (0.4, Unit.MONEY, "EUR", f"€{THIN}0"),
    ],
)
def test_change_has_a_sign_unless_it_is_none(value: float, unit: Unit, currency: str, shown: str) -> None:
    assert change(value, unit, currency) == shown


def test_range_names_its_unit_once() -> None:
    assert span(-2.0, 40.25, Unit.PERCENT, Words()) == f"−2.0 to 40.2{THIN}%"
    assert span(60, 480, Unit.HOURS, Words()) == f"2.5 to 20.0{THIN}d"
    assert span(127.2, 165.6, Unit.HOURS, Words(), beside=465.6) == f"5.3 to 6.9{THIN}d"
    assert span(1000, 2_000_000, Unit.MONEY, Words(), "EUR") == f"€{THIN}1{THIN}000 to €{THIN}2.0{THIN}m"


def test_every_unit_has_its_decimals() -> None:
    assert DECIMALS.keys() == set(Unit)
    assert CHANGE_SUFFIX.keys() <= set(Unit)

"""Units, directions and formats of figures, and how a figure is written."""

from enum import StrEnum

from cx.contracts.words import Words, whole


class Unit(StrEnum):
    """What a figure is counted in."""

    POINTS = "points"
    PERCENT = "percent"
    SCORE = "score"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    COUNT = "count"
    PER_ACCOUNT = "per account"
    PER_USER = "per user"
    WHOLE = "whole number"
    MONEY = "money"


class Direction(StrEnum):
    """Whether more is better."""

    MORE_IS_BETTER = "more is better"
    FEWER_IS_BETTER = "fewer is better"
    NEITHER = "neither"


DECIMALS = {
    Unit.POINTS: 0,
    Unit.PERCENT: 1,
    Unit.SCORE: 1,
    Unit.MINUTES: 0,
    Unit.HOURS: 1,
    Unit.DAYS: 0,
    Unit.COUNT: 2,
    Unit.PER_ACCOUNT: 2,
    Unit.PER_USER: 1,
    Unit.WHOLE: 0,
    Unit.MONEY: 0,
}

SUFFIX = {Unit.PERCENT: "\u202f%", Unit.MINUTES: "\u202fmin", Unit.HOURS: "\u202fh", Unit.DAYS: "\u202fd"}
CHANGE_SUFFIX = {**SUFFIX, Unit.PERCENT: "\u202fpp"}


HOURS_OF_DAY = 24
DAYS_FROM = 240.0
"""Hours from which on a time is read in days."""


def is_in_days(value: float, unit: Unit) -> bool:
    """True for so many hours that they are written as days."""
    return unit is Unit.HOURS and abs(value) >= DAYS_FROM


def figure(value: float, unit: Unit, currency: str = "", beside: float = 0.0) -> str:
    """A value with its unit: 34, 93.4 %, 4.9, 88 min, 19.4 d of so many hours, € 41.2 m.

    Beside another value that is read in days, hours are read in days too.
    """
    if unit is Unit.MONEY:
        return _money(value, currency)
    if is_in_days(value, unit) or is_in_days(beside, unit):
        return _days(value) + SUFFIX[Unit.DAYS]
    return _signless(value, DECIMALS[unit]) + SUFFIX.get(unit, "")


def change(value: float, unit: Unit, currency: str = "", beside: float = 0.0) -> str:
    """A difference with its sign and unit, that of the figure beside it; of shares it is in percentage points."""
    sign = "+" if value > 0 else ""
    if unit is Unit.MONEY:
        return ("" if round(value) == 0 else sign) + _money(value, currency)
    if is_in_days(value, unit) or is_in_days(beside, unit):
        return (sign if round(value / HOURS_OF_DAY, 1) else "") + _days(value) + SUFFIX[Unit.DAYS]
    text = _signless(value, DECIMALS[unit])
    return ("" if float(f"{value:.{DECIMALS[unit]}f}") == 0 else sign) + text + CHANGE_SUFFIX.get(unit, "")


def span(low: float, high: float, unit: Unit, words: Words, currency: str = "", beside: float = 0.0) -> str:
    """A range: 28 to 40, with the unit once, which is that of the figure beside it."""
    first = _money(low, currency) if unit is Unit.MONEY else _signless(low, DECIMALS[unit])
    if is_in_days(high, unit) or is_in_days(beside, unit):
        first = _days(low)
    return words.say("{low} to {high}", low=first, high=figure(high, unit, currency, beside))


def _days(hours: float) -> str:
    return _signless(hours / HOURS_OF_DAY, 1)


def _signless(value: float, decimals: int) -> str:
    rounded = round(value, decimals) + 0.0
    text = f"{rounded:,.{decimals}f}".replace(",", "\u202f")
    return text.replace("-", "\u2212")


MILLIONS_FROM, THOUSANDS_FROM = 999_500, 10_000
"""Amounts from which on they are written in tenths of millions, or in thousands."""


def step_of(value: float, unit: Unit) -> float:
    """The distance between two figures that are written one after the other: 0.1 of percents, 1 000 of 41 k."""
    if unit is not Unit.MONEY:
        return float(10 ** -DECIMALS[unit])
    size = abs(round(value))
    return 100_000.0 if size >= MILLIONS_FROM else 1_000.0 if size >= THOUSANDS_FROM else 1.0


SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "ILS": "₪", "RUB": "₽", "RON": "RON"}


def _money(value: float, currency: str) -> str:
    size = abs(round(value))
    symbol = SYMBOLS.get(currency, currency)
    space = "\u202f" if symbol else ""
    sign = "\u2212" if value < 0 < size else ""
    if size >= MILLIONS_FROM:
        text = f"{size / 1_000_000:.1f}\u202fm"
    elif size >= THOUSANDS_FROM:
        text = f"{size / 1_000:.0f}\u202fk"
    else:
        text = whole(size)
    return f"{sign}{symbol}{space}{text}"

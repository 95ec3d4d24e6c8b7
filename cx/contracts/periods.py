"""Periods of a calendar or fiscal year; both ends belong to a period."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """The lengths of time that figures are cut into."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""The days that a person may ask about: wide enough, and far from the ends of the calendar."""

MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date
    part_of: Grain | None = None
    """The grain whose first days these are, where it is not over: it compares with as many first days of others."""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def day_before(self) -> date:
        """The day before it starts."""
        return self.start - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def period_of(day: date, grain: Grain, fiscal_year_starts: int = 1) -> Period:
    """The day, ISO week, month, fiscal quarter or fiscal year that holds `day`."""
    if grain is Grain.DAY:
        return Period(day, day)
    if grain is Grain.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    length = MONTHS_IN[grain]
    into = (day.month - fiscal_year_starts) % 12 % length
    start = months_later(day.replace(day=1), -into)
    return Period(start, months_later(start, length) - timedelta(days=1))


def earlier(period: Period, grain: Grain, steps: int = 1) -> Period:
    """The period of the same grain that many steps before; of one that is not over, as many of its first days."""
    if period.part_of:
        return _first_days(earlier(Period(period.start, period.end), grain, steps), period)
    if grain is Grain.DAY:
        start = period.start - timedelta(days=steps)
        return Period(start, start)
    if grain is Grain.WEEK:
        start = period.start - timedelta(days=7 * steps)
        return Period(start, start + timedelta(days=6))
    start = months_later(period.start, -steps * MONTHS_IN[grain])
    return Period(start, months_later(start, MONTHS_IN[grain]) - timedelta(days=1))


def year_before(period: Period) -> Period:
    """The same days a year earlier; whole months stay whole, and what is not over has as many days."""
    if period.part_of:
        return earlier(period, period.part_of, 12 // MONTHS_IN[period.part_of])
    end = months_later(period.end + timedelta(days=1), -12) - timedelta(days=1)
    return Period(months_later(period.start, -12), end)


def to_date(period: Period, as_of: date, fiscal_year_starts: int = 1) -> Period:
    """The first days of a month, quarter or year that is not over, up to `as_of`; any other period as it is."""
    grain = grain_of(period, fiscal_year_starts)
    is_running = grain in MONTHS_IN and period.start <= as_of < period.end
    return Period(period.start, as_of, grain) if is_running else period


def _first_days(whole: Period, like: Period) -> Period:
    """As many first days of a period as another has, all of it where it is no longer than that."""
    return Period(whole.start, min(whole.start + timedelta(days=like.days - 1), whole.end), like.part_of)


def trailing_year(end: date) -> Period:
    """The twelve months that end with `end`."""
    return Period(months_later(end + timedelta(days=1), -12), end)


def last_complete_quarter(as_of: date, fiscal_year_starts: int = 1) -> Period:
    """The latest quarter whose last day is not after `as_of`."""
    current = period_of(as_of, Grain.QUARTER, fiscal_year_starts)
    return current if current.end <= as_of else earlier(current, Grain.QUARTER)


def periods_between(period: Period, grain: Grain, fiscal_year_starts: int = 1) -> tuple[Period, ...]:
    """Every period of the grain that touches `period`, cut to it at both ends."""
    found, current = [], period_of(period.start, grain, fiscal_year_starts)
    while current.start <= period.end:
        found.append(Period(max(current.start, period.start), min(current.end, period.end)))
        current = period_of(current.end + timedelta(days=1), grain, fiscal_year_starts)
    return tuple(found)


def grain_of(period: Period, fiscal_year_starts: int = 1) -> Grain | None:
    """The grain that the period is exactly one of, or the first days of one that is not over, if any."""
    if period.part_of:
        return period.part_of
    for grain in Grain:
        if period_of(period.start, grain, fiscal_year_starts) == period:
            return grain
    return None


def previous(period: Period, fiscal_year_starts: int = 1) -> Period:
    """The period before, of the same length."""
    grain = grain_of(period, fiscal_year_starts)
    if grain:
        return earlier(period, grain)
    end = period.day_before
    return Period(end - (period.end - period.start), end)


def fiscal_year(day: date, fiscal_year_starts: int = 1) -> int:
    """The fiscal year of a day, named after the calendar year in which it ends."""
    return period_of(day, Grain.YEAR, fiscal_year_starts).end.year


def label(period: Period, fiscal_year_starts: int = 1) -> str:
    """The short name of a period: 2026 Q3, 2026, Jul 2026, 2026 Q4 to 12 Nov, or its two dates."""
    if period.part_of:
        whole = period_of(period.start, period.part_of, fiscal_year_starts)
        return f"{label(whole, fiscal_year_starts)} to {period.end.day} {period.end:%b}"
    grain = grain_of(period, fiscal_year_starts)
    year = fiscal_year(period.start, fiscal_year_starts)
    if grain is Grain.YEAR:
        return f"{year}"
    if grain is Grain.QUARTER:
        return f"{year} Q{(period.start.month - fiscal_year_starts) % 12 // 3 + 1}"
    if grain is Grain.MONTH:
        return period.start.strftime("%b %Y")
    if grain is Grain.DAY:
        return period.start.isoformat()
    return f"{period.start.isoformat()}\u2013{period.end.isoformat()}"


def period_named(name: str, fiscal_year_starts: int = 1) -> Period:
    """The period that a name such as 2026, 2026Q3, 2026-Q3 or 2026-07 means; ValueError for any other."""
    found = re.fullmatch(r"(\d{4})(?:[ -]?Q([1-4])|-(\d{2}))?", name.strip(), re.IGNORECASE)
    if not found:
        raise ValueError(name)
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        return period_of(date(year, int(month), 1), Grain.MONTH)
    first = period_of(
        months_later(date(year, fiscal_year_starts, 1), -12 if fiscal_year_starts > 1 else 0),
        Grain.YEAR,
        fiscal_year_starts,
    )
    if not quarter:
        return first
    return period_of(months_later(first.start, 3 * (int(quarter) - 1)), Grain.QUARTER, fiscal_year_starts)

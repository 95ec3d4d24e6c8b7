"""Periods of a calendar or fiscal year; both ends belong to a period."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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

WORDS = re.compile(r"(\d{4})(?:[ -]?Q([1-4])|-(\d{2}))?", re.IGNORECASE)
QUARTER_FIRST = re.compile(r"^(Q[1-4])[ -]?(\d{4})$", re.IGNORECASE)
MONTH_WORDS = ("%b %Y", "%B %Y")
TO_DATE = " to date"
"""What a running period's name ends with; a link to it opens the whole one once that is over."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BETWEEN = re.compile(r"\.\.|\u2013")
"""What stands between the first and the last of some days."""

HALF_A_YEAR = 182
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
    return Period(months_later(period.start, -12), day_year_before(period.end))


def day_year_before(last: date) -> date:
    """The last day of what ends a year earlier: a month's last day stays one, any other keeps its number."""
    following = last + timedelta(days=1)
    if following.day == 1:
        return months_later(following, -12) - timedelta(days=1)
    return months_later(last, -12)


def to_date(period: Period, as_of: date, fiscal_year_starts: int = 1) -> Period:
    """The days up to `as_of` of a period that is not over, any other as it is.

    Of a month, quarter or year they are its first days, and compare with as many first days of others; of other days
    they are days of their own, and compare with as many before.
    """
    if not period.start <= as_of < period.end:
        return period
    grain = grain_of(period, fiscal_year_starts)
    return Period(period.start, as_of, grain if grain in MONTHS_IN else None)


def _first_days(whole: Period, like: Period) -> Period:
    """As many first days of a period as another has, all of it where it is no longer than that."""
    return Period(whole.start, min(whole.start + timedelta(days=like.days - 1), whole.end), like.part_of)


def trailing_year(end: date) -> Period:
    """The twelve months that end with `end`."""
    return Period(day_year_before(end) + timedelta(days=1), end)


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


def trend_days(period: Period, periods: int, fiscal_year_starts: int = 1) -> tuple[Grain, Period]:
    """What a trend that ends with the period is cut into, and all its days, whole at their beginning.

    Days that are no month, quarter or year stand in a trend of months, or of quarters where they are half a year.
    """
    grain = grain_of(period, fiscal_year_starts)
    if grain:
        return grain, Period(earlier(period, grain, periods - 1).start, period.end)
    grain = Grain.MONTH if period.days < HALF_A_YEAR else Grain.QUARTER
    last = period_of(period.end, grain, fiscal_year_starts)
    return grain, Period(earlier(last, grain, periods - 1).start, period.end)


def fiscal_year(day: date, fiscal_year_starts: int = 1) -> int:
    """The fiscal year of a day, named after the calendar year in which it ends."""
    return period_of(day, Grain.YEAR, fiscal_year_starts).end.year


def label(period: Period, fiscal_year_starts: int = 1) -> str:
    """The short name of a period: 2026 Q3, 2026, Jul 2026, 2026 Q4 to 12 Nov, or its two days: 15 Jan – 10 Mar 2026."""
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
    first = f"{period.start.day} {period.start:%b}" + (f" {period.start.year}" if _spans_years(period) else "")
    return f"{first} \u2013 {period.end.day} {period.end:%b} {period.end.year}"


def _spans_years(period: Period) -> bool:
    return period.start.year != period.end.year


def period_named(name: str, fiscal_year_starts: int = 1) -> Period:
    """The period that a word means: 2026, 2026Q3, 2026 Q3, Q3 2026, 2026-07, Jul 2026, 2026-01-15, 2026-01-15..2026-03-10.

    Days in the wrong order stay as they are. Raises ValueError for any other word.
    """
    word = QUARTER_FIRST.sub(r"\2\1", name.strip().removesuffix(TO_DATE))
    found = WORDS.fullmatch(word)
    if not found:
        return _month(word) or _days(word)
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        return period_of(date(year, int(month), 1), Grain.MONTH)
    starts_on = date(year, fiscal_year_starts, 1)
    first = months_later(starts_on, -12) if fiscal_year_starts > 1 else starts_on
    if not quarter:
        return period_of(first, Grain.YEAR, fiscal_year_starts)
    return period_of(months_later(first, 3 * (int(quarter) - 1)), Grain.QUARTER, fiscal_year_starts)


def _month(word: str) -> Period | None:
    for form in MONTH_WORDS:
        try:
            return period_of(datetime.strptime(word, form).date(), Grain.MONTH)  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _days(word: str) -> Period:
    parts = [part.strip() for part in BETWEEN.split(word, maxsplit=1)]
    if not all(DAY.fullmatch(part) for part in parts):
        raise ValueError(word)  # weeks and days without hyphens are dates to Python, but nobody means a Monday by them
    return Period(date.fromisoformat(parts[0]), date.fromisoformat(parts[-1]))

"""How periods and days are named in a sentence."""

from datetime import date, datetime

from babel.dates import format_date

from cx.contracts.periods import MONTHS_IN, Grain, Period, grain_of, label, period_of
from cx.contracts.settings import Settings
from cx.contracts.words import N_, Words

UNDATED = "–"
"""What stands for a day that nobody knows, and for a range that there is none of."""


def name_of(period: Period, settings: Settings) -> str:
    """The period's short name."""
    return label(period, settings.fiscal_year_starts)


def name_of_part(part: Period, grain: Grain, settings: Settings) -> str:
    """The name of a period of the grain; of its first or its last days alone, up to when or from when they go."""
    whole = period_of(part.start, grain, settings.fiscal_year_starts)
    if part.start == whole.start and part.end < whole.end:
        return name_of(Period(part.start, part.end, grain), settings)
    if whole.start < part.start and part.end == whole.end:
        return f"{name_of(whole, settings)} from {part.start.day} {part.start:%b}"
    return name_of(part, settings)


def compared_with(period: Period, words: Words, settings: Settings) -> str:
    """What a change is counted from: the period, or as many of its first days as the period told has so far."""
    if not period.part_of:
        return name_of(period, settings)
    return words.plural(
        N_("the first day of {period}"),
        N_("the first {n} days of {period}"),
        period.days,
        period=_whole_name(period, settings),
    )


def within(period: Period, words: Words, settings: Settings) -> str:
    """When something was, with its preposition: in 2026 Q3, on 15 Jan 2026, from 21 Nov 2025 to 14 Jan 2026."""
    if _is_named(period, settings):
        return words.say(N_("in {period}"), period=compared_with(period, words, settings))
    if period.days == 1:
        return words.say(N_("on {day}"), day=day(period.start, words))
    is_one_year = period.start.year == period.end.year
    start = format_date(period.start, "d MMM", locale=words.language) if is_one_year else day(period.start, words)
    return words.say(N_("from {start} to {end}"), start=start, end=day(period.end, words))


def since(period: Period, words: Words, settings: Settings) -> str:
    """What a change is counted from, with its preposition: since 2026 Q3, or compared with days that have no name."""
    if _is_named(period, settings):
        return words.say(N_("since {period}"), period=compared_with(period, words, settings))
    if period.days == 1:
        return words.say(N_("since {day}"), day=day(period.start, words))
    return words.say(N_("compared with {period}"), period=name_of(period, settings))


def end_of(period: Period, words: Words, settings: Settings) -> str:
    """The moment at which a period is over: at the end of 2026 Q3; of days that have no name, their last one."""
    if period.part_of or not _is_named(period, settings):
        return words.say(N_("at the end of {day}"), day=day(period.end, words))
    return words.say(N_("at the end of {period}"), period=name_of(period, settings))


def _is_named(period: Period, settings: Settings) -> bool:
    """True for a month, a quarter or a year, and for the first days of one: other days are told by their dates."""
    return grain_of(period, settings.fiscal_year_starts) in MONTHS_IN


def so_far(period: Period, words: Words, settings: Settings) -> str:
    """That a period is not over, and what it is compared with."""
    return words.plural(
        N_("{period} is not over: its first day is compared with the first day of earlier ones."),
        N_("{period} is not over: its first {n} days are compared with as many first days of earlier ones."),
        period.days,
        period=_whole_name(period, settings),
    )


def _whole_name(period: Period, settings: Settings) -> str:
    """The name of the period that these are the first days of."""
    whole = period_of(period.start, period.part_of, settings.fiscal_year_starts) if period.part_of else period
    return name_of(whole, settings)


def day(value: date | datetime | None, words: Words) -> str:
    """A date in the words of the language."""
    return format_date(value, "d MMM y", locale=words.language) if value else UNDATED

"""The words by which a person asks for a period, on the page, in an address and in the shell: the same in all three."""

from datetime import date

from cx.contracts.periods import (
    FIRST_DAY,
    LAST_DAY,
    MONTHS_IN,
    Grain,
    Period,
    earlier,
    grain_of,
    label,
    period_named,
    period_of,
    to_date,
)
from cx.contracts.words import N_, Words

MOST_OFFERED = {Grain.QUARTER: 13, Grain.MONTH: 25, Grain.YEAR: 5}
"""By grain, how many complete periods are listed; any other is reached by its word."""
KNOWN_WORDS = N_("“{period}” is no period. Write 2026, 2026Q3, 2026-07 or 2026-01-15..2026-03-10.")
OUTSIDE = N_("“{period}” does not lie in {first} to {last}.")
BACKWARDS = N_("“{period}” ends before it starts: write the earlier day first.")


class PeriodRefused(ValueError):
    """Words that mean no period that can be told of."""

    def __init__(self, message: str, named: str) -> None:
        super().__init__(named)
        self.message, self.named = message, named

    def sentence(self, words: Words) -> str:
        """What is wrong with them, and what to write."""
        return words.say(self.message, period=self.named, first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())


def asked_period(named: str, known_to: date, fiscal_year_starts: int = 1) -> Period:
    """The period of these words, up to the day things are known where it is not over.

    Raises PeriodRefused for words that mean none, for days in the wrong order and for years far away.
    """
    try:
        found = period_named(named, fiscal_year_starts)
    except ValueError:
        raise PeriodRefused(KNOWN_WORDS, named) from None
    if found.end < found.start:
        raise PeriodRefused(BACKWARDS, named)
    if not FIRST_DAY <= found.start <= found.end <= LAST_DAY:
        raise PeriodRefused(OUTSIDE, named)
    return to_date(found, known_to, fiscal_year_starts)


def period_word(period: Period, fiscal_year_starts: int = 1) -> str:
    """The word for a period: 2026Q3, 2026-07, 2026, 2026-01-15..2026-03-10; of one that is not over, the word for all of it."""
    grain = grain_of(period, fiscal_year_starts)
    if grain is Grain.MONTH:
        return f"{period.start:%Y-%m}"
    if grain not in MONTHS_IN:
        return days_word(period)
    return label(period_of(period.start, grain, fiscal_year_starts), fiscal_year_starts).replace(" ", "")


def shown_period(word: str) -> str:
    """The name of a calendar or fiscal period that is kept as a word: 2026 Q3 for 2026Q3, Jul 2026 for 2026-07."""
    return label(period_named(word))


def days_word(period: Period) -> str:
    """The word for the days of a period, whatever it is called: 2026-01-15..2026-03-10."""
    return f"{period.start.isoformat()}..{period.end.isoformat()}"


def offered_periods(known_to: date, grain: Grain, fiscal_year_starts: int = 1) -> tuple[Period, ...]:
    """What is listed of a grain, the latest first: the running period up to the day known, then the complete ones."""
    current = period_of(known_to, grain, fiscal_year_starts)
    is_over = current.end <= known_to
    last = current if is_over else earlier(current, grain)
    complete = tuple(earlier(last, grain, steps) for steps in range(MOST_OFFERED[grain]))
    return complete if is_over else (to_date(current, known_to, fiscal_year_starts), *complete)

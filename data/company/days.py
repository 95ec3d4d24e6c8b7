"""The days that the sample company covers: their numbers, their text, and office hours within them.

A day is held as its number from FIRST_DAY (0) to LAST_DAY; a moment as minutes since FIRST_DAY began, UTC.
"""

from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.company.truths import FIRST_DAY, LAST_DAY

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[Any]
Table = dict[str, list[str]]
"""Columns of text in the order of the file; all of one length."""

DAYS: Final = (LAST_DAY - FIRST_DAY).days + 1
MINUTES: Final = DAYS * 1440
EPOCH: Final = np.datetime64(FIRST_DAY, "D")
NEVER: Final = np.iinfo(np.int64).max


def day_number(day: date) -> int:
    """Number of a calendar day; negative before FIRST_DAY."""
    return (day - FIRST_DAY).days


def day_text(number: int) -> str:
    """YYYY-MM-DD of a day number."""
    return str(EPOCH + np.timedelta64(number, "D"))


def moment_texts(minutes: Whole, shown: Flags) -> list[str]:
    """`YYYY-MM-DD HH:MM` of each moment that is shown; empty for the others."""
    moments = EPOCH.astype("datetime64[m]") + np.where(shown, minutes, 0).astype("timedelta64[m]")
    texts = np.char.replace(np.datetime_as_string(moments, unit="m"), "T", " ")
    return [str(text) for text in np.where(shown, texts, "")]


def happened_texts(minutes: Whole) -> list[str]:
    """`YYYY-MM-DD HH:MM` of each moment; empty where it lies after LAST_DAY, since it has not happened."""
    return moment_texts(minutes, minutes < MINUTES)


def on_weekdays(days: Whole, rng: np.random.Generator) -> Whole:
    """Moves most Saturdays to the Friday before and most Sundays to the Monday after."""
    weekday = (days + FIRST_DAY.weekday()) % 7
    moved = rng.random(len(days)) < 0.85
    step = np.where(weekday == 5, -1, np.where(weekday == 6, 1, 0)) * moved
    moved_days: Whole = np.clip(days + step, 0, DAYS - 1)
    return moved_days


def in_office_hours(days: Whole, rng: np.random.Generator) -> Whole:
    """A moment in each day, mostly between 06:00 and 18:00 UTC."""
    minute = rng.triangular(5.5 * 60, 9.5 * 60, 18.5 * 60, len(days))
    return (days * 1440 + minute).astype(np.int64)


def cells(weights: Real, count: int, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Row and column numbers of `count` cells of a matrix, drawn in proportion to the weights."""
    chances = weights.ravel() / weights.sum()
    drawn = rng.choice(chances.size, size=count, p=chances)
    rows, columns = np.divmod(drawn, weights.shape[1])
    return rows.astype(np.int64), columns.astype(np.int64)


def months_later(number: int, months: int) -> int:
    """Number of the same day of the month some months later; the day of the month must be 28 or less."""
    day = EPOCH + np.timedelta64(number, "D")
    month = day.astype("datetime64[M]")
    later = (month + np.timedelta64(months, "M")).astype("datetime64[D]")
    return int((later + (day - month.astype("datetime64[D]")) - EPOCH).astype(np.int64))


def within_month(number: int) -> int:
    """The nearest day number whose day of the month lies in 2 to 28.

    No contract then begins or ends on the first of a month, so that its last day and the day after it lie in
    one quarter, and a reader who confuses the two still finds the same terms due.
    """
    day = EPOCH + np.timedelta64(number, "D")
    of_month = int((day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)) + 1
    return number + min(max(of_month, 2), 28) - of_month


def cells_in_turn(weights: Real, count: int, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Like `cells`, but spread evenly along each row, as invitations that follow a rhythm are."""
    reached = np.cumsum(weights.ravel())
    aimed = (np.arange(count) + rng.random(count)) / count * reached[-1]
    drawn = np.minimum(np.searchsorted(reached, aimed, side="right"), reached.size - 1)
    rows, columns = np.divmod(drawn, weights.shape[1])
    return rows.astype(np.int64), columns.astype(np.int64)

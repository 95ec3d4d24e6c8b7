"""How sure a change is, in one of four words."""

from dataclasses import dataclass
from enum import StrEnum
from math import isclose

from cx.statistics.checked import count, number
from cx.statistics.checked import limits as checked_limits

Limits = tuple[float | None, float | None]
"""Low and high of a difference; None where there is no such limit."""

DUST = 1e-12
"""A limit this close to 0 touches it."""


class Verdict(StrEnum):
    """The four words; no sentence, arrow or colour about a change is made without one."""

    TOO_FEW = "too few answers"
    SURE = "sure"
    LIKELY = "likely"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A difference with its word; as text it is the word."""

    word: Verdict
    value: float | None
    """The difference that was judged, in its own unit."""
    low: float | None
    high: float | None
    """Its 95 % interval as it was given."""
    n_before: float
    n_after: float

    @property
    def n(self) -> float:
        """The size of both samples together."""
        return self.n_before + self.n_after

    def __str__(self) -> str:
        return str(self.word)


def verdict(
    difference: float | None,
    interval80: Limits,
    interval95: Limits,
    n_before: float,
    n_after: float,
    minimum_n: float,
    smallest_change_that_matters: float,
) -> Judgement:
    """The difference with its word: sure where the 95 % interval is clear of 0, likely where the 80 % one is.

    An interval counts only whole and on the difference's own side of 0: adjusted intervals are not centred on the raw
    difference and may lie on the other. Too few is said first, and below the smallest change that matters nothing can
    be told. ValueError for a difference or a limit that is not finite, limits the wrong way round, and an n or a
    smallest change that is negative or not finite. Source: own rule; that an interval without 0 is a test, Neyman 1937,
    Philosophical Transactions A 236.
    """
    difference = None if difference is None else number(difference, "the difference")
    interval80, interval95 = (
        checked_limits(interval80, "the 80 % interval"),
        checked_limits(interval95, "the 95 % interval"),
    )
    n_before, n_after = count(n_before, "n before"), count(n_after, "n after")
    smallest = count(smallest_change_that_matters, "the smallest change that matters")
    if min(n_before, n_after) < count(minimum_n, "the minimum n"):
        word = Verdict.TOO_FEW
    else:
        word = _word(difference, interval80, interval95, smallest)
    return Judgement(word, difference, *interval95, n_before, n_after)


def _word(difference: float | None, interval80: Limits, interval95: Limits, smallest: float) -> Verdict:
    if difference is None or not _matters(abs(difference), smallest):
        return Verdict.CANNOT_TELL
    if is_clear_of_zero(difference, interval95):
        return Verdict.SURE
    return Verdict.LIKELY if is_clear_of_zero(difference, interval80) else Verdict.CANNOT_TELL


def _matters(size: float, smallest: float) -> bool:
    """At least the smallest change; 0.3 - 0.2 counts as 0.1."""
    return size >= smallest or isclose(size, smallest, rel_tol=1e-9, abs_tol=DUST)


def is_clear_of_zero(difference: float | None, limits: Limits) -> bool:
    """True where the whole interval lies on the difference's own side of 0; an open one never does.

    ValueError for a difference or a limit that is not finite, and limits the wrong way round. Source: Neyman 1937,
    Philosophical Transactions A 236; its own side is our rule.
    """
    low, high = checked_limits(limits, "the interval")
    if difference is None or low is None or high is None:
        return False
    difference = number(difference, "the difference")
    return (difference > 0 and low > DUST) or (difference < 0 and high < -DUST)

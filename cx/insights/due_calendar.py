"""What comes due in the next four quarters, by quarter and month, how each part stands, and what is open past its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, months_later, period_of, periods_between
from cx.contracts.settings import Settings
from cx.metrics.due_terms import DueTerm, Standing, last_day, overdue_terms, terms_ahead
from cx.metrics.queries import check_dimensions
from cx.metrics.registry import REGISTRY

QUARTERS_AHEAD = 4


@dataclass(frozen=True)
class Due:
    """The terms that come due in a period."""

    period: Period
    terms: tuple[DueTerm, ...]

    @property
    def worth(self) -> float:
        """Their annual value in the base currency."""
        return worth_of(self.terms)

    def standing(self, standing: Standing) -> tuple[DueTerm, ...]:
        """Those of them that stand so."""
        return tuple(term for term in self.terms if term.standing is standing)


@dataclass(frozen=True)
class DueCalendar:
    """What is due ahead, as known on a day; the quarters sum to the whole, and so do the months."""

    day: date
    whole: Due
    quarters: tuple[Due, ...]
    """The first one from the day after on; it is a part of a quarter where the day lies within it."""
    months: tuple[Due, ...]
    overdue: tuple[DueTerm, ...]
    """Terms whose day is over and whose outcome is still open: in none of the others."""


def due_calendar(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> DueCalendar | None:
    """The calendar from the day after the selection's last one; None where nothing is due and nothing overdue.

    The largest terms come first. Raises UnknownDimension for a filter that what is due ahead does not have.
    """
    check_dimensions(REGISTRY["revenue_at_risk"], tuple(item.dimension for item in selection.filters))
    if selection.period.start > selection.as_of:
        return None
    day = last_day(selection)
    window = _window(day, settings)
    groups = terms_ahead(cursor, selection, settings, window)
    terms = sorted(
        (term for group in groups.values() for term in group),
        key=lambda term: (-term.amount, term.due_on, term.contract),
    )
    overdue = overdue_terms(cursor, selection, settings)
    if not terms and not overdue:
        return None
    return DueCalendar(
        day,
        Due(window, tuple(terms)),
        _parts(terms, window, Grain.QUARTER, settings),
        _parts(terms, window, Grain.MONTH, settings),
        tuple(sorted(overdue, key=lambda term: (-term.amount, term.due_on, term.contract))),
    )


def worth_of(terms: Sequence[DueTerm]) -> float:
    """The annual value of terms in the base currency."""
    return float(sum(term.amount for term in terms))


def _window(day: date, settings: Settings) -> Period:
    """From the day after to the end of the fourth quarter from there."""
    first = day + timedelta(days=1)
    quarter = period_of(first, Grain.QUARTER, settings.fiscal_year_starts)
    return Period(first, months_later(quarter.start, 3 * QUARTERS_AHEAD) - timedelta(days=1))


def _parts(terms: Sequence[DueTerm], window: Period, grain: Grain, settings: Settings) -> tuple[Due, ...]:
    return tuple(
        Due(part, tuple(term for term in terms if term.due_on in part))
        for part in periods_between(window, grain, settings.fiscal_year_starts)
    )

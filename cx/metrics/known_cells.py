"""What may be known of a metric's answers, whatever dimensions, values and periods are asked for one after the other.

Where all that pages can ask of a metric makes few cells, they are all looked at together, over all time. Where it makes
more, a question is looked at together with each other dimension in its period, and by itself over time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from duckdb import DuckDBPyConnection

from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.answer_cells import ON_PAGES, TIME, AnswerCells, answer_cells
from cx.metrics.disclosure import Disclosure, disclosure, parts
from cx.metrics.metric import Metric
from cx.metrics.value import MetricValue

MOST_WORK = 24_000
"""Cells times splits that are looked at together."""
Within = Mapping[str, Collection[str | None]]


@dataclass(frozen=True, eq=False)
class KnownCells:
    """The answers of a metric by the dimensions of a question."""

    metric: Metric
    names: tuple[str, ...]
    cells: AnswerCells
    settings: Settings

    def tells(self, value: MetricValue, filters: Mapping[str, Collection[str]]) -> bool:
        """True where the value, asked for under these filters, tells nothing that may not be known."""
        within: dict[str, Collection[str | None]] = {**filters}
        within |= {name: (word or "",) for name, word in value.group if name in self.cells.words}
        if self.metric.split and value.scale:
            within[self.metric.split] = (value.scale,)
        days = Period(value.period.start, max(value.period.start, min(value.period.end, value.as_of)))
        whole = self._whole_months(days, bool(self.cells.varied(tuple(within))))
        return whole is not None and all(
            context.tells({**within, **time}) for context, time in self._contexts(days, whole)
        )

    def _contexts(self, days: Period, whole: Period) -> Iterator[tuple[Disclosure, Within]]:
        """What may be known where the question is looked at, each with the question's days there."""
        starts = self.settings.fiscal_year_starts
        months = {str(Grain.MONTH): _months(whole)}
        others = tuple(sorted({*self.names, *self.cells.varied(ON_PAGES)}))
        if (everything := self._known(others, self.cells, starts)) is not None:
            yield everything, months
            return
        of_period = self.cells.within(days)
        for other in (None, *(name for name in of_period.varied(ON_PAGES) if name not in self.names)):
            together = tuple(sorted({*self.names, *((other,) if other else ())}))
            if (known := self._known(together, of_period, None)) is not None:
                yield known, {}
        years = Period(period_of(whole.start, Grain.YEAR, starts).start, period_of(whole.end, Grain.YEAR, starts).end)
        for cells in (self.cells, self.cells.within(years)):
            if (known := self._known(self.names, cells, starts)) is not None:
                yield known, months
                return

    def _known(self, names: tuple[str, ...], cells: AnswerCells, starts: int | None) -> Disclosure | None:
        """What may be known of the cells by these names; None where there are too many."""
        splits = len(parts((*names, *(TIME if starts else ()))))
        if splits * len(cells.n) > 50 * MOST_WORK:
            return None
        found = cells.by(names, starts)
        if splits * len(found) > MOST_WORK:
            return None
        return disclosure((*names, *(map(str, TIME) if starts else ())), found, self.settings.privacy_minimum)

    def _whole_months(self, days: Period, is_part: bool) -> Period | None:
        """The months that the days have all answers of; None where they cut a month so that a few could be told.

        A figure of everybody may cut a month where every stretch between two cuts that may be made, the same for every
        question, holds enough answers; one of a part of them may not cut where anything is left out.
        """
        first, last = period_of(days.start, Grain.MONTH), period_of(days.end, Grain.MONTH)
        before = Period(first.start, days.start - timedelta(days=1)) if days.start > first.start else None
        after = Period(days.end + timedelta(days=1), last.end) if days.end < last.end else None
        if any(cut and not self._may_cut(cut, is_part) for cut in (before, after)):
            return None
        return Period(first.start, last.end)

    def _may_cut(self, left_out: Period, is_part: bool) -> bool:
        month = self.cells.within(period_of(left_out.start, Grain.MONTH))
        if not month.anonymous.any():
            return True
        inside = month.within(left_out)
        n = _size(inside)
        if n in (0, _size(month)):
            return True
        return not is_part and self.cells.account is None and _size(month) - n in _cuts(month, left_out, self.settings)


def _size(cells: AnswerCells) -> int:
    return int(cells.n.sum())


def _cuts(month: AnswerCells, left_out: Period, settings: Settings) -> set[int]:
    """How many answers are kept at each cut that may be made in the month: at least the minimum lie between two."""
    daily = [int(month.n[month.days == day].sum()) for day in np.unique(month.days)]
    sums, at = [0], 0
    for n in daily:
        at += n
        if at - sums[-1] >= settings.privacy_minimum:
            sums.append(at)
    total = sum(daily)
    found = {made for made in sums if total - made >= settings.privacy_minimum}
    starts_inside = left_out.start.day == 1
    return {total - made for made in found} if starts_inside else found


def _months(days: Period) -> tuple[str, ...]:
    """The names of the months that the days lie in."""
    found, at = [], days.start
    while at <= days.end:
        month = period_of(at, Grain.MONTH)
        found.append(month.start.isoformat())
        at = month.end + timedelta(days=1)
    return tuple(found)


def has_anonymous(cursor: DuckDBPyConnection) -> bool:
    """True where any answer is not of a survey that was declared named: else nothing is hidden."""
    return bool(cursor.execute("SELECT 1 FROM survey WHERE NOT coalesce(named, false) LIMIT 1").fetchall())


def known_cells(
    cursor: DuckDBPyConnection, metric: Metric, names: tuple[str, ...], settings: Settings
) -> KnownCells | None:
    """What may be known of a metric by these dimensions; None where no answer of it is anonymous."""
    cells = answer_cells(cursor, metric, settings, names)
    if not cells.anonymous.any():
        return None
    named = tuple(dict.fromkeys((*names, metric.split))) if metric.split else names
    return KnownCells(metric, named, cells, settings)

"""What may be known of answers, whatever metrics, dimensions, values and periods are asked for one after the other.

All that pages can ask of the answers to a question is looked at together, over all time and all metrics of them
(`same_answers`). Where no cell of it is small, everything may be known; where there are few cells, their sums are solved
(`disclosure`); where there are too many for that, fewer dimensions may be restricted at once (`coarse_cells`), and
dimensions that no page has are refused. Which of these holds depends on the data alone, so that no two questions are
judged differently.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate

from duckdb import DuckDBPyConnection

from cx.contracts.periods import Grain, Period, period_of
from cx.contracts.settings import Settings
from cx.metrics.answer_cells import (
    MONTH,
    ON_PAGES,
    TIME,
    Daily,
    Reading,
    census,
    coded_answers,
    counted_cells,
    daily,
    varied,
)
from cx.metrics.coarse_cells import Answers, CoarseCells, coarse_cells
from cx.metrics.disclosure import Disclosure, disclosure, parts
from cx.metrics.metric import Metric
from cx.metrics.same_answers import judged_sets
from cx.metrics.value import MetricValue

MOST_WORK = 24_000
"""Cells times splits whose sums are solved."""
REFUSED = CoarseCells({}, 0)
"""Where nothing can be judged nothing is told."""
Within = Mapping[str, Collection[str | None]]


@dataclass(frozen=True, eq=False)
class KnownCells:
    """Some answers by the dimensions of a question."""

    reading: Reading
    more: tuple[str, ...]
    """Dimensions of the question that no page has."""

    def tells(self, value: MetricValue, filters: Mapping[str, Collection[str]]) -> bool:
        """True where the value, asked for under these filters, tells nothing that may not be known."""
        within: dict[str, Collection[str | None]] = {**filters}
        within |= {name: (word or "",) for name, word in value.group if name in self.reading.known((name,))}
        if (split := self.reading.metric.split) and value.scale:
            within[split] = (value.scale,)
        within = {name: within[name] for name in varied(self.reading, tuple(sorted(within)))}
        days = _counted_days(value, self.reading.settings)
        whole = whole_months(daily(self.reading), days, not within, self.reading.settings)
        known = _known(self.reading, self.more, MOST_WORK)
        return whole is not None and (known is None or known.tells({**within, MONTH: _months(whole)}))


def _counted_days(value: MetricValue, settings: Settings) -> Period:
    """The days whose answers a figure counts: none after the as-of, nor those whose follow-up is not over by then."""
    window = value.metric.window if value.metric.unripe else ""
    last = value.as_of - timedelta(days=getattr(settings, window) if window else 0)
    return Period(value.period.start, max(value.period.start, min(value.period.end, last)))


@lru_cache(maxsize=64)
def _known(reading: Reading, more: tuple[str, ...], most_work: int) -> Disclosure | CoarseCells | None:
    """What may be known by what pages ask and these dimensions; None where nothing is to be hidden."""
    split = (reading.metric.split,) if reading.metric.split else ()
    on_pages = varied(reading, tuple(sorted({*ON_PAGES, *split})))
    ordered = tuple(name for name in (*split, *ON_PAGES) if name in on_pages)
    names = (*ordered, *more)
    if not census(reading, names).small:
        return None
    if _is_solvable(reading, names, most_work):
        return _solved(reading, names)
    if more:
        return REFUSED
    answers = coded_answers(reading, ordered)
    coarse = coarse_cells(answers, ordered, reading.settings.privacy_minimum)
    fitting = _fitting(answers, ordered, most_work)
    is_wider = len(fitting) >= max(1, len(coarse.pooled) - 1) if coarse.most else _is_few(answers, (), most_work)
    return _solved(reading, fitting) if is_wider else coarse


def _fitting(answers: Answers, names: tuple[str, ...], most_work: int) -> tuple[str, ...]:
    """As many of the dimensions, the first ones first, as can be solved together."""
    found: tuple[str, ...] = ()
    for name in names:
        if _is_few(answers, (*found, name), most_work):
            found = (*found, name)
    return found


def _is_few(answers: Answers, names: tuple[str, ...], most_work: int) -> bool:
    return len(parts((*names, *TIME))) * answers.cells((*names, MONTH)) <= most_work


def _is_solvable(reading: Reading, names: tuple[str, ...], most_work: int) -> bool:
    return len(parts((*names, *TIME))) * census(reading, tuple(sorted(names))).cells <= most_work


def _solved(reading: Reading, names: tuple[str, ...]) -> Disclosure:
    ordered = tuple(sorted(names))
    cells = counted_cells(coded_answers(reading, ordered), ordered, reading.settings.fiscal_year_starts)
    return disclosure((*ordered, *map(str, TIME)), cells, reading.settings.privacy_minimum)


def whole_months(answers: Daily, days: Period, may_cut: bool, settings: Settings) -> Period | None:
    """The months that the days have all answers of; None where they cut a month so that a few could be told.

    A figure of everybody may cut a month where every stretch between two cuts that may be made, the same for every
    question, holds enough answers; one of a part of them may not cut where anything is left out.
    """
    first, last = period_of(days.start, Grain.MONTH), period_of(days.end, Grain.MONTH)
    before = Period(first.start, days.start - timedelta(days=1)) if days.start > first.start else None
    after = Period(days.end + timedelta(days=1), last.end) if days.end < last.end else None
    if any(cut and not _may_cut(answers, cut, may_cut, settings) for cut in (before, after)):
        return None
    return Period(first.start, last.end)


def _may_cut(answers: Daily, left_out: Period, may_cut: bool, settings: Settings) -> bool:
    month = period_of(left_out.start, Grain.MONTH)
    in_month = [at for at, day in enumerate(answers.days) if day in month]
    of_days = [answers.n[at] for at in in_month]
    total, n = sum(of_days), sum(answers.n[at] for at in in_month if answers.days[at] in left_out)
    if n in (0, total) or not any(answers.anonymous[at] for at in in_month):
        return True
    return may_cut and total - n in _cuts(of_days, left_out, settings)


def _cuts(of_days: list[int], left_out: Period, settings: Settings) -> set[int]:
    """How many answers are kept at each cut that may be made in the month: at least the minimum lie between two."""
    sums = [0]
    for at in accumulate(of_days):
        if at - sums[-1] >= settings.privacy_minimum:
            sums.append(at)
    total = sum(of_days)
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
) -> tuple[KnownCells, ...]:
    """What may be known by these dimensions of all the answers that a figure of the metric tells of.

    None of them where no answer to the question is anonymous.
    """
    more = tuple(sorted({*names} - {*ON_PAGES, metric.split}))
    readings = [Reading(cursor, answers, settings) for answers in judged_sets(metric.key)]
    if not any(daily(readings[0]).anonymous):
        return ()
    return tuple(KnownCells(reading, varied(reading, more)) for reading in readings)

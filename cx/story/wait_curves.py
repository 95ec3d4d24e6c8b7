"""Curves of waiting as the series of an exhibit: where each falls, how far they are drawn and in which unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cx.contracts.units import Unit, figure, is_in_days, span
from cx.contracts.words import N_
from cx.insights.wait_curve import Curve
from cx.metrics.metric import Metric
from cx.statistics import Estimate
from cx.story.exhibit import Point, Series
from cx.story.telling import Telling

LEVELS = 100
"""A curve is drawn where it falls to another hundredth of the cases: finer steps are not seen."""
BEYOND = 1.5
"""How far beyond the slowest tenth the curve is drawn, as a multiple of its time."""
FEW_HOURS = 3.0
"""Up to so many hours an axis of hours is read in minutes."""
MINUTES = {Unit.MINUTES: 1.0, Unit.HOURS: 60.0, Unit.DAYS: 1440.0}
MOST_BANDS = 2
"""Curves of groups up to which each has its band: those of more lie over one another."""
ROLES = {False: N_("half: {time}"), True: N_("nine in ten: {time}")}
"""How the time by which half, or nine in ten, are over is called."""


@dataclass(frozen=True, eq=False)
class Plot:
    """What the curves of one picture have in common."""

    metric: Metric
    reach: float
    """How far they are drawn, in the metric's unit."""
    longest: float
    """The longest time that is told of them: it decides in which unit all are written."""
    telling: Telling

    @property
    def across(self) -> Unit:
        """What the axis counts in: what the times are written in."""
        if self.metric.unit is Unit.HOURS and is_in_days(self.longest, Unit.HOURS):
            return Unit.DAYS
        return Unit.MINUTES if self.metric.unit is Unit.HOURS and self.reach <= FEW_HOURS else self.metric.unit

    def written(self, time: float) -> str:
        """A time in the unit of the axis."""
        if self.across is Unit.MINUTES:
            return figure(time * self.scale, Unit.MINUTES)
        return figure(time, self.metric.unit, beside=self.longest)

    def range_of(self, item: Estimate) -> str:
        """The 95 % range of a level in the unit of the axis, or why it has none."""
        words, unit = self.telling.words, self.metric.unit
        if item.low is None or item.high is None:
            return words.say(N_("no range: too few are over"))
        if self.across is Unit.MINUTES:
            return span(item.low * self.scale, item.high * self.scale, Unit.MINUTES, words)
        return span(item.low, item.high, unit, words, beside=self.longest)

    @property
    def scale(self) -> float:
        """A unit of the metric in those of the axis."""
        return MINUTES[self.metric.unit] / MINUTES[self.across]

    def series(self, curve: Curve, name: str, matters: bool) -> Series:
        """The curve from all its cases down to where its drawing ends."""
        is_few = curve.is_few(self.metric.minimum_n)
        points = [self._point(curve, name, at, time * self.scale, is_few) for at, time in _kept(curve, self.reach)]
        start = Point(self.written(0.0), 100.0, n=curve.n, is_few=is_few, at=0.0)
        last, end = points[-1] if points else start, min(self.reach, float(curve.durations[-1]))
        tail = replace(last, label=self.written(end), n=curve.waiting(end), role="", at=end * self.scale)
        return Series(name, (start, *points, tail), matters=matters)

    def _point(self, curve: Curve, name: str, at: int, place: float, is_few: bool) -> Point:
        """A step of the curve: its time in the metric's unit, its share, and the cases known to have waited that long."""
        words, time = self.telling.words, curve.curve.times[at]
        share, low, high = (
            None if part is None else 100 * part
            for part in (curve.curve.survival[at], curve.curve.lower[at], curve.curve.upper[at])
        )
        note = words.plural(
            N_("{name}, after {time}: {share} still wait; {n} case waited that long"),
            N_("{name}, after {time}: {share} still wait; {n} cases waited that long"),
            curve.waiting(time),
            name=name,
            time=self.written(time),
            share=figure(share or 0.0, Unit.PERCENT),
        )
        is_named = time in (curve.median, curve.slowest)
        role = words.say(ROLES[time == curve.slowest], time=self.written(time)) if is_named else ""
        return Point(self.written(time), share, low, high, curve.waiting(time), None, is_few, note, role, at=place)


def reach_of(curves: Sequence[Curve]) -> float:
    """Up to where the curves are drawn: beyond the slowest tenth, or to their end where it is not over."""
    longest = max(float(curve.durations[-1]) for curve in curves)
    slowest = [curve.slowest for curve in curves]
    return min([longest, *([BEYOND * max(filter(None, slowest), default=longest)] if None not in slowest else [])])


def longest_of(levels: Iterable[float | None]) -> float:
    """The longest of the times that are told, 0 where none is known."""
    return max((time for time in levels if time is not None), default=0.0)


def p_text(value: float | None) -> str:
    """A p-value in percent; one that is smaller than any that is printed says so."""
    if value is None:
        return ""
    smallest = 0.001
    return f"< {figure(100 * smallest, Unit.PERCENT)}" if value < smallest else f"= {figure(100 * value, Unit.PERCENT)}"


def _kept(curve: Curve, reach: float) -> list[tuple[int, float]]:
    """Where the curve falls to another hundredth, and where half and nine in ten are over."""
    times, shares = np.array(curve.curve.times), np.array(curve.curve.survival)
    first = np.unique(np.floor((1 - shares) * LEVELS + 1e-9), return_index=True)[1]
    named = [at for at, time in enumerate(curve.curve.times) if time in (curve.median, curve.slowest)]
    return [(int(at), float(times[at])) for at in sorted({*first.tolist(), *named}) if times[at] <= reach]

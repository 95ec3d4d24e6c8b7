"""Where the points of a trend stand in time, and the few of them that the axis names."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from cx.charts.label import width
from cx.story.exhibit import Exhibit, Point

Place = date | int
"""A day, or a position among the labels where the points have no days."""

STEPS: Final = {1: (1, 2, 5, 10), 4: (1, 2, 4, 8, 12, 20, 40), 12: (1, 2, 3, 6, 12, 24, 36, 60, 120)}
"""Every how many points the axis names one, by points a year: the same ones each year where it can be."""
OTHER_STEPS: Final = (1, 2, 4, 7, 14, 28, 56, 91, 182, 364, 728)


@dataclass(frozen=True)
class Timeline:
    """The places of an exhibit's points from the first to the last, each with its label."""

    places: tuple[Place, ...]
    labels: tuple[str, ...]
    is_dated: bool

    def place(self, point: Point) -> Place:
        """Where a point of the exhibit stands."""
        return point.on if self.is_dated and point.on is not None else self.labels.index(point.label)

    @property
    def ends(self) -> tuple[Place, Place]:
        """The range of the axis, a little wider than the points; around the only one."""
        first, last = self.places[0], self.places[-1]
        if isinstance(first, date) and isinstance(last, date):
            pad = max(timedelta(days=1), (last - first) * 0.02)
            return first - pad, last + pad
        return first, last

    def ticks(self, pixels: int) -> tuple[tuple[Place, str], ...]:
        """The places named on an axis that many pixels long, counted back from the last."""
        room = max(1, pixels // (max(map(width, self.labels)) + 28))
        count = len(self.places)
        step = next((step for step in self._steps if count <= step * min(room, 5)), count)
        named = list(zip(self.places, self.labels, strict=True))[::-1][::step]
        return tuple(reversed(named))

    @property
    def _steps(self) -> tuple[int, ...]:
        days = [place.toordinal() for place in self.places if isinstance(place, date)]
        if len(days) < 2:
            return OTHER_STEPS
        gap = median(later - earlier for earlier, later in pairwise(days))
        return STEPS.get(round(365 / gap), OTHER_STEPS)


def timeline(exhibit: Exhibit) -> Timeline:
    """The places of all points: their days where every one has a day, else the order they are given in."""
    points = [point for series in exhibit.series for point in series.points]
    if all(point.on is not None for point in points):
        by_day = {point.on: point.label for point in points if point.on is not None}
        days = sorted(by_day)
        return Timeline(tuple(days), tuple(by_day[day] for day in days), is_dated=True)
    labels = tuple(dict.fromkeys(point.label for point in points))
    return Timeline(tuple(range(len(labels))), labels, is_dated=False)

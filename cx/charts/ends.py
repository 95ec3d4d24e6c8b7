"""The names beside the ends of lines, moved apart where they would meet."""

from dataclasses import dataclass, replace
from itertools import accumulate

from cx.charts.label import block, plain, width
from cx.charts.template import LINE_HEIGHT


@dataclass(frozen=True)
class End:
    """A name in its lines and a value beside the end of a line: where on the axis and how it is written."""

    name: tuple[str, ...]
    value: str
    at: float
    colour: str
    most: int
    """Pixels that a line of it may take."""
    is_bold: bool = False
    shift: float = 0.0
    """Pixels that the text stands above the end of its line."""

    @property
    def text(self) -> str:
        """Name and value as plotly's pseudo-HTML; the value keeps out of a name that runs right to left."""
        gap = " " if self._has_value_in_line else "<br>"
        text = f"{block(self.name)}{gap}{plain(self.value)}"
        return f"<b>{text}</b>" if self.is_bold else text

    @property
    def pixels(self) -> int:
        """How wide the text is; bold runs wider."""
        lines = (*self.name[:-1], self._last_line) if self._has_value_in_line else (*self.name, self.value)
        return round(max(map(width, lines)) * (1.07 if self.is_bold else 1.0))

    @property
    def height(self) -> int:
        """How high the text is, in pixels."""
        return (len(self.name) + (0 if self._has_value_in_line else 1)) * LINE_HEIGHT

    @property
    def _last_line(self) -> str:
        return f"{self.name[-1]} {self.value}"

    @property
    def _has_value_in_line(self) -> bool:
        return width(self._last_line) <= self.most


Wish = tuple[float, End]
"""Where in pixels above the axis an end would like to stand, and the end."""


def apart(ends: tuple[End, ...], low: float, high: float, pixels: int) -> tuple[End, ...]:
    """The ends, lowest first, shifted by as little as keeps each text clear of the next and inside the plot.

    The axis goes from `low` to `high` on that many pixels. Of more ends than fit, the first given stay.
    """
    wanted = [((end.at - low) / (high - low) * pixels, end) for end in _fitting(ends, pixels)]
    clusters: list[list[Wish]] = []
    for wish in sorted(wanted, key=lambda wish: wish[0]):
        clusters.append([wish])
        while len(clusters) > 1 and _top(clusters[-2], pixels) > _bottom(clusters[-1], pixels):
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    return tuple(end for cluster in clusters for end in _stacked(cluster, pixels))


def _fitting(ends: tuple[End, ...], pixels: int) -> tuple[End, ...]:
    used = accumulate(end.height for end in ends)
    return tuple(end for end, height in zip(ends, used, strict=True) if height <= pixels)


def _height(cluster: list[Wish]) -> int:
    return sum(end.height for _, end in cluster)


def _bottom(cluster: list[Wish], pixels: int) -> float:
    """Where a stack of texts begins that stands around where they want to be, but within the plot."""
    middle = sum(at for at, _ in cluster) / len(cluster)
    overhang = LINE_HEIGHT / 2
    return max(-overhang, min(middle - _height(cluster) / 2, pixels + overhang - _height(cluster)))


def _top(cluster: list[Wish], pixels: int) -> float:
    return _bottom(cluster, pixels) + _height(cluster)


def _stacked(cluster: list[Wish], pixels: int) -> list[End]:
    bottom = _bottom(cluster, pixels)
    stacked = []
    for at, end in cluster:
        stacked.append(replace(end, shift=round(bottom + end.height / 2 - at, 1)))
        bottom += end.height
    return stacked

"""The names beside the ends of lines, moved apart where they would meet."""

from dataclasses import dataclass, replace
from itertools import accumulate

from cx.charts.label import block, width, wrapped
from cx.charts.template import LINE_HEIGHT


@dataclass(frozen=True)
class End:
    """A name and a value beside the end of a line: its text, its height on the axis and how it is written."""

    lines: tuple[str, ...]
    at: float
    colour: str
    is_bold: bool = False
    shift: float = 0.0
    """Pixels that the text stands above the end of its line."""

    @property
    def text(self) -> str:
        """The lines as plotly's pseudo-HTML."""
        return f"<b>{block(self.lines)}</b>" if self.is_bold else block(self.lines)

    @property
    def pixels(self) -> int:
        """How wide the text is; bold runs wider."""
        return round(max(map(width, self.lines)) * (1.07 if self.is_bold else 1.0))

    @property
    def height(self) -> int:
        """How high the text is, in pixels."""
        return len(self.lines) * LINE_HEIGHT


Wish = tuple[float, End]
"""Where in pixels above the axis an end would like to stand, and the end."""


def end_lines(name: str, value: str, pixels: int) -> tuple[str, ...]:
    """The name and the value on one line, or on two or three where the name is long."""
    if width(name) + width(f" {value}") <= pixels:
        return (f"{name} {value}".strip(),)
    return (*wrapped(name, pixels), value)


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

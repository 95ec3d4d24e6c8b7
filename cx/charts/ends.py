"""The names beside the ends of lines, moved apart where they would meet."""

from dataclasses import dataclass, replace

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


def end_lines(name: str, value: str, pixels: int) -> tuple[str, ...]:
    """The name and the value on one line, or on two or three where the name is long."""
    if width(name) + width(f" {value}") <= pixels:
        return (f"{name} {value}".strip(),)
    return (*wrapped(name, pixels), value)


def apart(ends: tuple[End, ...], pixels_per_unit: float) -> tuple[End, ...]:
    """The same ends in the same order, each shifted by as little as keeps every text clear of the next."""
    ranked = sorted(range(len(ends)), key=lambda index: ends[index].at)
    clusters: list[list[int]] = []
    for index in ranked:
        clusters.append([index])
        while len(clusters) > 1 and _meet(clusters[-2], clusters[-1], ends, pixels_per_unit):
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    shifts = {
        index: centre - ends[index].at * pixels_per_unit
        for cluster in clusters
        for index, centre in _stacked(cluster, ends, pixels_per_unit)
    }
    return tuple(replace(end, shift=round(shifts[index], 1)) for index, end in enumerate(ends))


def _meet(below: list[int], above: list[int], ends: tuple[End, ...], pixels_per_unit: float) -> bool:
    lower, lower_centre = _stacked(below, ends, pixels_per_unit)[-1]
    upper, upper_centre = _stacked(above, ends, pixels_per_unit)[0]
    return upper_centre - lower_centre < (ends[lower].height + ends[upper].height) / 2


def _stacked(cluster: list[int], ends: tuple[End, ...], pixels_per_unit: float) -> list[tuple[int, float]]:
    """The centres in pixels of a cluster's texts, stacked without gaps around where they would like to be."""
    wanted = sum(ends[index].at for index in cluster) * pixels_per_unit / len(cluster)
    bottom = wanted - sum(ends[index].height for index in cluster) / 2
    centres = []
    for index in cluster:
        centres.append((index, bottom + ends[index].height / 2))
        bottom += ends[index].height
    return centres

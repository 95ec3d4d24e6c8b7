"""What the figures of several splits, filters and periods tell together, so that none gives a small group away.

A figure of a group is a sum over cells: the smallest groups that all dimensions in play make together. Whoever knows
some sums knows every combination of them, and nothing else. So the figures of each split, from the whole to the split by
all dimensions, are taken in one by one, the largest first, and one is left out where with those taken in before, of any
split, a small group of anonymous answers could be worked out. Which are left out depends on the data alone, not on what
was asked before; and a figure of any filter may be shown where it is a combination of those that were taken in, since it
then tells nothing more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cx.metrics.privacy import Counted, concealed, is_small

Vector = NDArray[np.float64]
Inside = tuple[int, ...]
"""Places of the cells that belong to a group."""
TIME = ("year", "quarter", "month")
"""Dimensions of time, each within the one before: a figure of a month is one of its quarter and year too."""
WITHIN = {"touchpoint": "journey_stage"}
"""Dimensions whose groups lie in those of another: asked for one after the other, they tell what both would."""
NOTHING_LEFT = 1e-6
"""The length below which what is left of a 0-1 vector is rounding."""


@dataclass(frozen=True, eq=False)
class Disclosure:
    """All that may be known of the cells: a figure is a combination of what was taken in, or it is not told."""

    cells: tuple[Counted, ...]
    basis: Vector
    """One orthonormal row a figure that told something new."""

    def tells(self, within: Mapping[str, Collection[str | None]]) -> bool:
        """True where the figure of the cells with these values follows from what may be known.

        It does not where the cells do not tell of a dimension.
        """
        if self.cells and not {*within} <= {name for name, _ in self.cells[0].group}:
            return False
        wanted = np.array([float(_is_within(cell, within)) for cell in self.cells])
        return bool(np.linalg.norm(_beyond(wanted, self.basis)) < NOTHING_LEFT)


def together(names: Collection[str]) -> tuple[str, ...]:
    """The dimensions, with those that must be looked at with them, in their order."""
    pairs = WITHIN.items()
    more = {name for pair in pairs for name in pair if set(pair) & set(names)}
    return tuple(sorted({*names, *more}))


def disclosure(names: Sequence[str], cells: Sequence[Counted], minimum: int) -> Disclosure:
    """What may be known of these cells, each a group of all the dimensions named, where groups below the minimum hide."""
    return _disclosed(tuple(sorted(names)), tuple(cells), minimum)


@lru_cache(maxsize=1024)
def _disclosed(names: tuple[str, ...], cells: tuple[Counted, ...], minimum: int) -> Disclosure:
    """The same; a page asks of the same cells for its tiles, its pictures and what moved them."""
    gathered = [_gathered(part, cells) for part in parts(names)]
    small = sorted({at for found in gathered for group, at in found if is_small(group, minimum)})
    guarded = _padded(small, len(cells))
    left, basis, known = np.array([float(len(at)) for at in small]), np.zeros((len(cells), len(cells))), 0
    for found in gathered:
        apart = concealed([group for group, _ in found], minimum)
        for _, inside in _largest_first(item for at, item in enumerate(found) if at not in apart):
            more = _beyond(_indicator(inside, len(cells)), basis[:known])
            length = float(np.linalg.norm(more))
            if length < NOTHING_LEFT:
                continue
            after = left - np.append(more / length, 0.0)[guarded].sum(axis=1) ** 2
            if np.all(after > NOTHING_LEFT):
                basis[known], left, known = more / length, after, known + 1
    return Disclosure(cells, basis[:known].copy())


def _padded(small: Sequence[Inside], size: int) -> NDArray[np.int64]:
    """A row each group: the places of its cells, of which a small group has few, then the place after the last cell."""
    longest = max(map(len, small), default=0)
    rows = [(*inside, *(size,) * (longest - len(inside))) for inside in small]
    return np.array(rows, dtype=np.int64).reshape(len(small), longest)


def parts(names: Collection[str]) -> list[tuple[str, ...]]:
    """Every set of the dimensions, the smaller ones first; of time the year, then its quarters, then their months."""
    of_time = tuple(name for name in TIME if name in names)
    others = sorted(set(names) - set(of_time))
    return [
        (*part, *of_time[:depth])
        for size in range(len(others) + 1)
        for depth in range(len(of_time) + 1)
        for part in combinations(others, size)
    ]


def _largest_first(groups: Iterable[tuple[Counted, Inside]]) -> list[tuple[Counted, Inside]]:
    return sorted(groups, key=lambda item: (-item[0].n, str(item[0].group)))


def summed(part: Sequence[str], cells: Sequence[Counted]) -> list[Counted]:
    """The groups of fewer dimensions that the cells add up to."""
    return [group for group, _ in _gathered(part, cells)]


def _gathered(part: Sequence[str], cells: Sequence[Counted]) -> list[tuple[Counted, Inside]]:
    """The same, each with the places of its cells."""
    found: dict[tuple[tuple[str, str | None], ...], list[int]] = {}
    names = [name for name, _ in cells[0].group] if cells else []
    places = [names.index(name) for name in part] if cells else []
    for at, cell in enumerate(cells):
        found.setdefault(tuple([cell.group[place] for place in places]), []).append(at)
    return [(_sum(group, [cells[at] for at in inside]), tuple(inside)) for group, inside in found.items()]


def _sum(group: tuple[tuple[str, str | None], ...], inside: Sequence[Counted]) -> Counted:
    return Counted(group, sum(cell.n for cell in inside), any(cell.is_anonymous for cell in inside))


def _indicator(inside: Inside, size: int) -> Vector:
    """1 for each cell that belongs to the group."""
    found = np.zeros(size)
    found[list(inside)] = 1.0
    return found


def _is_within(cell: Counted, within: Mapping[str, Collection[str | None]]) -> bool:
    return all(value in within[name] for name, value in cell.group if name in within)


def _beyond(vector: Vector, basis: Vector) -> Vector:
    """What of the vector is no combination of the basis; taken out twice, since once leaves rounding."""
    once = vector - basis.T @ (basis @ vector)
    return once - basis.T @ (basis @ once)

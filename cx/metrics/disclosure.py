"""What the figures of several splits and filters tell together, so that none of them gives a small group away.

A figure of a group is a sum over cells: the smallest groups that all dimensions in play make together. Whoever knows
some sums knows every combination of them, and nothing else. So the figures of each split, from the whole to the split by
all dimensions, are taken in one by one, the largest first, and one is left out where with it a small group of anonymous
answers could be worked out. Which are left out depends on the data alone, not on what was asked before; and a figure of
any filter may be shown where it is a combination of those that were taken in, since it then tells nothing more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cx.metrics.privacy import Counted, concealed, is_small

Vector = NDArray[np.float64]
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
        """True where the figure of the cells with these values follows from what may be known."""
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


@lru_cache(maxsize=256)
def _disclosed(names: tuple[str, ...], cells: tuple[Counted, ...], minimum: int) -> Disclosure:
    """The same; a page asks of the same cells for its tiles, its pictures and what moved them."""
    taken: dict[tuple[str, ...], list[Counted]] = {}
    for part in _parts(names):
        taken[part] = _taken(part, cells, taken, minimum)
    basis = np.zeros((0, len(cells)))
    for group in (group for groups in taken.values() for group in groups):
        basis = _with(basis, _beyond(_indicator(group, cells), basis))
    return Disclosure(cells, basis)


def _parts(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every set of the dimensions, the smaller ones first."""
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def _taken(
    part: tuple[str, ...], cells: Sequence[Counted], taken: Mapping[tuple[str, ...], list[Counted]], minimum: int
) -> list[Counted]:
    """The groups of one split that may be known besides the wider ones, the largest first."""
    there = dict(cells[0].group) if cells else {}
    context = tuple(sorted({*part, *(WITHIN[name] for name in part if WITHIN.get(name) in there)}))
    groups, own = summed(part, cells), summed(context, cells)
    apart = concealed(groups, minimum)
    small = [cell for wider in _parts(context) for cell in summed(wider, cells) if is_small(cell, minimum)]
    basis = np.zeros((0, len(own)))
    for group in (group for wider in _parts(context) for group in taken.get(wider, ())):
        basis = _with(basis, _beyond(_indicator(group, own), basis))
    guarded = np.array([_indicator(cell, own) for cell in small]).reshape(len(small), len(own))
    guarded = guarded - guarded @ basis.T @ basis
    guarded = guarded[np.linalg.norm(guarded, axis=1) > NOTHING_LEFT]
    found = []
    for group in _largest_first(group for at, group in enumerate(groups) if at not in apart):
        more = _beyond(_indicator(group, own), basis)
        length = float(np.linalg.norm(more))
        left = guarded if length < NOTHING_LEFT else guarded - np.outer(guarded @ more, more) / length**2
        if np.all(np.linalg.norm(left, axis=1) > NOTHING_LEFT):
            basis, guarded = _with(basis, more), left
            found.append(group)
    return found


def _largest_first(groups: Iterable[Counted]) -> list[Counted]:
    return sorted(groups, key=lambda group: (-group.n, str(group.group)))


def summed(part: Sequence[str], cells: Sequence[Counted]) -> list[Counted]:
    """The groups of fewer dimensions that the cells add up to."""
    found: dict[tuple[tuple[str, str | None], ...], tuple[int, bool]] = {}
    for cell in cells:
        values = dict(cell.group)
        group = tuple((name, values[name]) for name in part)
        n, is_anonymous = found.get(group, (0, False))
        found[group] = n + cell.n, is_anonymous or cell.is_anonymous
    return [Counted(group, n, is_anonymous) for group, (n, is_anonymous) in found.items()]


def _indicator(group: Counted, cells: Sequence[Counted]) -> Vector:
    """1 for each cell that belongs to the group."""
    within = {name: (value,) for name, value in group.group}
    return np.array([float(_is_within(cell, within)) for cell in cells])


def _is_within(cell: Counted, within: Mapping[str, Collection[str | None]]) -> bool:
    return all(value in within[name] for name, value in cell.group if name in within)


def _beyond(vector: Vector, basis: Vector) -> Vector:
    """What of the vector is no combination of the basis; taken out twice, since once leaves rounding."""
    once = vector - basis.T @ (basis @ vector)
    return once - basis.T @ (basis @ once)


def _with(basis: Vector, more: Vector) -> Vector:
    length = np.linalg.norm(more)
    return basis if length < NOTHING_LEFT else np.vstack([basis, more / length])

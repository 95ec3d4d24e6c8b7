"""What may be known of answers in so many cells that the sums cannot be solved: fewer dimensions together, rare words pooled.

A figure is told where it restricts at most so many dimensions that all groups of as many are large. A small group of more
dimensions stays unknown, since its answers could be swapped with those of other groups without any figure changing: one
more in it and one fewer where one of its words is another, one fewer where two are, and so on (a hypercube). A figure that
leaves free one of the dimensions swapped has as many more as fewer of them. Where no swap is found, a dimension is left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

MOST_CELLS, MOST_SWAPS = 2_000_000, 4_000
"""Cells of a table, and swaps looked for, beyond which a dimension is left out."""
SLACK_MONTH = 0.5
"""Where a month has a smaller share of the usual answers, figures of a part of its answers may be refused."""
FEWEST = 2
"""Dimensions that a figure must be able to restrict for the check to be of use: one of words, and time."""
MONTHS = "month"
Codes = NDArray[np.int64]
Within = Mapping[str, Collection[str | None]]


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers by coded words and months: one entry of each array a cell."""

    codes: dict[str, Codes]
    words: dict[str, tuple[str, ...]]
    n: Codes
    anonymous: Codes

    def only(self, kept: NDArray[np.bool_]) -> "Answers":
        """Some of the cells."""
        codes = {name: found[kept] for name, found in self.codes.items()}
        return Answers(codes, self.words, self.n[kept], self.anonymous[kept])

    def cells(self, names: Sequence[str]) -> int:
        """How many cells these dimensions make."""
        found = np.zeros(len(self.n), dtype=np.int64)
        for name in names:
            found = np.unique(found * len(self.words[name]) + self.codes[name], return_inverse=True)[1]
        return int(found.max(initial=-1)) + 1


@dataclass(frozen=True, eq=False)
class CoarseCells:
    """Which dimensions may be restricted, how many at once, and by which pooled words."""

    pooled: dict[str, tuple[frozenset[str], ...]]
    most: int
    slack: frozenset[str] = frozenset()
    """Months of which only figures of everybody are told."""

    def tells(self, within: Within) -> bool:
        """True where the figure of the answers with these words takes pooled words whole, and restricts few dimensions."""
        restricted, is_of_slack = 0, False
        for name, values in within.items():
            pools = self.pooled.get(name)
            if pools is None:
                return False
            taken = [pool & set(values) for pool in pools]
            if any(some and some != pool for some, pool in zip(taken, pools, strict=True)):
                return False
            restricted += not all(taken)
            is_of_slack = is_of_slack or not self.slack.isdisjoint(values)
        is_of_part = restricted > (
            MONTHS in within and not all(pool & set(within[MONTHS]) for pool in self.pooled[MONTHS])
        )
        return restricted <= self.most and not (is_of_part and is_of_slack)


def coarse_cells(answers: Answers, names: Sequence[str], minimum: int) -> CoarseCells:
    """The dimensions, the first ones first, that can be judged together, with slack months or without them."""
    months = _pooled_months(answers, minimum)
    sizes, anonymous = _counts(answers, {MONTHS: months})
    if _small(sizes, anonymous, minimum).any():
        return CoarseCells({MONTHS: _named(answers, MONTHS, months)}, 0)
    is_slack = sizes < SLACK_MONTH * float(np.median(sizes))
    whole = _judged(answers, months, names, minimum)
    if len(whole.pooled) > len(names) or not is_slack.any():
        return whole
    slack = [word for word, pool in zip(answers.words[MONTHS], months, strict=True) if is_slack[pool]]
    usual = _judged(answers.only(~is_slack[months[answers.codes[MONTHS]]]), months, names, minimum)
    return replace(usual, slack=frozenset(slack)) if len(usual.pooled) > len(whole.pooled) else whole


def _judged(answers: Answers, months: Codes, names: Sequence[str], minimum: int) -> CoarseCells:
    pools, most = {MONTHS: months}, 1
    for name in names:
        if (words := _pooled_words(answers, months, name, minimum)) is None:
            continue
        tried = {**pools, name: words}
        if (found := _most_restricted(answers, tried, minimum)) >= FEWEST:
            pools, most = tried, found
    return CoarseCells({name: _named(answers, name, pool) for name, pool in pools.items()}, most)


def _named(answers: Answers, name: str, pool: Codes) -> tuple[frozenset[str], ...]:
    words = answers.words[name]
    return tuple(
        frozenset(word for word, at in zip(words, pool, strict=True) if at == number)
        for number in range(int(pool.max()) + 1)
    )


def _pooled_months(answers: Answers, minimum: int) -> Codes:
    """Number of the pool of each month: neighbours together until there are enough answers."""
    sizes, _ = _counts(answers, {MONTHS: np.arange(len(answers.words[MONTHS]))})
    pool, number, inside = [], 0, 0
    for size in sizes:
        pool.append(number)
        inside += int(size)
        if inside >= minimum:
            number, inside = number + 1, 0
    return np.array([min(at, max(number - 1, 0)) for at in pool], dtype=np.int64)


def _pooled_words(answers: Answers, months: Codes, name: str, minimum: int) -> Codes | None:
    """Number of the pool of each word, the rarest together, so that each pool has enough in each month; None for one pool."""
    words = np.arange(len(answers.words[name]))
    if len(words) * (int(months.max()) + 1) > MOST_CELLS:
        return None
    sizes, anonymous = _counts(answers, {name: words, MONTHS: months})
    order = np.argsort(-sizes.sum(axis=1), kind="stable")
    for apart in range(len(words), 1, -1):
        pool = np.empty(len(words), dtype=np.int64)
        pool[order] = np.minimum(np.arange(len(words)), apart - 1)
        if apart > 1 and not _small(sizes, anonymous, minimum)[order[: apart - 1]].any():
            rest = _counts(answers, {name: pool, MONTHS: months})
            if not _small(*rest, minimum).any():
                return pool
    return None


def _counts(answers: Answers, pools: Mapping[str, Codes]) -> tuple[Codes, Codes]:
    """How many answers each cell of the pools has, and how many anonymous ones."""
    shape = tuple(int(pool.max()) + 1 for pool in pools.values())
    at = np.ravel_multi_index([pool[answers.codes[name]] for name, pool in pools.items()], shape)
    size = prod(shape)
    anonymous = np.bincount(at, answers.anonymous, size).reshape(shape).astype(np.int64)
    return np.bincount(at, answers.n, size).reshape(shape).astype(np.int64), anonymous


def _small(sizes: Codes, anonymous: Codes, minimum: int) -> NDArray[np.bool_]:
    return (sizes > 0) & (sizes < minimum) & (anonymous > 0)


def _most_restricted(answers: Answers, pools: Mapping[str, Codes], minimum: int) -> int:
    """How many of the dimensions a figure may restrict at once; 0 where not even two."""
    names = tuple(pools)
    if prod(int(pool.max()) + 1 for pool in pools.values()) > MOST_CELLS:
        return 0
    sizes, anonymous = _counts(answers, pools)
    small = np.argwhere(_small(sizes, anonymous, minimum))
    if not len(small):
        return len(names)
    for most in range(len(names) - 1, FEWEST - 1, -1):
        swapped = list(combinations(range(len(names)), most + 1))
        clear = not any(
            _small(*_counts(answers, {name: pools[name] for name in part}), minimum).any()
            for part in combinations(names, most)
        )
        if clear and len(small) * len(swapped) > MOST_SWAPS:
            return 0
        if clear and all(_can_swap(sizes, tuple(at), axes, minimum) for at in small.tolist() for axes in swapped):
            return most
    return 0


def _can_swap(sizes: Codes, at: tuple[int, ...], axes: tuple[int, ...], minimum: int) -> bool:
    """True where answers of a cell could be swapped along these axes, of which the first of all is time.

    Along time they must be so far apart that no stretch of months holds both of them and is small.
    """
    filled = np.ones([sizes.shape[axis] for axis in axes], dtype=bool)
    for corner in product((False, True), repeat=len(axes)):
        moved = dict(zip(axes, corner, strict=True))
        place = tuple(slice(None) if moved.get(axis) else at[axis] for axis in range(sizes.ndim))
        shape = [sizes.shape[axis] if is_moved else 1 for axis, is_moved in moved.items()]
        filled &= (sizes[place] > 0).reshape(shape)
    for number, axis in enumerate(axes):
        np.moveaxis(filled, number, 0)[at[axis]] = False
    if axes[0] != 0:
        return bool(filled.any())
    months = np.flatnonzero(filled.any(axis=tuple(range(1, len(axes)))))
    return bool(len(months)) and _is_wide(np.moveaxis(sizes, 0, -1)[at[1:]], at[0], months, minimum)


def _is_wide(sizes: Codes, at: int, months: NDArray[np.intp], minimum: int) -> bool:
    first, last = min(at, int(months[0])), max(at, int(months[-1]))
    if first == 0 and last == len(sizes) - 1:
        return True
    return int(sizes[first : last + 1].sum()) >= minimum

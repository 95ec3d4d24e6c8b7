"""Percentile intervals by drawing accounts, not rows, again and again.

A draw in which the figure is undefined counts against both limits, and one in which a median is not
reached counts as beyond every time; a limit that falls among such draws is None. So are limits from
fewer than two accounts and from figures that never vary: no variation is not certainty.
The same seed gives the same limits, and the order of the rows does not matter where rows are numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.account_codes import account_codes
from cx.statistics.checked import HUGE, NUMBERS, chance, drawings, finite, number, parts
from cx.statistics.confidence import tail
from cx.statistics.estimate import Difference, Estimate
from cx.statistics.mean import DUST

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ratio = tuple[ArrayLike, ArrayLike]
"""Numerators and denominators, one of each an account."""
Rows = TypeVar("Rows", Sequence[Any], NDArray[Any])

CELLS = 1_000_000
"""Numbers held at once in a chunk of draws: keeps the peak under 100 MB."""

GROWN = 1.75
"""What the added account of a ratio without bound is to the others; 1.5 holds too seldom, 2 too often where few leave."""


def cluster_bootstrap(
    rows: Rows,
    account: ArrayLike,
    statistic: Callable[[Rows], float | None],
    seed: int,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Estimate:
    """Any statistic of rows that come in accounts, with percentile limits from drawing accounts with all their rows.

    `statistic` gets rows of the kind handed in (array or list) and returns None where undefined; what it gives that is
    no finite number counts as that. A row without account is one of its own. n counts rows. ValueError for other than
    one account a row, accounts of several kinds, draws below 1 or over a million, and a confidence outside 0 to 1.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap; Field & Welsh 2007, J. Royal Statistical Society
    B 69.
    """
    if not (isinstance(rows, np.ndarray) and rows.ndim or isinstance(rows, Sequence) and not isinstance(rows, str)):
        raise ValueError(f"the rows are a list or an array, not {rows!r}")
    if not callable(statistic):
        raise ValueError(f"the statistic is a function of rows, not {statistic}")
    codes = account_codes(account, len(rows))
    members = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
    drawn = (
        _figure(statistic(_taken(rows, np.concatenate([members[g] for g in accounts]))))
        for chunk in account_draws(len(members), draws, seed, len(members))
        for accounts in chunk
    )
    value = _figure(statistic(rows)) if len(rows) else None
    if value is None or len(members) < 2:
        return Estimate(value, None, None, len(rows))
    return Estimate(value, *varied_limits(np.array(list(drawn), dtype=np.float64), confidence), len(rows))


def ratio_bootstrap(
    numerators: ArrayLike,
    denominators: ArrayLike,
    seed: int,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Estimate:
    """Σ numerators / Σ denominators, one of each an account, with percentile limits from drawing accounts.

    n counts accounts. ValueError for a number that is not finite, other than one denominator a numerator, draws below 1
    or over a million, and a confidence outside 0 to 1. Source: Efron & Tibshirani 1993, An Introduction to the
    Bootstrap.
    """
    above, below = _ordered(numerators, denominators)
    value = _quotient(above.sum(), below.sum())
    if value is None or above.size < 2:
        return Estimate(value, None, None, above.size)
    return Estimate(value, *_ratio_limits(above, below, seed, draws, confidence), above.size)


def ratio_interval(
    numerators: ArrayLike,
    denominators: ArrayLike,
    seed: int = 1,
    draws: int = 2000,
    confidence: float = 0.95,
    most: float | None = None,
) -> Estimate:
    """Σ numerators / Σ denominators of accounts like these, with limits from drawing them. n counts accounts.

    As adjusted Wald does for shares, two accounts are added to those that are drawn from, both of the denominators'
    root mean square: one that keeps nothing and one that keeps `most` (1 for what cannot exceed it, GROWN times the
    ratio if None). Draws of what was seen alone (`ratio_bootstrap`) know nothing of the large account that has not
    left yet, and hold the truth too seldom (docs/coverage.md). The value is the raw ratio. ValueError as for
    `ratio_bootstrap`, and for a `most` that is not finite. Source: own rule, as Agresti & Coull 1998, The American
    Statistician 52, add cases to a share; drawn as in Efron & Tibshirani 1993, An Introduction to the Bootstrap.
    """
    above, below = _ordered(numerators, denominators)
    value = _quotient(above.sum(), below.sum())
    if value is None or np.abs(above - value * below).max() <= DUST * np.abs(above).max():
        return Estimate(value, None, None, above.size)
    typical = float(np.sqrt(np.square(below).mean()))
    top = GROWN * value if most is None else number(most, "the most that is kept")
    wider_above, wider_below = _ordered(np.append(above, [0.0, top * typical]), np.append(below, [typical, typical]))
    return Estimate(value, *_ratio_limits(wider_above, wider_below, seed, draws, confidence), above.size)


def ratio_change_bootstrap(
    before: Ratio, after: Ratio, seed: int, draws: int = 2000, confidence: float = 0.95
) -> Difference:
    """The change of Σ/Σ between two periods over the same accounts, with percentile limits from drawing them in pairs.

    All four arrays share one account index; an account absent from a period has 0 and 0 there. Both n count the
    accounts with a denominator in that period. ValueError as for `ratio_bootstrap`. Source: Efron & Tibshirani 1993, An
    Introduction to the Bootstrap.
    """
    sides = (*parts(before, "the period before", 2), *parts(after, "the period after", 2))
    b_above, b_below, a_above, a_below = _ordered(*sides)
    n_before, n_after = int(np.count_nonzero(b_below)), int(np.count_nonzero(a_below))
    earlier, later = _quotient(b_above.sum(), b_below.sum()), _quotient(a_above.sum(), a_below.sum())
    if earlier is None or later is None:
        return Difference(None, None, None, n_before, n_after)
    if b_above.size < 2:
        return Difference(later - earlier, None, None, n_before, n_after)
    drawn = [
        _ratios(a_above, a_below, chunk) - _ratios(b_above, b_below, chunk)
        for chunk in account_draws(b_above.size, draws, seed, b_above.size)
    ]
    return Difference(later - earlier, *varied_limits(np.concatenate(drawn), confidence), n_before, n_after)


def account_draws(accounts: int, draws: int, seed: int | list[int], cells: int) -> Iterator[Integers]:
    """Chunks of draws by accounts: which accounts each draw is made of; `cells` numbers a draw at work."""
    generator, draws = chance(seed), drawings(draws)
    step = max(1, CELLS // max(cells, 1))
    for start in range(0, draws, step):
        yield generator.integers(0, accounts, size=(min(step, draws - start), accounts))


def times_drawn(chunk: Integers, accounts: int) -> Floats:
    """How often each account (row) is in each draw (column) of a chunk."""
    draws = chunk.shape[0]
    flat = (chunk * draws + np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=accounts * draws).reshape(accounts, draws).astype(np.float64)


def percentile_limits(drawn: Floats, confidence: float) -> tuple[float | None, float | None]:
    """The outer of two neighbouring draws at each tail, so that nothing is interpolated with infinity."""
    outside = tail(confidence)
    low = np.quantile(np.where(np.isnan(drawn), -np.inf, drawn), outside, method="lower")
    high = np.quantile(np.where(np.isnan(drawn), np.inf, drawn), 1 - outside, method="higher")
    return (float(low) if np.isfinite(low) else None), (float(high) if np.isfinite(high) else None)


def varied_limits(drawn: Floats, confidence: float) -> tuple[float | None, float | None]:
    """`percentile_limits`, without any where no draw differs from another."""
    known = drawn[np.isfinite(drawn)]
    if known.size == 0 or np.ptp(known) <= DUST * np.abs(known).max():
        return None, None
    return percentile_limits(drawn, confidence)


def _ratio_limits(
    above: Floats, below: Floats, seed: int, draws: int, confidence: float
) -> tuple[float | None, float | None]:
    drawn = [_ratios(above, below, chunk) for chunk in account_draws(above.size, draws, seed, above.size)]
    return varied_limits(np.concatenate(drawn), confidence)


def _ratios(above: Floats, below: Floats, accounts: Integers) -> Floats:
    sums = below[accounts].sum(axis=1)
    ratios: Floats = np.full(sums.shape, np.nan)
    with np.errstate(over="ignore"):  # by hardly anything: infinite, and no limit
        np.divide(above[accounts].sum(axis=1), sums, out=ratios, where=sums != 0)
    return ratios


def _quotient(above: float, below: float) -> float | None:
    return _figure(float(above) / float(below)) if below else None


def _figure(given: float | None) -> float | None:
    if not (given is None or isinstance(given, NUMBERS)):
        raise ValueError(f"a statistic gives a number or None, not {given!r}")
    return None if given is None or not -HUGE <= given <= HUGE else given


def _ordered(*columns: ArrayLike) -> tuple[Floats, ...]:
    """The columns with their rows sorted, so that the draws do not depend on the order they came in."""
    first = finite(columns[0], "numerators")
    arrays = [first, *(finite(column, "numerators and denominators", first.size) for column in columns[1:])]
    order = np.lexsort(arrays)
    return tuple(array[order] for array in arrays)


def _taken(rows: Rows, at: Integers) -> Rows:
    if isinstance(rows, np.ndarray):
        return rows[at]
    return [rows[i] for i in at]

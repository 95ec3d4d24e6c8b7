"""How far the shares of R² (LMG) could lie otherwise, and which of them are more than chance gives.

A share is never below 0, so its own interval cannot tell it from nothing. A column of pure noise, one value an account,
is therefore put beside the attributes again and again: a share is told where it is larger than all but 5 % of what noise
gets, shared out over the attributes (Bonferroni). The idea of a random variable to compare with is that of Tonidandel,
LeBreton & Johnson 2009, Psychological Methods 14:387-399.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.account_codes import account_codes
from cx.statistics.bootstrap import percentile_limits
from cx.statistics.checked import chance, drawings
from cx.statistics.confidence import tail
from cx.statistics.drivers import complete_rows, lmg
from cx.statistics.estimate import Estimate

Floats = NDArray[np.float64]

RIDGE = 1e-9
"""Added to the diagonal, so that attributes that spell each other out in a draw do not stop it."""
CHUNK = 250


@dataclass(frozen=True, slots=True)
class DriverShare:
    """One attribute's share of R², 0 to 1."""

    share: float | None
    """None for an attribute that does not vary and was left out."""
    low: float | None
    high: float | None
    is_told: bool
    """True where it is more than noise gets."""
    correlation: float
    """With the outcome: its sign is the direction."""


@dataclass(frozen=True, slots=True)
class DriverShares:
    """The shares of all attributes, and what they explain together."""

    shares: tuple[DriverShare, ...]
    r_squared: Estimate
    """n counts complete rows."""
    accounts: int


def lmg_intervals(
    attributes: ArrayLike,
    outcome: ArrayLike,
    account: ArrayLike,
    seed: int,
    draws: int = 1000,
    confidence: float = 0.95,
) -> DriverShares:
    """LMG shares (0 to 1) with percentile limits over draws of accounts, and which are told from noise.

    A row of `attributes` and of `outcome` is a respondent or an account; rows with a NaN are left out, one without
    account is one of its own. ValueError as for `lmg`, for other than one account a row and draws below 1 or over a
    million. Source: Grömping 2006, J. Statistical Software 17; noise to compare with as in Tonidandel, LeBreton &
    Johnson 2009, Psychological Methods 14.
    """
    x, y, complete = complete_rows(attributes, outcome)
    codes = np.unique(account_codes(account, complete.size)[complete], return_inverse=True)[1]
    raw = lmg(x, y)
    varying = [at for at, weight in enumerate(raw.weights) if weight is not None]
    if raw.r_squared is None:
        nothing = tuple(DriverShare(None, None, None, False, 0.0) for _ in raw.weights)
        return DriverShares(nothing, Estimate(None, None, None, raw.n), 0)
    columns = np.column_stack([x[:, varying], y])
    parts = _parts(columns / columns.std(axis=0), codes)  # of one size, whatever their units
    generator, draws = chance(seed), drawings(draws)
    drawn = np.concatenate([_shares(made) for made in _resampled(parts, generator, draws)])
    noise = np.concatenate([_shares(made)[:, -1] for made in _beside_noise(parts, generator, draws)])
    bar = float(np.quantile(noise, 1 - 2 * tail(confidence) / len(varying), method="higher"))
    found = {at: drawn[:, place] for place, at in enumerate(varying)}
    shares = tuple(_share(weight, x[:, at], y, found.get(at), bar, confidence) for at, weight in enumerate(raw.weights))
    together = percentile_limits(np.minimum(drawn.sum(axis=1), 1.0), confidence)
    return DriverShares(shares, Estimate(raw.r_squared, *together, raw.n), int(codes.max()) + 1)


def _share(
    weight: float | None, x: Floats, y: Floats, drawn: Floats | None, bar: float, confidence: float
) -> DriverShare:
    if weight is None or drawn is None:
        return DriverShare(None, None, None, False, 0.0)
    low, high = percentile_limits(drawn, confidence)
    return DriverShare(weight, low, high, weight > bar, float(np.corrcoef(x, y)[0, 1]))


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Sums by account that correlations are made of: rows, columns and products of columns, about their means."""

    rows: Floats
    sums: Floats
    products: Floats


def _parts(columns: Floats, codes: NDArray[np.intp]) -> _Parts:
    centred = columns - columns.mean(axis=0)
    accounts, size = int(codes.max()) + 1, centred.shape[1]
    sums, products = np.zeros((accounts, size)), np.zeros((accounts, size, size))
    np.add.at(sums, codes, centred)
    np.add.at(products, codes, centred[:, :, None] * centred[:, None, :])
    return _Parts(np.bincount(codes).astype(np.float64), sums, products)


def _resampled(parts: _Parts, generator: np.random.Generator, draws: int) -> Iterator[Floats]:
    """Correlations of attributes and outcome in draws of accounts with replacement, a chunk at a time."""
    accounts = parts.rows.size
    for size in _chunks(draws):
        times = generator.multinomial(accounts, np.full(accounts, 1 / accounts), size=size).astype(np.float64)
        n, total = (times @ parts.rows)[:, None, None], times @ parts.sums
        both = np.tensordot(times, parts.products, axes=1)
        yield _correlations(both / n - total[:, :, None] * total[:, None, :] / n**2)


def _beside_noise(parts: _Parts, generator: np.random.Generator, draws: int) -> Iterator[Floats]:
    """Correlations of attributes, a column of noise and the outcome in the rows as they are, a chunk at a time."""
    size, n = parts.sums.shape[1], parts.rows.sum()
    own = np.array([*range(size - 1), size])  # the noise stands before the outcome
    for chunk in _chunks(draws):
        noise = generator.standard_normal((chunk, parts.rows.size))
        covariance = np.empty((chunk, size + 1, size + 1))
        covariance[:, own[:, None], own[None, :]] = parts.products.sum(axis=0) / n
        with_own = noise @ parts.sums / n
        covariance[:, size - 1, own], covariance[:, own, size - 1] = with_own, with_own
        covariance[:, size - 1, size - 1] = noise**2 @ parts.rows / n - (noise @ parts.rows / n) ** 2
        yield _correlations(covariance)


def _chunks(draws: int) -> Iterator[int]:
    for start in range(0, draws, CHUNK):
        yield min(CHUNK, draws - start)


def _correlations(covariance: Floats) -> Floats:
    """Correlations from covariances, each draw's; a column that does not vary in a draw goes with none."""
    spread = np.sqrt(np.maximum(np.diagonal(covariance, axis1=1, axis2=2), 0.0))
    scale = spread[:, :, None] * spread[:, None, :]
    found = np.zeros(covariance.shape)
    np.divide(covariance, scale, out=found, where=scale > RIDGE)
    places = np.arange(covariance.shape[1])
    found[:, places, places] = 1.0
    return found


def _shares(correlations: Floats) -> Floats:
    """LMG of every draw at once: each subset of attributes is fitted over all draws."""
    count = correlations.shape[1] - 1
    among, outcome = correlations[:, :-1, :-1], correlations[:, :-1, -1]
    fits = np.zeros((2**count, len(correlations)))
    for subset in range(1, 2**count):
        members = [at for at in range(count) if subset >> at & 1]
        matrix = among[:, members][:, :, members] + RIDGE * np.eye(len(members))
        with_outcome = outcome[:, members]
        fits[subset] = (np.linalg.solve(matrix, with_outcome[:, :, None])[:, :, 0] * with_outcome).sum(axis=1)
    shares = np.zeros((len(correlations), count))
    for subset in range(2**count):
        for at in (place for place in range(count) if not subset >> place & 1):
            gain = fits[subset | 1 << at] - fits[subset]
            shares[:, at] += gain / (count * comb(count - 1, bin(subset).count("1")))
    return np.maximum(shares, 0.0)

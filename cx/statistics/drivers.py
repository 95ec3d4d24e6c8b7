"""Which questions an outcome moves together with: shares of R²."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.checked import Flags, measured, table
from cx.statistics.explained import r_squared_limits

Floats = NDArray[np.float64]

MOST_ATTRIBUTES = 12
"""Shapley shares fit every subset of attributes: 4,096 at twelve."""


@dataclass(frozen=True, slots=True)
class DriverWeights:
    """Each attribute's share of R²; the shares add up to it."""

    weights: tuple[float | None, ...]
    """None for an attribute that does not vary in the complete rows and was left out."""
    r_squared: float | None
    """None where the outcome does not vary."""
    n: int
    """Complete rows; a row with any NaN is left out."""
    low: float | None = None
    high: float | None = None
    """Limits of R², rows taken as independent; the limits of each share are those of `lmg_intervals`."""

    @property
    def value(self) -> float | None:
        """R², of which the weights are the shares."""
        return self.r_squared


def lmg(attributes: ArrayLike, outcome: ArrayLike, confidence: float = 0.95) -> DriverWeights:
    """Average gain in R² over all orders of entry (LMG, Shapley, general dominance); the shares add up to R².

    `attributes` has a row a respondent and a column an attribute. The limits of R² are those of the noncentral F, 0 to
    1. ValueError above twelve attributes that vary (use `relative_weights`), where no complete row is left over beside
    them and the intercept, so that R² is 1 whatever they say, for an infinite number, other than one outcome a row, and
    a confidence outside 0 to 1. Source: Lindeman, Merenda & Gold 1980, Introduction to Bivariate and Multivariate
    Analysis; Grömping 2006, J. Statistical Software 17; limits of R² by Steiger & Fouladi 1997, What If There Were No
    Significance Tests?
    """
    return _shared_out(attributes, outcome, _lmg, confidence)


def relative_weights(attributes: ArrayLike, outcome: ArrayLike, confidence: float = 0.95) -> DriverWeights:
    """Johnson's relative weights: close to `lmg` and instant for any number of attributes; they add up to R².

    With Λ the square root of the attributes' correlations and β = Λ⁻¹ r: weight j = Σ λjk² βk². Limits of R² as in
    `lmg`. ValueError as for `lmg`, of however many attributes. Source: Johnson 2000, Multivariate Behavioral Research
    35.
    """
    return _shared_out(attributes, outcome, _johnson, confidence)


def _shared_out(
    attributes: ArrayLike, outcome: ArrayLike, shares: Callable[[Floats, Floats], Floats], confidence: float
) -> DriverWeights:
    x, y, _ = complete_rows(attributes, outcome)
    n, count = x.shape
    varying = [j for j in range(count) if _varies(x[:, j])]
    if not varying or not _varies(y):
        return DriverWeights((None,) * count, None, n)
    correlations = np.atleast_2d(np.corrcoef(np.column_stack([x[:, varying], y]), rowvar=False))
    among, with_outcome = correlations[:-1, :-1], correlations[:-1, -1]
    rank = int(np.linalg.matrix_rank(among, hermitian=True))
    if n < rank + 2:
        raise ValueError(f"at least {rank + 2} complete rows are needed for attributes like these, not {n}")
    found = dict(zip(varying, shares(among, with_outcome).tolist(), strict=True))
    r_squared = _r_squared(among, with_outcome)
    limits = r_squared_limits(r_squared, n, rank, confidence)
    return DriverWeights(tuple(found.get(j) for j in range(count)), r_squared, n, *limits)


def complete_rows(attributes: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats, Flags]:
    """Attributes and outcome of the rows without any NaN, and which rows these are."""
    x = table(attributes, "the attributes")
    y = measured(outcome, "the outcome", len(x))
    complete = np.isfinite(x).all(axis=1) & np.isfinite(y)
    return x[complete], y[complete], complete


def _varies(column: Floats) -> bool:
    return bool(column.size and np.ptp(column) > 0 and column.var() > 0)


def _lmg(among: Floats, with_outcome: Floats) -> Floats:
    count = with_outcome.size
    if count > MOST_ATTRIBUTES:
        raise ValueError(f"{count} attributes; at most {MOST_ATTRIBUTES}, or take relative_weights")
    members = [[j for j in range(count) if subset >> j & 1] for subset in range(2**count)]
    fits = [_r_squared(among[np.ix_(m, m)], with_outcome[m]) for m in members]
    weights = np.zeros(count)
    for subset, inside in enumerate(members):
        for j in set(range(count)) - set(inside):
            gain = fits[subset | 1 << j] - fits[subset]
            weights[j] += gain / (count * comb(count - 1, len(inside)))
    return np.maximum(weights, 0)


def _johnson(among: Floats, with_outcome: Floats) -> Floats:
    values, vectors = np.linalg.eigh(among)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return np.asarray(root**2 @ (np.linalg.pinv(root, hermitian=True) @ with_outcome) ** 2, dtype=np.float64)


def _r_squared(among: Floats, with_outcome: Floats) -> float:
    """R² from correlations; the pseudo-inverse takes an attribute that others spell out as no news."""
    if with_outcome.size == 0:
        return 0.0
    return min(1.0, float(with_outcome @ np.linalg.pinv(among, hermitian=True) @ with_outcome))  # above is rounding

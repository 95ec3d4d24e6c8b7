"""How strongly two yes-or-no facts go together: odds ratio, and Mantel-Haenszel within strata."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, sqrt

import numpy as np
from numpy.typing import NDArray

from cx.statistics.checked import count, counts, parts, table
from cx.statistics.confidence import normal_quantile, tail
from cx.statistics.estimate import Estimate
from cx.statistics.significance import Significance, significance

LARGEST_POWER = 700.0
"""e to the power of more than this is more than a number can hold."""

Table = tuple[tuple[float, float], tuple[float, float]]
"""Rows: exposed, not exposed. Columns: outcome, no outcome."""


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """ad / bc with its limits; None where a whole row or column is empty."""

    value: float | None
    low: float | None
    high: float | None
    n: float
    """Cases in the table, without what was added."""
    added: float
    """What was added to each of the four cells; say so where it is not 0."""


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """Association of two facts with the stratum held equal; what cannot be computed is None."""

    odds_ratio: Estimate
    """Limits by Robins, Breslow and Greenland."""
    risk_difference: Estimate
    """First row's share of the first column minus the second row's, 0 to 1; limits by Sato."""
    test: Significance
    test_corrected: Significance
    """With the continuity correction, as R makes it by default."""
    homogeneity: Significance
    """Breslow-Day: a small p says that the strata differ and should be shown, not pooled."""
    strata: int
    dropped: int
    """Strata of fewer than two cases, which say nothing."""

    @property
    def value(self) -> float | None:
        """The pooled odds ratio."""
        return self.odds_ratio.value

    @property
    def low(self) -> float | None:
        """The lower limit of the pooled odds ratio."""
        return self.odds_ratio.low

    @property
    def high(self) -> float | None:
        """The upper limit of the pooled odds ratio."""
        return self.odds_ratio.high

    @property
    def n(self) -> float:
        """Cases in the strata that were kept."""
        return self.odds_ratio.n


def odds_ratio(a: float, b: float, c: float, d: float, add: float | None = None, confidence: float = 0.95) -> OddsRatio:
    """ad / bc of the table [[a, b], [c, d]] with limits exp(ln(ad / bc) ± z √(1/a + 1/b + 1/c + 1/d)).

    0.5 is added to every cell where one is 0 (Haldane, Anscombe), or `add` in any case if given. A limit beyond what a
    number can hold is None. ValueError for a count or an `add` that is negative or not finite and a confidence outside
    0 to 1. Source: Woolf 1955, Annals of Human Genetics 19; Haldane 1956, Annals of Human Genetics 20; Anscombe 1956,
    Biometrika 43.
    """
    a, b, c, d = (count(cell, "a count of the table") for cell in (a, b, c, d))
    n = a + b + c + d
    added = (0.5 if min(a, b, c, d) == 0 else 0.0) if add is None else count(add, "what is added")
    if min(a + b, c + d, a + c, b + d) == 0 or min(a, b, c, d) + added <= 0:
        return OddsRatio(None, None, None, n, added)
    a, b, c, d = a + added, b + added, c + added, d + added
    centre = log(a) + log(d) - log(b) - log(c)
    margin = normal_quantile(confidence) * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return OddsRatio(_exp(centre), _exp(centre - margin), _exp(centre + margin), n, added)


def mantel_haenszel(tables: Sequence[Table], confidence: float = 0.95) -> MantelHaenszel:
    """Pooled odds ratio, risk difference and tests over strata, each stratum a table [[a, b], [c, d]].

    Rows are exposed or not, columns outcome or not. OR = Σ(ad/n) / Σ(bc/n); RD = Σ w (p1 - p2) / Σ w with w = n1 n2 /
    n, 0 to 1. ValueError for a table that is not two by two, a count that is negative or not finite, and a confidence
    outside 0 to 1. Source: Mantel & Haenszel 1959, J. National Cancer Institute 22; limits by Robins, Breslow &
    Greenland 1986, Biometrics 42, and Sato 1989, Biometrics 45; homogeneity by Breslow & Day 1980, Statistical Methods
    in Cancer Research I.
    """
    arrays = [_cells(stratum) for stratum in parts(tables, "the list of tables")]
    kept = [cells for cells in arrays if cells.sum() >= 2]
    n = float(sum(cells.sum() for cells in kept))
    none, unmade = Estimate(None, None, None, n), Significance(None, None)
    ratio, tests = (_pooled(kept, n, confidence)) if kept else (none, (unmade, unmade, unmade))
    difference = _risk_difference(kept, n, confidence) if kept else none
    return MantelHaenszel(ratio, difference, *tests, len(kept), len(arrays) - len(kept))


def _cells(stratum: Table) -> NDArray[np.float64]:
    """The counts of a stratum, two rows of two."""
    array = table(stratum, "a stratum")
    if array.shape != (2, 2):
        raise ValueError(f"a stratum is a table of two rows and two columns, not {array.shape[0]} by {array.shape[1]}")
    counts(array.ravel(), "the counts of a stratum")
    return array


def _pooled(
    tables: list[NDArray[np.float64]], n: float, confidence: float
) -> tuple[Estimate, tuple[Significance, Significance, Significance]]:
    """The pooled odds ratio, and the tests without and with correction and of homogeneity."""
    from statsmodels.stats.contingency_tables import (  # type: ignore[import-untyped,unused-ignore]
        StratifiedTable,
    )

    with np.errstate(all="ignore"):  # margins of 0 give NaN, handed on as None
        pooled = StratifiedTable(tables)
        ratio = float(pooled.oddsratio_pooled)
        low, high = pooled.oddsratio_pooled_confint(alpha=2 * tail(confidence))
        tests = [pooled.test_null_odds(correction=correction) for correction in (False, True)]
        # an empty margin says nothing about homogeneity, and would turn the whole test into NaN
        full = [table for table in tables if table.sum(axis=0).all() and table.sum(axis=1).all()]
        tests += [StratifiedTable(full).test_equal_odds()] if len(full) > 1 else []
    found = [significance(test.statistic, test.pvalue) for test in tests]
    homogeneity = found[2] if len(found) > 2 else Significance(None, None)
    return Estimate(_finite(ratio), _finite(low), _finite(high), n), (found[0], found[1], homogeneity)


def _risk_difference(tables: list[NDArray[np.float64]], n: float, confidence: float) -> Estimate:
    """Mantel-Haenszel risk difference with Sato's standard error (1989)."""
    a, b, c, d = np.array([table.ravel() for table in tables]).T
    n1, n2 = a + b, c + d
    size = n1 + n2
    weight = float((n1 * n2 / size).sum())
    if weight == 0:
        return Estimate(None, None, None, n)
    value = float(((a * n2 - c * n1) / size).sum()) / weight
    p = (n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / size**2
    q = (a * d + c * b) / (2 * size)
    error = sqrt(max(0.0, value * float(p.sum()) + float(q.sum()))) / weight
    if error == 0:
        return Estimate(value, None, None, n)
    margin = normal_quantile(confidence) * error
    return Estimate(value, max(-1.0, value - margin), min(1.0, value + margin), n)


def _exp(power: float) -> float | None:
    return exp(power) if power < LARGEST_POWER else None


def _finite(number: float) -> float | None:
    return float(number) if isfinite(number) else None

"""What an initiative moved, against a group it did not reach."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cx.statistics.account_codes import account_codes
from cx.statistics.checked import chance, drawings, finite, flags
from cx.statistics.confidence import tail
from cx.statistics.estimate import Estimate
from cx.statistics.mean import DUST

Floats = NDArray[np.float64]

ENOUGH_UNITS = 30
"""Below this the clustered standard error is too small, and a permutation test takes its place."""

ENOUGH_ON_A_SIDE = 5
"""Likewise below this many treated or untreated units, however many there are in all."""


class ImpactMethod(StrEnum):
    """Where the uncertainty comes from."""

    CLUSTERED = "clustered by unit"
    PERMUTATION = "permutation of units"


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """The treated group's change beyond the control group's; an effect only if trends were parallel."""

    treated_change: float | None
    control_change: float | None
    effect: Estimate
    """n counts rows; no limits where the method is the permutation test."""
    p_value: float | None
    units: int
    method: ImpactMethod

    @property
    def value(self) -> float | None:
        """The effect: the treated group's change less the control group's."""
        return self.effect.value

    @property
    def low(self) -> float | None:
        """Its lower limit."""
        return self.effect.low

    @property
    def high(self) -> float | None:
        """Its upper limit."""
        return self.effect.high

    @property
    def n(self) -> float:
        """Rows, of both groups and both times."""
        return self.effect.n


def difference_in_differences(
    values: ArrayLike,
    treated: ArrayLike,
    after: ArrayLike,
    unit: ArrayLike,
    seed: int,
    draws: int = 2000,
    confidence: float = 0.95,
) -> DifferenceInDifferences:
    """The interaction of treated and after, one row a value, with its unit (account, region).

    With 30 units or more, 5 on each side: least squares with errors clustered by unit. Else the effect's rank among
    those under other choices of treated units, all of them where there are at most `draws`. (treated after - before) -
    (control after - before), in the values' unit. A row without unit is one of its own. ValueError where a unit is both
    treated and not, for a value that is not finite, lists of other lengths, `treated` or `after` other than true or
    false, draws below 1 or over a million, and a confidence outside 0 to 1. Source: Card & Krueger 1994, American
    Economic Review 84; errors by Liang & Zeger 1986, Biometrika 73; permutation by Fisher 1935, The Design of
    Experiments.
    """
    y = finite(values, "the values")
    group, late = flags(treated, "treated", y.size), flags(after, "after", y.size)
    codes = account_codes(unit, y.size)
    cells = _unit_cells(y, late, codes)
    of_unit = _treated_units(group, codes)
    units, method = of_unit.size, _method(of_unit)
    changes = _changes(cells, of_unit[None, :])
    treated_change, control_change = (_number(change[0]) for change in changes)
    if treated_change is None or control_change is None:
        effect = Estimate(None, None, None, y.size)
        return DifferenceInDifferences(treated_change, control_change, effect, None, units, method)
    value = treated_change - control_change
    if method is ImpactMethod.CLUSTERED:
        low, high, p_value = _clustered(y, group, late, codes, confidence)
    else:
        low, high, p_value = None, None, _permutation_p(cells, of_unit, value, seed, draws)
    effect = Estimate(value, low, high, y.size)
    return DifferenceInDifferences(treated_change, control_change, effect, p_value, units, method)


def _method(of_unit: NDArray[np.bool_]) -> ImpactMethod:
    smaller_side = min(of_unit.sum(), (~of_unit).sum())
    many = of_unit.size >= ENOUGH_UNITS and smaller_side >= ENOUGH_ON_A_SIDE
    return ImpactMethod.CLUSTERED if many else ImpactMethod.PERMUTATION


def _clustered(
    y: Floats, group: NDArray[np.bool_], late: NDArray[np.bool_], codes: NDArray[np.intp], confidence: float
) -> tuple[float | None, float | None, float | None]:
    from statsmodels.regression.linear_model import OLS  # type: ignore[import-untyped,unused-ignore]

    design = np.column_stack([np.ones(y.size), group, late, group & late]).astype(np.float64)
    fit = OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    if fit.bse[3] <= DUST * np.abs(y).max():
        return None, None, None
    low, high = fit.conf_int(alpha=2 * tail(confidence))[3]
    return float(low), float(high), float(fit.pvalues[3])


def _unit_cells(y: Floats, late: NDArray[np.bool_], codes: NDArray[np.intp]) -> Floats:
    """For each unit: sum before, n before, sum after, n after."""
    parts = [(weights, side) for side in (~late, late) for weights in (y, np.ones_like(y))]
    return np.column_stack([np.bincount(codes, weights=weights * side) for weights, side in parts])


def _treated_units(group: NDArray[np.bool_], codes: NDArray[np.intp]) -> NDArray[np.bool_]:
    share = np.bincount(codes, weights=group) / np.bincount(codes)
    if ((share > 0) & (share < 1)).any():
        raise ValueError("a unit is treated or it is not; some have rows of both")
    return np.asarray(share == 1)


def _changes(cells: Floats, choices: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The change of treated and of control under each choice (row) of treated units; NaN where empty."""
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = (choices @ cells, ~choices @ cells)
        treated, control = (s[:, 2] / s[:, 3] - s[:, 0] / s[:, 1] for s in sums)
    return treated, control


def _permutation_p(cells: Floats, of_unit: NDArray[np.bool_], value: float, seed: int, draws: int) -> float | None:
    units, count, draws = of_unit.size, int(of_unit.sum()), drawings(draws)
    if comb(units, count) <= draws:
        chosen = np.array(list(combinations(range(units), count)))
        extra = 0
    else:
        ranks = chance(seed).random((draws, units)).argsort(axis=1)
        chosen, extra = ranks[:, :count], 1  # the choice that was made counts as one of the draws
    choices = np.zeros((len(chosen), units), dtype=bool)
    np.put_along_axis(choices, chosen, values=True, axis=1)
    treated, control = _changes(cells, choices)
    effects = np.abs(treated - control)
    as_large = effects >= abs(value) * (1 - DUST)
    return float((as_large.sum() + extra) / (np.isfinite(effects).sum() + extra))


def _number(change: float) -> float | None:
    return float(change) if np.isfinite(change) else None

"""Account-level bootstrap of a Kaplan-Meier quantile, the median unless another is asked for, all draws at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.account_codes import account_codes
from cx.statistics.bootstrap import Floats, Integers, account_draws, percentile_limits, times_drawn
from cx.statistics.checked import parts
from cx.statistics.estimate import Difference, Estimate
from cx.statistics.survival import REACHED, checked_group, kaplan_meier, quantile

Cases = tuple[ArrayLike, ArrayLike, ArrayLike]
"""Durations, whether the event was seen, and the account of each case."""


@dataclass(frozen=True, slots=True)
class _OrderedCases:
    """Cases by duration, events first within one, with the rows between which each event time lies."""

    accounts: Integers
    """The account's code of each row."""
    times: Floats
    starts: Integers
    """First row of each event time."""
    ends: Integers
    """The row after its last event."""
    clusters: int
    varies: bool


@dataclass(frozen=True, slots=True, eq=False)
class DrawnChange:
    """The change of a quantile as it was seen and in each draw of the accounts, from which limits of any level follow."""

    value: float | None
    draws: Floats | None
    """None where nothing varies, so that there are no limits."""
    n_before: float
    n_after: float

    def difference(self, confidence: float = 0.95) -> Difference:
        """The change with its limits; ValueError for a confidence outside 0 to 1."""
        limits = (None, None) if self.draws is None else percentile_limits(self.draws, confidence)
        return Difference(self.value, *limits, self.n_before, self.n_after)


def median_bootstrap(
    durations: ArrayLike,
    observed: ArrayLike,
    account: ArrayLike,
    seed: int,
    draws: int = 400,
    confidence: float = 0.95,
    q: float = 0.5,
) -> Estimate:
    """The time by which a share q of the cases ended (Kaplan-Meier) with limits from drawing accounts. n counts cases.

    The upper limit is None when more draws than its tail never get there: with 95 %, more than 1 in 40; the lower one
    likewise, when hardly any draw does. A case without account is one of its own. ValueError for a duration that is
    negative or not a number, `observed` other than true or false, accounts of several kinds or other than one a case,
    draws below 1 or over a million, and for q or a confidence outside 0 to 1. Source: Efron 1981, J. American
    Statistical Association 76, Censored Data and the Bootstrap; accounts drawn as in Field & Welsh 2007, J. Royal
    Statistical Society B 69.
    """
    value, n = _quantile(durations, observed, q)
    cases = _ordered_cases(durations, observed, account)
    if value is None or not cases.varies:
        return Estimate(value, None, None, n)
    return Estimate(value, *percentile_limits(_drawn_quantiles(cases, draws, [seed], q), confidence), n)


def median_change_bootstrap(
    before: Cases, after: Cases, seed: int, draws: int = 400, confidence: float = 0.95, q: float = 0.5
) -> Difference:
    """The change of the Kaplan-Meier quantile, the accounts of both periods drawn independently; both n count cases.

    A draw in which neither side gets there says nothing and counts against both limits. ValueError as for
    `median_bootstrap`. Source: Efron 1981, J. American Statistical Association 76, Censored Data and the Bootstrap.
    """
    return drawn_median_change(before, after, seed, draws, q).difference(confidence)


def drawn_median_change(before: Cases, after: Cases, seed: int, draws: int = 400, q: float = 0.5) -> DrawnChange:
    """The draws of `median_change_bootstrap`, for who asks for limits of several levels. Errors and source as there."""
    before, after = (_three(cases) for cases in (before, after))
    (earlier, n_before), (later, n_after) = _quantile(*before[:2], q), _quantile(*after[:2], q)
    if earlier is None or later is None:
        return DrawnChange(None, None, n_before, n_after)
    first, second = _ordered_cases(*before), _ordered_cases(*after)
    if not (first.varies and second.varies):
        return DrawnChange(later - earlier, None, n_before, n_after)
    with np.errstate(invalid="ignore"):  # inf - inf where neither is reached: undefined
        drawn = _drawn_quantiles(second, draws, [seed, 1], q) - _drawn_quantiles(first, draws, [seed, 0], q)
    return DrawnChange(later - earlier, drawn, n_before, n_after)


def _three(cases: Cases) -> Cases:
    durations, observed, account = parts(cases, "the cases (durations, observed, accounts)", 3)
    return durations, observed, account


def _quantile(durations: ArrayLike, observed: ArrayLike, q: float) -> tuple[float | None, float]:
    found = quantile(kaplan_meier(durations, observed), q)
    return found.value, found.n


def _ordered_cases(durations: ArrayLike, observed: ArrayLike, account: ArrayLike) -> _OrderedCases:
    array, seen = checked_group(durations, observed)
    codes = account_codes(account, array.size)
    order = np.lexsort((~seen, array))
    times, starts = np.unique(array[order], return_index=True)
    events = np.add.reduceat(seen[order].astype(np.int64), starts) if starts.size else starts
    some = events > 0
    clusters = int(codes.max()) + 1 if codes.size else 0
    varies = clusters > 1 and times.size > 1
    return _OrderedCases(codes[order], times[some], starts[some], (starts + events)[some], clusters, varies)


def _drawn_quantiles(cases: _OrderedCases, draws: int, seed: list[int], q: float) -> Floats:
    """The quantile of each draw; infinity where it is not reached."""
    chunks = account_draws(cases.clusters, draws, seed, max(cases.accounts.size, cases.clusters))
    return np.concatenate([_quantiles(cases, times_drawn(chunk, cases.clusters), q) for chunk in chunks])


def _quantiles(cases: _OrderedCases, weights: Floats, q: float) -> Floats:
    """Kaplan-Meier quantiles under each column of account weights, from running sums down the ordered cases."""
    passed = np.zeros((cases.accounts.size + 1, weights.shape[1]))
    np.cumsum(weights[cases.accounts], axis=0, out=passed[1:])
    before, shares = passed[cases.starts], passed[cases.ends]
    shares -= before  # in place from here: fresh arrays of this size cost more than the sums
    at_risk = np.subtract(passed[-1], before, out=before)
    shares /= np.maximum(at_risk, 1, out=at_risk)  # nobody left, nobody leaves: 0 / 1
    np.subtract(1, shares, out=shares)
    reached = np.cumprod(shares, axis=0, out=shares) <= 1 - q + REACHED
    return np.where(reached.any(axis=0), cases.times[np.argmax(reached, axis=0)], np.inf)

"""How much of an outcome's variation its attributes explain in the population, from what they explain in a sample."""

from math import ceil, floor, sqrt

import numpy as np

from cx.statistics.confidence import tail

WHOLE = 1 - 1e-12
"""An R² from which on nothing is left that varies: it has no limits."""


def r_squared_limits(
    r_squared: float, n: int, attributes: int, confidence: float = 0.95
) -> tuple[float | None, float | None]:
    """Limits of R² (0 to 1) for fixed attributes and independent rows; None where no row is left over for the error.

    The noncentralities λ at which the noncentral F with k and n - k - 1 degrees of freedom leaves half of the rest on
    either side of F = R² (n - k - 1) / ((1 - R²) k), each as λ / (λ + n). ValueError for a confidence outside 0 to 1.
    Source: Steiger & Fouladi 1997, Noncentrality Interval Estimation, in What If There Were No Significance Tests?
    """
    outside, left_over = tail(confidence), n - attributes - 1
    if left_over < 1 or attributes < 1 or r_squared >= WHOLE:
        return None, None
    found = [_noncentrality(max(r_squared, 0.0), attributes, left_over, share) for share in (1 - outside, outside)]
    return found[0] / (found[0] + n), found[1] / (found[1] + n)


def _noncentrality(r_squared: float, attributes: int, left_over: int, share: float) -> float:
    """The one under which R² is no larger than that of the sample with this probability; 0 where none is as likely."""
    from scipy.optimize import brentq

    def beyond(noncentrality: float) -> float:
        return _chance_of_less(r_squared, attributes, left_over, noncentrality) - share

    if beyond(0.0) <= 0:
        return 0.0
    highest = 10.0
    while beyond(highest) > 0:
        highest *= 2
    return float(brentq(beyond, 0.0, highest))


def _chance_of_less(r_squared: float, attributes: int, left_over: int, noncentrality: float) -> float:
    """The noncentral F's distribution function as Poisson-weighted betas: SciPy's own gives NaN here and there."""
    from scipy.special import betainc, gammaln, xlogy

    half = noncentrality / 2
    reach = 12 * sqrt(half) + 30  # beyond it the weights are below the rounding of their sum
    terms = np.arange(max(0, floor(half - reach)), ceil(half + reach) + 1, dtype=np.float64)
    weights = np.exp(xlogy(terms, half) - half - gammaln(terms + 1))
    return float(weights @ betainc(attributes / 2 + terms, left_over / 2, r_squared))

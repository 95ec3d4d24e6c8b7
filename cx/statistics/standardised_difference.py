"""How far apart two groups stand in one thing, in standard deviations: what answered against what stayed silent."""

from math import sqrt

from numpy.typing import ArrayLike

from cx.statistics.checked import finite
from cx.statistics.confidence import normal_quantile
from cx.statistics.estimate import Difference
from cx.statistics.mean import DUST


def standardised_difference(first: ArrayLike, second: ArrayLike, confidence: float = 0.95) -> Difference:
    """(mean of the first - mean of the second) / √((variance + variance) / 2), for shares as for measures.

    Variances have ddof 0, so that of a share is p(1 - p). The limits are the large-sample ones of Hedges and Olkin:
    d ± z √((n1 + n2) / (n1 n2) + d² / (2 (n1 + n2))). No value where a group is empty or neither varies. The first
    group stands as the later one (n_after). ValueError for a value that is not finite and a confidence outside 0 to 1.
    Source: Austin 2009, Statistics in Medicine 28:3083; Hedges & Olkin 1985, Statistical Methods for Meta-Analysis.
    """
    a, b = (finite(values, "the values of a group") for values in (first, second))
    nothing = Difference(None, None, None, b.size, a.size)
    if not a.size or not b.size:
        return nothing
    spread = (float(a.var()) + float(b.var())) / 2
    apart = float(a.mean() - b.mean())
    if spread <= DUST * max(float(a.mean()) ** 2, float(b.mean()) ** 2):
        return nothing
    d = apart / sqrt(spread)
    n = a.size + b.size
    margin = normal_quantile(confidence) * sqrt(n / (a.size * b.size) + d**2 / (2 * n))
    return Difference(d, d - margin, d + margin, b.size, a.size)

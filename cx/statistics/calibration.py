"""How well chances that were told beforehand fit what came: Brier score and calibration table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cx.statistics.checked import Floats, flags, shares
from cx.statistics.estimate import Estimate
from cx.statistics.proportion import wilson

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Bands of chance, narrower where renewals mostly lie; fixed, so that tables of two quarters compare."""


@dataclass(frozen=True, slots=True)
class CalibrationBand:
    """The cases whose chance lay in a band: what was foretold of them, and the share that came with its Wilson range."""

    low: float
    high: float
    n: int
    foretold: float
    """Mean chance, 0 to 1."""
    came: Estimate
    """Share, 0 to 1."""


def brier_score(chances: ArrayLike, came: ArrayLike) -> float | None:
    """Mean of (p - y)², y 1 where it came: 0 is perfect, 0.25 a coin; None without cases.

    ValueError for a chance outside 0 to 1 and other than one 1 or 0 a chance. Source: Brier 1950, Monthly Weather
    Review 78.
    """
    p, y = _foretold(chances, came)
    return float(np.mean((p - y) ** 2)) if p.size else None


def calibration(chances: ArrayLike, came: ArrayLike) -> tuple[CalibrationBand, ...]:
    """The bands of chance that hold cases, from low to high, each with the share that came; a band holds its upper edge.

    Chances and shares are 0 to 1, `came` 1 or 0; limits by Wilson. ValueError for a chance outside 0 to 1 and other
    than one 1 or 0 a chance. Source: Murphy & Winkler 1977, Applied Statistics 26.
    """
    p, y = _foretold(chances, came)
    at = np.clip(np.searchsorted(EDGES, p, side="left") - 1, 0, len(EDGES) - 2)
    found = []
    for band in range(len(EDGES) - 1):
        inside = at == band
        if n := int(inside.sum()):
            share = wilson(float(y[inside].sum()), n)
            found.append(CalibrationBand(EDGES[band], EDGES[band + 1], n, float(p[inside].mean()), share))
    return tuple(found)


def _foretold(chances: ArrayLike, came: ArrayLike) -> tuple[Floats, Floats]:
    """Chances, and 1 where it came."""
    p = shares(chances, "the chances")
    return p, flags(came, "what came", p.size).astype(np.float64)

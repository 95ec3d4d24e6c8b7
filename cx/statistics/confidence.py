"""Two-sided quantiles for a confidence level.

SciPy is imported where it counts, since it takes a quarter of the time in which a command starts.
"""

from cx.statistics.checked import between, number

MOST = 1 - 1e-15
LEAST = 1e-15
"""Nearer to 1 and to 0 a number cannot tell the tails apart."""
LEAST_FREEDOM = 0.05
"""Below it a limit of Student's t is further off than a number can tell."""


def normal_quantile(confidence: float) -> float:
    """How many standard errors a two-sided normal interval reaches: 1.959964 for 0.95.

    ValueError for a confidence outside 0 to 1. Source: Abramowitz & Stegun 1964, Handbook of Mathematical Functions,
    26.2.
    """
    from scipy.special import ndtri

    return float(ndtri(1 - tail(confidence)))


def t_quantile(confidence: float, freedom: float) -> float:
    """The same for Student's t with the given degrees of freedom (may be fractional).

    ValueError for a confidence outside 0 to 1 and for degrees of freedom below 0.05 or not finite. Source: Student
    1908, Biometrika 6.
    """
    from scipy.special import stdtrit

    if number(freedom, "the number of degrees of freedom") < LEAST_FREEDOM:
        raise ValueError(f"the degrees of freedom are at least {LEAST_FREEDOM}, not {freedom}")
    return float(stdtrit(freedom, 1 - tail(confidence)))


def student_confidence(confidence: float, freedom: float) -> float:
    """The confidence at which a normal interval is as wide as Student's with these degrees of freedom at the given one.

    At most 1 - 1e-15, which a normal interval reaches at eight standard errors, and at least 1e-15. ValueError as for
    `t_quantile`. Source: Student 1908, Biometrika 6.
    """
    from scipy.special import ndtr

    return max(LEAST, min(float(1 - 2 * ndtr(-t_quantile(confidence, freedom))), MOST))


def tail(confidence: float) -> float:
    """The share outside the interval on each side: 0.025 for 0.95; ValueError unless 0 < confidence < 1."""
    if not LEAST <= between(confidence, "a confidence") <= MOST:
        raise ValueError(f"a confidence lies between 0 and 1, not as near to either as {confidence}")
    return (1 - confidence) / 2

"""Two-sided quantiles for a confidence level.

SciPy is imported where it counts, since it takes a quarter of the time in which a command starts.
"""

MOST = 1 - 1e-15


def normal_quantile(confidence: float) -> float:
    """How many standard errors a two-sided normal interval reaches: 1.959964 for 0.95.

    ValueError for a confidence outside 0 to 1. Source: Abramowitz & Stegun 1964, Handbook of Mathematical Functions,
    26.2.
    """
    from scipy.special import ndtri

    return float(ndtri(1 - tail(confidence)))


def t_quantile(confidence: float, freedom: float) -> float:
    """The same for Student's t with the given degrees of freedom (may be fractional).

    ValueError for a confidence outside 0 to 1. Source: Student 1908, Biometrika 6.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - tail(confidence)))


def student_confidence(confidence: float, freedom: float) -> float:
    """The confidence at which a normal interval is as wide as Student's with these degrees of freedom at the given one.

    At most 1 - 1e-15, which a normal interval reaches at eight standard errors. ValueError for a confidence outside 0 to
    1. Source: Student 1908, Biometrika 6.
    """
    from scipy.special import ndtr

    return min(float(1 - 2 * ndtr(-t_quantile(confidence, freedom))), MOST)


def tail(confidence: float) -> float:
    """The share outside the interval on each side: 0.025 for 0.95; ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not at {confidence}")
    return (1 - confidence) / 2

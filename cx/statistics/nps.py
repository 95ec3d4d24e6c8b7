"""Net Promoter Score: categories, variance, interval and change, in points from -100 to 100."""

from enum import StrEnum
from math import sqrt

from cx.statistics.checked import count, parts, whole
from cx.statistics.confidence import normal_quantile
from cx.statistics.estimate import Difference, Estimate, within

Split = tuple[float, float, float]
"""Promoters, passives, detractors."""

PSEUDO_ANSWERS: Split = (0.75, 1.5, 0.75)
"""Added to each sample by the adjusted Wald interval (Rocks 2016)."""


class NpsCategory(StrEnum):
    """What a score from 0 to 10 makes of the one who gave it."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


def nps_category(score: float) -> NpsCategory:
    """The category of a whole score from 0 to 10: 9-10 promoter, 7-8 passive, 0-6 detractor.

    ValueError off the scale or between its points. Source: Reichheld 2003, Harvard Business Review, The One Number You
    Need to Grow.
    """
    score = whole(score, "an NPS score", 0, 10)
    if score >= 9:
        return NpsCategory.PROMOTER
    return NpsCategory.PASSIVE if score >= 7 else NpsCategory.DETRACTOR


def nps(promoters: float, passives: float, detractors: float) -> float | None:
    """The score in points, 100 (promoters - detractors) / n; None without answers.

    ValueError for a count that is negative or not finite. Source: Reichheld 2003, Harvard Business Review, The One
    Number You Need to Grow.
    """
    return _score(_counts((promoters, passives, detractors)))


def nps_variance(promoters: float, passives: float, detractors: float) -> float | None:
    """The variance of one answer coded +1, 0, -1 (0 to 1): p + d - (p - d)²; None without answers.

    ValueError for a count that is negative or not finite. Source: Rocks 2016, The American Statistician 70.
    """
    promoters, passives, detractors = _counts((promoters, passives, detractors))
    n = promoters + passives + detractors
    if not n:
        return None
    return (promoters + detractors) / n - ((promoters - detractors) / n) ** 2


def nps_interval(promoters: float, passives: float, detractors: float, confidence: float = 0.95) -> Estimate:
    """The raw score in points with its adjusted Wald limits, which are not centred on it.

    0.75 promoters, 1.5 passives and 0.75 detractors are added; the limits are the score of these ± z √(variance / n),
    clipped to ±100. ValueError for a count that is negative or not finite and a confidence outside 0 to 1.
    Source: Rocks 2016, The American Statistician 70.
    """
    split = _counts((promoters, passives, detractors))
    n = sum(split)
    if n == 0:
        return Estimate(None, None, None, n)
    centre, variance = _adjusted(split)
    margin = normal_quantile(confidence) * sqrt(variance)
    return within(Estimate(_score(split), centre - margin, centre + margin, n), -100, 100)


def nps_change(before: Split, after: Split, confidence: float = 0.95) -> Difference:
    """The raw change in points, with limits from both samples, each with its pseudo-answers added.

    The limits are the adjusted change ± z √(sum of both variances / n), clipped to ±200. For independent samples: the
    same respondents asked twice need the mean of their own changes. ValueError for a count that is negative or not
    finite, other than three of them, and a confidence outside 0 to 1. Source: Rocks 2016, The American Statistician 70;
    Lewis & Sauro, https://measuringu.com/nps-significance-test/.
    """
    before, after = _counts(before), _counts(after)
    earlier, later = _score(before), _score(after)
    if earlier is None or later is None:
        return Difference(None, None, None, sum(before), sum(after))
    (centre_before, variance_before), (centre_after, variance_after) = _adjusted(before), _adjusted(after)
    centre = centre_after - centre_before
    margin = normal_quantile(confidence) * sqrt(variance_before + variance_after)
    change = Difference(later - earlier, centre - margin, centre + margin, sum(before), sum(after))
    return within(change, -200, 200)


def _adjusted(split: Split) -> tuple[float, float]:
    """Score and squared standard error, both in points, with the pseudo-answers added."""
    promoters, passives, detractors = (count + extra for count, extra in zip(split, PSEUDO_ANSWERS, strict=True))
    n = promoters + passives + detractors
    share = (promoters - detractors) / n
    return 100 * share, 100**2 * ((promoters + detractors) / n - share**2) / n


def _score(split: Split) -> float | None:
    n = sum(split)
    return 100 * (split[0] - split[2]) / n if n else None


def _counts(split: Split) -> Split:
    found = parts(split, "a split (promoters, passives, detractors)", 3)
    promoters, passives, detractors = (count(answers, "a count of answers") for answers in found)
    return promoters, passives, detractors

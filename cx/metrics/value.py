"""A metric's value with all that is needed to defend and to compare it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cx.contracts.periods import Period
from cx.metrics.metric import Form, Metric
from cx.statistics import ClusterSums, Panel, Sums


class Hidden(StrEnum):
    """Why a value is not shown."""

    NO = ""
    PRIVACY = "privacy"
    """Fewer answers to an anonymous survey than the settings allow to be shown."""
    SUBTRACTION = "subtraction"
    """It would reveal a hidden one."""


@dataclass(frozen=True)
class Rows:
    """What rows of a period sum up to: enough for the interval of a share, a mean or an NPS."""

    sums: Sums
    clusters: ClusterSums


@dataclass(frozen=True, eq=False)
class Units(Rows):
    """The same of rows each of which is all of one account, so that it can be told which of them are there again."""

    panel: Panel


@dataclass(frozen=True, eq=False)
class Cases:
    """Durations, whether each ended, and whose they were."""

    durations: NDArray[np.float64]
    observed: NDArray[np.bool_]
    account: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Parts:
    """Numerator and denominator of each account."""

    account: NDArray[np.str_]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Values:
    """One value of each account."""

    values: NDArray[np.float64]
    account: NDArray[np.str_]


Evidence = Rows | Cases | Parts | Values | None


BEGINS_LATER = "begins_later"
"""Marks a figure of the book on a day by which no term is known to have ended: those who had left may be missing."""
ENDS_EARLIER = "ends_earlier"
"""Marks a figure of the book after the last day of which a ledger that may be older than its load tells anything."""
UNSHOWN_VALUE = "unshown_value"
"""Marks a figure of the book in which much of what went is called renewed, though no later term shows it."""
INEXACT = {"unknown", "unknown_value", BEGINS_LATER, ENDS_EARLIER, UNSHOWN_VALUE}
"""What, left out or marked, keeps a figure of the book from being exact."""


@dataclass(frozen=True, eq=False)
class MetricValue:
    """One figure. Percentages are on the 0-100 scale; None is "no data"."""

    metric: Metric
    group: tuple[tuple[str, str | None], ...]
    period: Period
    as_of: date
    value: float | None
    low: float | None
    high: float | None
    n: int
    numerator: float | None
    denominator: float | None
    mature: bool
    excluded: dict[str, float] = field(default_factory=dict)
    hidden: Hidden = Hidden.NO
    evidence: Evidence = field(default=None, repr=False)
    days: Period | None = None
    """Of what compares the book, its two days."""
    alone: str | None = None
    """The one value of the dimension that is never pooled, where the group leaves it out."""

    @property
    def scale(self) -> str | None:
        """The value of the dimension that the metric is never pooled over."""
        return self.alone or dict(self.group).get(self.metric.split)

    @property
    def is_exact(self) -> bool:
        """True for a figure of a complete book in which nothing is pending and nothing is unrecorded or missing."""
        return self.metric.ledger and self.mature and not self.excluded.keys() & INEXACT

    @property
    def is_partial(self) -> bool:
        """True where not all that it counts is known yet, or any more."""
        return not self.mature or bool(self.excluded.keys() & {BEGINS_LATER, ENDS_EARLIER, UNSHOWN_VALUE})

    @property
    def effective_n(self) -> float | None:
        """How many accounts of one weight would tell as much: (Σw)² / Σw²; None where nothing is weighed."""
        if self.metric.form is not Form.WEIGHTED or not isinstance(self.evidence, Rows):
            return None
        return self.evidence.clusters.n**2 / self.evidence.clusters.n_squared

    @property
    def is_barely_over(self) -> bool:
        """True for a time by which a share of the cases is over, where fewer than half of them are over at all."""
        return self.metric.form is Form.MEDIAN and self.numerator is not None and 2 * self.numerator < self.n

    @property
    def judged_n(self) -> float:
        """The cases that a judgement rests on: none of times of which fewer than half are over."""
        if self.is_barely_over:
            return 0.0
        return self.n if self.effective_n is None else self.effective_n

    @property
    def is_few(self) -> bool:
        """True where there are too few cases to judge by."""
        return self.judged_n < self.metric.minimum_n

    @property
    def name(self) -> str:
        """The group in words: its values, joined."""
        return " · ".join(str(value) if value is not None else "–" for _, value in self.group)

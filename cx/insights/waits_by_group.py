"""How long the cases of each group wait: a curve a group of one period, and whether the groups differ."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.wait_curve import Curve, curve_of, largest_difference, levels_of
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Metric
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Cases, Hidden, MetricValue
from cx.statistics import (
    Estimate,
    LogRankOfGroups,
    Verdict,
    curve_change,
    curve_verdict,
    holm,
    log_rank_of_groups,
)

MOST_DRAWN = 4
"""Curves that one picture can hold so that each is still followed; their pairs are compared."""
MOST_GROUPS = 12
"""Groups that are told of one by one: the largest, as in pictures of groups."""


@dataclass(frozen=True, eq=False)
class GroupWait:
    """One group: its curve, and when half and nine in ten of it are over, with the limits of the metric's figures."""

    name: str
    """Empty for cases that have no value of the dimension."""
    curve: Curve
    median: Estimate
    slowest: Estimate
    is_few: bool
    """True where it has too few cases to judge by."""


@dataclass(frozen=True)
class Pair:
    """Two of the groups drawn: whose cases are over sooner over the whole curve, and how sure that is."""

    sooner: str
    later: str
    p_value: float | None
    """Adjusted for all pairs (Holm), and never below that of all groups together."""
    verdict: Verdict

    @property
    def is_told(self) -> bool:
        """True where one may be called sooner."""
        return self.verdict in (Verdict.SURE, Verdict.LIKELY)


@dataclass(frozen=True, eq=False)
class WaitsByGroup:
    """The groups of a period, the largest first, and whether they wait equally long."""

    metric: Metric
    groups: tuple[GroupWait, ...]
    further: tuple[str, ...]
    """Smaller groups that have a curve too, which only the test counts."""
    unfinished: tuple[tuple[str, int], ...]
    """Groups of which no case is over, and how many cases they have."""
    hidden: int
    tested: int
    """Groups with enough cases to be tested."""
    test: LogRankOfGroups
    verdict: Verdict
    pairs: tuple[Pair, ...]

    @property
    def drawn(self) -> tuple[GroupWait, ...]:
        """The groups with most cases."""
        return self.groups[:MOST_DRAWN]

    @property
    def is_told(self) -> bool:
        """True where the groups may be said to differ."""
        return self.verdict in (Verdict.SURE, Verdict.LIKELY)


def waits_by_group(
    cursor: DuckDBPyConnection, key: str, by: str, selection: Selection, settings: Settings
) -> WaitsByGroup | None:
    """The waits of a metric of times by a dimension; None where fewer than two groups have a case that is over.

    Raises UnknownDimension for a split that the metric does not have.
    """
    metric, asked = REGISTRY[key], Asked(by=(by,), ranged=False)
    values = compute(cursor, [key], selection, settings, asked)
    named = {str(dict(value.group)[by] or ""): value for value in values}
    cases = {name: value.evidence for name, value in named.items() if isinstance(value.evidence, Cases)}
    if len(cases) < 2:
        return None
    curves = {name: curve_of(named[name], found) for name, found in cases.items()}
    largest = sorted(curves, key=lambda name: (-curves[name].n, name))
    groups = tuple(
        GroupWait(name, curves[name], *levels_of(cases[name]), named[name].is_few) for name in largest[:MOST_GROUPS]
    )
    enough = [name for name in largest if not named[name].is_few]
    test = log_rank_of_groups([_sides(cases[name]) for name in enough])
    is_mature = all(value.mature for value in values)
    together = _word(test.n_least, test.p_judged, [curves[name] for name in enough], metric)
    drawn = [item for item in groups[:MOST_DRAWN] if not item.is_few]
    return WaitsByGroup(
        metric,
        groups,
        tuple(largest[MOST_GROUPS:]),
        tuple((name, waiting) for name, value in named.items() if (waiting := _unfinished(value))),
        sum(value.hidden is not Hidden.NO for value in values),
        len(enough),
        test,
        together if is_mature else Verdict.CANNOT_TELL,
        _pairs(drawn, cases, metric, test) if is_mature else (),
    )


def _sides(cases: Cases) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
    return cases.durations, cases.observed, cases.account


def _unfinished(value: MetricValue) -> int:
    """The cases of a group of which none is over; 0 for one that has a curve, or is hidden."""
    return 0 if isinstance(value.evidence, Cases) or value.hidden is not Hidden.NO else round(value.denominator or 0)


def _word(n_least: int, p: float | None, curves: list[Curve], metric: Metric) -> Verdict:
    """The word for the curves; where no two have enough cases, that there are too few."""
    if len(curves) < 2:
        return Verdict.TOO_FEW
    levels = (tuple(curve.median for curve in curves), tuple(curve.slowest for curve in curves))
    return curve_verdict(n_least, p, largest_difference(*levels), metric.minimum_n, metric.smallest_change)


def _pairs(drawn: list[GroupWait], cases: dict[str, Cases], metric: Metric, test: LogRankOfGroups) -> tuple[Pair, ...]:
    """Every pair of the groups drawn, adjusted for all of them; no pair is surer than all groups together."""
    sides = list(combinations(drawn, 2))
    changes = [curve_change(_sides(cases[one.name]), _sides(cases[other.name])) for one, other in sides]
    adjusted = holm([change.p_judged for change in changes]).adjusted
    found = []
    for (one, other), change, p in zip(sides, changes, adjusted, strict=True):
        judged = None if p is None or test.p_judged is None else max(p, test.p_judged)
        sooner, later = (other, one) if change.sooner > 0 else (one, other)
        word = _word(change.n_least, judged, [one.curve, other.curve], metric)
        found.append(Pair(sooner.name, later.name, judged, word))
    return tuple(found)

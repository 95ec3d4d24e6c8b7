"""The interval of a value from its evidence, as its metric's form asks."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cx.contracts.scales import SCALE_RANGES
from cx.contracts.units import Unit
from cx.metrics.metric import Form, Metric
from cx.metrics.value import Cases, Evidence, Parts, Rows, Units, Values
from cx.statistics import (
    Difference,
    Estimate,
    clustered_change,
    clustered_interval,
    clustered_share_interval,
    mean_interval_from_sums,
    median_bootstrap,
    newcombe,
    nps_change,
    nps_interval,
    panel_change,
    panel_share_change,
    quantile_change,
    quantile_interval,
    rate_interval,
    ratio_bootstrap,
    ratio_change_bootstrap,
    ratio_interval,
    student_confidence,
    welch_from_sums,
    wider,
    wilson,
    within,
)
from cx.statistics.median_bootstrap import DrawnChange, drawn_median_change

SEED = 20_240_101
NRR_ACCOUNTS = 100
KEPT: dict[str, float | None] = {
    "nrr": None,
    **dict.fromkeys(("grr", "contract_grr", "revenue_churn", "gross_renewal_rate"), 1.0),
}
"""Ratios of what was kept or lost of a book, and the most that one account can: without bound where it can grow."""
BOUNDS = {
    Form.NPS: (-100.0, 100.0),
    Form.WEIGHTED: (-100.0, 100.0),
    Form.SHARE: (0.0, 100.0),
    Form.RATE: (0.0, math.inf),
}
"""Where a figure of the form can lie at all."""


def split(rows: Rows) -> tuple[float, float, float]:
    """Promoters, passives and detractors from the sums of -1, 0 and 1."""
    promoters = (rows.sums.squares + rows.sums.total) / 2
    detractors = (rows.sums.squares - rows.sums.total) / 2
    return promoters, rows.sums.n - promoters - detractors, detractors


def interval(metric: Metric, evidence: Evidence, confidence: float = 0.95, scale: str | None = None) -> Estimate | None:
    """Value and limits on the metric's own scale (0-100 for shares); None where the form has none.

    `scale` names the one that answers were given on, as 1-5, where the metric has several.
    """
    if isinstance(evidence, Rows):
        return within(_of_rows(metric, evidence, confidence), *_bounds(metric, scale))
    if isinstance(evidence, Cases):
        return median_bootstrap(
            evidence.durations, evidence.observed, evidence.account, SEED, confidence=confidence, q=metric.quantile
        )
    if isinstance(evidence, Parts):
        return _of_parts(metric, evidence, confidence)
    if isinstance(evidence, Values):
        return quantile_interval(evidence.values, metric.quantile, confidence)
    return None


def _of_parts(metric: Metric, parts: Parts, confidence: float) -> Estimate:
    places = _places(parts, parts)
    above, below = _spread(parts, places)
    if metric.key not in KEPT:
        return _scaled(ratio_bootstrap(above, below, SEED, confidence=confidence), 100.0)
    found = ratio_interval(above, below, SEED, confidence=confidence, most=KEPT[metric.key])
    if metric.key == "nrr" and len(places) < NRR_ACCOUNTS:
        found = replace(found, low=None, high=None)
    return _scaled(found, 100.0)


def _scaled(estimate: Estimate, by: float) -> Estimate:
    low = None if estimate.low is None else estimate.low * by
    high = None if estimate.high is None else estimate.high * by
    return replace(estimate, value=None if estimate.value is None else estimate.value * by, low=low, high=high)


def _of_rows(metric: Metric, rows: Rows, confidence: float) -> Estimate:
    if metric.form is Form.WEIGHTED:
        return _scaled(clustered_interval(rows.clusters, confidence), 100.0)
    if metric.form is Form.NPS:
        plain = nps_interval(*split(rows), confidence=confidence)
    elif metric.form is Form.RATE:
        sums = rows.sums
        events = rate_interval(sums.total, sums.n, confidence)
        plain = wider(events, mean_interval_from_sums(sums.n, sums.total, sums.squares, confidence))
    elif metric.form is Form.SHARE:
        plain = _scaled(wilson(rows.sums.total, rows.sums.n, confidence), 100.0)
    else:
        plain = mean_interval_from_sums(rows.sums.n, rows.sums.total, rows.sums.squares, confidence)
    if not _repeats(rows):
        return plain
    of_accounts = clustered_share_interval if metric.form is Form.SHARE else clustered_interval
    clustered = of_accounts(rows.clusters, confidence)
    return wider(plain, _scaled(clustered, _scale(metric)))


def _repeats(rows: Rows) -> bool:
    """True where an account gives more than one row."""
    return rows.clusters.clusters < rows.clusters.n


def _scale(metric: Metric) -> float:
    return 100.0 if metric.form in (Form.NPS, Form.SHARE, Form.WEIGHTED) else 1.0


def _bounds(metric: Metric, scale: str | None) -> tuple[float, float]:
    """Where the figure can lie at all: a mean of answers on their scale, and no other below zero."""
    if metric.form is not Form.MEAN:
        return BOUNDS.get(metric.form, (-math.inf, math.inf))
    if metric.unit is Unit.SCORE:
        return SCALE_RANGES.get(scale or metric.scale, (0.0, math.inf))
    return 0.0, 100.0 if metric.unit is Unit.PERCENT else math.inf


def likely_difference(metric: Metric, before: Evidence, after: Evidence, confidence: float) -> Difference | None:
    """The range that only decides whether a change is called likely: as `difference`, but a share's by Student's t.

    Shares of few answers move in coarse steps: by the normal range 24.5 % of pairs of 30 answers near one half were
    called likely where nothing had changed, by this one at most 23.6 % of any from 30 on, counted exactly.
    """
    if metric.form is Form.SHARE and isinstance(before, Rows) and isinstance(after, Rows):
        freedom = before.sums.n + after.sums.n - 2
        confidence = student_confidence(confidence, freedom) if freedom > 0 else confidence
    return difference(metric, before, after, confidence)


def difference(metric: Metric, before: Evidence, after: Evidence, confidence: float) -> Difference | None:
    """After minus before with limits on the metric's own scale; None where the form has none."""
    if isinstance(before, Units) and isinstance(after, Units) and _meet(before, after):
        of_units = panel_share_change if metric.form is Form.SHARE else panel_change
        return _scaled_difference(of_units(before.panel, after.panel, confidence), _scale(metric))
    if isinstance(before, Rows) and isinstance(after, Rows):
        return _of_two_rows(metric, before, after, confidence)
    if isinstance(before, Cases) and isinstance(after, Cases):
        return _drawn(before, after, metric.quantile).difference(confidence)
    if isinstance(before, Values) and isinstance(after, Values):
        earlier, later = ((one.values, one.account) for one in (before, after))
        return quantile_change(earlier, later, SEED, q=metric.quantile, confidence=confidence)
    if isinstance(before, Parts) and isinstance(after, Parts):
        places = _places(before, after)
        found = ratio_change_bootstrap(_spread(before, places), _spread(after, places), SEED, confidence=confidence)
        return _scaled_difference(found, 100.0)
    return None


def _meet(before: Units, after: Units) -> bool:
    """True where any account is on both sides, as before and after; two segments have none in common."""
    return bool(np.intersect1d(before.panel[0], after.panel[0]).size)


@lru_cache(maxsize=2)
def _drawn(before: Cases, after: Cases, q: float) -> DrawnChange:
    """Drawn once for all levels that a change is judged at, one right after the other; cases equal themselves alone."""
    earlier, later = ((one.durations, one.observed, one.account) for one in (before, after))
    return drawn_median_change(earlier, later, SEED, q=q)


def _scaled_difference(found: Difference, by: float) -> Difference:
    scaled = [None if limit is None else limit * by for limit in (found.value, found.low, found.high)]
    return replace(found, value=scaled[0], low=scaled[1], high=scaled[2])


def _of_two_rows(metric: Metric, before: Rows, after: Rows, confidence: float) -> Difference:
    if metric.form is Form.WEIGHTED:
        return _scaled_difference(clustered_change(before.clusters, after.clusters, confidence), 100.0)
    if metric.form is Form.NPS:
        plain = nps_change(split(before), split(after), confidence)
    elif metric.form is Form.SHARE:
        plain = _scaled_difference(
            newcombe(after.sums.total, after.sums.n, before.sums.total, before.sums.n, confidence), 100.0
        )
    else:
        plain = welch_from_sums(before.sums, after.sums, confidence)
    if not _repeats(before) and not _repeats(after):
        return plain
    clustered = clustered_change(before.clusters, after.clusters, confidence)
    return wider(plain, _scaled_difference(clustered, _scale(metric)))


def _places(before: Parts, after: Parts) -> dict[str, int]:
    """One list of accounts for both periods; an account that one lacks has nothing there."""
    return {name: at for at, name in enumerate(sorted({*before.account.tolist(), *after.account.tolist()}))}


def _spread(parts: Parts, places: dict[str, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Numerators and denominators in the order of the places."""
    at = np.array([places[name] for name in parts.account.tolist()], dtype=np.int64)
    above, below = np.zeros(len(places)), np.zeros(len(places))
    np.add.at(above, at, parts.numerators)
    np.add.at(below, at, parts.denominators)
    return above, below

"""Whether a target is met, missed, or cannot be told yet: the one place that says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isclose

from duckdb import DuckDBPyConnection

from cx.contracts.benchmarks import Benchmarks
from cx.contracts.extracts.targets import Targets
from cx.contracts.filters import Selection, filters_written
from cx.contracts.periods import Period, period_named, to_date
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.row import Row
from cx.contracts.settings import Settings
from cx.contracts.units import Direction
from cx.insights.finding import spoken_of
from cx.metrics.compute import compute
from cx.metrics.queries import UnknownDimension, check_dimensions
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from cx.store.entries import entry_row


class Status(StrEnum):
    """What can be said of a target."""

    MET = "met"
    MISSED = "missed"
    CANNOT_TELL = "cannot tell yet"


class Reason(StrEnum):
    """Why it cannot be told yet."""

    NONE = ""
    NOT_BEGUN = "not begun"
    NOT_OVER = "not over"
    NOT_MATURE = "follow-up not over"
    TOO_FEW = "too few cases"
    BOTH_SIDES = "the range reaches to both sides"
    NO_RANGE = "no range"
    NO_DATA = "no data"
    HIDDEN = "hidden"
    NO_DIRECTION = "neither is better"
    NO_FIGURE = "no such figure"


@dataclass(frozen=True, eq=False)
class Judgement:
    """A target with the figure that it is held against, so far where its period is not over."""

    target: Targets
    period: Period
    value: MetricValue | None
    status: Status
    reason: Reason


def status_of(goal: float, value: MetricValue, is_over: bool = True) -> tuple[Status, Reason]:
    """The word for a figure against its goal, and why it cannot be told.

    A sample's whole 95 % range must lie on one side of the goal; a complete ledger is compared as it is.
    """
    reason = _obstacle(value, is_over)
    if reason is not Reason.NONE:
        return Status.CANNOT_TELL, reason
    low, high = (value.value, value.value) if value.is_exact else (value.low, value.high)
    if low is None or high is None:
        return Status.CANNOT_TELL, Reason.NO_RANGE
    is_more_better = value.metric.direction is Direction.MORE_IS_BETTER
    best, worst = (high, low) if is_more_better else (-low, -high)
    wanted = goal if is_more_better else -goal
    if _reaches(worst, wanted):
        return Status.MET, Reason.NONE
    return (Status.CANNOT_TELL, Reason.BOTH_SIDES) if _reaches(best, wanted) else (Status.MISSED, Reason.NONE)


def _obstacle(value: MetricValue, is_over: bool) -> Reason:
    """What forbids a judgement whatever the figure is."""
    found = {
        Reason.NO_DIRECTION: value.metric.direction is Direction.NEITHER,
        Reason.NOT_OVER: not is_over,
        Reason.HIDDEN: value.hidden is not Hidden.NO,
        Reason.NO_DATA: value.value is None,
        Reason.NOT_MATURE: not value.mature,
        Reason.TOO_FEW: value.is_few and not value.is_exact,
    }
    return next((reason for reason, is_so in found.items() if is_so), Reason.NONE)


def _reaches(value: float, wanted: float) -> bool:
    """At least what is wanted; 0.1 + 0.2 reaches 0.3."""
    return value >= wanted or isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)


def judgements(
    cursor: DuckDBPyConnection, targets: Sequence[Targets], as_of: date, settings: Settings
) -> tuple[Judgement, ...]:
    """Every target with what can be said of it on a day, in their order; those of one segment and period are read once."""
    together: dict[tuple[str | None, str], list[Targets]] = defaultdict(list)
    for target in targets:
        together[target.segment, target.period].append(target)
    found: dict[Targets, Judgement] = {}
    for group in together.values():
        found |= {item.target: item for item in _judged(cursor, group, as_of, settings)}
    return tuple(found[target] for target in targets)


def _judged(cursor: DuckDBPyConnection, group: list[Targets], as_of: date, settings: Settings) -> list[Judgement]:
    """The judgements of targets of one segment and period."""
    starts = settings.fiscal_year_starts
    period = period_named(group[0].period, starts)
    selection = Selection(to_date(period, as_of, starts), as_of, filters_written(group[0].segment))
    known = [target.metric for target in group if _is_known(target)]
    values: dict[str, list[MetricValue]] = defaultdict(list)
    for value in compute(cursor, known, selection, settings) if known and period.start <= as_of else ():
        values[value.metric.key].append(value)
    return [_judgement(target, period, values[target.metric], as_of) for target in group]


def _judgement(target: Targets, period: Period, values: list[MetricValue], as_of: date) -> Judgement:
    """Of scales that are never pooled the one with the most answers is judged."""
    if not _is_known(target):
        return Judgement(target, period, None, Status.CANNOT_TELL, Reason.NO_FIGURE)
    if period.start > as_of:
        return Judgement(target, period, None, Status.CANNOT_TELL, Reason.NOT_BEGUN)
    value = spoken_of(values) or (values[0] if values else None)
    if value is None:
        return Judgement(target, period, None, Status.CANNOT_TELL, Reason.NO_DATA)
    return Judgement(target, period, value, *status_of(target.value, value, period.end <= as_of))


def _is_known(target: Targets) -> bool:
    """True where the metric and the dimensions of the segment exist."""
    return _fault(target.metric, target.segment) is None


def check_figure(metric: str, segment: str | None, is_target: bool) -> None:
    """Raise FileRefused where there is no such metric or segment, or where a target could never be met or missed."""
    fault = _fault(metric, segment)
    if fault is None and is_target and REGISTRY[metric].direction is Direction.NEITHER:
        fault = Problem("target_without_direction", details={"title": REGISTRY[metric].name})
    if fault is not None:
        raise FileRefused(fault)


def checked_row(kind: str, cells: Mapping[str, str], today: date) -> Row:
    """The entry that these texts stand for; FileRefused where something is missing, unreadable, unknown or ahead."""
    row = entry_row(kind, cells)
    if isinstance(row, Benchmarks) and row.date > today:
        raise FileRefused(Problem("benchmark_ahead", value=row.date.isoformat()))
    if isinstance(row, (Targets, Benchmarks)):
        check_figure(row.metric, row.segment, is_target=kind == "targets")
    return row


def _fault(metric: str, segment: str | None) -> Problem | None:
    if metric not in REGISTRY:
        return Problem("entry_unknown_metric", value=metric, details={"headers": ", ".join(REGISTRY)})
    try:
        check_dimensions(REGISTRY[metric], tuple(item.dimension for item in filters_written(segment)))
    except UnknownDimension as fault:
        details = {"title": REGISTRY[metric].name, "headers": ", ".join(fault.known)}
        return Problem("entry_unknown_dimension", value=fault.dimension, details=details)
    return None

"""Metric values for a selection, by any dimension and by time, without what would tell of a small group."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain
from cx.contracts.settings import Settings
from cx.metrics.disclosure import together
from cx.metrics.known_cells import has_anonymous, known_cells
from cx.metrics.metric import Metric
from cx.metrics.needs import lacking
from cx.metrics.privacy import hidden, with_privacy
from cx.metrics.queries import check_dimensions
from cx.metrics.raw_values import NOTHING_MORE, raw_values
from cx.metrics.raw_values import Asked as Asked
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Group, sum_values
from cx.metrics.same_answers import is_of_some, leading, whose_are_told
from cx.metrics.value import Hidden, MetricValue


def compute(
    cursor: DuckDBPyConnection,
    keys: Iterable[str],
    selection: Selection,
    settings: Settings,
    asked: Asked = NOTHING_MORE,
) -> list[MetricValue]:
    """The values of the metrics, in the order of the keys, then by group.

    Retention compares the two days asked for, else, also cut by time, the day before the twelve months that end
    with the period and its last day. Raises UnknownDimension for a split that a metric does not have.
    """
    metrics = [REGISTRY[key] for key in keys]
    for metric in metrics:
        check_dimensions(metric, (*asked.by, *(item.dimension for item in selection.filters)))
    found = raw_values(cursor, metrics, selection, settings, asked)
    is_open = not any(metric.private for metric in metrics) or not has_anonymous(cursor)
    listed = [found[metric.key] if is_open else _without_awaited(found[metric.key]) for metric in metrics]
    shown = [value for values in listed for value in with_privacy(values, settings)]
    if is_open:
        return shown
    told = _told(cursor, shown, selection, settings, asked)
    rested = _without_small_rest(cursor, told, selection, settings)
    by_metric = {metric: [value for value in rested if value.metric is metric] for metric in metrics}
    return _with_all_answers(cursor, by_metric, selection, settings, asked)


def _without_awaited(values: list[MetricValue]) -> list[MetricValue]:
    """The values without groups that only wait: that there is anything to wait for tells what somebody answered."""
    return [
        value for value in values if value.n or not value.group or not (value.metric.private and value.metric.unripe)
    ]


def _with_all_answers(
    cursor: DuckDBPyConnection,
    by_metric: dict[Metric, list[MetricValue]],
    selection: Selection,
    settings: Settings,
    asked: Asked,
) -> list[MetricValue]:
    """The values, those of metrics that count or weigh some answers apart hidden where those of all answers are.

    What tells whose answers are is hidden wherever any of them is anonymous, but for all customers over whole months.
    """
    is_of_all = not asked.by and not selection.filters and _is_by_months(selection, asked.grain)
    plain = Asked(asked.by, asked.grain, ranged=False)
    for first, some in _in_part(cursor, by_metric).items():
        of_all = by_metric.get(first) or compute(cursor, [first.key], selection, settings, plain)
        gone = {value.group: value for value in of_all if value.hidden is not Hidden.NO}
        is_split = any(map(whose_are_told, some)) and not is_of_all
        raw = raw_values(cursor, [first], selection, settings, plain)[first.key] if is_split else ()
        unnamed = {value.group: hidden(value, Hidden.SUBTRACTION) for value in raw if value.excluded.get("anonymous")}
        for metric in some:
            concealed = {**unnamed, **gone} if whose_are_told(metric) else gone
            by_metric |= {metric: _as_all_answers(metric, by_metric[metric], concealed)}
    return [value for values in by_metric.values() for value in values]


def _is_by_months(selection: Selection, grain: Grain | None) -> bool:
    """True for whole months that are over: figures of days would tell what single accounts said on them."""
    period = selection.period
    is_whole = period.start.day == 1 and (period.end + timedelta(days=1)).day == 1 and period.end <= selection.as_of
    return is_whole and grain not in (Grain.DAY, Grain.WEEK)


def _in_part(cursor: DuckDBPyConnection, asked: Iterable[Metric]) -> dict[Metric, list[Metric]]:
    """The metrics that count or weigh some answers apart, by the one of all of them; those that nothing tells left out."""
    some = [metric for metric in asked if is_of_some(metric) or whose_are_told(metric)]
    unknown = {key for item in (lacking(cursor, "survey") if some else ()) for key in item.metrics}
    found: dict[Metric, list[Metric]] = defaultdict(list)
    for metric in some:
        if metric.key not in unknown:
            found[leading(metric)].append(metric)
    return found


def _as_all_answers(
    metric: Metric, values: list[MetricValue], concealed: dict[Group, MetricValue]
) -> list[MetricValue]:
    """The values of a metric that counts or weighs some of the answers apart, with the groups hidden that are in all.

    Groups without any such answer are among them: left out, they would tell that they have none.
    """
    gone = [hidden(replace(value, metric=metric), value.hidden) for value in concealed.values()]
    left = [value for value in values if value.group not in concealed]
    return sorted((*left, *gone), key=lambda value: str(value.group))


def _told(
    cursor: DuckDBPyConnection, values: list[MetricValue], selection: Selection, settings: Settings, asked: Asked
) -> list[MetricValue]:
    """The values without those that, with the figures of other splits and filters, would tell of a small group."""
    names = together({*asked.by, *(item.dimension for item in selection.filters)})
    private = {
        value.metric.key for value in values if value.metric.private and not whose_are_told(value.metric) and value.n
    }
    known = {key: known_cells(cursor, REGISTRY[key], names, settings) for key in private}
    filters = {
        name: set.intersection(*(set(item.values) for item in selection.filters if item.dimension == name))
        for name in names
        if any(item.dimension == name for item in selection.filters)
    }
    return [
        hidden(value, Hidden.SUBTRACTION)
        if value.n and not all(cells.tells(value, filters) for cells in known.get(value.metric.key, ()))
        else value
        for value in values
    ]


def _without_small_rest(
    cursor: DuckDBPyConnection, values: list[MetricValue], selection: Selection, settings: Settings
) -> list[MetricValue]:
    """The values of a filtered part, hidden where what the filter leaves out is a small group of anonymous answers."""
    private = {
        value.metric.key for value in values if value.metric.private and not whose_are_told(value.metric) and value.n
    }
    if not selection.filters or not private:
        return values
    exposed = set()
    parts = {key: _told_by(cursor, key, selection, settings) for key in private}
    for dropped in range(len(selection.filters)):
        wider = replace(selection, filters=selection.filters[:dropped] + selection.filters[dropped + 1 :])
        for key, part in parts.items():
            if any(
                0 < n - part[told][0] < settings.privacy_minimum and unnamed > part[told][1]
                for told, (n, unnamed) in _told_by(cursor, key, wider, settings).items()
            ):
                exposed.add(key)
    return [hidden(value, Hidden.SUBTRACTION) if value.metric.key in exposed else value for value in values]


def _told_by(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings
) -> dict[Group, tuple[int, float]]:
    """How many answers each figure rests on, and how many of them are unnamed."""
    counted = sum_values(cursor, [REGISTRY[key]], selection, settings, (), None, False)
    return defaultdict(
        lambda: (0, 0.0), {value.group: (value.n, value.excluded.get("anonymous", 0.0)) for value in counted}
    )

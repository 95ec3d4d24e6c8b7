"""The registry checks itself when it is imported: a wrong record cannot start the app."""

from cx.contracts.extracts import EXTRACTS
from cx.contracts.settings import Settings
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.registry import METRICS


def faults(metrics: tuple[Metric, ...]) -> tuple[str, ...]:
    """What is wrong with the records, each fault naming its metric."""
    found = [f"{key} is defined twice" for key in {m.key for m in metrics if [x.key for x in metrics].count(m.key) > 1}]
    for metric in metrics:
        found += [f"{metric.key}: {fault}" for fault in _faults_of(metric)]
    return tuple(found)


def _faults_of(metric: Metric) -> list[str]:
    checks = {
        "its fact is no extract": metric.fact not in EXTRACTS,
        "it has no value": not metric.value,
        "a ratio needs a base": (metric.form in (Form.RATIO, Form.WEIGHTED)) != bool(metric.base),
        "a median needs to know what ended": (metric.form is Form.MEDIAN or metric.grid is Grid.OPEN)
        != bool(metric.observed),
        "rows need a clock and a condition": metric.grid is Grid.ROWS and not (metric.clock and metric.counted),
        "its window is no setting": bool(metric.window) and metric.window not in Settings.model_fields,
        "a median needs to know which rows are faulty": metric.form is Form.MEDIAN
        and metric.grid is Grid.ROWS
        and not metric.negative,
        "its quantile is none": not 0 < metric.quantile < 1,
        "its smallest change is negative": metric.smallest_change < 0,
    }
    return [fault for fault, wrong in checks.items() if wrong]


if _found := faults(METRICS):
    raise ValueError("; ".join(_found))

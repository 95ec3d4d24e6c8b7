"""What every metric stands at now, with its range, its count and the two numbers that it is made of."""

from cx.contracts.words import N_, whole
from cx.metrics.compute import compute
from cx.metrics.metric import Form
from cx.metrics.registry import REGISTRY
from cx.metrics.value import MetricValue
from cx.story.filterable import filterable
from cx.story.phrases import level, level_on_basis, name_of_metric
from cx.story.telling import Telling


def levels(telling: Telling) -> dict[str, str]:
    """Metric -> its figure over the selection in words; "no data" where it has none, one a scale where it has several.

    Every metric is asked for at once, so that those of one fact read it once.
    """
    able = filterable(REGISTRY, telling)
    found: dict[str, list[str]] = {key: [] for key in REGISTRY}
    for value in compute(telling.cursor, able, telling.selection, telling.settings):
        found[value.metric.key].append(_said(value, telling))
    return {key: _joined(said, key in able, telling) for key, said in found.items()}


def _joined(said: list[str], is_able: bool, telling: Telling) -> str:
    words = telling.words
    text = "; ".join(said) if is_able else words.say(N_("it cannot be filtered so"))
    places = {"period": telling.period, "filters": telling.filters, "figures": text or words.say(N_("no data"))}
    return words.say(N_("{period} · {filters} · {figures}"), **places)


def _said(value: MetricValue, telling: Telling) -> str:
    words = telling.words
    if value.value is None or value.hidden:
        return level(value, words)
    shown = level_on_basis(value, words, telling.currency)
    if value.scale:
        shown = words.say(N_("{name}: {figure}"), name=name_of_metric(value, words), figure=shown)
    made_of = _made_of(value, telling)
    return words.say(N_("{figure}, made of {parts}"), figure=shown, parts=made_of) if made_of else shown


def _made_of(value: MetricValue, telling: Telling) -> str:
    """Numerator and denominator as numbers; how many ended of durations; nothing of totals or where nothing can end."""
    nothing_apart = value.metric.form in (Form.TOTAL, Form.MIDDLE)
    if value.numerator is None or value.denominator is None or nothing_apart:
        return ""
    above, below = (_number(part) for part in (value.numerator, value.denominator))
    template = N_("{above} that ended of {below}") if value.metric.form is Form.MEDIAN else N_("{above} / {below}")
    return telling.words.say(template, above=above, below=below)


def _number(part: float) -> str:
    """A whole number in full, so that it can be compared with the rows that are taken away."""
    return whole(part) if float(part).is_integer() else f"{part:,.2f}".replace(",", "\u202f").replace("-", "\u2212")

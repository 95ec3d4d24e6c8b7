"""`kpi`: metric values by dimension and time."""

import argparse
from datetime import date
from typing import Any

from cx.cli.arguments import Ended
from cx.cli.speech import Speech
from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.words import N_
from cx.metrics.as_of import as_of, default_period
from cx.metrics.compute import Asked, compute
from cx.metrics.queries import UnknownDimension
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from cx.store.database import Store
from cx.story.phrases import level, range_of


def kpi(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Compute and print the metrics asked for."""
    unknown = [key for key in arguments.metrics if key not in REGISTRY]
    if unknown:
        speech.error(speech.words.say(N_("There is no metric “{metric}”. The metrics are: {known}."),
                                      metric=unknown[0], known=", ".join(REGISTRY)))
        return 2
    with store.cursor() as cursor:
        known_to = arguments.as_of or as_of(cursor)
        if known_to is None:
            return _without_data(arguments, speech)
        selection = chosen(arguments, known_to, store, speech)
        try:
            values = compute(cursor, arguments.metrics, selection, store.settings, _asked(arguments))
        except UnknownDimension as fault:
            speech.error(speech.words.say(N_("{fact} cannot be split by “{dimension}”. It can be split by: {known}."),
                                          fact=fault.fact, dimension=fault.dimension,
                                          known=", ".join((*fault.known, *Grain))))
            return 2
    _print(arguments, values, known_to, speech)
    return 0


def _without_data(arguments: argparse.Namespace, speech: Speech) -> int:
    if arguments.json:
        speech.json({"as_of": None, "rows": []})
    else:
        speech.say(speech.words.say(N_("There is no data yet. Load an export, or the sample company.")))
    return 0


def chosen(arguments: argparse.Namespace, known_to: date, store: Store, speech: Speech) -> Selection:
    """The period and the filters asked for; the last complete quarter where none is."""
    filters: dict[str, list[str]] = {}
    for name, value in arguments.where:
        filters.setdefault(name, []).append(value)
    period = default_period(known_to, store.settings)
    if arguments.start or arguments.end:
        if not arguments.start or (arguments.end or known_to) < arguments.start:
            speech.error(speech.words.say(N_("Give --from, and a --to that is not before it.")))
            raise Ended(2)
        period = Period(arguments.start, arguments.end or known_to)
    return Selection(period, known_to, tuple(Filter(name, tuple(values)) for name, values in filters.items()))


def _asked(arguments: argparse.Namespace) -> Asked:
    names = [name.strip() for name in arguments.by.split(",") if name.strip()]
    grains = [Grain(name) for name in names if name in list(Grain)]
    if len(grains) > 1:
        raise UnknownDimension(str(grains[1]), str(grains[0]), ())
    between = (arguments.start, arguments.end) if arguments.start and arguments.end else None
    return Asked(tuple(name for name in names if name not in list(Grain)), grains[0] if grains else None, True, between)


def row(value: MetricValue) -> dict[str, Any]:
    """A value as JSON: percentages on the 0-100 scale."""
    return {"metric": value.metric.key, **dict(value.group), "value": value.value, "low": value.low,
            "high": value.high, "n": value.n, "numerator": value.numerator, "denominator": value.denominator,
            "mature": value.mature, "hidden": None if value.hidden is Hidden.NO else str(value.hidden),
            "excluded": value.excluded}


def _print(arguments: argparse.Namespace, values: list[MetricValue], known_to: date, speech: Speech) -> None:
    if arguments.json:
        speech.json({"as_of": known_to.isoformat(), "rows": [row(value) for value in values]})
        return
    words = speech.words
    header = tuple(words.say(name) for name in (N_("metric"), N_("group"), N_("value"), N_("95 % range"), N_("n")))
    speech.table(header, [(value.metric.key, value.name, level(value, words), range_of(value, words), str(value.n))
                          for value in values])
    speech.say(words.say(N_("As of {day}."), day=known_to.isoformat()))



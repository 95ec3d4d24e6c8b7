"""`kpi`: metric values by dimension and time."""

import argparse
from datetime import date
from typing import Any

from cx.cli.arguments import Ended
from cx.cli.comparing import print_comparisons
from cx.cli.filtering import filters_of, say_unmatched
from cx.cli.period_asked import period_asked
from cx.cli.speech import Speech
from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.words import N_, Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import Asked, compute
from cx.metrics.quarters import opening_quarter
from cx.metrics.queries import UnknownDimension
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from cx.store.database import Store
from cx.story.doubts import doubt_of
from cx.story.lacking import snapshot_sentence
from cx.story.period_names import name_of
from cx.story.phrases import level, range_of
from cx.story.telling import Telling

OPEN, FEW = "*", "?"
MARKS = {OPEN: N_("The follow-up is not over: the figure can still move."), FEW: N_("Too few to judge by.")}
"""What stands beside a figure that is not what it may look like, and what it says."""


def kpi(arguments: argparse.Namespace, store: Store, speech: Speech) -> int:
    """Compute and print the metrics asked for."""
    if unknown := [key for key in arguments.metrics if key not in REGISTRY]:
        return _without_metric(unknown[0], speech)
    metrics = tuple(dict.fromkeys(arguments.metrics))
    with store.cursor() as cursor:
        latest = as_of(cursor)
        if latest is None:
            return _without_data(arguments, speech)
        known_to = _known_to(arguments.as_of, latest, speech)
        named = period_asked(arguments.period, known_to, store.settings, speech)
        period = _between(arguments, known_to, speech) or named or opening_quarter(cursor, known_to, store.settings)
        selection = Selection(period, known_to, filters_of(arguments.where), latest)
        asked = _asked(arguments, known_to, speech)
        try:
            if arguments.compare:
                telling = Telling(cursor, selection, store.settings, speech.words)
                return print_comparisons(arguments, metrics, telling, speech)
            values = compute(cursor, metrics, selection, store.settings, asked)
        except UnknownDimension as fault:
            return _without_dimension(fault, speech)
        say_unmatched(cursor, selection.filters, {REGISTRY[key].fact for key in metrics}, speech)
        if untold := snapshot_sentence(cursor, metrics, speech.words):
            speech.error(untold)
    _print(arguments.json, values, selection, name_of(period, store.settings), speech)
    return 0


def _without_metric(key: str, speech: Speech) -> int:
    template = N_("There is no metric “{metric}”. The metrics are: {known}.")
    speech.error(speech.words.say(template, metric=key, known=", ".join(REGISTRY)))
    return 2


def _without_dimension(fault: UnknownDimension, speech: Speech) -> int:
    template = N_("{fact} cannot be split by “{dimension}”. It can be split by: {known}.")
    known = ", ".join((*fault.known, *Grain))
    speech.error(speech.words.say(template, fact=fault.fact, dimension=fault.dimension, known=known))
    return 2


def _without_data(arguments: argparse.Namespace, speech: Speech) -> int:
    if arguments.json:
        speech.json({"as_of": None, "rows": []})
    else:
        speech.say(speech.words.say(N_("There is no data yet. Load an export, or the sample company.")))
    return 0


def _known_to(asked: date | None, latest: date, speech: Speech) -> date:
    """The day asked for, or the latest of the data: after that one nothing is known, so that nothing grows mature."""
    if asked is None or asked <= latest:
        return asked or latest
    speech.error(
        speech.words.say(
            N_(
                "The data goes to {latest}: nothing is known of later days, so the figures are as of {latest}, not {asked}."
            ),
            latest=latest.isoformat(),
            asked=asked.isoformat(),
        )
    )
    return latest


def _between(arguments: argparse.Namespace, known_to: date, speech: Speech) -> Period | None:
    """The days from --from to --to, or to the day up to which things are known."""
    start, end = arguments.start, arguments.end or known_to
    if arguments.period and (arguments.start or arguments.end):
        speech.error(speech.words.say(N_("Name the period once: by --period, or by --from and --to.")))
        raise Ended(2)
    if arguments.end and not start:
        speech.error(speech.words.say(N_("--to needs --from: say on which day the period starts.")))
        raise Ended(2)
    if start and end < start:
        speech.error(
            speech.words.say(N_("The period ends on {end}, before it starts: --from must not be later."), end=end)
        )
        raise Ended(2)
    return Period(start, end) if start else None


def _asked(arguments: argparse.Namespace, known_to: date, speech: Speech) -> Asked:
    names = list(dict.fromkeys(name.strip() for name in arguments.by.split(",") if name.strip()))
    grains = [Grain(name) for name in names if name in list(Grain)]
    if len(grains) > 1:
        speech.error(speech.words.say(N_("Name one length of time only: {grains}."), grains=", ".join(Grain)))
        raise Ended(2)
    between = (arguments.start, arguments.end or known_to) if arguments.start else None
    return Asked(tuple(name for name in names if name not in list(Grain)), grains[0] if grains else None, True, between)


def row(value: MetricValue) -> dict[str, Any]:
    """A value as JSON: percentages on the 0-100 scale."""
    return {
        "metric": value.metric.key,
        **dict(value.group),
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "n": value.n,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "mature": value.mature,
        "hidden": None if value.hidden is Hidden.NO else str(value.hidden),
        "excluded": value.excluded,
        **({} if value.effective_n is None else {"effective_n": value.effective_n}),
        **({"compares": [value.days.start.isoformat(), value.days.end.isoformat()]} if value.days else {}),
    }


def _print(as_json: bool, values: list[MetricValue], selection: Selection, period: str, speech: Speech) -> None:
    known_to = selection.as_of.isoformat()
    if as_json:
        days = {"from": selection.period.start.isoformat(), "to": selection.period.end.isoformat()}
        rows = [row(value) for value in values]
        latest = (selection.latest or selection.as_of).isoformat()
        speech.json({"as_of": known_to, "known_to": latest, "period": period, **days, "rows": rows})
        return
    words = speech.words
    names = (N_("metric"), N_("group"), N_("value"), N_("95 % range"), N_("n"), N_("mark"))
    speech.table(tuple(map(words.say, names)), [_line(value, words) for value in values])
    for mark, reading in MARKS.items():
        if any(mark in _marks(value) for value in values):
            speech.say(words.say(N_("{mark} {reading}"), mark=mark, reading=words.say(reading)))
    speech.say(words.say(N_("Period: {period}. As of {day}."), period=period, day=known_to))
    compared = {value.days for value in values if value.days}
    if len(compared) == 1:
        ((first, last),) = ((each.start.isoformat(), each.end.isoformat()) for each in compared)
        speech.say(words.say(N_("Figures of the book compare {first} with {last}."), first=first, last=last))
    if doubt := doubt_of(*values):
        speech.say(words.say(doubt.sentence))


def _marks(value: MetricValue) -> str:
    if value.hidden is not Hidden.NO:
        return ""
    is_few = value.value is not None and value.is_few
    return (OPEN if not value.mature else "") + (FEW if is_few else "")


def _line(value: MetricValue, words: Words) -> tuple[str, ...]:
    return value.metric.key, value.name, level(value, words), range_of(value, words), str(value.n), _marks(value)

"""`kpi --compare`: groups of a dimension beside each other, with the difference, its range and the word for it."""

import argparse
from collections.abc import Sequence

from cx.cli.filtering import say_unmatched
from cx.cli.speech import Speech
from cx.contracts.filters import Filter
from cx.contracts.words import N_
from cx.insights.comparison import Comparison, Split, compared
from cx.metrics.registry import REGISTRY
from cx.story.comparing import comparison_table, nothing_compared
from cx.story.phrases import certainty
from cx.story.telling import Telling


def print_comparisons(arguments: argparse.Namespace, metrics: Sequence[str], telling: Telling, speech: Speech) -> int:
    """Compare the groups asked for in each metric; returns the exit status."""
    dimension, names = arguments.compare
    if arguments.by:
        speech.error(telling.words.say(N_("--compare says by what the figures are split: leave --by out.")))
        return 2
    found = {
        key: compared(Split(telling.cursor, key, telling.selection, telling.settings, dimension), names)
        for key in metrics
    }
    filters = (*telling.selection.filters, *([Filter(dimension, names)] if names else []))
    say_unmatched(telling.cursor, filters, {REGISTRY[key].fact for key in metrics}, speech)
    if arguments.json:
        rows = [_document(key, item, telling) for key, items in found.items() for item in items]
        known_to = telling.selection.as_of.isoformat()
        latest = (telling.selection.latest or telling.selection.as_of).isoformat()
        speech.json(
            {"as_of": known_to, "known_to": latest, "period": telling.period, "dimension": dimension, "rows": rows}
        )
        return 0
    for key, items in found.items():
        table = comparison_table(items, key, dimension, telling)
        speech.say(table.caption)
        speech.table(table.columns, [list(map(str, row)) for row in table.rows])
        if not items:
            speech.say(nothing_compared(key, names, telling.words))
    return 0


def _document(key: str, item: Comparison, telling: Telling) -> dict[str, object]:
    """A comparison as JSON: one minus other; an `other` of null is the rest."""
    one, other = item.change.after, item.change.before
    return {
        "metric": key,
        "one": item.one,
        "other": item.other,
        "value_one": one.value,
        "value_other": other.value,
        "difference": item.change.value,
        "low": item.change.low,
        "high": item.change.high,
        "certainty": certainty(item.change, telling.words),
        "n_one": one.n,
        "n_other": other.n,
        "tested_together": item.together,
    }

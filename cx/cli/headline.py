"""The headline figures before and after a change that is tried out: what a dry run shows."""

from typing import Any

from duckdb import DuckDBPyConnection

from cx.cli.speech import Speech
from cx.contracts.words import N_
from cx.metrics.headline import headline_values
from cx.metrics.value import MetricValue
from cx.store.database import Store
from cx.story.phrases import basis, level

Headline = dict[str, tuple[MetricValue | None, MetricValue | None]]
"""Metric -> its value before and after; None where there is none."""


def headline(store: Store, trial_cursor: DuckDBPyConnection) -> Headline:
    """The headline figures as they stand, and as the open transaction would leave them."""
    with store.cursor() as cursor:
        before = {value.metric.key: value for value in headline_values(cursor, store.settings)}
    after = {value.metric.key: value for value in headline_values(trial_cursor, store.settings)}
    return {key: (before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))}


def headline_document(found: Headline) -> dict[str, Any]:
    """The same for JSON."""
    return {
        key: {"before": before and before.value, "after": after and after.value}
        for key, (before, after) in found.items()
    }


def say_headline(found: Headline, speech: Speech) -> None:
    """A line for each figure."""
    words = speech.words
    for values in found.values():
        shown = next(value for value in reversed(values) if value)
        before, after = (level(value, words) if value else "–" for value in values)
        speech.say(
            words.say(
                N_("  {metric}: {before} before, {after} after ({basis})"),
                metric=words.say(shown.metric.name),
                before=before,
                after=after,
                basis="–" if shown.hidden else basis(shown, words),
            )
        )

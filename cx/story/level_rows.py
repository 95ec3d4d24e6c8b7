"""The evidence of a section that tells no change: the figures that it takes apart, so that their rows can be shown."""

from dataclasses import replace

from cx.metrics.compute import compute
from cx.story.exhibit import EvidenceRow
from cx.story.phrases import EXACT, basis, level, name_of_metric, range_cell
from cx.story.telling import Telling


def level_rows(keys: tuple[str, ...], telling: Telling) -> tuple[EvidenceRow, ...]:
    """A row for each of the metrics that has a value: its level, range and count, no change."""
    words, money = telling.words, telling.currency
    values = compute(telling.cursor, keys, telling.selection, telling.settings)
    return tuple(
        EvidenceRow(
            name_of_metric(value, words),
            level(value, words, money),
            range_cell(value, words, money),
            basis(replace(value, low=None, high=None), words),
            "",
            words.say(EXACT) if value.is_exact else "",
            "",
            "",
            value.metric.key,
        )
        for value in values
        if value.value is not None
    )

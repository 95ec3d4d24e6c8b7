"""Tiles: the headline figures of a page, each with its change, how sure it is, and what must stand beside it."""

from collections.abc import Sequence

from cx.contracts.units import change
from cx.contracts.words import N_
from cx.insights.change import Change
from cx.insights.finding import Finding, recent
from cx.metrics.metric import Metric
from cx.metrics.value import MetricValue
from cx.story.doubts import doubt_of
from cx.story.exhibit import Tile, Tone
from cx.story.goals import target_note
from cx.story.open_yet import open_yet
from cx.story.period_names import compared_with, within
from cx.story.phrases import arrow, basis, certainty, change_of, is_open, is_undecided, level, name_of_metric
from cx.story.renewed import RATES, only_ended_line
from cx.story.telling import Telling


def tiles(found: Sequence[Finding], telling: Telling) -> tuple[Tile, ...]:
    """A tile for each, with its line over the last periods."""
    lines = recent(found, telling.continuity) if found else ()
    return tuple(_tile(item, points, telling) for item, points in zip(found, lines, strict=True))


TONES = {True: Tone.BETTER, False: Tone.WORSE, None: Tone.NEUTRAL}


def _tile(finding: Finding, points: Sequence[MetricValue], telling: Telling) -> Tile:
    """The headline figure with its change, certainty and basis; an undecided one is its limits, without a change."""
    words, item, value = telling.words, finding.since_previous, finding.value
    is_known = item.value is not None and not is_open(item)
    of_year = _change_of_year(finding)
    shown = of_year or item
    return Tile(
        value.metric.key,
        _tile_name(value, telling),
        level(value, words, telling.currency),
        change(item.value or 0.0, value.metric.unit, telling.currency) if is_known else "",
        TONES[shown.is_better],
        arrow(shown),
        spark_line(
            [point.value for point in points if point.value is not None and _is_comparable(point)], value.metric
        ),
        certainty(item, words),
        _detail(item, telling),
        words.say(value.metric.formula),
        target_note(value.metric.key, telling),
        _of_year(of_year, telling) if of_year else "",
    )


def _change_of_year(finding: Finding) -> Change | None:
    """The change since last year where it can be told and the one since the previous period cannot: headings tell it."""
    is_alone = finding.since_last_year.is_told and not finding.since_previous.is_told
    return finding.since_last_year if is_alone and finding.since_last_year.value else None


def _of_year(item: Change, telling: Telling) -> str:
    """The change with its sign, since when, and how sure it is; that of a complete ledger carries no word."""
    said = change_of(item, telling.words, telling.settings, telling.currency)
    if item.verdict is None:
        return said
    return telling.words.say(N_("{change}, {certainty}"), change=said, certainty=certainty(item, telling.words))


def spark_line(values: Sequence[float], metric: Metric) -> tuple[float, ...]:
    """The values of the small line, which is always drawn as high as its tile: level while they hardly differ."""
    if not values or max(values) - min(values) >= metric.smallest_change:
        return tuple(values)
    return (values[-1],) * len(values)


def _is_comparable(value: MetricValue) -> bool:
    """False for what may still come out otherwise, and for a book that may lack those who had left."""
    return not is_undecided(value) and doubt_of(value) is None


def _tile_name(value: MetricValue, telling: Telling) -> str:
    """The name; first contact resolution is called a proxy where no ticket tells its replies."""
    name = name_of_metric(value, telling.words)
    if value.metric.key != "first_contact_resolution":
        return name
    known = telling.cursor.execute("SELECT 1 FROM tickets WHERE replies IS NOT NULL LIMIT 1").fetchall()
    return name if known else telling.words.say(N_("{name} (proxy)"), name=name)


def _against(item: Change, telling: Telling) -> str:
    """What the change is counted from, and what the level rests on; of an undecided level, that it is undecided."""
    return telling.words.say(
        _against_template(item),
        open_yet=open_yet(item.after, telling.words),
        period=compared_with(item.before.period, telling.words, telling.settings),
        in_period=within(item.before.period, telling.words, telling.settings),
        basis=basis(item.after, telling.words, telling.currency),
    )


def _detail(item: Change, telling: Telling) -> str:
    """What stands below the figure; below a rate of what came due, also that only what left had an end date."""
    against = _against(item, telling)
    is_only_ended = item.after.metric.key in RATES and item.after.value == 0 and only_ended_line(telling)
    if not is_only_ended:
        return against
    return telling.words.say(N_("{detail} · only what left had an end date"), detail=against)


_ALONE = {
    False: N_("nothing to compare with {in_period} · {basis}"),
    True: N_("{open_yet} · nothing to compare with {in_period} · {basis}"),
}
"""By whether the figure can still move."""


def _against_template(item: Change) -> str:
    if is_undecided(item.after):
        return N_("{open_yet} · {basis}")
    is_moving = not item.after.mature and not item.after.period.part_of
    if item.value is None:
        return _ALONE[is_moving]
    if is_open(item):
        return N_("not all of {period} is known · {basis}")
    if doubt := doubt_of(item.before, item.after):
        return doubt.tile
    if is_moving:
        return N_("{open_yet} · against {period} · {basis}")
    return N_("against {period} · {basis}")

"""The section on the touchpoints along the journey: what is heard at each, what moved, and where it is silent."""

from collections.abc import Sequence

from cx.contracts.units import Unit
from cx.contracts.words import N_, whole
from cx.insights.change import Change
from cx.insights.journey import PLACE, Column, Journey, Stop, journey
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.exhibits import point
from cx.story.level_rows import level_rows
from cx.story.period_names import day, since, within
from cx.story.phrases import certainty, level, name_of_metric, range_of
from cx.story.telling import Telling
from cx.story.unit_note import ends_notes

ENDS = {
    "nps": (-100.0, 100.0),
    "csat": (0.0, 100.0),
    "ces": (1.0, 7.0),
    "ces_1": (5.0, 1.0),
    "ticket_csat": (0.0, 100.0),
}
"""The worst and the best of each scale, which the shades go by."""
MOST_NAMED = 3


def journey_section(telling: Telling, _by: str | None) -> Section | None:
    """Every touchpoint that surveys or tickets know; None where no survey ever named one."""
    found = journey(telling.cursor, telling.selection, telling.settings, telling.continuity)
    if found is None:
        return None
    heading = _heading(found, telling)
    said = (
        *(_moved(item, found, telling) for item in found.moved),
        *_hearing(found, telling),
        _reading(telling),
    )
    told = level_rows(_asked(found), telling)
    return Section("journey", heading, (_exhibit(found, heading, telling),), said, told, (PLACE, ("channel",)))


def _asked(found: Journey) -> tuple[str, ...]:
    """The metrics of the map; where somebody was asked in vain, the one that counts who was asked as well."""
    in_vain = any(stop.is_silent and stop.place and stop.place.asked for stop in found.stops)
    return (*dict.fromkeys(key for key, _ in found.columns), *(("response_rate",) if in_vain else ()))


def _heading(found: Journey, telling: Telling) -> str:
    return _moved_shortly(found.moved[0], telling) if found.moved else _heard(found, telling)


def _heard(found: Journey, telling: Telling) -> str:
    silent = sum(stop.is_silent for stop in found.stops)
    if not silent:
        return telling.words.plural(
            N_("The one touchpoint along the journey is heard."),
            N_("All {n} touchpoints along the journey are heard."),
            len(found.stops),
        )
    return telling.words.plural(
        N_("Of {all} touchpoints along the journey, {n} is silent."),
        N_("Of {all} touchpoints along the journey, {n} are silent."),
        silent,
        all=whole(len(found.stops)),
    )


def _moved_shortly(item: Change, telling: Telling) -> str:
    template = (
        N_("At {place}, {name} is better than {in_period} ({certainty}): {after} after {before}.")
        if item.is_better
        else N_("At {place}, {name} is worse than {in_period} ({certainty}): {after} after {before}.")
    )
    group = dict(item.after.group)
    return telling.words.say(
        template,
        place=_place_name(group["journey_stage"], group["touchpoint"], telling),
        name=name_of_metric(item.after, telling.words),
        in_period=within(item.before.period, telling.words, telling.settings),
        certainty=certainty(item, telling.words),
        after=level(item.after, telling.words),
        before=level(item.before, telling.words),
    )


def _moved(item: Change, found: Journey, telling: Telling) -> str:
    return telling.words.plural(
        N_("{sentence} {n} figure was looked at."),
        N_("{sentence} {n} figures were looked at, and the word is adjusted for them (Holm)."),
        found.looked_at,
        sentence=_moved_shortly(item, telling),
    )


def _hearing(found: Journey, telling: Telling) -> list[str]:
    """How many touchpoints are heard, and each silent one with since when and why."""
    said = [_heard(found, telling)]
    for stop in found.stops:
        if stop.is_silent:
            said.append(
                telling.words.say(
                    N_("{place}: {silence}."), place=_name(stop, telling), silence=_silence(stop, telling)
                )
            )
    if not found.moved and found.looked_at:
        said.append(
            telling.words.plural(
                N_("Whether {n} figure along the journey changed {since_period} cannot be told yet."),
                N_("Of {n} figures along the journey none can be told to have changed {since_period}."),
                found.looked_at,
                since_period=since(telling.continuity.compared[0], telling.words, telling.settings),
            )
        )
    return said


def _reading(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "Each column has a scale of its own, so shades compare touchpoints within a column and never columns. Figures "
            "of few answers are grey and unshaded: their order says nothing."
        )
    )


def _silence(stop: Stop, telling: Telling) -> str:
    """Why nothing is heard."""
    if stop.way is not None:
        return telling.words.plural(
            N_("{n} ticket and nobody asked"), N_("{n} tickets and nobody asked"), stop.way.tickets
        )
    if stop.place is not None and stop.place.asked:
        return telling.words.plural(
            N_("{n} asked, no answer {in_period}"),
            N_("{n} asked, no answer {in_period}"),
            stop.place.asked,
            in_period=telling.in_period,
        )
    return telling.words.say(
        N_("not asked since {day}"), day=day(stop.place.last_on if stop.place else None, telling.words)
    )


def _name(stop: Stop, telling: Telling) -> str:
    if stop.way is not None:
        place = telling.words.say(N_("tickets by {channel}"), channel=stop.way.channel)
        return _place_name(stop.stage, place, telling)
    return _place_name(stop.stage, stop.touchpoint, telling)


def _place_name(stage: str | None, touchpoint: str | None, telling: Telling) -> str:
    if touchpoint is None:
        return telling.words.say(N_("{stage} (no touchpoint named)"), stage=stage)
    return telling.words.say(N_("{stage} · {touchpoint}"), stage=stage or "–", touchpoint=touchpoint)


def _exhibit(found: Journey, heading: str, telling: Telling) -> Exhibit:
    series = [_series(column, found.stops, telling) for column in found.columns]
    if any(stop.is_silent for stop in found.stops):
        series.append(_silences(found.stops, telling))
    hidden = sum(value.hidden is not Hidden.NO for stop in found.stops for value in stop.figures.values())
    notes = [
        telling.words.say(
            N_(
                "Main figure of each kind of question by touchpoint, with 95 % range and n; shades compare the touchpoints "
                "of one column, never columns · {filters} · {period}"
            ),
            filters=telling.filters,
            period=telling.period,
        ),
        *ends_notes([REGISTRY[key] for key, _ in found.columns], telling.words),
    ]
    if hidden:
        notes.append(
            telling.words.plural(
                N_("{n} group is hidden to keep answers anonymous"),
                N_("{n} groups are hidden to keep answers anonymous"),
                hidden,
            )
        )
    return Exhibit("journey", Shape.HEAT, heading, " · ".join(notes), Unit.PERCENT, tuple(series))


def _series(column: Column, stops: Sequence[Stop], telling: Telling) -> Series:
    key, scale = column
    metric = REGISTRY[key]
    name = telling.words.say(metric.name)
    if scale:
        name = telling.words.say(N_("{name} (scale {scale})"), name=name, scale=scale)
    return Series(name, tuple(_cell(column, stop, telling) for stop in stops), unit=metric.unit)


def _cell(column: Column, stop: Stop, telling: Telling) -> Point:
    value, name = stop.figures.get(column), _name(stop, telling)
    if value is None:
        return Point(name, None)
    made = point(value, name, telling)
    if value.value is None:
        return Point(name, None, text=telling.words.say(N_("hidden")))
    worst, best = ENDS[column[0]]
    return Point(
        name,
        made.value,
        made.low,
        made.high,
        made.n,
        is_few=made.is_few,
        note=made.note,
        limits=range_of(value, telling.words),
        shade=None if made.is_few else (value.value - worst) / (best - worst),
    )


def _silences(stops: Sequence[Stop], telling: Telling) -> Series:
    """A column of words: why nothing is heard, for the silent ones."""
    marks = tuple(
        Point(_name(stop, telling), None, text=_silence(stop, telling) if stop.is_silent else "") for stop in stops
    )
    return Series(telling.words.say(N_("Silent")), marks)

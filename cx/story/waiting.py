"""The sections on how long customers wait, as curves: this period's beside the one before."""

from dataclasses import replace

import numpy as np

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_, whole
from cx.insights.change import Change
from cx.insights.finding import findings
from cx.insights.waiting import Curve, Waiting, waiting
from cx.statistics import Estimate, Verdict
from cx.story.exhibit import EvidenceRow, Exhibit, Point, Section, Series, Shape
from cx.story.phrases import certainty, compared_with, count_of, name_of, since, within
from cx.story.telling import Telling

LEVELS = 100
"""A curve is drawn where it falls to another hundredth of the cases: finer steps are not seen."""
BEYOND = 1.5
"""How far beyond the slowest tenth the curve is drawn, as a multiple of its time."""
MINUTES = {Unit.MINUTES: 1.0, Unit.HOURS: 60.0, Unit.DAYS: 1440.0}
READ_IN = ((180.0, Unit.MINUTES), (14400.0, Unit.HOURS))
"""Up to so many minutes an axis is read in minutes or hours, beyond in days."""
ROLES = {False: N_("half: {time}"), True: N_("nine in ten: {time}")}
"""How the time by which half, or nine in ten, are over is called."""
CAPTIONS = {
    "first_response_minutes": N_(
        "Tickets that no person had answered yet, percent, by time since opening: Kaplan-Meier with 95 % band (log-log) · "
        "{filters} · {counts}"
    ),
    "resolution_hours": N_(
        "Tickets not resolved yet, percent, by time since opening: Kaplan-Meier with 95 % band (log-log) · {filters} · "
        "{counts}"
    ),
    "time_to_first_value": N_(
        "Projects without a first value yet, percent, by time since they began: Kaplan-Meier with 95 % band (log-log) · "
        "{filters} · {counts}"
    ),
}


def response_section(telling: Telling, _by: str | None) -> Section | None:
    """How long until a person answers."""
    return _section("first_response_minutes", telling)


def resolution_section(telling: Telling, _by: str | None) -> Section | None:
    """How long until it is solved."""
    return _section("resolution_hours", telling)


def value_section(telling: Telling, _by: str | None) -> Section | None:
    """How long until a new project is of value."""
    return _section("time_to_first_value", telling)


def _section(key: str, telling: Telling) -> Section | None:
    """The curves of a metric of times; None where no case is over."""
    found = waiting(telling.cursor, key, telling.selection, telling.settings, telling.continuity.compared[0])
    if found is None:
        return None
    told = findings(telling.cursor, (), telling.selection, telling.settings, telling.continuity, beside=(key,)).get(key)
    heading = telling.words.say(
        N_("{level} {change}"),
        level=_level(found, telling),
        change=_change(found, told.since_previous if told else None, telling),
    ).strip()
    said = (*_ranges(found, telling), *_test(found, telling), *_apart(found, telling), _reading(telling))
    return Section(f"{key}-curve", heading, (_exhibit(found, heading, telling),), said, _evidence(found, telling))


def _evidence(found: Waiting, telling: Telling) -> tuple[EvidenceRow, ...]:
    """The figure that the curve is of, so that its rows can be shown; its change is told in a section of its own."""
    if found.median.value is None:
        return ()
    unit, count = found.metric.unit, count_of(found.metric, found.now.n, telling.words)
    name, half = telling.words.say(found.metric.name), figure(found.median.value, unit)
    return (EvidenceRow(name, half, _range(found.median, unit, telling), count, "", "", "", "", found.metric.key),)


def _level(found: Waiting, telling: Telling) -> str:
    places = {"name": telling.words.say(found.metric.name)}
    if found.now.median is None:
        return telling.words.say(N_("{name}: fewer than half are over yet."), **places)
    places["median"] = figure(found.now.median, found.metric.unit)
    if not found.is_few and (found.median.low is None or found.median.high is None):
        return telling.words.say(
            N_("{name}: half within {median}, as far as {over} of {count} that are over can tell."),
            over=whole(found.now.n - found.now.open),
            count=count_of(found.metric, found.now.n, telling.words),
            **places,
        )
    if found.now.slowest is None:
        return telling.words.say(N_("{name}: half within {median}; the slowest tenth is not over yet."), **places)
    return telling.words.say(
        N_("{name}: half within {median}, nine in ten within {slowest}."),
        slowest=figure(found.now.slowest, found.metric.unit),
        **places,
    )


def _change(found: Waiting, item: Change | None, telling: Telling) -> str:
    """Whether the time by which half are over changed: with the word that the figure itself has, wherever it stands."""
    if found.is_few:
        return telling.words.plural(
            N_("{n} case is too few to judge by."), N_("{n} cases are too few to judge by."), found.now.n
        )
    if found.before is None or item is None or item.value is None:
        return ""
    places = {
        "in_period": within(found.before.period, telling.words, telling.settings),
        "since_period": since(found.before.period, telling.words, telling.settings),
        "certainty": certainty(item, telling.words),
    }
    if item.verdict is Verdict.TOO_FEW:
        return telling.words.say(N_("There are too few cases to tell whether that changed {since_period}."), **places)
    if not item.is_told:
        return telling.words.say(N_("Whether that changed {since_period} cannot be told yet."), **places)
    return telling.words.say(
        N_("Half are over sooner than {in_period} ({certainty}).")
        if item.value < 0
        else N_("Half are over later than {in_period} ({certainty})."),
        **places,
    )


def _before(curve: Curve, telling: Telling) -> str:
    return compared_with(curve.period, telling.words, telling.settings)


def _ranges(found: Waiting, telling: Telling) -> list[str]:
    """Both levels with their ranges and the number of cases."""
    count = count_of(found.metric, found.now.n, telling.words)
    templates = {
        N_("Half within {level} ({range}; {count})."): found.median,
        N_("Nine in ten within {level} ({range}; {count})."): found.slowest,
    }
    return [
        telling.words.say(
            template,
            level=figure(item.value, found.metric.unit),
            range=_range(item, found.metric.unit, telling),
            count=count,
        )
        for template, item in templates.items()
        if item.value is not None
    ]


def _range(item: Estimate, unit: Unit, telling: Telling) -> str:
    if item.low is None or item.high is None:
        return telling.words.say(N_("no range: too few are over"))
    return span(item.low, item.high, unit, telling.words)


def _test(found: Waiting, telling: Telling) -> list[str]:
    """The log-rank test in words."""
    if found.change is None or found.before is None:
        return [telling.words.say(N_("There is no earlier curve to compare with."))]
    if found.change.p_value is None:
        return []
    template = (
        N_(
            "Log-rank test of the whole curve against {period}: chi-squared {chi}, p {p}; allowing for accounts with several "
            "cases p {clustered}, and the larger counts. The word above is that of the median."
        )
        if found.change.p_clustered is not None
        else N_(
            "Log-rank test of the whole curve against {period}: chi-squared {chi}, p {p}. The word above is that of the "
            "median."
        )
    )
    return [
        telling.words.say(
            template,
            period=_before(found.before, telling),
            chi=figure(found.change.statistic or 0.0, Unit.COUNT),
            p=_p(found.change.p_value),
            clustered=_p(found.change.p_clustered),
        )
    ]


def _p(value: float | None) -> str:
    """A p-value in percent; one that is smaller than any that is printed says so."""
    if value is None:
        return ""
    smallest = 0.001
    return f"< {figure(100 * smallest, Unit.PERCENT)}" if value < smallest else f"= {figure(100 * value, Unit.PERCENT)}"


def _apart(found: Waiting, telling: Telling) -> list[str]:
    """Which cases the curve counts as still waiting, and which it leaves out."""
    words, said = telling.words, []
    if found.now.open:
        said.append(
            words.plural(
                N_("{n} case is not over yet: it counts as waiting up to where the data ends (censored), not as gone."),
                N_(
                    "{n} cases are not over yet: they count as waiting up to where the data ends (censored), not as gone."
                ),
                found.now.open,
            )
        )
    if found.now.left_out:
        said.append(
            words.plural(
                N_("{n} case with a negative time is left out."),
                N_("{n} cases with a negative time are left out."),
                found.now.left_out,
            )
        )
    return said


def _reading(telling: Telling) -> str:
    return telling.words.say(
        N_(
            "A curve that falls faster is a shorter wait. It may move elsewhere than in its middle, so its word need not be the "
            "median's. The band holds at each time by itself and takes cases as independent; the ranges of the half and of the "
            "nine in ten allow for accounts with several. Where curves cross, no single word says which is better."
        )
    )


def _exhibit(found: Waiting, heading: str, telling: Telling) -> Exhibit:
    reach = _reach(found)
    unit = _axis_unit(reach * MINUTES[found.metric.unit])
    curves = [found.now, *([found.before] if found.before else [])]
    scale = MINUTES[found.metric.unit] / MINUTES[unit]
    series = tuple(_series(curve, found, reach, scale, telling) for curve in curves)
    counts = " · ".join(_counts(curve, found, telling) for curve in curves)
    caption = telling.words.say(CAPTIONS[found.metric.key], filters=telling.filters, counts=counts)
    return Exhibit(f"{found.metric.key}-curve", Shape.CURVE, heading, caption, Unit.PERCENT, series, across=unit)


def _reach(found: Waiting) -> float:
    """Up to where the curves are drawn: beyond the slowest tenth, or to their end where it is not over."""
    curves = [found.now, *([found.before] if found.before else [])]
    longest = max(float(curve.durations[-1]) for curve in curves)
    slowest = [curve.slowest for curve in curves]
    return min([longest, *([BEYOND * max(filter(None, slowest), default=longest)] if None not in slowest else [])])


def _axis_unit(minutes: float) -> Unit:
    return next((unit for most, unit in READ_IN if minutes <= most), Unit.DAYS)


def _counts(curve: Curve, found: Waiting, telling: Telling) -> str:
    return telling.words.plural(
        N_("{period}: {count}, {n} of them not over (censored)"),
        N_("{period}: {count}, {n} of them not over (censored)"),
        curve.open,
        period=name_of(curve.period, telling.settings),
        count=count_of(found.metric, curve.n, telling.words),
    )


def _series(curve: Curve, found: Waiting, reach: float, scale: float, telling: Telling) -> Series:
    is_few, unit = curve.n < found.metric.minimum_n, found.metric.unit
    points = [_point(curve, at, time * scale, unit, is_few, telling) for at, time in _kept(curve, reach)]
    start = Point(figure(0.0, unit), 100.0, n=curve.n, is_few=is_few, at=0.0)
    last, end = points[-1] if points else start, min(reach, float(curve.durations[-1]))
    tail = replace(last, label=figure(end, unit), n=curve.waiting(end), role="", at=end * scale)
    return Series(name_of(curve.period, telling.settings), (start, *points, tail), matters=curve is found.now)


def _kept(curve: Curve, reach: float) -> list[tuple[int, float]]:
    """Where the curve falls to another hundredth, and where half and nine in ten are over."""
    times, shares = np.array(curve.curve.times), np.array(curve.curve.survival)
    first = np.unique(np.floor((1 - shares) * LEVELS + 1e-9), return_index=True)[1]
    named = [at for at, time in enumerate(curve.curve.times) if time in (curve.median, curve.slowest)]
    return [(int(at), float(times[at])) for at in sorted({*first.tolist(), *named}) if times[at] <= reach]


def _point(curve: Curve, at: int, place: float, unit: Unit, is_few: bool, telling: Telling) -> Point:
    """A step of the curve: its time in the metric's unit, its share, and the cases known to have waited that long."""
    time = curve.curve.times[at]
    share, low, high = (
        None if part is None else 100 * part
        for part in (curve.curve.survival[at], curve.curve.lower[at], curve.curve.upper[at])
    )
    note = telling.words.plural(
        N_("{period}, after {time}: {share} still wait; {n} case waited that long"),
        N_("{period}, after {time}: {share} still wait; {n} cases waited that long"),
        curve.waiting(time),
        period=name_of(curve.period, telling.settings),
        time=figure(time, unit),
        share=figure(share or 0.0, Unit.PERCENT),
    )
    is_named = time in (curve.median, curve.slowest)
    role = telling.words.say(ROLES[time == curve.slowest], time=figure(time, unit)) if is_named else ""
    return Point(figure(time, unit), share, low, high, curve.waiting(time), None, is_few, note, role, at=place)

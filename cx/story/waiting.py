"""The sections on how long customers wait, as curves: this period's beside the one before."""

from dataclasses import replace

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.insights.change import Change
from cx.insights.finding import findings
from cx.insights.wait_curve import Curve
from cx.insights.waiting import Waiting, waiting
from cx.statistics import Verdict
from cx.story.exhibit import EvidenceRow, Exhibit, Section, Shape
from cx.story.period_names import compared_with, name_of, since, within
from cx.story.phrases import certainty, count_of
from cx.story.telling import Telling
from cx.story.wait_curves import Plot, longest_of, p_text, reach_of
from cx.story.waits_by_group import WaitsTold, waits_told

UNSPLIT = WaitsTold()
CAPTIONS = {
    "first_response_minutes": N_(
        "Share of tickets that no person had answered yet, by time since opening, percent; the band is the 95 % range · "
        "{filters} · {counts}"
    ),
    "resolution_hours": N_(
        "Share of tickets not resolved yet, by time since opening, percent; the band is the 95 % range · {filters} · "
        "{counts}"
    ),
    "time_to_first_value": N_(
        "Share of projects without a first value yet, by time since they began, percent; the band is the 95 % range · "
        "{filters} · {counts}"
    ),
}
LASTING = {
    "first_response_minutes": N_("{period}: {count}, {n} of them not answered yet"),
    "resolution_hours": N_("{period}: {count}, {n} of them not resolved yet"),
    "time_to_first_value": N_("{period}: {count}, {n} of them without a first value yet"),
}
"""What is said of the cases of a curve while some of them are not over."""
LONGER = {
    "first_response_minutes": N_("It takes longer until half are answered than {in_period} ({certainty})."),
    "resolution_hours": N_("It takes longer until half are resolved than {in_period} ({certainty})."),
    "time_to_first_value": N_("It takes longer until half have a first value than {in_period} ({certainty})."),
}
SOONER = {
    "first_response_minutes": N_("Half are answered sooner than {in_period} ({certainty})."),
    "resolution_hours": N_("Half are resolved sooner than {in_period} ({certainty})."),
    "time_to_first_value": N_("Half have a first value sooner than {in_period} ({certainty})."),
}


def response_section(telling: Telling, by: str | None) -> Section | None:
    """How long until a person answers."""
    return _section("first_response_minutes", telling, by)


def resolution_section(telling: Telling, by: str | None) -> Section | None:
    """How long until it is solved."""
    return _section("resolution_hours", telling, by)


def value_section(telling: Telling, by: str | None) -> Section | None:
    """How long until a new project is of value."""
    return _section("time_to_first_value", telling, by)


def _section(key: str, telling: Telling, by: str | None) -> Section | None:
    """The curves of a metric of times, and of its groups; None where no case is over."""
    found = waiting(telling.cursor, key, telling.selection, telling.settings, telling.continuity.compared[0])
    if found is None:
        return None
    plot = _plot(found, telling)
    groups = waits_told(key, by, telling, found.now, plot.longest) if by else UNSPLIT
    plot = replace(plot, longest=max(plot.longest, groups.longest))
    told = findings(telling.cursor, (), telling.selection, telling.settings, telling.continuity, beside=(key,)).get(key)
    changed = _change(found, told.since_previous if told else None, telling)
    heading = " ".join(filter(None, (_level(found, plot), changed, groups.short)))
    said = (*_ranges(found, plot), *_test(found, telling), *groups.said, *_apart(found, telling), _reading(telling))
    return Section(
        f"{key}-curve",
        heading,
        (_exhibit(found, heading, plot), *groups.exhibits),
        said,
        _evidence(found, plot),
    )


def _plot(found: Waiting, telling: Telling) -> Plot:
    """What the curves have in common, and with them the unit of every time that the section tells."""
    curves = [found.now, *([found.before] if found.before else [])]
    told = [end for item in (found.median, found.slowest) for end in (item.value, item.high)]
    drawn = [time for curve in curves for time in (curve.median, curve.slowest)]
    return Plot(found.metric, reach_of(curves), longest_of((*told, *drawn)), telling)


def _evidence(found: Waiting, plot: Plot) -> tuple[EvidenceRow, ...]:
    """The figure that the curve is of, so that its rows can be shown; its change is told in a section of its own."""
    if found.median.value is None:
        return ()
    words, key = plot.telling.words, found.metric.key
    name, count = words.say(found.metric.name), count_of(found.metric, found.now.n, words)
    half, limits = plot.written(found.median.value), plot.range_of(found.median)
    return (EvidenceRow(name, half, limits, count, "", "", "", "", key),)


def _level(found: Waiting, plot: Plot) -> str:
    telling = plot.telling
    places = {"name": telling.words.say(found.metric.name)}
    if found.now.is_barely_over:
        return telling.words.say(
            N_("{name}: too few are over to tell ({over} of {count})."),
            over=whole(found.now.over),
            count=count_of(found.metric, found.now.n, telling.words),
            **places,
        )
    if found.now.median is None:
        return telling.words.say(N_("{name}: fewer than half are over yet."), **places)
    places["median"] = plot.written(found.now.median)
    if not found.is_few and (found.median.low is None or found.median.high is None):
        return telling.words.say(
            N_("{name}: half within {median}, as far as {over} of {count} that are over can tell."),
            over=whole(found.now.over),
            count=count_of(found.metric, found.now.n, telling.words),
            **places,
        )
    if found.now.slowest is None:
        return telling.words.say(N_("{name}: half within {median}; the slowest tenth is not over yet."), **places)
    return telling.words.say(
        N_("{name}: half within {median}, nine in ten within {slowest}."),
        slowest=plot.written(found.now.slowest),
        **places,
    )


def _change(found: Waiting, item: Change | None, telling: Telling) -> str:
    """Whether the time by which half are over changed: with the word that the figure itself has, wherever it stands."""
    if found.now.is_barely_over:
        return ""
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
    return telling.words.say((SOONER if item.value < 0 else LONGER)[found.metric.key], **places)


def _before(curve: Curve, telling: Telling) -> str:
    return compared_with(curve.period, telling.words, telling.settings)


def _ranges(found: Waiting, plot: Plot) -> list[str]:
    """Both levels with their ranges and the number of cases."""
    telling = plot.telling
    count = count_of(found.metric, found.now.n, telling.words)
    templates = {
        N_("Half within {level} ({range}; {count})."): found.median,
        N_("Nine in ten within {level} ({range}; {count})."): found.slowest,
    }
    return [
        telling.words.say(
            template,
            level=plot.written(item.value),
            range=plot.range_of(item),
            count=count,
        )
        for template, item in templates.items()
        if item.value is not None
    ]


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
            p=p_text(found.change.p_value),
            clustered=p_text(found.change.p_clustered),
        )
    ]


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
            "The curves are those of Kaplan and Meier, their bands log-log. A curve that falls faster is a shorter wait. It may "
            "move elsewhere than in its middle, so its word need not be the median's. The band holds at each time by itself "
            "and takes cases as independent; the ranges of the half and of the nine in ten allow for accounts with several. "
            "Where curves cross, no single word says which is better."
        )
    )


def _exhibit(found: Waiting, heading: str, plot: Plot) -> Exhibit:
    telling, key = plot.telling, found.metric.key
    curves = [found.now, *([found.before] if found.before else [])]
    named = [(curve, name_of(curve.period, telling.settings)) for curve in curves]
    series = tuple(plot.series(curve, name, curve is found.now) for curve, name in named)
    counts = " · ".join(_counts(curve, found, telling) for curve in curves)
    caption = telling.words.say(CAPTIONS[key], filters=telling.filters, counts=counts)
    return Exhibit(f"{key}-curve", Shape.CURVE, heading, caption, Unit.PERCENT, series, across=plot.across)


def _counts(curve: Curve, found: Waiting, telling: Telling) -> str:
    return telling.words.say(
        LASTING[found.metric.key] if curve.open else N_("{period}: {count}"),
        period=name_of(curve.period, telling.settings),
        count=count_of(found.metric, curve.n, telling.words),
        n=whole(curve.open),
    )

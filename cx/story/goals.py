"""What is said of targets and benchmarks: sentences, words of the tile, and the lines of a trend."""

from cx.contracts.benchmarks import Benchmarks
from cx.contracts.periods import Grain, grain_of
from cx.contracts.units import Direction, figure
from cx.contracts.words import N_, Words
from cx.insights.target import Judgement, Reason, Status, status_of
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Point
from cx.story.open_yet import open_yet
from cx.story.period_names import day, name_of
from cx.story.phrases import basis, level, range_of
from cx.story.telling import Telling

TARGET, BENCHMARK = "target", "benchmark"
"""The roles of the lines that a trend is read against."""
STATUS = {
    Status.MET: N_("met"),
    Status.MISSED: N_("missed"),
    Status.CANNOT_TELL: N_("cannot tell yet"),
}
SAID = {
    Status.MET: N_("It is met: {level} ({basis})."),
    Status.MISSED: N_("It is missed: {level} ({basis})."),
}
REASONS = {
    Reason.NOT_BEGUN: N_("Whether it is met cannot be told yet: the period has not begun in the data."),
    Reason.NOT_OVER: N_(
        "Whether it is met cannot be told yet, since the period is not over: {level} so far ({basis})."
    ),
    Reason.NOT_MATURE: N_("Whether it is met cannot be told yet, since {open_yet}: {level} ({basis})."),
    Reason.TOO_FEW: N_("Whether it is met cannot be told yet, since there are too few cases: {level} ({basis})."),
    Reason.BOTH_SIDES: N_(
        "Whether it is met cannot be told yet, since the range reaches to both sides: {level} ({basis})."
    ),
    Reason.NO_RANGE: N_("Whether it is met cannot be told yet, since the figure has no range: {level} ({basis})."),
    Reason.NO_DATA: N_("Whether it is met cannot be told yet: there is no data."),
    Reason.HIDDEN: N_("Whether it is met cannot be told yet: so few answers are not shown."),
    Reason.NO_DIRECTION: N_("It can be neither met nor missed, since neither more nor less of the figure is better."),
    Reason.NO_FIGURE: N_("It cannot be told: there is no such figure, or it cannot be split like this."),
}

IN_SHORT = {
    Reason.NOT_BEGUN: N_("cannot tell yet, not begun in the data"),
    Reason.NOT_OVER: N_("cannot tell yet, the period is not over"),
    Reason.NOT_MATURE: N_("cannot tell yet, {open_yet}"),
    Reason.TOO_FEW: N_("cannot tell yet, too few cases"),
    Reason.BOTH_SIDES: N_("cannot tell yet, the range reaches to both sides"),
    Reason.NO_RANGE: N_("cannot tell yet, no range"),
    Reason.NO_DATA: N_("cannot tell yet, no data"),
    Reason.HIDDEN: N_("cannot tell yet, hidden"),
    Reason.NO_DIRECTION: N_("neither more nor less is better"),
    Reason.NO_FIGURE: N_("no such figure or split"),
}


SO_FAR = {
    Status.MET: {
        Grain.YEAR: N_("on course, the year is not over"),
        Grain.QUARTER: N_("on course, the quarter is not over"),
        Grain.MONTH: N_("on course, the month is not over"),
    },
    Status.MISSED: {
        Grain.YEAR: N_("behind so far, the year is not over"),
        Grain.QUARTER: N_("behind so far, the quarter is not over"),
        Grain.MONTH: N_("behind so far, the month is not over"),
    },
    Status.CANNOT_TELL: {
        Grain.YEAR: N_("cannot tell yet, the year is not over"),
        Grain.QUARTER: N_("cannot tell yet, the quarter is not over"),
        Grain.MONTH: N_("cannot tell yet, the month is not over"),
    },
}
"""What a figure says so far, by the length of the period that is not over."""


def short_status(item: Judgement, telling: Telling) -> str:
    """Met, missed, or why neither, in the few words that a tile has room for: what it says so far, or its range."""
    words, value = telling.words, item.value
    grain = grain_of(item.period, telling.settings.fiscal_year_starts)
    if item.reason is Reason.NOT_OVER and value is not None and grain in SO_FAR[Status.MET]:
        return words.say(SO_FAR[status_of(item.target.value, value)[0]][grain])
    if item.reason is Reason.BOTH_SIDES and value is not None:
        shown = range_of(value, words, telling.currency)
        return words.say(N_("cannot tell yet, the range {range} reaches to both sides"), range=shown)
    return status_note(item, words)


def status_note(item: Judgement, words: Words) -> str:
    """Met, missed, or why it cannot be told yet, as a table has room for it."""
    said = open_yet(item.value, words) if item.value else ""
    return words.say(IN_SHORT.get(item.reason) or STATUS[item.status], open_yet=said)


def goal_text(item: Judgement, telling: Telling) -> str:
    """The target with its unit and its side; the bare number where there is no such figure."""
    metric = REGISTRY.get(item.target.metric)
    if metric is None:
        return f"{item.target.value:g}"
    template = N_("at least {value}") if metric.direction is Direction.MORE_IS_BETTER else N_("at most {value}")
    return telling.words.say(template, value=figure(item.target.value, metric.unit, telling.currency))


def why(item: Judgement, telling: Telling) -> str:
    """Whether the target is met, with the figure and what it rests on, as a sentence."""
    words, value = telling.words, item.value
    shown = {} if value is None else {"level": level(value, words, telling.currency)}
    rests = (
        {} if value is None else {"basis": basis(value, words, telling.currency), "open_yet": open_yet(value, words)}
    )
    return words.say(SAID.get(item.status) or REASONS[item.reason], **shown, **rests)


def target_sentences(key: str, telling: Telling) -> list[str]:
    """The target of the metric, who answers for it, and whether it is met; nothing where there is none."""
    item = telling.context.target(key)
    if item is None:
        return []
    template = (
        N_("Target for {period}: {goal}, and {owner} answers for it. {status}")
        if item.target.owner
        else N_("Target for {period}: {goal}. {status}")
    )
    places = {"period": name_of(item.period, telling.settings), "goal": goal_text(item, telling)}
    return [telling.words.say(template, owner=item.target.owner, status=why(item, telling), **places)]


def target_note(key: str, telling: Telling) -> str:
    """The target and its status in the few words that a tile has room for; empty where there is none."""
    item = telling.context.target(key)
    return _noted(N_("Target for {period}, {goal}: {status}"), item, telling) if item else ""


def _noted(template: str, item: Judgement, telling: Telling) -> str:
    return telling.words.say(
        template,
        period=name_of(item.period, telling.settings),
        goal=goal_text(item, telling),
        status=short_status(item, telling),
    )


def guides(key: str, telling: Telling) -> tuple[Point, ...]:
    """The lines that a trend of the metric is read against: its target, then outside benchmarks."""
    item, say = telling.context.target(key), telling.words.say
    found = [Point(say(N_("Benchmark")), each.value, role=BENCHMARK) for each in telling.context.benchmarks(key)]
    if item is None:
        return tuple(found)
    return (Point(say(N_("Target")), item.target.value, role=TARGET), *found)


def guide_notes(key: str, telling: Telling) -> list[str]:
    """The same as parts of a caption: the target with its status, each benchmark with its source and date."""
    item = telling.context.target(key)
    note = [_noted(N_("target for {period}, {goal}: {status}"), item, telling)] if item else []
    return [*note, *(_source(item, telling) for item in telling.context.benchmarks(key))]


def _source(item: Benchmarks, telling: Telling) -> str:
    template = (
        N_("benchmark {value} ({industry}; source: {source}, {date})")
        if item.industry
        else N_("benchmark {value} (source: {source}, {date})")
    )
    return telling.words.say(
        template,
        value=figure(item.value, REGISTRY[item.metric].unit, telling.currency),
        industry=item.industry,
        source=item.source,
        date=day(item.date, telling.words),
    )

"""How long the groups of a split wait: a curve a group, whether they differ, and the table with every group."""

from collections.abc import Iterable
from dataclasses import dataclass

from cx.contracts.units import Unit
from cx.contracts.words import N_
from cx.insights.wait_curve import Curve
from cx.insights.waits_by_group import GroupWait, WaitsByGroup, waits_by_group
from cx.statistics import Estimate, Verdict
from cx.story.exhibit import Cell, Exhibit, Shape
from cx.story.exhibits import known_later
from cx.story.phrases import CERTAINTY, count_of
from cx.story.telling import Telling, dimension_name
from cx.story.wait_curves import MOST_BANDS, Plot, longest_of, reach_of
from cx.story.waits_tested import group_word, log_rank_sentences, pair_sentences

CAPTIONS = {
    "first_response_minutes": N_(
        "Share of tickets that no person had answered yet, by time since opening and {dimension}, percent · {filters} · "
        "{period}"
    ),
    "resolution_hours": N_(
        "Share of tickets not resolved yet, by time since opening and {dimension}, percent · {filters} · {period}"
    ),
    "time_to_first_value": N_(
        "Share of projects without a first value yet, by time since they began and {dimension}, percent · {filters} · "
        "{period}"
    ),
}
COLUMNS = (
    N_("Half within"),
    N_("95 % range"),
    N_("Nine in ten within"),
    N_("95 % range then"),
    N_("Cases"),
    N_("Not over"),
    N_("Note"),
)


@dataclass(frozen=True)
class WaitsTold:
    """What a section says and shows of the groups; no picture where there are not two to compare."""

    short: str = ""
    """Whether they differ, for a heading; empty where that cannot be told."""
    said: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    longest: float = 0.0
    """The longest time that is told of them or with them: in its unit all others are written."""


def waits_told(key: str, by: str, telling: Telling, all_of_it: Curve, longest: float = 0.0) -> WaitsTold:
    """The groups of a metric of times beside the curve of all cases; in days where the longest time told with them is.

    Raises UnknownDimension for a split that it does not have.
    """
    found = waits_by_group(telling.cursor, key, by, telling.selection, telling.settings)
    if found is None:
        nothing = telling.words.say(
            N_("By {dimension} there are no two groups with a case that is over."),
            dimension=dimension_name(by, telling.words).lower(),
        )
        return WaitsTold(said=(nothing,))
    takeaway, plot = _whether(found, by, telling), _plot(found, longest, telling)
    said = (takeaway, *log_rank_sentences(found, telling), *_ends(found, plot), *pair_sentences(found, telling))
    return WaitsTold(
        takeaway if found.is_told else "",
        (*said, *_not_drawn(found, telling)),
        (_curves(found, all_of_it, by, takeaway, plot), _table(found, by, takeaway, plot)),
        plot.longest,
    )


def _plot(found: WaitsByGroup, longest: float, telling: Telling) -> Plot:
    """What the curves drawn have in common, and with them the unit of every time that is told of the groups."""
    judged = [item.curve for item in found.drawn if not item.is_few] or [item.curve for item in found.drawn]
    told = [end for item in found.groups for level in (item.median, item.slowest) for end in (level.value, level.high)]
    return Plot(found.metric, reach_of(judged), longest_of((longest, *told)), telling)


def _whether(found: WaitsByGroup, by: str, telling: Telling) -> str:
    """Whether the groups wait equally long, with the word for it."""
    templates = {
        Verdict.SURE: N_("By {dimension} the waits differ ({certainty})."),
        Verdict.LIKELY: N_("By {dimension} the waits differ ({certainty})."),
        Verdict.CANNOT_TELL: N_("Whether the waits differ by {dimension} cannot be told yet."),
        Verdict.TOO_FEW: N_("There are too few cases to tell whether the waits differ by {dimension}."),
    }
    return telling.words.say(
        templates[found.verdict],
        dimension=dimension_name(by, telling.words).lower(),
        certainty=telling.words.say(CERTAINTY[found.verdict]),
    )


def _ends(found: WaitsByGroup, plot: Plot) -> list[str]:
    """In which of the groups half are over soonest and latest; nothing unless they differ, and those ranges are apart."""
    telling = plot.telling
    reached = [item for item in found.groups if item.median.value is not None and not item.is_few]
    if not found.is_told or len(reached) < 2:
        return []
    first, last = (pick(reached, key=lambda item: (item.median.value or 0.0, item.name)) for pick in (min, max))
    if first.median.high is None or last.median.low is None or first.median.high >= last.median.low:
        return []
    return [
        telling.words.say(
            N_("Half are over soonest in {first} ({first_level}), latest in {last} ({last_level})."),
            first=group_word(first.name, telling),
            first_level=_level_on_basis(first, plot),
            last=group_word(last.name, telling),
            last_level=_level_on_basis(last, plot),
        )
    ]


def _level_on_basis(item: GroupWait, plot: Plot) -> str:
    telling = plot.telling
    return telling.words.say(
        N_("{level}; {range}; {count}"),
        level=plot.written(item.median.value or 0.0),
        range=plot.range_of(item.median),
        count=count_of(plot.metric, item.curve.n, telling.words),
    )


def _not_drawn(found: WaitsByGroup, telling: Telling) -> list[str]:
    """The groups that have no curve in the picture, and why."""
    words, said = telling.words, []
    if others := found.groups[len(found.drawn) :]:
        said.append(
            words.say(
                N_("Drawn are the {n} groups with most cases. In the table below, but not drawn: {names}."),
                n=len(found.drawn),
                names=_names((item.name for item in others), telling),
            )
        )
    if found.further:
        said.append(
            words.plural(
                N_("{n} smaller group is not told of by itself; it is in the test where it has enough cases."),
                N_("{n} smaller groups are not told of one by one; they are in the test where they have enough cases."),
                len(found.further),
            )
        )
    if found.unfinished:
        said.append(
            words.say(
                N_("Without a case that is over, and so without a curve: {names}."),
                names=_names((name for name, _ in found.unfinished), telling),
            )
        )
    return said


def _curves(found: WaitsByGroup, all_of_it: Curve, by: str, takeaway: str, plot: Plot) -> Exhibit:
    """A curve a group; where the test tells nothing apart, before them the whole, which alone is named then."""
    key, drawn, telling = found.metric.key, found.drawn, plot.telling
    series = tuple(plot.series(item.curve, group_word(item.name, telling), matters=False) for item in drawn)
    if _is_alike(found):
        series = (plot.series(all_of_it, telling.words.say(N_("all")), matters=True), *series)
    caption = " · ".join(_caption(found, by, telling))
    exhibit = f"{key}-curve-by-{by}"
    return Exhibit(exhibit, Shape.CURVE, takeaway, caption, Unit.PERCENT, series, across=plot.across, by=by)


def _caption(found: WaitsByGroup, by: str, telling: Telling) -> list[str]:
    words, drawn = telling.words, found.drawn
    notes = [_head(found, by, telling)]
    notes += (
        words.say(
            N_("{name}: {count}"),
            name=group_word(item.name, telling),
            count=count_of(found.metric, item.curve.n, words),
        )
        for item in drawn
    )
    notes.append(words.say(_look(found)))
    notes += known_later(found.metric.key, by, telling)
    if not _is_alike(found) and any(item.is_few for item in drawn):
        notes.append(words.say(N_("grey: too few to judge by")))
    if found.hidden:
        notes.append(words.plural(N_("{n} small group is hidden"), N_("{n} small groups are hidden"), found.hidden))
    return notes


def _is_alike(found: WaitsByGroup) -> bool:
    """True where groups of enough cases were tested and none can be told apart: one curve is all that can be read."""
    return found.verdict is Verdict.CANNOT_TELL and bool(found.pairs)


def _look(found: WaitsByGroup) -> str:
    """How the curves are drawn, as a template."""
    if _is_alike(found):
        return N_("in colour all cases, with their 95 % range; in grey the groups, which the test does not tell apart")
    has_bands = len(found.drawn) <= MOST_BANDS
    return N_("the bands are the 95 % ranges") if has_bands else N_("95 % ranges stand with the figures")


def _head(found: WaitsByGroup, by: str, telling: Telling) -> str:
    return telling.words.say(
        CAPTIONS[found.metric.key],
        dimension=dimension_name(by, telling.words).lower(),
        filters=telling.filters,
        period=telling.period,
    )


def _table(found: WaitsByGroup, by: str, takeaway: str, plot: Plot) -> Exhibit:
    """Every group that is told of, the largest first, with both levels and the cases."""
    telling, say = plot.telling, plot.telling.words.say
    rows = [_row(item, plot) for item in found.groups]
    rows += [
        (group_word(name, telling), None, None, None, None, n, n, say(N_("none over yet")))
        for name, n in found.unfinished
    ]
    width = len(COLUMNS) if any(row[-1] for row in rows) else len(COLUMNS) - 1  # without notes, none that is empty
    return Exhibit(
        f"{found.metric.key}-by-{by}-table",
        Shape.TABLE,
        takeaway,
        _head(found, by, telling),
        found.metric.unit,
        columns=tuple(map(say, (dimension_name(by, telling.words), *COLUMNS[:width]))),
        rows=tuple(row[: 1 + width] for row in rows),
        by=by,
        is_proof=True,
    )


def _row(item: GroupWait, plot: Plot) -> tuple[Cell, ...]:
    say = plot.telling.words.say
    note = say(N_("too few to judge by")) if item.is_few else ""
    levels = (cell for level in (item.median, item.slowest) for cell in _level_cells(level, plot))
    return (group_word(item.name, plot.telling), *levels, item.curve.n, item.curve.open, note)


def _level_cells(level: Estimate, plot: Plot) -> tuple[Cell, Cell]:
    if level.value is None:
        return plot.telling.words.say(N_("not reached yet")), None
    return plot.written(level.value), plot.range_of(level)


def _names(names: Iterable[str], telling: Telling) -> str:
    return ", ".join(group_word(name, telling) for name in names)

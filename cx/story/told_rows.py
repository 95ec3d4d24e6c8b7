"""The rows behind a mark as a table for people: how each counts, then the row itself, and of what it speaks."""

from dataclasses import dataclass

from cx.contracts.extracts import EXTRACTS
from cx.contracts.units import Unit
from cx.contracts.words import N_, Words, whole
from cx.metrics.counted_rows import CountedRows, counted_rows
from cx.metrics.metric import Form, Metric
from cx.metrics.value import Hidden
from cx.story.counts_as import counts_as
from cx.story.due_table import reasons_said
from cx.story.marks import Mark
from cx.story.period_names import day, name_of
from cx.story.phrases import count_of, level
from cx.story.telling import Telling

COUNTS_AS = N_("Counts as")
TITLES = {
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "counted_on": N_("Counted on"),
    "before": N_("Value before"),
    "after": N_("Value after"),
    "came_by": N_("Acquired by"),
    "mean": N_("Mean of its answers"),
    "worth": N_("Annual value"),
    "name": N_("Account name"),
    "users_before": N_("Active users then"),
    "users_now": N_("Active users"),
    "valued_on": N_("Of value on"),
    "retention": N_("Retention of its segment (%)"),
    "seats_in_use": N_("Seats in use"),
    "prior_score": N_("Score before"),
    "prior_on": N_("Answered before on"),
    "due_on": N_("Due on"),
    "seats": N_("Seats in use (%)"),
    "last_score": N_("Last NPS score"),
    "chance": N_("Chance of renewal (%)"),
    "reasons": N_("Why"),
}
OF_UNIT = {
    Unit.MINUTES: N_("Minutes"),
    Unit.HOURS: N_("Hours"),
    Unit.DAYS: N_("Days"),
    Unit.PERCENT: N_("Percent"),
    Unit.PER_USER: N_("Events for each user"),
}
EVENTS = {"survey": N_("Answers"), "tickets": N_("Tickets"), "usage": N_("Events")}
SAID = ("standing",)
"""Columns that are told by what the row counts as."""
OF_ACCOUNTS = EXTRACTS["accounts"].columns


@dataclass(frozen=True)
class ToldRows:
    """The rows of a mark in words; without rows, `caption` says why there are none."""

    name: str
    caption: str
    about: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    total: int = 0


def told_rows(key: str, mark: Mark, telling: Telling, most: int | None = None) -> ToldRows:
    """The rows that the metric's figure at the mark counts, at most so many of them."""
    found = counted_rows(telling.cursor, key, mark.selection, telling.settings, most)
    about, name = _about(found, mark, telling), f"{key}-rows"
    if not found.rows:
        return ToldRows(name, _why_none(found, telling.words), about)
    words, metric = telling.words, found.metric
    shown = tuple(name for name in found.columns if name not in SAID)
    columns = (words.say(COUNTS_AS), *(_title(name, metric, words) for name in shown))
    counted = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    rows = tuple((counts_as(metric, row, words), *(_cell(row[name], words) for name in shown)) for row in counted)
    caption = caption_of(mark.label, _figure(found, telling), len(rows), found.total, words)
    return ToldRows(name, caption, about, columns, rows, found.total)


def _cell(cell: object, words: Words) -> object:
    """A whole number without its decimals, and reasons in words."""
    if isinstance(cell, tuple):
        return reasons_said(cell, words)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _title(name: str, metric: Metric, words: Words) -> str:
    if name == "denominator" and metric.form is Form.WEIGHTED:
        return words.say(N_("Weight"))
    if name == "duration":
        return words.say(OF_UNIT[metric.unit])
    if name == "events":
        return words.say(EVENTS[metric.fact])
    if name in TITLES:
        return words.say(TITLES[name])
    own = EXTRACTS[metric.extract].columns
    return words.say((own if name in own else OF_ACCOUNTS)[name].title)


def _why_none(found: CountedRows, words: Words) -> str:
    if found.hidden is Hidden.SUBTRACTION:
        return words.say(N_("Its rows stay hidden: with them, what a small group answered could be worked out."))
    if found.hidden is Hidden.PRIVACY:
        return hidden_as_anonymous(words)
    return words.say(N_("No row is counted here."))


def hidden_as_anonymous(words: Words) -> str:
    """Why no row is shown where some belong to an anonymous survey."""
    return words.say(
        N_(
            "Its rows stay hidden: some of them belong to a survey that is anonymous, or that nobody declared as "
            "named when it was loaded."
        )
    )


def caption_of(mark: str, made: str, shown: int, total: int, words: Words) -> str:
    """The figure that the rows of a mark make, and how many of them are shown."""
    if not total:
        return words.say(N_("No row is counted here."))
    said = [words.say(N_("{mark}: {figure}"), mark=mark, figure=made)]
    if shown < total:
        template = N_("the first {shown} of {total} rows; the download has all")
        said.append(words.say(template, shown=whole(shown), total=whole(total)))
    return " · ".join(said)


def _figure(found: CountedRows, telling: Telling) -> str:
    words = telling.words
    return "; ".join(
        words.say(
            N_("{level} from {count}"),
            level=level(value, words, telling.currency),
            count=count_of(value.metric, value.n, words),
        )
        for value in found.values
    )


def _about(found: CountedRows, mark: Mark, telling: Telling) -> tuple[tuple[str, str], ...]:
    words, metric, period = telling.words, found.metric, mark.selection.period
    dates = words.say(
        N_("{period}, {start} to {end}"),
        period=name_of(period, telling.settings),
        start=day(period.start, words),
        end=day(period.end, words),
    )
    lines = (
        (N_("Metric"), words.say(metric.name)),
        (N_("Definition"), f"{metric.key}: {words.say(metric.formula)}"),
        (N_("Shown"), mark.label),
        (N_("Filters"), telling.filters),
        (N_("Period"), dates),
        (N_("Data to"), day(telling.selection.as_of, words)),
        (N_("Figure"), _figure(found, telling)),
    )
    return tuple((words.say(name), text) for name, text in lines)

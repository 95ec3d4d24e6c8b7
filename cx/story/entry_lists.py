"""The lists of targets, benchmarks and events in words: columns and rows, the same for page and shell."""

from collections.abc import Sequence
from dataclasses import dataclass

from cx.contracts.asked_period import shown_period
from cx.contracts.entries import ENTRIES
from cx.contracts.extracts.events import Events
from cx.contracts.extracts.targets import Targets
from cx.contracts.filters import filters_written
from cx.contracts.periods import period_named
from cx.contracts.units import figure
from cx.contracts.words import N_, Words
from cx.insights.target import Judgement, Status, judgements
from cx.metrics.registry import REGISTRY
from cx.store.entries import Entry
from cx.story.goals import goal_text, status_note
from cx.story.period_names import day
from cx.story.phrases import level_on_basis
from cx.story.telling import Telling, segment_text

ORIGIN = N_("From")
JUDGED = (
    N_("Metric"),
    N_("Segment"),
    N_("Period"),
    N_("Target"),
    N_("Figure"),
    N_("Status"),
    N_("Owner"),
    ORIGIN,
)


@dataclass(frozen=True)
class EntryList:
    """A table of entries: its columns in words, and one row of texts an entry."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    statuses: tuple[Status, ...] = ()
    """Of judged targets, whether each is met, row by row."""


def ordered(found: Sequence[Entry], words: Words, fiscal_year_starts: int = 1) -> tuple[Entry, ...]:
    """The entries as a reader looks for them: the latest period or day first, then by name; benchmarks by name alone."""
    named = sorted(found, key=lambda item: entry_name(item, words).casefold())
    return tuple(sorted(named, key=lambda item: _recency(item, fiscal_year_starts), reverse=True))


def _recency(item: Entry, fiscal_year_starts: int) -> tuple[int, int]:
    """How late an entry is for; a year comes before its last quarter."""
    if isinstance(item.row, Targets):
        period = period_named(item.row.period, fiscal_year_starts)
        return period.end.toordinal(), period.days
    return (item.row.date.toordinal(), 0) if isinstance(item.row, Events) else (0, 0)


def entry_list(kind: str, found: Sequence[Entry], words: Words, telling: Telling | None) -> EntryList:
    """The entries as a table; targets with their figure and status, which need data to be told from."""
    if kind == "targets" and telling is not None:
        return _judged_list(found, telling)
    titles = [words.say(column.title) for column in ENTRIES[kind].columns.values()]
    rows = (tuple(_cell(name, item, words, telling) for name in ENTRIES[kind].columns) for item in found)
    origins = (_origin(item, words) for item in found)
    return EntryList(
        (*titles, words.say(ORIGIN)), tuple((*row, origin) for row, origin in zip(rows, origins, strict=True))
    )


def _judged_list(found: Sequence[Entry], telling: Telling) -> EntryList:
    words = telling.words
    judged = judgements(telling.cursor, targets_of(found), telling.selection.as_of, telling.settings)
    rows = (
        (
            *(_cell(name, entry, words, telling) for name in ("metric", "segment", "period")),
            goal_text(item, telling),
            level_on_basis(item.value, words) if item.value else words.say(N_("no data")),
            status_note(item, words),
            item.target.owner or "",
            _origin(entry, words),
        )
        for entry, item in zip(found, judged, strict=True)
    )
    return EntryList(tuple(map(words.say, JUDGED)), tuple(rows), tuple(item.status for item in judged))


def targets_of(found: Sequence[Entry]) -> list[Targets]:
    """The targets among the entries."""
    return [item.row for item in found if isinstance(item.row, Targets)]


def status_document(item: Judgement, telling: Telling) -> dict[str, object]:
    """What is known of a target, as JSON."""
    value = item.value
    return {
        "status": str(item.status),
        "reason": str(item.reason),
        "goal": goal_text(item, telling),
        "actual": value.value if value else None,
        "low": value.low if value else None,
        "high": value.high if value else None,
        "n": value.n if value else 0,
    }


def entry_name(item: Entry, words: Words) -> str:
    """What tells an entry from the others of its kind, in words."""
    cells = (_cell(name, item, words, None) for name in ENTRIES[item.kind].key)
    return " · ".join(cell for cell in cells if cell)


def _cell(name: str, item: Entry, words: Words, telling: Telling | None) -> str:
    """A value as a reader knows it: a metric by its name, a figure with its unit."""
    value = getattr(item.row, name)
    metric = REGISTRY.get(getattr(item.row, "metric", ""))
    if value is None:
        return ""
    if name == "metric":
        return words.say(metric.name) if metric else str(value)
    if name == "value":
        return figure(value, metric.unit, telling.currency if telling else "") if metric else f"{value:g}"
    if name == "segment":
        return segment_text(filters_written(str(value)), words)
    if name == "period":
        return shown_period(str(value))
    return day(value, words) if name == "date" else str(value)


def _origin(item: Entry, words: Words) -> str:
    """The load that brought the entry, or who entered it when."""
    if item.load_id is not None:
        return words.say(N_("load {number}"), number=item.load_id)
    return words.say(N_("{who}, {when}"), who=item.entered_by or "–", when=day(item.entered_at, words))

"""Where a survey's trend breaks: its survey, type, wording, scale or channel changed: it is no longer one line.

Rule 12 of the design. Two periods are of one line where at least half of their answers overlap in each attribute: the
sum over its values of the smaller of both shares. Answers that do not tell an attribute say nothing about it. Of few
answers no mix is judged, but a full change is: there nothing overlaps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, takewhile

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.full_change import is_full_change
from cx.metrics.metric import Metric
from cx.metrics.queries import bucket, condition, counted, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Row, bound, group_of, period_of_group, rows_of, shape, text_of

SURVEY = "survey"
LEAST_OVERLAP = 0.5
KINDS = {
    **dict.fromkeys(("nps", "nps_by_account", "nps_by_revenue"), "nps"),
    **dict.fromkeys(("promoter_share", "passive_share", "detractor_share"), "nps"),
    **dict.fromkeys(("csat", "csat_mean"), "csat"),
    **dict.fromkeys(("ces", "ces_easy", "ces_hard", "ces_1", "ces_1_high"), "ces"),
}
"""The kind of question behind a metric of answers; a metric of invitations has none."""
ASKED = ("survey_name", "relationship", "question", "kind", "scale", "ces_version", "channel")
"""The columns that tell how an answer was asked for."""


class Attribute(StrEnum):
    """What may change in how answers are asked for."""

    SURVEY = "survey"
    RELATIONSHIP = "relationship"
    """Whether it asks about the whole relationship or about one event."""
    WORDING = "wording"
    SCALE = "scale"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Break:
    """An attribute that changed: from which period on, and its leading values before and after."""

    period: Period
    attribute: Attribute
    before: str
    after: str


Line = tuple[str, str | None]
"""A metric's key, and the scale where its scales are never pooled."""


@dataclass(frozen=True)
class Mix:
    """How the answers of a line were asked for in a period: how many they are, and how many tell each value."""

    period: Period
    n: int
    told: dict[Attribute, Counter[str]]


def breaks(
    cursor: DuckDBPyConnection, keys: Sequence[str], selection: Selection, settings: Settings, grain: Grain
) -> dict[Line, tuple[Break, ...]]:
    """The breaks between the periods of the grain within the selection, by line, the earliest first.

    A period in which fewer answers than the metric's minimum tell an attribute is passed over, unless nothing in it is
    as it was: the next one that has enough is compared with the last one that had. Metrics of other facts have none.
    """
    found = _mixes(cursor, keys, selection, settings, grain)
    return {line: _breaks(REGISTRY[line[0]], mixes) for line, mixes in found.items()}


def breaks_since(
    cursor: DuckDBPyConnection,
    keys: Sequence[str],
    compared: Sequence[Period],
    selection: Selection,
    settings: Settings,
) -> dict[Period, dict[Line, tuple[Break, ...]]]:
    """What differs between each of the earlier periods and the selection's, by line, whatever lies between."""
    now = _mixes(cursor, keys, selection, settings, None)
    found = {}
    for before in compared:
        then = _mixes(cursor, keys, selection.over(before), settings, None)
        found[before] = {line: _breaks(REGISTRY[line[0]], (*then.get(line, ()), *mixes)) for line, mixes in now.items()}
    return found


def _breaks(metric: Metric, mixes: tuple[Mix, ...]) -> tuple[Break, ...]:
    found = [item for attribute in Attribute for item in _of_attribute(attribute, metric.minimum_n, mixes)]
    return tuple(sorted(found, key=lambda item: item.period.start))


@dataclass(frozen=True)
class _Since:
    """What an attribute's line holds so far: the last period that counts for it, and the few answers after that."""

    base: Mix
    line: Counter[str]
    """The values of the base and of the periods of few answers after it, but for the last of them that mixed others in."""
    between: Counter[str] = field(default_factory=Counter)
    """That one: where one way of asking gave way to another, both are found."""
    begins: bool = False
    """True where the line begins with the base: then nothing earlier is in it, however few the answers."""

    def with_few(self, told: Counter[str]) -> "_Since":
        """The line with a period of few answers more."""
        if told.keys() <= self.line.keys():
            return replace(self, line=self.line + self.between + told, between=Counter())
        return replace(self, line=self.line + self.between, between=told)


def _of_attribute(attribute: Attribute, least: int, mixes: tuple[Mix, ...]) -> Iterator[Break]:
    """The breaks of one attribute: each period is compared with the last one that counts for its line."""
    telling, since = [mix for mix in mixes if mix.told[attribute]], None
    for at, after in enumerate(telling):
        now = after.told[attribute]
        if since is not None and _is_other(attribute, least, since, telling[at:]):
            yield Break(after.period, attribute, *_leading(since.base.told[attribute], now))
            since = _Since(after, now, begins=True)
        elif since is None or now.total() >= least:
            since = _Since(after, now)
        else:
            since = since.with_few(now)


def _is_other(attribute: Attribute, least: int, since: _Since, onward: Sequence[Mix]) -> bool:
    """True where the first of the periods onward is of another line: less than half is in common, or of few nothing.

    That answers on another scale ceased is no break of a line that went on.
    """
    base, after = since.base, onward[0]
    old, new = base.told[attribute], after.told[attribute]
    is_scale, has_enough = attribute is Attribute.SCALE, old.total() >= least
    if new.total() >= least and (has_enough or since.begins):
        goes_on = is_scale and base.n >= (least if has_enough else 1)
        return not goes_on and _overlap(old, new) < LEAST_OVERLAP
    if (is_scale and base.n) or not (_is_told(attribute, base) and _is_told(attribute, after)):
        return False
    others = takewhile(lambda mix: mix.told[attribute].keys().isdisjoint(since.line), onward)
    return is_full_change(since.line, sum((mix.told[attribute] for mix in others), Counter()))


def _is_told(attribute: Attribute, mix: Mix) -> bool:
    """True where most answers of a period tell the attribute: a few that do speak for themselves alone."""
    return 2 * mix.told[attribute].total() >= mix.n


def _shares(told: Counter[str]) -> dict[str, float]:
    return {value: n / told.total() for value, n in told.items()}


def _overlap(before: Counter[str], after: Counter[str]) -> float:
    """The sum over the values of the smaller of both shares, 0 to 1."""
    new = _shares(after)
    return sum(min(share, new.get(value, 0.0)) for value, share in _shares(before).items())


def _leading(before: Counter[str], after: Counter[str]) -> tuple[str, str]:
    """The most frequent value of each side; where they are one, those that lost and gained most."""
    old, new = _shares(before), _shares(after)
    most = max(sorted(old), key=lambda value: old[value]), max(sorted(new), key=lambda value: new[value])
    if most[0] != most[1]:
        return most
    gained = {value: new.get(value, 0.0) - old.get(value, 0.0) for value in sorted(old | new)}
    return min(gained, key=lambda value: gained[value]), max(gained, key=lambda value: gained[value])


def _mixes(
    cursor: DuckDBPyConnection, keys: Sequence[str], selection: Selection, settings: Settings, grain: Grain | None
) -> dict[Line, tuple[Mix, ...]]:
    """How the answers of each line were asked for, by period in order: one scan for all metrics of one clock."""
    found: dict[Line, tuple[Mix, ...]] = {}
    metrics = sorted((REGISTRY[key] for key in keys if REGISTRY[key].fact == SURVEY), key=lambda metric: metric.clock)
    for clock, group in groupby(metrics, key=lambda metric: metric.clock):
        asked = list(group)
        query = asked_query(tuple(metric.key for metric in asked), grain, settings.fiscal_year_starts, shape(selection))
        rows = rows_of(cursor, query, bound(selection, settings, clock))
        by_period: dict[Period, list[Row]] = defaultdict(list)
        for row in rows:
            by_period[period_of_group(group_of(row, (), grain), grain, selection, settings)].append(row)
        periods = sorted(by_period.items(), key=lambda item: item[0].start)
        for line in (line for metric in asked for line in _lines(metric, rows)):
            found[line] = tuple(_mix(line, period, there) for period, there in periods)
    return found


def _lines(metric: Metric, rows: list[Row]) -> tuple[Line, ...]:
    """The lines of a metric: one a scale where scales are never pooled."""
    scales = {text_of(row["scale"]) if metric.split else None for row in rows if row[f"{metric.key}_n"]}
    return tuple((metric.key, scale) for scale in scales)


def _mix(line: Line, period: Period, rows: list[Row]) -> Mix:
    key, scale = line
    told: dict[Attribute, Counter[str]] = {attribute: Counter() for attribute in Attribute}
    own = [row for row in rows if scale is None or row["scale"] == scale]
    for row in own:
        for attribute in (item for item in Attribute if item is not Attribute.SCALE):
            if (value := _value(attribute, row)) is not None and (attribute is not Attribute.WORDING or key in KINDS):
                told[attribute][value] += _count(row[f"{key}_n"])
    for row in rows:
        if row["kind"] == KINDS.get(key) and (value := _value(Attribute.SCALE, row)) is not None:
            told[Attribute.SCALE][value] += _count(row["answers"])
    return Mix(period, sum(_count(row[f"{key}_n"]) for row in own), told)


def _value(attribute: Attribute, row: Row) -> str | None:
    """What a row tells of an attribute: a question without a wording of its own carries its kind, which tells none."""
    if attribute is Attribute.SURVEY:
        return text_of(row["survey_name"])
    if attribute is Attribute.RELATIONSHIP:
        return text_of(row["relationship"])
    if attribute is Attribute.WORDING:
        return text_of(row["question"]) if row["question"] != row["kind"] else None
    if attribute is Attribute.CHANNEL:
        return text_of(row["channel"])
    return f"CES {row['ces_version']}" if row["ces_version"] else text_of(row["scale"])


def _count(value: object) -> int:
    return int(str(value))


@lru_cache(maxsize=256)
def asked_query(
    keys: tuple[str, ...], grain: Grain | None, fiscal_year_starts: int, filters: tuple[tuple[str, int], ...]
) -> str:
    """One scan that counts the answers of every metric of one clock by how they were asked for, and by time."""
    metrics = [REGISTRY[key] for key in keys]
    columns: list[exp.Expr] = [exp.column(name) for name in ASKED]
    if grain:
        columns.append(exp.alias_(bucket(metrics[0].clock, grain, fiscal_year_starts), str(grain), quoted=True))
    sums = [expression("count(score) AS answers")]
    sums += [expression(f"count(*) FILTER ({counted(metric).sql('duckdb')}) AS {metric.key}_n") for metric in metrics]
    query = exp.select(*columns, *sums).from_(f"fact_{SURVEY}").where(condition(metrics[0].clock, filters))
    return query.group_by(*(str(place) for place in range(1, len(columns) + 1))).sql(dialect="duckdb")

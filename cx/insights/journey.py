"""The touchpoints along the customer's journey: what is heard at each, what moved there, and which are silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.adjusted import adjusted, is_tested
from cx.insights.change import Change
from cx.insights.continuity import Continuity
from cx.metrics.compute import Asked, compute
from cx.metrics.places import Place, Way, places, ways
from cx.metrics.value import MetricValue

ASKED = ("nps", "csat", "ces", "ces_1")
"""The main figure of each kind of question, never pooled with another or over scales."""
RATED = "ticket_csat"
PLACE = ("journey_stage", "touchpoint")
Column = tuple[str, str | None]
"""A metric's key, and the scale where there are several of it."""


@dataclass(frozen=True, eq=False)
class Stop:
    """One touchpoint of the journey with its figures of the period, hidden ones among them."""

    stage: str | None
    touchpoint: str | None
    figures: dict[Column, MetricValue]
    place: Place | None
    """What surveys know of it; None for tickets."""
    way: Way | None = None
    """The tickets that came here, where it is a channel of theirs."""

    @property
    def is_silent(self) -> bool:
        """True where the period has no answer: asked before, asked in vain, or met with tickets and never asked."""
        return not self.figures


@dataclass(frozen=True, eq=False)
class Journey:
    """All touchpoints in the order of the journey."""

    stops: tuple[Stop, ...]
    columns: tuple[Column, ...]
    moved: tuple[Change, ...]
    """The told changes since the previous period, the surest and largest first."""
    looked_at: int
    """How many figures were looked at for them, which their words are adjusted for."""


def journey(cursor: DuckDBPyConnection, selection: Selection, settings: Settings, line: Continuity) -> Journey | None:
    """The map of the period; None where no survey ever named a touchpoint or a stage."""
    known = places(cursor, selection, settings)
    if not known:
        return None
    now = compute(cursor, ASKED, selection, settings, Asked(by=PLACE))
    stops = [Stop(item.stage, item.touchpoint, _figures(now, item), item) for item in known]
    stops += _of_tickets(cursor, selection, settings, stops)
    columns = [(key, scale) for key in (*ASKED, RATED) for scale in _scales(stops, key)]
    pairs = _pairs(cursor, now, selection, settings, line)
    return Journey(
        tuple(sorted(stops, key=lambda stop: _order(stop, settings.journey_stages))),
        tuple(columns),
        _moved(pairs, line),
        sum(map(is_tested, pairs)),
    )


def _figures(values: Iterable[MetricValue], place: Place) -> dict[Column, MetricValue]:
    here = [value for value in values if _place(value) == (place.stage, place.touchpoint)]
    return {_column(value): value for value in here if value.value is not None or value.hidden}


def _place(value: MetricValue) -> tuple[str | None, ...]:
    group = dict(value.group)
    return tuple(group[name] for name in PLACE)


def _column(value: MetricValue) -> Column:
    return value.metric.key, dict(value.group).get(value.metric.split) if value.metric.split else None


def _of_tickets(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, stops: Sequence[Stop]
) -> list[Stop]:
    """The channels of tickets with their ratings; without any, silent unless a survey hears of the same name."""
    found = ways(cursor, selection, settings)
    if not found:
        return []
    rated = compute(cursor, [RATED], selection, settings, Asked(by=("channel",)))
    heard = {(stop.touchpoint or "").casefold() for stop in stops if stop.figures}
    stage = next((stop.stage for stop in stops if (stop.stage or "").casefold() == "support"), "support")
    made = []
    for way in found:
        here = [value for value in rated if dict(value.group)["channel"] == way.channel and value.value is not None]
        if here or way.channel.casefold() not in heard:
            made.append(Stop(stage, way.channel, {_column(value): value for value in here}, None, way))
    return made


def _scales(stops: Iterable[Stop], key: str) -> list[str | None]:
    found = {column[1] for stop in stops for column in stop.figures if column[0] == key}
    return sorted(found, key=lambda scale: scale or "")


def _order(stop: Stop, stages: Sequence[str]) -> tuple[object, ...]:
    """The declared order of the stages, others after them by name, without a stage last; tickets end their stage."""
    named = [_plain(stage) for stage in stages]
    stage = _plain(stop.stage or "")
    at = named.index(stage) if stage in named else len(named) + (not stage)
    return at, stage, stop.way is not None, (stop.touchpoint or "").casefold()


def _plain(stage: str) -> str:
    return " ".join(stage.replace("_", " ").replace("-", " ").split()).casefold()


def _pairs(
    cursor: DuckDBPyConnection, now: list[MetricValue], selection: Selection, settings: Settings, line: Continuity
) -> list[tuple[MetricValue, MetricValue]]:
    """Each figure beside the same one of the previous period."""
    then = compute(cursor, ASKED, selection.over(line.compared[0]), settings, Asked(by=PLACE))
    before = {(value.metric.key, value.scale, _place(value)): value for value in then if value.value is not None}
    named = [((value.metric.key, value.scale, _place(value)), value) for value in now if value.value is not None]
    return [(before[name], value) for name, value in named if name in before]


def _moved(pairs: list[tuple[MetricValue, MetricValue]], line: Continuity) -> tuple[Change, ...]:
    """The changes that can be told after looking at all, none across a break of its line."""
    changes = map(line.capped, adjusted(pairs))
    told = [item for item in changes if item.is_told and not line.breaks_in("touchpoint", item)]
    return tuple(sorted(told, key=lambda item: (str(item.verdict) != "sure", -_size(item))))


def _size(item: Change) -> float:
    return abs(item.value or 0.0) / (item.after.metric.smallest_change or 1.0)

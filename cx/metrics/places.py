"""The places where customers meet the company: what was ever asked there, and what tickets came in which way."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import dimensions_of, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import bound, rows_of, shape, text_of


@dataclass(frozen=True)
class Place:
    """A stage of the journey and a touchpoint in it, as surveys know them up to the end of a period."""

    stage: str | None
    touchpoint: str | None
    asked: int
    """Invitations sent in the period."""
    answered: int
    """Answers that came in the period."""
    last_on: date
    """The last day on which anybody was asked or answered."""


@dataclass(frozen=True)
class Way:
    """A channel by which tickets came in the period."""

    channel: str
    tickets: int


def places(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[Place, ...]:
    """Every place that any survey asked about by the end of the period, that pass the filters."""
    rows = rows_of(cursor, _places_query(shape(selection)), bound(selection, settings))
    found = []
    for row in rows:
        last = row["last_on"]
        assert isinstance(last, date)
        found.append(
            Place(text_of(row["stage"]), text_of(row["place"]), _count(row["asked"]), _count(row["answered"]), last)
        )
    return tuple(found)


@lru_cache(maxsize=64)
def _places_query(filters: tuple[tuple[str, int], ...]) -> str:
    within = "BETWEEN $start AND $end"
    query = f"""SELECT journey_stage AS stage, touchpoint AS place, count(*) FILTER (sent_on {within}) AS asked,
          count(score) FILTER (responded_on {within}) AS answered,
          max(greatest(CASE WHEN sent_on <= $end THEN sent_on END, CASE WHEN responded_on <= $end THEN responded_on END))
            AS last_on
        FROM fact_survey
        WHERE (sent_on <= $end OR responded_on <= $end) AND (journey_stage IS NOT NULL OR touchpoint IS NOT NULL)
          AND {_passing(filters)}
        GROUP BY ALL"""
    return expression(query).sql(dialect="duckdb")


def ways(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[Way, ...]:
    """The channels by which tickets came in the period; none where a filter is of surveys alone, or means another."""
    known = set(dimensions_of(REGISTRY["ticket_csat"])) - {"channel"}
    if not {item.dimension for item in selection.filters} <= known:
        return ()
    rows = rows_of(cursor, _ways_query(shape(selection)), bound(selection, settings))
    return tuple(Way(str(row["way"]), _count(row["tickets"])) for row in rows)


@lru_cache(maxsize=64)
def _ways_query(filters: tuple[tuple[str, int], ...]) -> str:
    query = f"""SELECT channel AS way, count(*) AS tickets FROM fact_tickets
        WHERE opened_on BETWEEN $start AND $end AND channel IS NOT NULL AND {_passing(filters)}
        GROUP BY ALL ORDER BY tickets DESC, way"""
    return expression(query).sql(dialect="duckdb")


def _passing(filters: tuple[tuple[str, int], ...]) -> str:
    return " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"


def _count(value: object) -> int:
    return int(str(value))

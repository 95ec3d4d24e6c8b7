"""Who passes tickets to whom: the changes of owner from one team, or role, to another."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, expression, filter_conditions
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import bound, rows_of, shape

TEAM, ROLE = "team", "role"
NAMED = {
    TEAM: "coalesce(c.{side}_team, c.{side}_role)",
    ROLE: "coalesce(c.{side}_role, {side}_known.role)",
}
"""How a holder is called: where a log names no teams roles stand for them, and the table of teams tells roles."""


@dataclass(frozen=True)
class Move:
    """How often tickets went from one holder to another, and how many of those times they came back to a former one."""

    giver: str
    taker: str
    times: int
    back: int
    """Times that the taker had held the ticket before: a bounce."""


@dataclass(frozen=True)
class Handoffs:
    """The moves of the tickets opened in a period, between teams or between roles, the most frequent first."""

    between: str
    moves: tuple[Move, ...]
    tickets: int
    """Tickets that moved at least once."""

    @property
    def times(self) -> int:
        """All moves."""
        return sum(move.times for move in self.moves)

    @property
    def back(self) -> int:
        """All bounces."""
        return sum(move.back for move in self.moves)


@dataclass(frozen=True, slots=True)
class Handoff:
    """One time that a ticket went from one holder to another."""

    ticket: str
    at: datetime
    giver: str
    taker: str
    is_back: bool
    """True where the taker had held the ticket before."""


def _moves(between: str, filters: tuple[tuple[str, int], ...]) -> str:
    """What each query begins with: holders in their order, times without one passed over, the same one twice once.

    Capitals tell no holders apart; each is written as it is most often.
    """
    giver, taker = (NAMED[between].format(side=side) for side in ("from", "to"))
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    return f"""
        WITH asked AS (SELECT ticket_id FROM fact_tickets WHERE opened_on BETWEEN $start AND $end AND {passing}),
          changes AS (SELECT c.ticket_id, c.changed_at, {giver} AS giver, {taker} AS taker, row_number() OVER (
              PARTITION BY c.ticket_id ORDER BY c.changed_at, c.from_team NULLS FIRST, c.to_team NULLS FIRST, c.to_role
            ) AS place
            FROM owner_changes c SEMI JOIN asked a ON a.ticket_id = c.ticket_id
            LEFT JOIN known_teams from_known ON from_known.mark = lower(c.from_team)
            LEFT JOIN known_teams to_known ON to_known.mark = lower(c.to_team)
            WHERE c.changed_at < $as_of + INTERVAL 1 DAY),
          holders AS (SELECT ticket_id, changed_at, 0 AS place, giver AS name FROM changes WHERE place = 1
            UNION ALL SELECT ticket_id, changed_at, place, taker FROM changes),
          stays AS (SELECT *, lower(name) AS mark FROM holders WHERE name IS NOT NULL
            QUALIFY mark IS DISTINCT FROM lag(mark) OVER (PARTITION BY ticket_id ORDER BY place)),
          moves AS (SELECT ticket_id, changed_at, lag(mark) OVER (PARTITION BY ticket_id ORDER BY place) AS giver, mark AS taker,
              row_number() OVER (PARTITION BY ticket_id, mark ORDER BY place) > 1 AS is_back FROM stays),
          written AS (SELECT lower(name) AS mark, mode(name ORDER BY name) AS name FROM holders
            WHERE name IS NOT NULL GROUP BY ALL)"""


@lru_cache(maxsize=64)
def _query(between: str, filters: tuple[tuple[str, int], ...]) -> str:
    query = f"""{_moves(between, filters)}
        SELECT g.name AS giver, t.name AS taker, count(*) AS times, count(*) FILTER (m.is_back) AS back,
          (SELECT count(DISTINCT ticket_id) FROM moves WHERE giver IS NOT NULL) AS tickets
        FROM moves m JOIN written g ON g.mark = m.giver JOIN written t ON t.mark = m.taker
        GROUP BY ALL ORDER BY times DESC, giver, taker"""
    return expression(query).sql(dialect="duckdb")


@lru_cache(maxsize=64)
def _each_query(between: str, filters: tuple[tuple[str, int], ...]) -> str:
    query = f"""{_moves(between, filters)}
        SELECT m.ticket_id AS ticket, m.changed_at AS at, g.name AS giver, t.name AS taker, m.is_back
        FROM moves m JOIN written g ON g.mark = m.giver JOIN written t ON t.mark = m.taker
        ORDER BY m.changed_at DESC, m.ticket_id"""
    return expression(query).sql(dialect="duckdb")


def handoffs(cursor: DuckDBPyConnection, selection: Selection, settings: Settings, between: str) -> Handoffs | None:
    """The moves between teams or roles of the tickets opened in the period; None where none is known.

    Raises UnknownDimension for a filter that tickets do not have.
    """
    check_dimensions(REGISTRY["bounce_rate"], tuple(item.dimension for item in selection.filters))
    rows = rows_of(cursor, _query(between, shape(selection)), bound(selection, settings, "opened_on"))
    if not rows:
        return None
    moves = tuple(
        Move(str(row["giver"]), str(row["taker"]), int(str(row["times"])), int(str(row["back"]))) for row in rows
    )
    return Handoffs(between, moves, int(str(rows[0]["tickets"])))


def each_handoff(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, between: str
) -> tuple[Handoff, ...]:
    """The same moves one by one, the latest first; raises UnknownDimension for a filter that tickets do not have."""
    check_dimensions(REGISTRY["bounce_rate"], tuple(item.dimension for item in selection.filters))
    rows = rows_of(cursor, _each_query(between, shape(selection)), bound(selection, settings, "opened_on"))
    return tuple(
        Handoff(
            str(row["ticket"]),
            datetime.fromisoformat(str(row["at"])),
            str(row["giver"]),
            str(row["taker"]),
            bool(row["is_back"]),
        )
        for row in rows
    )

"""The tickets that a flow counts, one by one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, expression, filter_conditions
from cx.metrics.rows import Row, bound, rows_of, shape, text_of
from cx.metrics.ticket_flow import BACKLOG

MOST_TICKETS = 50_000
"""Of more, none is listed, since a reader's page would hold them all: the rows of the backlog still reach them."""
TOLD = ("priority", "category", "team", "channel")


@dataclass(frozen=True, slots=True)
class FlowTicket:
    """One ticket with the days that it is counted by."""

    ticket: str
    account: str | None
    opened_on: date
    resolved_on: date | None
    """None where it was open on the last day that is known."""
    group: str
    """Its value of the dimension of the split; empty where it has none."""
    told: tuple[str | None, ...]
    """What TOLD names."""

    def is_opened_in(self, span: Period) -> bool:
        """True where it came in the span."""
        return self.opened_on in span

    def is_resolved_in(self, span: Period) -> bool:
        """True where it was resolved in the span."""
        return self.resolved_on is not None and self.resolved_on in span

    def is_open_before(self, span: Period) -> bool:
        """True where it was open as the span began."""
        return self.opened_on < span.start and (self.resolved_on is None or self.resolved_on >= span.start)

    def is_open_after(self, span: Period) -> bool:
        """True where it is open at the end of the span."""
        return self.opened_on <= span.end and (self.resolved_on is None or self.resolved_on > span.end)


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...], by: str) -> str:
    passing = " AND ".join(part.sql(dialect="duckdb") for part in filter_conditions(filters)) or "true"
    told = ", ".join(f"CAST({name} AS VARCHAR) AS told_{name}" for name in TOLD)
    query = f"""
        SELECT ticket_id, CAST(account_id AS VARCHAR) AS account, opened_on,
          CASE WHEN resolved_on <= $as_of THEN resolved_on END AS resolved,
          {f"CAST({by} AS VARCHAR)" if by else "''"} AS grp, {told}
        FROM fact_tickets WHERE opened_on <= $end AND coalesce(resolved_on >= $first, true) AND {BACKLOG.counted}
          AND NOT coalesce({BACKLOG.negative}, false) AND {passing}
        ORDER BY opened_on DESC, ticket_id LIMIT {MOST_TICKETS + 1}"""
    return expression(query).sql(dialect="duckdb")


def flow_tickets(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, first: date, by: str = ""
) -> tuple[FlowTicket, ...]:
    """The tickets that were open on a day or came since, up to the end of the period, the latest first.

    None of them where they are more than MOST_TICKETS. Raises UnknownDimension for a split or filter that tickets do
    not have.
    """
    check_dimensions(BACKLOG, (*((by,) if by else ()), *(item.dimension for item in selection.filters)))
    given = bound(selection, settings, BACKLOG.clock) | {"first": first}
    rows = rows_of(cursor, _query(shape(selection), by), given)
    return tuple(map(_ticket, rows)) if len(rows) <= MOST_TICKETS else ()


def _ticket(row: Row) -> FlowTicket:
    return FlowTicket(
        str(row["ticket_id"]),
        text_of(row["account"]),
        date.fromisoformat(str(row["opened_on"])),
        None if row["resolved"] is None else date.fromisoformat(str(row["resolved"])),
        text_of(row["grp"]) or "",
        tuple(text_of(row[f"told_{name}"]) for name in TOLD),
    )

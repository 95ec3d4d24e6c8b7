"""The rows that a file's records become, where they are not one and the same."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection
from sqlglot import exp

from cx.ingest.reshaping import BLOCK, HANDOFFS, OWNER_BEFORE, RECORD, Events, Reshaping, Skip, made

RECORDS = "records"
"""Every record of the file that the reader could split: its cells, its number from 0, and why it is no data."""


@dataclass(frozen=True)
class Skipped:
    """How many records are no data, and for which of the mapping's words; without a word, for want of an answer."""

    count: int
    reason: Skip | None


def keep_records(cursor: DuckDBPyConnection, scan: str, given: dict[str, str], reshaping: Reshaping) -> None:
    """Read the file's records into a table of their own."""
    skip = exp.Case()
    for number, item in enumerate(reshaping.skips):
        skip = skip.when(item.holds.copy(), exp.convert(number))
    reason = skip.sql("duckdb") if reshaping.skips else "CAST(NULL AS INTEGER)"
    numbered = f"SELECT *, row_number() OVER () - 1 AS {RECORD} FROM {scan}"
    drop_records(cursor)
    cursor.execute(f"CREATE TEMP TABLE {RECORDS} AS SELECT *, {reason} AS skip FROM ({numbered})", given)


def drop_records(cursor: DuckDBPyConnection) -> None:
    """Let the kept records go."""
    cursor.execute(f"DROP TABLE IF EXISTS temp.{RECORDS}")


def rows_of_records(reshaping: Reshaping, cells: str) -> str:
    """The rows that the kept records become, as a table to select from; `cells` names the file's cells."""
    rows = f"SELECT * EXCLUDE (skip) FROM {RECORDS} WHERE skip IS NULL"
    for field, text in reshaping.made.items():
        rows = _numbered(rows, field, text, cells)
    if reshaping.events:
        rows = (_changes if reshaping.events.changes else _last_states)(rows, reshaping.events)
    return f"({_by_question(rows, reshaping)})"


def _numbered(rows: str, field: str, text: exp.Expr, cells: str) -> str:
    """Ids of the text that the cells make; repeats carry their number, whatever the order of the file."""
    # The whole record decides which of two repeats is the first, so that an export sorted anew gives the same ids.
    place = f"row_number() OVER (PARTITION BY made_text ORDER BY hash({cells}), {RECORD})"
    texts = f"SELECT *, {text.sql('duckdb')} AS made_text FROM ({rows})"
    again = "CASE WHEN place > 1 THEN '-' || place ELSE '' END"
    own = f"CASE WHEN made_text IS NOT NULL THEN left(md5(made_text), 16) || {again} END"
    placed = f"SELECT *, {place} AS place FROM ({texts})"
    return f"SELECT * EXCLUDE (made_text, place), {own} AS {made(field).sql('duckdb')} FROM ({placed})"


def _last_states(rows: str, events: Events) -> str:
    """The last row of each ticket, with how often its owner changed; a row without a key or a place stays, to be refused."""
    ticket = f"PARTITION BY coalesce(ticket, 'record ' || {RECORD})"
    latest = f"row_number() OVER ({ticket} ORDER BY happened_at DESC, {RECORD} DESC)"
    changes = f"CAST(count(*) FILTER (is_change) OVER ({ticket}) AS BIGINT)"
    placed = f"SELECT *, {latest} AS latest, {changes} AS {HANDOFFS} FROM ({changed(rows, events)})"
    own = "ticket, happened_at, owner, unordered, before, is_change, latest"
    return f"SELECT * EXCLUDE ({own}) FROM ({placed}) WHERE latest = 1"


def _changes(rows: str, events: Events) -> str:
    """The rows by which a ticket changed hands, with who held it before, and those without a place, to be refused."""
    kept = "is_change OR unordered" if events.keeps_unordered else "is_change"
    return f"SELECT *, before AS {OWNER_BEFORE} FROM ({changed(rows, events)}) WHERE {kept}"


def changed(rows: str, events: Events) -> str:
    """Each row of an event log with its ticket, its place in time, its owner, the owner before and whether they differ.

    A row without a place belongs to no ticket here.
    """
    read = f"SELECT *, coalesce({events.unordered.sql('duckdb')}, false) AS unordered FROM ({rows})"
    named = (
        f"SELECT *, CASE WHEN NOT unordered THEN {events.key.sql('duckdb')} END AS ticket, "
        f"{events.order.sql('duckdb')} AS happened_at, {events.owner.sql('duckdb')} AS owner FROM ({read})"
    )
    before = f"lag(owner IGNORE NULLS) OVER (PARTITION BY ticket ORDER BY happened_at, {RECORD})"
    differs = "coalesce(ticket IS NOT NULL AND owner <> before, false)"
    return f"SELECT *, {differs} AS is_change FROM (SELECT *, {before} AS before FROM ({named}))"


def _by_question(rows: str, reshaping: Reshaping) -> str:
    if not reshaping.scores:
        return f"SELECT *, 0 AS {BLOCK} FROM ({rows})"
    scores = exp.Array(expressions=[score.copy() for score in reshaping.scores]).sql("duckdb")
    asked = f"SELECT *, {scores} AS scores FROM ({rows})"
    spread = f"SELECT *, unnest(range({len(reshaping.scores)}))::INTEGER AS {BLOCK} FROM ({asked})"
    invited = f" OR ({BLOCK} = 0 AND len(list_filter(scores, lambda x: x IS NOT NULL)) = 0)"
    kept = f"scores[{BLOCK} + 1] IS NOT NULL{invited if reshaping.keeps_unanswered else ''}"
    return f"SELECT * EXCLUDE (scores) FROM ({spread}) WHERE {kept}"


def skipped(cursor: DuckDBPyConnection, reshaping: Reshaping, staged: str) -> tuple[Skipped, ...]:
    """The records that are no data, by the reason; those without an answer last."""
    counted = cursor.execute(
        f"SELECT skip, count(*) FROM {RECORDS} WHERE skip IS NOT NULL GROUP BY skip ORDER BY skip"
    ).fetchall()
    found = [Skipped(count, reshaping.skips[number]) for number, count in counted]
    if reshaping.scores:
        silent = cursor.execute(
            f"SELECT count(*) FROM {RECORDS} WHERE skip IS NULL AND {RECORD} NOT IN (SELECT {RECORD} FROM {staged})"
        ).fetchall()[0][0]
        found += [Skipped(silent, None)] if silent else []
    return tuple(found)

"""The changes of owner in an event log of tickets: the second extract that one file holds."""

from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import FileColumn, Mapping
from cx.contracts.words import N_, Words
from cx.ingest.plan import Plan, plan
from cx.ingest.said_in_header import target_of
from cx.store.checking import REPEATED, Places
from cx.store.reshaped import RECORDS
from cx.store.staging import STAGED

OWNER_CHANGES = "owner_changes"


def changes_plan(made: Plan) -> Plan | None:
    """The plan by which the ticket log's changes of owner load; None where the mapping names no owner."""
    log = made.mapping.event_log
    if log is None or log.owner is None:
        return None
    mapping = Mapping(
        extract=OWNER_CHANGES,
        source=made.mapping.source,
        columns={"ticket_id": log.key, "changed_at": _moment(log.order), "to_team": log.owner},
        event_log=log,
        skip={made.mapping.header_of(name) or name: words for name, words in made.mapping.skip.items()},
        declare=made.mapping.declare,
    )
    return _without_unordered(plan(made.reading, mapping, made.today))


def _without_unordered(made: Plan) -> Plan:
    """The plan that leaves records without a place in the log to the load of the tickets, which refuses them."""
    if made.reshaping is None or made.reshaping.events is None:
        return made
    events = replace(made.reshaping.events, keeps_unordered=False)
    return replace(made, reshaping=replace(made.reshaping, events=events))


def _moment(order: str | FileColumn) -> str | FileColumn:
    """The column of the changes' times, with the zone or unit that its header says where nobody says more."""
    return target_of(order, EXTRACTS[OWNER_CHANGES].columns["changed_at"]) if isinstance(order, str) else order


def set_aside(cursor: DuckDBPyConnection, name: str) -> None:
    """Keep what is staged under another name, while something else is staged."""
    for table in (STAGED, REPEATED, RECORDS):
        cursor.execute(f"ALTER TABLE temp.{table} RENAME TO {table}_{name}")


def bring_back(cursor: DuckDBPyConnection, name: str) -> None:
    """Make what was set aside the staged rows again; what is staged now goes."""
    for table in (STAGED, REPEATED, RECORDS):
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
        cursor.execute(f"ALTER TABLE temp.{table}_{name} RENAME TO {table}")


def drop_set_aside(cursor: DuckDBPyConnection, name: str) -> None:
    """Let go what was set aside, if anything was."""
    for table in (STAGED, REPEATED, RECORDS):
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}_{name}")


@dataclass(frozen=True)
class Changes:
    """The changes of owner that a ticket log holds besides its tickets, staged and set aside."""

    plan: Plan
    places: Places
    rows: int
    good: int


def changes_sentence(found: Changes, words: Words) -> str:
    """How many changes of owner the file holds besides its tickets, and whether they can be read."""
    if not found.good:
        return words.plural(
            N_("The file also tells {n} change of who holds a ticket, left out since nothing says when it was."),
            N_("The file also tells {n} changes of who holds a ticket, left out since nothing says when they were."),
            found.rows,
        )
    return words.plural(
        N_("The file also tells {n} change of who holds a ticket; it loads as an owner change."),
        N_("The file also tells {n} changes of who holds a ticket; they load as owner changes."),
        found.rows,
    )

"""Wide tables that the metrics read: account attributes copied in as known at the fact's date, dimensions as ENUM."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.settings import Settings
from cx.store.sparse import rows_of
from cx.store.terms import build_terms
from cx.store.ticket_bounces import BOUNCES
from cx.store.ticket_roles import TOLD, TOLD_COLUMNS, build_roles

ALWAYS = "DATE '0001-01-01'"
FOREVER = "DATE '9999-12-31'"


@dataclass(frozen=True)
class Fact:
    """How one wide table is made: its source, its date for attributes, its clocks and its own values."""

    name: str
    source: str
    attributes_on: str
    clocks: dict[str, str]
    values: dict[str, str]
    told_by: tuple[str, ...] = ()
    """Other extracts that its rows take something from."""

    @property
    def extract(self) -> str:
        """The extract that the fact comes from."""
        return self.name

    @property
    def own_dimensions(self) -> tuple[str, ...]:
        """Dimensions that the rows carry themselves."""
        return EXTRACTS[self.name].dimensions

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension of the wide table, the account's included."""
        return (*dict.fromkeys((*self.own_dimensions, *sorted(ACCOUNT_DIMENSIONS), "account_id")),)


ANSWERED = "coalesce(f.responded_at, CASE WHEN f.score IS NOT NULL THEN f.sent_at END)"
"""When an answer came in; a score without a date of its own is dated by its invitation."""

LEADS = f"row_number() OVER (PARTITION BY f.response_id ORDER BY {ANSWERED} NULLS LAST, f.question) = 1"
"""True on the row that speaks for its whole response, an answered one where there is one: one invitation may ask
several questions."""
DETRACTED = f"CASE WHEN f.kind = 'nps' AND f.score <= 6 THEN {ANSWERED} END"
"""When a detractor answered: the moment from which somebody should make contact."""


def _since_answer(moment: str) -> str:
    """What followed an answer; one that is dated with the answer's own day alone is not taken as before it."""
    return f"CASE WHEN {moment} = {ANSWERED}::DATE THEN greatest({moment}, {ANSWERED}) ELSE {moment} END"


ALONE = {"response_id": "rowid", "leads": "true"}
"""What tells responses apart where each has one row: there, the ids are not written a second time."""

# Where both tickets know their contact, it must be the same one at the same account; where either does not, only the
# account must be the same. So a ticket without a contact is followed by any of its account (`anyone`), one with a
# contact also by those of the account without. No ticket follows itself: the next one opens after this one did, also
# where it was resolved before it was opened. least() passes over NULL.
TOPIC = "coalesce(category, '') AS topic"
TICKETS_WITH_NEXT = f"""(
  SELECT t.* EXCLUDE (home, anyone, topic, done_at), least(p.opened_at, a.opened_at) AS next_opened_at FROM (
    SELECT *, coalesce(account_id, '') AS home, contact_id IS NULL AS anyone, {TOPIC},
      CASE WHEN resolved_at IS NOT NULL THEN greatest(resolved_at, opened_at) END AS done_at FROM {TOLD}) t
  ASOF LEFT JOIN (
    SELECT coalesce(account_id, '') AS home, contact_id, {TOPIC}, opened_at FROM tickets
    WHERE contact_id IS NOT NULL) p
  ON t.home = p.home AND t.contact_id = p.contact_id AND t.topic = p.topic AND t.done_at < p.opened_at
  ASOF LEFT JOIN (
    SELECT account_id, true AS anyone, {TOPIC}, opened_at FROM tickets
    UNION ALL
    SELECT account_id, false AS anyone, {TOPIC}, opened_at FROM tickets
    WHERE contact_id IS NULL AND EXISTS (SELECT 1 FROM tickets WHERE contact_id IS NOT NULL)) a
  ON t.account_id = a.account_id AND t.anyone = a.anyone AND t.topic = a.topic AND t.done_at < a.opened_at)"""

TICKETS = f"""(
  SELECT t.*, b.passed_at, b.bounced_at FROM {TICKETS_WITH_NEXT} t
  LEFT JOIN ({BOUNCES}) b ON b.ticket_id = t.ticket_id)"""

FACTS = {
    fact.name: fact
    for fact in (
        Fact(
            "survey",
            "survey",
            "coalesce(f.responded_at, f.sent_at)",
            {"responded_on": ANSWERED, "sent_on": "f.sent_at"},
            {
                "response_id": "f.response_id",
                "score": "f.score::TINYINT",
                "named": "f.named",
                "leads": LEADS,
                "detracted_at": DETRACTED,
                "contacted_at": _since_answer("f.contacted_at"),
                "closed_at": _since_answer("f.closed_at"),
                "contacts_known": "EXISTS (SELECT 1 FROM survey WHERE contacted_at IS NOT NULL)",
                "closings_known": "EXISTS (SELECT 1 FROM survey WHERE closed_at IS NOT NULL)",
            },
        ),
        Fact(
            "tickets",
            TICKETS,
            "f.opened_at",
            {
                "opened_on": "f.opened_at",
                "resolved_on": "f.resolved_at",
                "promised_on": "f.promised_at",
                "response_promised_on": "f.response_promised_at",
                "sla_on": "coalesce(f.promised_at, CASE WHEN f.sla_met IS NOT NULL "
                "THEN coalesce(f.resolved_at, f.opened_at) END)",
            },
            {
                "ticket_id": "f.ticket_id",
                "opened_at": "f.opened_at",
                "resolved_at": "f.resolved_at",
                "promised_at": "f.promised_at",
                "response_promised_at": "f.response_promised_at",
                "first_response_minutes": "coalesce(f.first_response_minutes, "
                "date_diff('second', f.opened_at, f.first_response_at) / 60.0)",
                # Minutes past any calendar leave the moment unknown instead of stopping the load.
                "responded_at": "coalesce(f.first_response_at, CASE WHEN abs(f.first_response_minutes) < 1e8 "
                "THEN f.opened_at + to_seconds(f.first_response_minutes * 60) END)",
                "sla_met": "f.sla_met",
                "satisfaction": "f.satisfaction::TINYINT",
                "handoffs": "f.handoffs",
                "replies": "f.replies",
                "reopens": "f.reopens",
                "next_opened_at": "f.next_opened_at",
                "passed_at": "f.passed_at",
                "bounced_at": "f.bounced_at",
            },
            ("owner_changes",),
        ),
        Fact(
            "renewals",
            "terms",
            "coalesce(f.due_on, f.starts_on)",
            {"due_on": "f.due_on"},
            {
                name: f"f.{name}"
                for name in (
                    "contract_id",
                    "starts_on",
                    "ends_on",
                    "covered_to",
                    "amount",
                    "amount_after",
                    "implied",
                    "stated",
                    "decided_on",
                    "successor_on",
                    "successor_amount",
                    "seats_licensed",
                    "seats_active",
                )
            },
        ),
        Fact(
            "usage",
            "usage",
            "f.used_on",
            {"used_on": "f.used_on"},
            {"active_users": "f.active_users", "licensed_users": "f.licensed_users", "events": "f.events"},
        ),
    )
}


def rebuild(cursor: DuckDBPyConnection, extract: str, settings: Settings) -> None:
    """Make anew every wide table that a load of the extract touches, inside the caller's transaction."""
    if extract == "accounts":
        build_spans(cursor)
    if extract == "renewals":
        build_terms(cursor, settings)
    if extract in ("tickets", "owner_changes"):
        build_roles(cursor, settings)
    for fact in FACTS.values():
        if extract in (fact.name, "accounts", *fact.told_by):
            build(cursor, fact)


def rebuild_all(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make every wide table anew."""
    build_spans(cursor)
    build_terms(cursor, settings)
    build_roles(cursor, settings)
    for fact in FACTS.values():
        build(cursor, fact)


def build_spans(cursor: DuckDBPyConnection) -> None:
    """Account attributes with the days on which they were the latest known.

    What was known first also serves the days before it; `known_on` tells when it was really known.
    """
    following = f"lead(as_of, 1, {FOREVER}) OVER (PARTITION BY account_id ORDER BY as_of)"
    first = "row_number() OVER (PARTITION BY account_id ORDER BY as_of) = 1"
    cursor.execute(
        f"CREATE OR REPLACE TABLE account_spans AS SELECT *, as_of AS known_on, "
        f"CASE WHEN {first} THEN {ALWAYS} ELSE as_of END AS known_from, {following} AS known_to FROM accounts"
    )


def build(cursor: DuckDBPyConnection, fact: Fact) -> None:
    """Make one wide table anew: what nothing fills, and what is the same in every row, stands in its view alone."""
    name, texts = f"fact_{fact.name}", _texts(fact)
    cursor.execute(f"DROP {'TABLE' if _is_table(cursor, name) else 'VIEW'} IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {rows_of(name)}")
    filled = _make_types(cursor, fact, texts)
    made = {
        dimension: _typed(fact, dimension, texts[dimension]) for dimension in fact.dimensions if dimension in filled
    }
    for clock, moment in fact.clocks.items():
        made |= {clock: f"{moment}::DATE", f"{clock}_month": f"date_trunc('month', {moment})::DATE"}
    shown = {dimension: "NULL::VARCHAR" for dimension in fact.dimensions if dimension not in filled}
    made |= fact.values
    if fact.name == "survey" and _answers_stand_alone(cursor):
        made = {name: worth for name, worth in made.items() if name not in ALONE}
        shown |= ALONE
    made["hindsight"] = f"coalesce(a.known_on > {fact.attributes_on}::DATE, false)"
    columns = ", ".join(f"{worth} AS {column}" for column, worth in made.items())
    cursor.execute(f"CREATE TABLE {rows_of(name)} AS SELECT {columns} FROM {_joined(fact, filled)}")
    also = "".join(f", {worth} AS {column}" for column, worth in shown.items())
    cursor.execute(f"CREATE VIEW {name} AS SELECT rowid, *{also} FROM {rows_of(name)}")


def _is_table(cursor: DuckDBPyConnection, name: str) -> bool:
    """True in a database of an older version, which kept every column."""
    return bool(cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": name}).fetchall())


def _answers_stand_alone(cursor: DuckDBPyConnection) -> bool:
    """True where each response has one row."""
    return bool(cursor.execute("SELECT count(*) = count(DISTINCT response_id) FROM survey").fetchall()[0][0])


def _type(fact: Fact, dimension: str) -> str:
    return f"{fact.name}_{dimension}"


def _typed(fact: Fact, dimension: str, text: str) -> str:
    """The word of a row as its ENUM; an account's word is turned into it once an account, below the join."""
    own = f"f.{dimension}"
    return text.replace(own, f"{own}::{_type(fact, dimension)}")


def _texts(fact: Fact) -> dict[str, str]:
    """Dimension -> where its text comes from: the row itself, its account, or the first of both that is filled."""
    own = {name: f"f.{name}" for name in (*fact.own_dimensions, "account_id")}
    of_account = {name: f"a.{name}" for name in ACCOUNT_DIMENSIONS}
    both = {name: f"coalesce({own[name]}, {of_account[name]})" for name in own.keys() & of_account.keys()}
    return {**of_account, **own, **both}


def _make_types(cursor: DuckDBPyConnection, fact: Fact, texts: dict[str, str]) -> set[str]:
    """Make the ENUM of each dimension that holds anything; tell which do."""
    holders = {name: _holders(fact, name, texts[name]) for name in fact.dimensions}
    filled = _filled(cursor, holders)
    for name, tables in holders.items():
        cursor.execute(f"DROP TYPE IF EXISTS {_type(fact, name)}")
        if name in filled:
            parts = " UNION ALL ".join(f"SELECT {name} AS word FROM {table}" for table in tables)
            words = f"SELECT DISTINCT word FROM ({parts}) WHERE word IS NOT NULL ORDER BY word"
            cursor.execute(f"CREATE TYPE {_type(fact, name)} AS ENUM ({words})")
    return filled


def _filled(cursor: DuckDBPyConnection, holders: dict[str, tuple[str, ...]]) -> set[str]:
    """The dimensions of which a table holds any word; each table is looked at once."""
    filled = set()
    for table in dict.fromkeys(table for tables in holders.values() for table in tables):
        names = [name for name, tables in holders.items() if table in tables]
        counts = cursor.execute(f"SELECT {', '.join(f'count({name})' for name in names)} FROM {table}").fetchall()[0]
        filled |= {name for name, count in zip(names, counts, strict=True) if count}
    return filled


def _holders(fact: Fact, dimension: str, text: str) -> tuple[str, ...]:
    """The tables that the dimension's words come from."""
    own = (_holder(fact, dimension),) if text.count("f.") else ()
    return (*own, "accounts") if text.count("a.") else own


def _holder(fact: Fact, dimension: str) -> str:
    """The table or view that holds all words that the fact may have of its own."""
    if fact.name == "tickets" and dimension in TOLD_COLUMNS:
        return TOLD
    return "terms" if fact.name == "renewals" else fact.extract


def _joined(fact: Fact, filled: set[str]) -> str:
    words = "".join(f", {name}::{_type(fact, name)} AS {name}" for name in sorted(ACCOUNT_DIMENSIONS & filled))
    accounts = f"SELECT account_id, known_on, known_from, known_to{words} FROM account_spans"
    return (
        f"{fact.source} f LEFT JOIN ({accounts}) a ON a.account_id = f.account_id "
        f"AND {fact.attributes_on}::DATE >= a.known_from AND {fact.attributes_on}::DATE < a.known_to"
    )

"""Wide tables that the metrics read: account attributes copied in as known at the fact's date, dimensions as ENUM."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.settings import Settings
from cx.store.terms import build_terms

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

LEADS = "$leads"
"""Stands for the row that speaks for its whole response: one invitation may ask several questions."""

# The next ticket of the same person at the same account (of the account, where no person is known) and category.
PARTY = (
    "CASE WHEN {t}.contact_id IS NOT NULL THEN 'person ' || coalesce({t}.account_id, '') || '/' || {t}.contact_id "
    "ELSE 'account ' || {t}.account_id END"
)
TICKETS_WITH_NEXT = f"""(
  SELECT t.*, n.opened_at AS next_opened_at FROM tickets t ASOF LEFT JOIN (
    SELECT {PARTY.format(t="k")} AS party, coalesce(k.category, '') AS topic, k.opened_at FROM tickets k) n
  ON {PARTY.format(t="t")} = n.party AND coalesce(t.category, '') = n.topic
     AND t.resolved_at < n.opened_at)"""

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
                "answered_by": f"({ANSWERED})::DATE",
            },
        ),
        Fact(
            "tickets",
            TICKETS_WITH_NEXT,
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
            },
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
    for fact in FACTS.values():
        if extract in (fact.name, "accounts"):
            build(cursor, fact)


def rebuild_all(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make every wide table anew."""
    build_spans(cursor)
    build_terms(cursor, settings)
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
    """Make one wide table anew."""
    cursor.execute(f"DROP TABLE IF EXISTS fact_{fact.name}")
    texts = _texts(fact)
    filled = _make_types(cursor, fact, texts)
    columns = [
        f"{texts[name]}::{_type(fact, name)} AS {name}" if name in filled else f"NULL::VARCHAR AS {name}"
        for name in fact.dimensions
    ]
    for name, moment in fact.clocks.items():
        columns += [f"{moment}::DATE AS {name}", f"date_trunc('month', {moment})::DATE AS {name}_month"]
    columns += [f"{_leads(cursor) if value == LEADS else value} AS {name}" for name, value in fact.values.items()]
    columns.append(f"coalesce(a.known_on > {fact.attributes_on}::DATE, false) AS hindsight")
    cursor.execute(f"CREATE TABLE fact_{fact.name} AS SELECT {', '.join(columns)} FROM {_joined(fact)}")


def _leads(cursor: DuckDBPyConnection) -> str:
    """True on one row of each response, an answered one where there is one."""
    rows, responses = cursor.execute("SELECT count(*), count(DISTINCT response_id) FROM survey").fetchall()[0]
    if rows == responses:
        return "true"
    return "row_number() OVER (PARTITION BY f.response_id ORDER BY f.responded_at NULLS LAST, f.question) = 1"


def _type(fact: Fact, dimension: str) -> str:
    return f"{fact.name}_{dimension}"


def _texts(fact: Fact) -> dict[str, str]:
    """Dimension -> where its text comes from: the row itself, its account, or the first of both that is filled."""
    own = {name: f"f.{name}" for name in (*fact.own_dimensions, "account_id")}
    of_account = {name: f"a.{name}" for name in ACCOUNT_DIMENSIONS}
    both = {name: f"coalesce({own[name]}, {of_account[name]})" for name in own.keys() & of_account.keys()}
    return {**of_account, **own, **both}


def _make_types(cursor: DuckDBPyConnection, fact: Fact, texts: dict[str, str]) -> set[str]:
    """Make the ENUM of each dimension that holds anything; tell which do."""
    filled = set()
    for name in fact.dimensions:
        cursor.execute(f"DROP TYPE IF EXISTS {_type(fact, name)}")
        parts = []
        if texts[name].count("f."):
            parts.append(f"SELECT {name} AS word FROM {'terms' if fact.name == 'renewals' else fact.extract}")
        if texts[name].count("a."):
            parts.append(f"SELECT {name} AS word FROM accounts")
        words = f"SELECT DISTINCT word FROM ({' UNION ALL '.join(parts)}) WHERE word IS NOT NULL ORDER BY word"
        if cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({words}) LIMIT 1)").fetchall()[0][0]:
            cursor.execute(f"CREATE TYPE {_type(fact, name)} AS ENUM ({words})")
            filled.add(name)
    return filled


def _joined(fact: Fact) -> str:
    return (
        f"{fact.source} f LEFT JOIN account_spans a ON a.account_id = f.account_id "
        f"AND {fact.attributes_on}::DATE >= a.known_from AND {fact.attributes_on}::DATE < a.known_to"
    )

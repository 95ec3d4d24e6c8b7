"""Wide tables that the metrics read: account attributes copied in as known at the fact's date, dimensions as ENUM."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.settings import Settings
from cx.store.cube import CUBED, build_cubes, drop_cubes
from cx.store.fact import ALONE, FACTS, UNLINKED, Fact
from cx.store.sparse import held, rows_of
from cx.store.terms import build_terms
from cx.store.ticket_roles import TOLD, TOLD_COLUMNS, build_roles

ALWAYS = "DATE '0001-01-01'"
FOREVER = "DATE '9999-12-31'"


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
            build(cursor, fact, settings)


def rebuild_all(cursor: DuckDBPyConnection, settings: Settings) -> None:
    """Make every wide table anew."""
    build_spans(cursor)
    build_terms(cursor, settings)
    build_roles(cursor, settings)
    for fact in FACTS.values():
        build(cursor, fact, settings)


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


def build(cursor: DuckDBPyConnection, fact: Fact, settings: Settings) -> None:
    """Make one wide table anew: what nothing fills, and what is the same in every row, stands in its view alone.

    From `cube_rows` of the settings its answers are counted by month besides.
    """
    name, texts = f"fact_{fact.name}", _texts(fact)
    if fact.name == CUBED:
        drop_cubes(cursor)
    cursor.execute(f"DROP {'TABLE' if _is_table(cursor, name) else 'VIEW'} IF EXISTS {name}")
    cursor.execute(f"DROP TABLE IF EXISTS {rows_of(name)}")
    filled = _make_types(cursor, fact, texts)
    made = _made(cursor, fact, texts, filled)
    shown = {dimension: "NULL::VARCHAR" for dimension in fact.dimensions if dimension not in filled}
    if fact.name == "survey" and _answers_stand_alone(cursor):
        made = {name: worth for name, worth in made.items() if name not in ALONE}
        shown |= ALONE
    if fact.name == "survey" and not _are_linked(cursor):
        made = {name: worth for name, worth in made.items() if name not in UNLINKED}
        shown |= UNLINKED
    columns = ", ".join(f"{worth} AS {column}" for column, worth in made.items())
    cursor.execute(f"CREATE TABLE {rows_of(name)} AS SELECT {columns} FROM {_joined(fact, filled)}")
    also = "".join(f", {worth} AS {column}" for column, worth in shown.items())
    cursor.execute(f"CREATE VIEW {name} AS SELECT rowid, *{also} FROM {rows_of(name)}")
    if fact.name == CUBED and _rows(cursor, name) >= settings.cube_rows:
        build_cubes(cursor, filled, set(fact.dimensions) - filled)


def _rows(cursor: DuckDBPyConnection, name: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])


def _made(cursor: DuckDBPyConnection, fact: Fact, texts: dict[str, str], filled: Iterable[str]) -> dict[str, str]:
    """Every column that is worked out from the fact's source and its accounts."""
    made = {
        dimension: _typed(fact, dimension, texts[dimension]) for dimension in fact.dimensions if dimension in filled
    }
    for clock, moment in fact.clocks.items():
        made |= {clock: f"{moment}::DATE", f"{clock}_month": f"date_trunc('month', {moment})::DATE"}
    made |= fact.values
    if fact.in_zone and "zone" in held(cursor, fact.extract):
        made |= fact.in_zone
    return made | {"hindsight": f"coalesce(a.known_on > {fact.attributes_on}::DATE, false)"}


def with_source(cursor: DuckDBPyConnection, fact: Fact, own: Iterable[str]) -> str:
    """The query that gives the fact's rows anew, each beside these columns of its extract, named own_....

    A wide table that leaves out the ids of its rows does not tell which row of the extract each came from.
    """
    there = held(cursor, f"fact_{fact.name}")
    filled = {dimension for dimension in fact.dimensions if dimension in there}
    made = _made(cursor, fact, _texts(fact), filled)
    made |= {dimension: "NULL::VARCHAR" for dimension in fact.dimensions if dimension not in filled}
    if "leads" in made and "leads" not in there:
        made["leads"] = ALONE["leads"]
    made |= {f"own_{name}": f'f."{name}"' for name in own}
    columns = ", ".join(f"{worth} AS {column}" for column, worth in made.items())
    return f"SELECT 0 AS rowid, {columns} FROM {_joined(fact, filled)}"


def own_columns(cursor: DuckDBPyConnection, fact: Fact) -> tuple[str, ...]:
    """The columns of the fact's extract that something fills, in the order of the extract."""
    there = held(cursor, fact.extract)
    return tuple(name for name in EXTRACTS[fact.extract].columns if name in there)


def _is_table(cursor: DuckDBPyConnection, name: str) -> bool:
    """True in a database of an older version, which kept every column."""
    return bool(cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": name}).fetchall())


def _answers_stand_alone(cursor: DuckDBPyConnection) -> bool:
    """True where each response has one row."""
    return bool(cursor.execute("SELECT count(*) = count(DISTINCT response_id) FROM survey").fetchall()[0][0])


def _are_linked(cursor: DuckDBPyConnection) -> bool:
    """True where a person is known to have been called after an answer, so that the next one can be told."""
    linked = "SELECT 1 FROM survey WHERE contact_id IS NOT NULL AND contacted_at IS NOT NULL LIMIT 1"
    return bool(cursor.execute(linked).fetchall())


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

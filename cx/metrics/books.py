"""Queries over the book of contracts on one or two days: retention, adoption on a day, and terms without an end."""

from functools import lru_cache

from sqlglot import exp

from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.metrics.queries import expression, filter_conditions
from cx.metrics.registry_renewals import KNOWN_OUTCOME
from cx.store.terms import UNSHOWN

TERM_DIMENSIONS = frozenset(EXTRACTS["renewals"].dimensions)
KNOWN = "coalesce(NOT f.implied OR f.decided_on <= $as_of, true)"
"""An implied term is not known before its renewal was decided."""


SOON_AFTER = 7
"""Days by which the first known end may follow the day: what is missing of a week is too little to speak of."""
COVERED_TO = "CASE WHEN f.successor_on > $as_of AND $as_of < $latest THEN f.ends_on ELSE f.covered_to END"
"""A gap within grace is closed by the term after it, once that one is known."""


def in_force(day: str) -> str:
    """A term is in force from its first day until the first day it does not cover, gaps within grace closed."""
    return f"f.starts_on <= {day} AND coalesce({COVERED_TO} > {day}, true) AND {KNOWN}"


def worths_of(accounts: str) -> str:
    """Two tables for a WITH: `days`, and `worths`, what each account of a table was worth on its `last_on`."""
    return f"""days AS (SELECT DISTINCT account, last_on FROM {accounts} WHERE account IS NOT NULL AND last_on IS NOT NULL),
          worths AS (SELECT d.account, d.last_on, CAST(sum(f.amount) AS DOUBLE) AS worth
            FROM days d JOIN terms f ON f.account_id = d.account AND {in_force("d.last_on")} GROUP BY ALL)"""


def dimension(name: str) -> str:
    """Where a dimension of the book comes from: the term, its account on the day, or the first of both."""
    of_term, of_account = f"f.{name}", f"a.{name}"
    if name == "account_id":
        return of_term
    if name in TERM_DIMENSIONS and name in ACCOUNT_DIMENSIONS:
        return f"coalesce({of_term}, {of_account})"
    return of_term if name in TERM_DIMENSIONS else of_account


def account_spans_on(day: str) -> str:
    """What was known of the account on a day, joined to the terms."""
    return f"LEFT JOIN account_spans a ON a.account_id = f.account_id AND {day} >= a.known_from AND {day} < a.known_to"


def where_of_book(filters: tuple[tuple[str, int], ...]) -> str:
    """The condition of filters over terms and their accounts."""
    conditions = []
    for part in filter_conditions(filters):
        for column in part.find_all(exp.Column):
            column.replace(expression(dimension(column.name)))
        conditions.append(part.sql(dialect="duckdb"))
    return " AND ".join(conditions) or "true"


def listed_of_book(dimensions: tuple[str, ...]) -> str:
    """Dimensions of terms and their accounts as columns of a query."""
    return "".join(f'{dimension(name)} AS "{name}", ' for name in dimensions)


def _came(first: str) -> str:
    """The word, where the earliest terms that say how the account came say it; of two that start together, both do."""
    word = f"CAST(f.starts_on AS VARCHAR) || CASE f.acquired_by WHEN '{first}' THEN 'a' ELSE 'b' END"
    said = f"f.acquired_by IN ('earned', 'bought') AND f.amount > 0 AND f.starts_on <= $after_day AND {KNOWN}"
    return f"CASE WHEN right(min({word}) FILTER ({said}), 1) = 'a' THEN '{first}' END"


@lru_cache(maxsize=256)
def book_query(
    unit: str,
    dimensions: tuple[str, ...],
    filters: tuple[tuple[str, int], ...],
    with_source: bool,
    of_last_day: bool = False,
) -> str:
    """Value before and after of each unit (account_id or contract_id), by group; also of units without any.

    The caller leaves those out: joined to no accounts, DuckDB 2.0.0 loses every row to a HAVING over a decimal sum.
    Attributes are those known on the first day, or on the last one for what is a level of it. `pending` is the value
    of terms that ended in between and whose outcome is not known yet, `unshown` of those that are called renewed though
    no later term and no value after shows it; `was_here` tells whether it had value on any day up to the first one.
    """
    known_on = "least($after_day, $as_of)" if of_last_day else "$before_day"
    gone = (
        f"{COVERED_TO} > $before_day AND {COVERED_TO} <= $after_day AND NOT f.implied AND {KNOWN_OUTCOME} = 'pending'"
    )
    unshown = f"{COVERED_TO} > $before_day AND {COVERED_TO} <= $after_day AND {UNSHOWN}"
    query = f"""
        SELECT {listed_of_book(dimensions)} f.account_id AS account, f.{unit} AS unit,
          coalesce(sum(f.amount) FILTER ({in_force("$before_day")}), 0) AS before,
          coalesce(sum(f.amount) FILTER ({in_force("$after_day")}), 0) AS after,
          coalesce(sum(f.amount) FILTER ({gone}), 0) AS pending,
          coalesce(min(f.amount) FILTER ({gone} AND f.amount > 0), 0) AS least_pending,
          coalesce(sum(f.amount) FILTER ({unshown}), 0) AS unshown,
          coalesce(bool_or(f.amount > 0 AND f.starts_on <= $before_day AND {KNOWN}), false) AS was_here,
          {_came("earned") if with_source else "NULL"} AS came_earned,
          {_came("bought") if with_source else "NULL"} AS came_bought
        FROM terms f {account_spans_on(known_on)} WHERE {where_of_book(filters)}
        GROUP BY ALL"""
    return expression(query).sql(dialect="duckdb")


def reach_query() -> str:
    """Whether a term had ended by the first day: a book in which none had may begin later, and nobody knows who is new."""
    return (
        "SELECT count(*) > 0 AS reaches FROM terms f WHERE f.amount > 0 AND f.ends_on <= $before_day AND NOT f.implied"
    )


def early_query() -> str:
    """Whether no term is known to have ended by a week after the day: those who had left by then may be missing."""
    return (
        "SELECT count(*) = 0 AS is_early FROM terms f "
        f"WHERE f.amount > 0 AND f.ends_on <= $day + {SOON_AFTER} AND NOT f.implied"
    )


def source_query() -> str:
    """Whether any term says how its account came."""
    return "SELECT count(*) > 0 AS told FROM terms f WHERE f.acquired_by IN ('earned', 'bought')"


def licensed_lately(usage: str) -> str:
    """The licences of the latest of some rows of use that knows them: what was licensed before is gone."""
    return f"arg_max({usage}.licensed_users, {usage}.used_on)"


@lru_cache(maxsize=256)
def seats_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """Seats in use and licensed on a day by group and account: from terms in force, else from usage of the product.

    Zero-value trials, and accounts that have nothing else, pay for no seats; nor do, where there is a book at all,
    accounts without value in force.
    """
    seats = f"""
        SELECT {listed_of_book(dimensions)} f.account_id AS account, sum(f.seats_active) AS active,
          sum(f.seats_licensed) AS licensed
        FROM terms f {account_spans_on("$day")}
        WHERE {in_force("$day")} AND f.amount > 0 AND f.seats_active IS NOT NULL AND f.seats_licensed > 0
          AND {where_of_book(filters)}
        GROUP BY ALL"""
    asked = {*dimensions, *(name for name, _ in filters)}
    if asked & (TERM_DIMENSIONS - ACCOUNT_DIMENSIONS):
        return expression(seats).sql(dialect="duckdb")
    usage = f"""
        SELECT * FROM (
          SELECT {listed_of_account(dimensions)} f.account_id AS account, max(f.active_users) AS active,
            {licensed_lately("f")} AS licensed
          FROM usage f {account_spans_on("$day")}
          WHERE f.feature IS NULL AND f.used_on <= $day AND f.used_on > $day - CAST($active_days AS INTEGER)
            AND {where_of_account(filters)} AND (NOT EXISTS (SELECT 1 FROM terms)
              OR f.account_id IN (SELECT account_id FROM terms f WHERE {in_force("$day")} AND f.amount > 0))
            AND f.account_id NOT IN (SELECT account_id FROM terms f WHERE {in_force("$day")} AND f.amount > 0
              AND seats_active IS NOT NULL AND seats_licensed > 0)
          GROUP BY ALL)
        WHERE active IS NOT NULL AND licensed > 0"""
    return expression(f"{seats} UNION ALL {usage}").sql(dialect="duckdb")


@lru_cache(maxsize=256)
def potential_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """What accounts are worth on a day and what they could be, by group; 0 where nobody estimated it."""
    query = f"""
        SELECT {listed_of_account(dimensions)} f.account_id AS account, sum(f.amount) AS worth,
          max(coalesce(a.potential_value, 0)) AS potential
        FROM terms f {account_spans_on("$day")} WHERE {in_force("$day")} AND f.amount > 0 AND {where_of_account(filters)}
        GROUP BY ALL"""
    return expression(query).sql(dialect="duckdb")


@lru_cache(maxsize=64)
def open_ended_query(filters: tuple[tuple[str, int], ...]) -> str:
    """How many terms in force on a day have no end date, and what they are worth a year."""
    query = f"""
        SELECT count(*) AS terms, coalesce(sum(f.amount), 0) AS worth
        FROM terms f {account_spans_on("$day")}
        WHERE {in_force("$day")} AND f.ends_on IS NULL AND NOT f.implied AND f.amount > 0 AND {where_of_book(filters)}"""
    return expression(query).sql(dialect="duckdb")


def _of_account(name: str) -> str:
    return f"f.{name}" if name in ("account_id", "feature") else f"a.{name}"


def listed_of_account(dimensions: tuple[str, ...]) -> str:
    """Dimensions of accounts as columns of a query."""
    return "".join(f'{_of_account(name)} AS "{name}", ' for name in dimensions)


def where_of_account(filters: tuple[tuple[str, int], ...]) -> str:
    """The condition of filters over accounts."""
    conditions = []
    for part in filter_conditions(filters):
        for column in part.find_all(exp.Column):
            column.replace(expression(_of_account(column.name)))
        conditions.append(part.sql(dialect="duckdb"))
    return " AND ".join(conditions) or "true"


IS_USE = (
    "(coalesce(u.events, 0) > 0 OR coalesce(u.active_users, 0) > 0 OR (u.events IS NULL AND u.active_users IS NULL))"
)


@lru_cache(maxsize=256)
def activity_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """Paying accounts on a day by group: whether each used anything lately, and the share of features it used.

    Split by feature, each account stands once for every feature that anyone used.
    """
    by_feature = "feature" in dimensions or any(name == "feature" for name, _ in filters)
    key = "u.account_id, u.feature" if by_feature else "u.account_id"
    since = "$day - CAST({} AS INTEGER)"
    wide, narrow = since.format("$breadth_days"), since.format("$active_days")
    recent = f"FROM usage u WHERE u.used_on <= $day AND {IS_USE}"
    each = (
        f"CROSS JOIN (SELECT DISTINCT u.feature {recent} AND u.used_on > {wide} AND u.feature IS NOT NULL) x"
        if by_feature
        else ""
    )
    query = f"""
        WITH paying AS (SELECT f.account_id FROM terms f WHERE {in_force("$day")}
            GROUP BY f.account_id HAVING sum(f.amount) > 0),
          used AS (SELECT {key}, bool_or(u.used_on > {narrow}) AS active,
              count(DISTINCT u.feature) FILTER (u.used_on > {wide}) AS features
            {recent} AND u.used_on > least({narrow}, {wide}) GROUP BY ALL),
          anyone AS (SELECT count(DISTINCT u.feature) AS features {recent} AND u.used_on > {wide}),
          people AS (SELECT p.account_id{", x.feature" if by_feature else ""} FROM paying p {each})
        SELECT {listed_of_account(dimensions)} f.account_id AS account, CAST(coalesce(d.active, false) AS INTEGER) AS active,
          coalesce(d.features, 0) / CAST(nullif({"1" if by_feature else "n.features"}, 0) AS DOUBLE) AS breadth
        FROM people f LEFT JOIN used d ON d.account_id = f.account_id{" AND d.feature = f.feature" if by_feature else ""}
          CROSS JOIN anyone n {account_spans_on("$day")} WHERE {where_of_account(filters)}"""
    return expression(query).sql(dialect="duckdb")

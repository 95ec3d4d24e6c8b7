"""Queries over the use by people: how many use the product now and some months ago, and how much each of them does."""

from functools import lru_cache

from cx.metrics.books import account_spans_on, in_force, listed_of_account, seats_query, where_of_account
from cx.metrics.queries import expression

LEAST_SEATS = 5
"""Users some months ago below which a change of one or two would be a large share."""
PRODUCT = "u.feature IS NULL AND u.active_users IS NOT NULL"
"""Rows that say how many people used the product: those of single features cannot be added up."""
PAYING = f"""paying AS (SELECT f.account_id FROM terms f WHERE {in_force("$day")}
            GROUP BY f.account_id HAVING sum(f.amount) > 0)"""
THEN = "($day - CAST($trend_days AS INTEGER))"


def _until(day: str) -> str:
    """The rows of the days that end with one."""
    return f"u.used_on <= {day} AND u.used_on > {day} - CAST($active_days AS INTEGER)"


@lru_cache(maxsize=256)
def trend_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """Users of each paying account with enough of them at the earlier day, by group: then, now, and whether fewer.

    An account without any row of use lately has no users now; one with rows of features alone is left out.
    """
    query = f"""
        WITH {PAYING},
          used AS (SELECT u.account_id,
              max(u.active_users) FILTER ({PRODUCT} AND {_until(THEN)}) AS before,
              max(u.active_users) FILTER ({PRODUCT} AND {_until("$day")}) AS people,
              count(*) FILTER ({_until("$day")}) AS lately
            FROM usage u WHERE u.used_on <= $day GROUP BY ALL),
          each AS (SELECT account_id, before, CASE WHEN lately = 0 THEN 0 ELSE people END AS now FROM used)
        SELECT {listed_of_account(dimensions)} f.account_id AS account, d.now, d.before,
          CAST(d.now < d.before AS INTEGER) AS falls
        FROM paying f JOIN each d ON d.account_id = f.account_id {account_spans_on("$day")}
        WHERE d.before >= {LEAST_SEATS} AND d.now IS NOT NULL AND {where_of_account(filters)}"""
    return expression(query).sql(dialect="duckdb")


@lru_cache(maxsize=256)
def seat_rate_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """The share of its seats, in percent, that each account of `seats_query` uses."""
    seats = seats_query(dimensions, filters)
    return f"SELECT s.*, 100.0 * CAST(s.active AS DOUBLE) / s.licensed AS rate FROM ({seats}) s"


@lru_cache(maxsize=256)
def depth_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...]) -> str:
    """Events for each active user of each paying account lately, by group.

    Events are those of the product as a whole where it has any, else those of its features added up.
    """
    query = f"""
        WITH {PAYING},
          used AS (SELECT u.account_id, max(u.active_users) FILTER (u.feature IS NULL) AS people,
              coalesce(sum(u.events) FILTER (u.feature IS NULL), sum(u.events)) AS events
            FROM usage u WHERE {_until("$day")} GROUP BY ALL)
        SELECT {listed_of_account(dimensions)} f.account_id AS account, d.events, d.people,
          d.events / CAST(d.people AS DOUBLE) AS depth
        FROM paying f JOIN used d ON d.account_id = f.account_id {account_spans_on("$day")}
        WHERE d.people > 0 AND d.events IS NOT NULL AND {where_of_account(filters)}"""
    return expression(query).sql(dialect="duckdb")


def trend_known_query() -> str:
    """Whether the use by people that is known begins by the earlier day and reaches the days that end with the later."""
    since = "$day - CAST($active_days AS INTEGER)"
    return (
        f"SELECT min(u.used_on) <= {THEN} AND max(u.used_on) > {since} AS covered "
        f"FROM usage u WHERE {PRODUCT} AND u.used_on <= $as_of"
    )

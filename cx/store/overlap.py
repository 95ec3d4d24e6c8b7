"""Terms of one contract that run at the same time: their values are added, which may count a renewal twice."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from cx.contracts.periods import FIRST_DAY, LAST_DAY

SHARED = """
  SELECT contract_id, amount, next_on, ends_on FROM (
    SELECT contract_id, amount, ends_on, lead(starts_on) OVER (PARTITION BY contract_id ORDER BY starts_on) AS next_on
    FROM terms WHERE amount > 0 AND NOT implied)
  WHERE next_on < ends_on"""
"""Each term that the next one of its contract begins before the end of; both cover the days between."""


@dataclass(frozen=True)
class Overlap:
    """How many contracts have such terms, and what the earlier of them are worth a year in the base currency."""

    contracts: int
    worth: Decimal


def overlap(cursor: DuckDBPyConnection, first: date = FIRST_DAY, last: date = LAST_DAY) -> Overlap:
    """The contracts of which terms overlap on any day from the first to the last; trials without value add nothing."""
    query = (
        f"SELECT count(DISTINCT contract_id), coalesce(sum(amount), 0) FROM ({SHARED}) "
        "WHERE next_on <= $last AND ends_on > $first"
    )
    return Overlap(*cursor.execute(query, {"first": first, "last": last}).fetchall()[0])

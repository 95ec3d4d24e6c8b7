"""Terms of one contract that run at the same time: their values are added, which may count a renewal twice."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

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


def overlap(cursor: DuckDBPyConnection, *days: date) -> Overlap:
    """The contracts of which terms overlap, on any of these days or ever; trials without value add nothing."""
    covered = " OR ".join(f"($day{at} >= next_on AND $day{at} < ends_on)" for at in range(len(days))) or "true"
    query = f"SELECT count(DISTINCT contract_id), coalesce(sum(amount), 0) FROM ({SHARED}) WHERE {covered}"
    return Overlap(*cursor.execute(query, {f"day{at}": day for at, day in enumerate(days)}).fetchall()[0])

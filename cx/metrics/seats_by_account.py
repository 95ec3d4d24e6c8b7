"""The seats that each account uses on a day, what it is worth, where its use is heading and when it is next due."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.books import account_spans_on, in_force, seats_query
from cx.metrics.queries import check_dimensions, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.rows import Row, bound, rows_of, shape
from cx.metrics.use_of_seats import LEAST_SEATS, PRODUCT, THEN

SEATS = REGISTRY["seat_adoption"]


@dataclass(frozen=True)
class AccountSeats:
    """One account with a licence, as known on the day."""

    account: str
    name: str | None
    tier: str | None
    active: int
    licensed: int
    worth: float
    """Annual value of its terms in force, in the base currency."""
    due_on: date | None
    """The next day on which one of them is due; None where none has an end."""
    users: int | None
    """Active users lately, from usage; None where nobody exported them."""
    users_before: int | None
    """The same some months ago (setting trend_days)."""

    @property
    def share(self) -> float:
        """Seats in use of those licensed; above 1 is an overage."""
        return self.active / self.licensed


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    lately, then = (
        f"max(u.active_users) FILTER (u.used_on <= {day} AND u.used_on > {day} - CAST($active_days AS INTEGER))"
        for day in ("$day", THEN)
    )
    query = f"""
        WITH seats AS ({seats_query((), filters)}),
          totals AS (SELECT account, sum(active) AS active, sum(licensed) AS licensed FROM seats GROUP BY ALL),
          book AS (SELECT f.account_id AS account, CAST(sum(f.amount) AS DOUBLE) AS worth,
              min(f.ends_on) FILTER (f.ends_on > $day) AS due_on FROM terms f WHERE {in_force("$day")} GROUP BY ALL),
          used AS (SELECT u.account_id AS account, {lately} AS users, {then} AS users_before
            FROM usage u WHERE {PRODUCT} AND u.used_on <= $day GROUP BY ALL)
        SELECT f.account AS account_id, a.name, a.tier, f.active, f.licensed, b.worth, b.due_on, u.users, u.users_before
        FROM totals f JOIN book b ON b.account = f.account LEFT JOIN used u ON u.account = f.account
          {account_spans_on("$day").replace("f.account_id", "f.account")}
        WHERE b.worth > 0 AND f.licensed >= {LEAST_SEATS}
        ORDER BY f.active / CAST(f.licensed AS DOUBLE), b.worth DESC, f.account"""
    return expression(query).sql(dialect="duckdb")


def seats_by_account(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[AccountSeats, ...]:
    """Every paying account with at least 5 seats on the last day that is known, the smallest share in use first.

    Raises UnknownDimension for a filter that seats do not have.
    """
    check_dimensions(SEATS, tuple(item.dimension for item in selection.filters))
    if selection.period.start > selection.as_of:
        return ()
    day = min(selection.period.end, selection.as_of)
    rows = rows_of(cursor, _query(shape(selection)), bound(selection, settings) | {"day": day})
    return tuple(map(_seats, rows))


def _seats(row: Row) -> AccountSeats:
    name, tier = (None if row[part] is None else str(row[part]) for part in ("name", "tier"))
    users, before = (None if row[part] is None else int(str(row[part])) for part in ("users", "users_before"))
    due_on = None if row["due_on"] is None else date.fromisoformat(str(row["due_on"]))
    active, licensed = int(str(row["active"])), int(str(row["licensed"]))
    return AccountSeats(
        str(row["account_id"]), name, tier, active, licensed, float(str(row["worth"])), due_on, users, before
    )

"""Contract terms that are due, each with what was known of its account on a day before: tier, seats in use, last answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import FIRST_DAY, Period, months_later
from cx.contracts.settings import Settings
from cx.metrics.books import licensed_lately, listed_of_book, where_of_book
from cx.metrics.queries import expression
from cx.metrics.registry_renewals import DUE, KNOWN_OUTCOME
from cx.metrics.registry_voice import NPS_ANSWERS
from cx.metrics.rows import Group, Row, bound, by_group, rows_of, shape

COHORT_MONTHS = 24
"""Eight quarters: the past from which chances are taken."""
ANSWER_DAYS = 365
"""Days in which an answer still speaks for an account."""
HALF = 0.5
DETRACTOR_TO = 6
STAYED, LEFT = ("renewed", "reduced"), ("churned", "lapsed")


class Band(StrEnum):
    """What the risk rule says of a term."""

    AT_RISK = "at risk"
    NOT_AT_RISK = "not at risk"
    UNSCORED = "cannot be scored"


class Reason(StrEnum):
    """Why a term is at risk."""

    SEATS = "fewer than half of the seats in use"
    DETRACTOR = "the last answer was 0 to 6"
    LEAVING = "said to leave"


class Standing(StrEnum):
    """How a term that is due stands: each has one of these, so that what is due is their sum."""

    AT_RISK = "at risk"
    UNSCORED = "cannot be scored"
    UNFLAGGED = "without a flag"
    STAYS = "renewed already"


@dataclass(frozen=True, slots=True)
class DueTerm:
    """One term that is due, with what was known of it on the day that it is judged by."""

    contract: str
    account: str
    product: str | None
    starts_on: date
    due_on: date
    amount: float
    """Annual value in the base currency."""
    tier: str | None
    seats: float | None
    """Share of seats in use, 0 to 1 and above; None where nobody exported them."""
    score: int | None
    """Last named answer to a relationship NPS in twelve months; of several on its day the lowest."""
    outcome: str
    """As known on the day of the forecast: renewed, reduced, churned, lapsed or pending."""
    became: str
    """As known now."""
    name: str | None = None
    """What the account is called."""
    notice_on: date | None = None
    """When the customer gave notice."""
    undated: bool = False
    """True where its seats are those of a later export, since no dated use is known."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every reason why it is at risk; none for one that is known to stay."""
        found = {
            Reason.LEAVING: self.outcome in LEFT,
            Reason.SEATS: self.seats is not None and self.seats < HALF,
            Reason.DETRACTOR: self.score is not None and self.score <= DETRACTOR_TO,
        }
        return () if self.outcome in STAYED else tuple(reason for reason, is_so in found.items() if is_so)

    @property
    def band(self) -> Band:
        """What use and answers say of it, whatever became of it."""
        if self.seats is None and self.score is None:
            return Band.UNSCORED
        low = (self.seats is not None and self.seats < HALF) or (self.score is not None and self.score <= DETRACTOR_TO)
        return Band.AT_RISK if low else Band.NOT_AT_RISK

    @property
    def standing(self) -> Standing:
        """How it stands: with a reason at risk, decided to stay, else whether use or answers speak for it."""
        if self.reasons:
            return Standing.AT_RISK
        if self.outcome in STAYED:
            return Standing.STAYS
        return Standing.UNSCORED if self.band is Band.UNSCORED else Standing.UNFLAGGED


KNOWN_BY_THEN = KNOWN_OUTCOME.replace("$as_of", "w.day")
"""Of a term that is not due yet, what nobody dated is known on the latest day alone: of an earlier one it tells nothing."""
AHEAD = ("f.starts_on <= w.day", "w.day", KNOWN_BY_THEN)
"""Of terms that a window ahead of its day holds: which, judged by what was known when, and their outcome."""
PAST = (
    "f.ends_on + CAST($grace_days AS INTEGER) < w.day",
    "f.due_on - CAST($lead AS INTEGER)",
    KNOWN_BY_THEN,
)
"""The same of terms that a window up to its day holds."""


OVERDUE = ("f.due_on <= w.day", "w.day", KNOWN_BY_THEN)
"""The same of terms whose day is over, whether their grace is or not."""


OF_EXPORT = "coalesce(f.seats_active IS NOT NULL AND f.seats_licensed > 0, false)"
"""Seats of the contract, which are those of the day of its export: of an earlier day, dated use goes before them."""


@lru_cache(maxsize=256)
def due_query(dimensions: tuple[str, ...], filters: tuple[tuple[str, int], ...], of: tuple[str, str, str]) -> str:
    """Terms due in any of several windows, by group, with what was known on the day that they are judged by.

    A window is the day that it is looked at from, its first and its last day.
    """
    which, judged, known = of
    query = f"""
        WITH windows AS (SELECT unnest($days) AS day, unnest($firsts) AS first, unnest($lasts) AS last),
          due AS (SELECT f.*, w.day AS seen_from, CAST({judged} AS DATE) AS judged_on, {known} AS known,
              {KNOWN_OUTCOME} AS became
            FROM terms f JOIN windows w ON f.due_on BETWEEN w.first AND w.last WHERE {DUE} AND {which}),
          days AS (SELECT DISTINCT account_id, judged_on FROM due),
          used AS (SELECT * FROM (
              SELECT d.account_id, d.judged_on, max(u.active_users) AS active, {licensed_lately("u")} AS licensed
              FROM days d JOIN usage u ON u.account_id = d.account_id AND u.feature IS NULL AND u.used_on <= d.judged_on
                AND u.used_on > d.judged_on - CAST($active_days AS INTEGER) GROUP BY ALL)
            WHERE active IS NOT NULL AND licensed > 0),
          asked AS (SELECT CAST(account_id AS VARCHAR) AS account_id, responded_on, score FROM fact_survey
            WHERE {NPS_ANSWERS} AND coalesce(relationship = 'relationship', true) AND coalesce(named, false)),
          answers AS (SELECT d.account_id, d.judged_on, arg_max(s.score, (s.responded_on, -s.score)) AS score
            FROM days d JOIN asked s ON s.account_id = d.account_id AND s.responded_on <= d.judged_on
              AND s.responded_on > d.judged_on - {ANSWER_DAYS} GROUP BY ALL)
        SELECT {listed_of_book(dimensions)} f.seen_from, f.contract_id AS contract, f.account_id AS account,
          f.product AS of_product, f.starts_on, f.due_on, CAST(f.amount AS DOUBLE) AS amount, a.tier AS of_tier,
          CASE WHEN {OF_EXPORT} AND (f.judged_on >= $latest OR u.licensed IS NULL)
            THEN f.seats_active / CAST(f.seats_licensed AS DOUBLE)
            ELSE u.active / CAST(u.licensed AS DOUBLE) END AS seats,
          {OF_EXPORT} AND f.judged_on < $latest AND u.licensed IS NULL AS undated, s.score, f.known, f.became,
          a.name, f.notice_on
        FROM due f LEFT JOIN used u ON u.account_id = f.account_id AND u.judged_on = f.judged_on
          LEFT JOIN answers s ON s.account_id = f.account_id AND s.judged_on = f.judged_on
          LEFT JOIN account_spans a ON a.account_id = f.account_id
            AND f.judged_on >= a.known_from AND f.judged_on < a.known_to
        WHERE {where_of_book(filters)} ORDER BY f.contract_id, f.starts_on"""
    return expression(query).sql(dialect="duckdb")


def last_day(selection: Selection) -> date:
    """The day that a look ahead starts from."""
    return min(selection.period.end, selection.as_of)


def window_ahead(selection: Selection, settings: Settings) -> Period:
    """The days ahead whose terms are looked at."""
    day = last_day(selection)
    return Period(day + timedelta(days=1), day + timedelta(days=settings.risk_days))


def past_terms(cursor: DuckDBPyConnection, settings: Settings, day: date) -> tuple[DueTerm, ...]:
    """Terms due in the eight quarters up to a day whose outcome was known by then, grace over.

    Each is judged by what was known half the days ahead before it was due, as the terms ahead are on the whole.
    """
    return past_terms_of(cursor, settings, (day,))[day]


def past_terms_of(
    cursor: DuckDBPyConnection, settings: Settings, days: Sequence[date]
) -> dict[date, tuple[DueTerm, ...]]:
    """Day -> the past terms known on it, for several days at once."""
    windows = [
        (day, Period(months_later(day, -COHORT_MONTHS) + timedelta(days=1), day - timedelta(days=1))) for day in days
    ]
    given = {
        **bound(Selection(Period(days[0], days[0]), days[0], latest=max(days)), settings),
        "lead": settings.risk_days // 2,
    }
    rows = rows_of(cursor, due_query((), (), PAST), given | _bound_windows(windows))
    found: dict[date, list[DueTerm]] = {day: [] for day in days}
    for row in rows:
        if row["known"] in (*STAYED, *LEFT):
            found[_day(row["seen_from"])].append(_term(row))
    return {day: tuple(terms) for day, terms in found.items()}


def terms_ahead(
    cursor: DuckDBPyConnection,
    selection: Selection,
    settings: Settings,
    window: Period,
    by: tuple[str, ...] = (),
) -> dict[Group, tuple[DueTerm, ...]]:
    """Terms running on the day before the window that are due in it, by group, judged by what was known on that day."""
    rows = _rows_ahead(cursor, selection, settings, (window,), by)
    return {group: tuple(_term(row) for row in found) for group, found in by_group(rows, by, None).items()}


def terms_ahead_of(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, windows: Sequence[Period]
) -> dict[Period, tuple[DueTerm, ...]]:
    """Window -> the terms due in it, for several windows at once."""
    found: dict[date, list[DueTerm]] = {window.day_before: [] for window in windows}
    for row in _rows_ahead(cursor, selection, settings, windows, ()):
        found[_day(row["seen_from"])].append(_term(row))
    return {window: tuple(found[window.day_before]) for window in windows}


def overdue_terms(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[DueTerm, ...]:
    """Terms whose day is over on the last day and whose outcome is still open: they are in no window ahead."""
    day = last_day(selection)
    given = bound(selection, settings) | _bound_windows([(day, Period(FIRST_DAY, day))])
    rows = rows_of(cursor, due_query((), shape(selection), OVERDUE), given)
    return tuple(_term(row) for row in rows if row["known"] == "pending")


def _rows_ahead(
    cursor: DuckDBPyConnection,
    selection: Selection,
    settings: Settings,
    windows: Sequence[Period],
    by: tuple[str, ...],
) -> list[Row]:
    given = bound(selection, settings) | _bound_windows([(window.day_before, window) for window in windows])
    # Attributes of the groups are those of the day that the terms are judged by, as their tier is.
    return rows_of(cursor, due_query(by, shape(selection), AHEAD), given)


def _bound_windows(windows: Sequence[tuple[date, Period]]) -> dict[str, object]:
    days, periods = [day for day, _ in windows], [period for _, period in windows]
    return {"days": days, "firsts": [item.start for item in periods], "lasts": [item.end for item in periods]}


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _term(row: Row) -> DueTerm:
    return DueTerm(
        contract=str(row["contract"]),
        account=str(row["account"]),
        product=None if row["of_product"] is None else str(row["of_product"]),
        starts_on=_day(row["starts_on"]),
        due_on=_day(row["due_on"]),
        amount=float(str(row["amount"])),
        tier=None if row["of_tier"] is None else str(row["of_tier"]),
        seats=None if row["seats"] is None else float(str(row["seats"])),
        score=None if row["score"] is None else int(str(row["score"])),
        outcome=str(row["known"]),
        became=str(row["became"]),
        name=None if row["name"] is None else str(row["name"]),
        notice_on=None if row["notice_on"] is None else _day(row["notice_on"]),
        undated=bool(row["undated"]),
    )

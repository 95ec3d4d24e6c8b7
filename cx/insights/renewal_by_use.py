"""Whether contracts of accounts that use more of their seats renew more often: an association, nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.periods import Period, trailing_year
from cx.contracts.settings import Settings
from cx.metrics.books import licensed_lately, where_of_book
from cx.metrics.queries import check_dimensions, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.registry_renewals import DUE, KNOWN_OUTCOME
from cx.metrics.rows import Row, bound, rows_of, shape
from cx.statistics import (
    ClusterSums,
    Difference,
    Estimate,
    MantelHaenszel,
    Verdict,
    cluster_sums,
    clustered_change,
    clustered_interval,
    mantel_haenszel,
    newcombe,
    verdict,
    wider,
    wilson,
    within,
)

RENEWED = REGISTRY["renewal_rate"]
STAYED = ("renewed", "reduced")
HALF, MOST = 0.5, 0.8
LEAST_ACCOUNTS, LEAST_LOST, LEAST_IN_CELL = 30, 10, 5
"""What a link needs to be printed (reference 8): accounts in each group, terms lost in all, cases in the smaller cell."""


@dataclass(frozen=True)
class Term:
    """One term that was due and whose outcome is known, with the seats in use some time before."""

    contract: str
    account: str
    name: str | None
    """What the account was called on the day that its use is of."""
    due_on: date
    used_to: date
    """The last day of the use that is taken."""
    tier: str | None
    active: int | None
    licensed: int | None
    """The most users and the most seats in those days; None where no dated use is known."""
    outcome: str
    amount: float
    """Annual value in the base currency."""

    @property
    def seats(self) -> float | None:
        """Share of seats in use, 0 to 1 and above; None where no dated use is known."""
        return None if self.active is None or not self.licensed else self.active / self.licensed

    @property
    def renewed(self) -> bool:
        """True where it was renewed, for less or not."""
        return self.outcome in STAYED


@dataclass(frozen=True)
class Band:
    """The terms of accounts that used some share of their seats."""

    terms: int
    accounts: int
    renewed: int
    rate: Estimate
    """Share renewed, 0 to 1: Wilson, or the clustered interval where accounts have several terms and it is wider."""

    @property
    def is_few(self) -> bool:
        """True where too few accounts are in it to judge by."""
        return self.accounts < LEAST_ACCOUNTS


@dataclass(frozen=True)
class RenewalByUse:
    """Renewal by band of seats in use, and half or more of the seats against fewer, as the rule of risk has it."""

    period: Period
    lead: int
    """Days before it was due by which a term's use was measured."""
    low: Band
    middle: Band
    high: Band
    unknown: Band
    half_or_more: Band
    """The middle and the high band together."""
    difference: Difference
    """Half or more minus low, 0 to 1."""
    verdict: Verdict
    by_tier: MantelHaenszel | None
    """The same within tiers; None where fewer than two tiers are known, or too little is to tell a link at all."""
    tiers: tuple[tuple[str, Band, Band], ...]
    """Each tier with its contracts of half or more of the seats and of fewer."""


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    """Use has days of its own, unlike the seats that a contract export tells: those are of today, outcome known."""
    query = f"""
        WITH due AS (SELECT f.*, f.due_on - CAST($lead AS INTEGER) AS judged_on, {KNOWN_OUTCOME} AS known
            FROM terms f WHERE {DUE} AND f.due_on BETWEEN $first AND $end),
          days AS (SELECT DISTINCT account_id, judged_on FROM due),
          used AS (SELECT * FROM (
              SELECT d.account_id, d.judged_on, max(u.active_users) AS active, {licensed_lately("u")} AS licensed
              FROM days d JOIN usage u ON u.account_id = d.account_id AND u.feature IS NULL
                AND u.used_on <= d.judged_on AND u.used_on > d.judged_on - CAST($active_days AS INTEGER) GROUP BY ALL)
            WHERE active IS NOT NULL AND licensed > 0)
        SELECT f.contract_id AS contract, f.account_id AS account, a.name, a.tier, f.due_on, f.judged_on, u.active,
          u.licensed, f.known, CAST(f.amount AS DOUBLE) AS amount
        FROM due f LEFT JOIN used u ON u.account_id = f.account_id AND u.judged_on = f.judged_on
          LEFT JOIN account_spans a ON a.account_id = f.account_id
            AND f.judged_on >= a.known_from AND f.judged_on < a.known_to
        WHERE f.known <> 'pending' AND {where_of_book(filters)} ORDER BY f.account_id, f.contract_id, f.starts_on"""
    return expression(query).sql(dialect="duckdb")


def renewal_by_use(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> RenewalByUse | None:
    """Terms due in the twelve months up to the period's end whose outcome is known, by use half the risk days before.

    None where no use is known of any. Raises UnknownDimension for a filter that contracts do not have.
    """
    period, lead = year_of_terms(selection), settings.risk_days // 2
    terms = terms_with_use(cursor, selection, settings)
    if all(term.seats is None for term in terms):
        return None
    below, middle, high, unknown = parts_by_use(terms)
    above = [*middle, *high]
    low, half_or_more = _band(below), _band(above)
    difference, word = _compared(below, above, low, half_or_more)
    return RenewalByUse(
        period,
        lead,
        low,
        _band(middle),
        _band(high),
        _band(unknown),
        half_or_more,
        difference,
        word,
        None if word is Verdict.TOO_FEW else _within_tiers(below, above),
        _tiers(below, above),
    )


def year_of_terms(selection: Selection) -> Period:
    """The twelve months in which the terms were due."""
    return trailing_year(min(selection.period.end, selection.as_of))


def terms_with_use(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[Term, ...]:
    """The terms themselves, by account; raises UnknownDimension for a filter that contracts do not have."""
    check_dimensions(RENEWED, tuple(item.dimension for item in selection.filters))
    given = bound(selection, settings) | {"first": year_of_terms(selection).start, "lead": settings.risk_days // 2}
    return tuple(_term(row) for row in rows_of(cursor, _query(shape(selection)), given))


def _term(row: Row) -> Term:
    return Term(
        str(row["contract"]),
        str(row["account"]),
        None if row["name"] is None else str(row["name"]),
        date.fromisoformat(str(row["due_on"])),
        date.fromisoformat(str(row["judged_on"])),
        None if row["tier"] is None else str(row["tier"]),
        None if row["active"] is None else int(str(row["active"])),
        None if row["licensed"] is None else int(str(row["licensed"])),
        str(row["known"]),
        float(str(row["amount"])),
    )


def parts_by_use(terms: Sequence[Term]) -> tuple[list[Term], list[Term], list[Term], list[Term]]:
    """Those under half of the seats, up to four fifths, above, and those of which no use is known."""
    known = [(term, term.seats) for term in terms if term.seats is not None]
    return (
        [term for term, seats in known if seats < HALF],
        [term for term, seats in known if HALF <= seats <= MOST],
        [term for term, seats in known if seats > MOST],
        [term for term in terms if term.seats is None],
    )


def _sums(terms: Sequence[Term]) -> ClusterSums:
    return cluster_sums([float(term.renewed) for term in terms], [term.account for term in terms])


def _band(terms: Sequence[Term]) -> Band:
    renewed, accounts = sum(term.renewed for term in terms), len({term.account for term in terms})
    rate = wilson(renewed, len(terms))
    if terms and accounts < len(terms):
        rate = within(wider(rate, clustered_interval(_sums(terms))), 0.0, 1.0)
    return Band(len(terms), accounts, renewed, rate)


def _compared(below: Sequence[Term], above: Sequence[Term], low: Band, high: Band) -> tuple[Difference, Verdict]:
    wide, narrow = (_difference(below, above, low, high, confidence) for confidence in (0.95, 0.80))
    lost = [band.terms - band.renewed for band in (low, high)]
    cells = (*lost, low.renewed, high.renewed)
    is_enough = sum(lost) >= LEAST_LOST and min(cells) >= LEAST_IN_CELL
    judged = verdict(
        wide.value,
        (narrow.low, narrow.high),
        (wide.low, wide.high),
        low.accounts if is_enough else 0,
        high.accounts,
        LEAST_ACCOUNTS,
        RENEWED.smallest_change / 100,
    )
    return wide, judged.word


def _difference(below: Sequence[Term], above: Sequence[Term], low: Band, high: Band, confidence: float) -> Difference:
    plain = newcombe(high.renewed, high.terms, low.renewed, low.terms, confidence)
    if plain.value is None or (low.accounts == low.terms and high.accounts == high.terms):
        return plain
    return wider(plain, clustered_change(_sums(below), _sums(above), confidence))


def _within_tiers(below: Sequence[Term], above: Sequence[Term]) -> MantelHaenszel | None:
    """Both sides tier by tier, so that a tier that uses more and renews more does not pass for a link."""
    found = _tiers(below, above)
    tables = [(_outcomes(high), _outcomes(low)) for _, high, low in found]
    return mantel_haenszel(tables) if len(tables) > 1 else None


def _outcomes(band: Band) -> tuple[float, float]:
    return float(band.renewed), float(band.terms - band.renewed)


def _tiers(below: Sequence[Term], above: Sequence[Term]) -> tuple[tuple[str, Band, Band], ...]:
    names = sorted({term.tier for term in (*below, *above) if term.tier is not None})
    return tuple((name, _of_tier(above, name), _of_tier(below, name)) for name in names)


def _of_tier(terms: Sequence[Term], tier: str) -> Band:
    return _band([term for term in terms if term.tier == tier])

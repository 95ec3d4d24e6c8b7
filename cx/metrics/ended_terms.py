"""The terms that were due, one by one, each with what became of it, what stayed, what went and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, condition, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.registry_renewals import AMOUNT_AFTER, DUE, KEPT_AMOUNT, KNOWN_OUTCOME
from cx.metrics.rows import Row, bound, rows_of, shape, text_of

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class EndedTerm:
    """One term with what it was worth and what it is worth after, in the base currency."""

    contract: str
    account: str
    name: str | None
    """What the account was called on the day that the term was due."""
    due_on: date
    outcome: str
    """As known: renewed, reduced, churned, lapsed or pending."""
    reason: str | None
    whose: str | None
    """ours or not ours; None where nobody said."""
    amount: Decimal
    kept: Decimal | None
    """What stayed of it; None where it is still open, or was reduced to a value that nobody recorded."""
    after: Decimal
    """What it is worth after, growth included, where it stayed."""

    @property
    def is_stayed(self) -> bool:
        """True where it was renewed, for less or not."""
        return self.outcome in ("renewed", "reduced")

    @property
    def is_lost(self) -> bool:
        """True where all or a part of it went, were it to a value that nobody recorded."""
        return self.outcome != PENDING and (self.kept is None or self.kept < self.amount)

    @property
    def gone(self) -> Decimal:
        """What went: all of it or a part; 0 where that is not known."""
        return Decimal(0) if self.kept is None else self.amount - self.kept

    @property
    def grown(self) -> Decimal:
        """What was added to one that stayed."""
        return max(self.after - self.amount, Decimal(0)) if self.is_stayed else Decimal(0)


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    found = expression(
        f"""SELECT contract_id AS contract, CAST(account_id AS VARCHAR) AS account, due_on, {KNOWN_OUTCOME} AS known,
          CAST(reason AS VARCHAR) AS reason, CAST(controllable AS VARCHAR) AS whose, amount,
          CASE WHEN {KNOWN_OUTCOME} <> '{PENDING}' THEN {KEPT_AMOUNT} END AS kept,
          coalesce({AMOUNT_AFTER}, amount) AS after
        FROM fact_renewals WHERE {DUE}"""
    )
    terms = found.where(condition("due_on", filters)).sql(dialect="duckdb")  # type: ignore[attr-defined]
    query = f"""SELECT t.*, a.name FROM ({terms}) t LEFT JOIN account_spans a ON a.account_id = t.account
        AND t.due_on >= a.known_from AND t.due_on < a.known_to"""
    return expression(query).sql(dialect="duckdb")


def ended_terms(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[EndedTerm, ...]:
    """The terms due in the period, the largest first: they sum to the parts of `renewal_flow`.

    Raises UnknownDimension for a filter of another fact.
    """
    check_dimensions(REGISTRY["gross_renewal_rate"], tuple(item.dimension for item in selection.filters))
    rows = rows_of(cursor, _query(shape(selection)), bound(selection, settings, "due_on"))
    return tuple(sorted(map(_term, rows), key=lambda term: (-term.amount, term.due_on, term.contract)))


def lost_terms(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[EndedTerm, ...]:
    """Those that `lost_money` counts, the ones that most went with first; by reason they sum to its amounts."""
    lost = [term for term in ended_terms(cursor, selection, settings) if term.is_lost]
    return tuple(sorted(lost, key=lambda term: (-term.gone, term.due_on, term.contract)))


def _term(row: Row) -> EndedTerm:
    return EndedTerm(
        str(row["contract"]),
        str(row["account"]),
        text_of(row["name"]),
        date.fromisoformat(str(row["due_on"])),
        str(row["known"]),
        text_of(row["reason"]),
        text_of(row["whose"]),
        Decimal(str(row["amount"])),
        None if row["kept"] is None else Decimal(str(row["kept"])),
        Decimal(str(row["after"])),
    )

"""The terms that were due and were lost or reduced, one by one, each with what went and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.lost_money import GONE, LESS, UNRECORDED
from cx.metrics.queries import check_dimensions, condition, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.registry_renewals import DUE, KEPT_AMOUNT, KNOWN_OUTCOME
from cx.metrics.rows import Row, bound, rows_of, shape


@dataclass(frozen=True, slots=True)
class LostTerm:
    """One term with what went with it, in the base currency."""

    contract: str
    account: str
    name: str | None
    """What the account was called on the day that the term was due."""
    due_on: date
    outcome: str
    reason: str | None
    whose: str | None
    """ours or not ours; None where nobody said."""
    amount: Decimal
    kept: Decimal | None
    """What it is worth after; None where it was reduced to a value that nobody recorded."""

    @property
    def gone(self) -> Decimal:
        """What went: all of it or a part; 0 where that is not known."""
        return Decimal(0) if self.kept is None else self.amount - self.kept


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    found = expression(
        f"""SELECT contract_id AS contract, CAST(account_id AS VARCHAR) AS account, due_on, {KNOWN_OUTCOME} AS known,
          CAST(reason AS VARCHAR) AS reason, CAST(controllable AS VARCHAR) AS whose, amount, {KEPT_AMOUNT} AS kept
        FROM fact_renewals WHERE {DUE} AND ({GONE} OR {LESS} OR {UNRECORDED})"""
    )
    terms = found.where(condition("due_on", filters)).sql(dialect="duckdb")  # type: ignore[attr-defined]
    query = f"""SELECT t.*, a.name FROM ({terms}) t LEFT JOIN account_spans a ON a.account_id = t.account
        AND t.due_on >= a.known_from AND t.due_on < a.known_to"""
    return expression(query).sql(dialect="duckdb")


def lost_terms(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[LostTerm, ...]:
    """The terms that `lost_money` counts, those that most went with first; by reason they sum to its amounts.

    Raises UnknownDimension for a filter of another fact.
    """
    check_dimensions(REGISTRY["gross_renewal_rate"], tuple(item.dimension for item in selection.filters))
    rows = rows_of(cursor, _query(shape(selection)), bound(selection, settings, "due_on"))
    return tuple(sorted(map(_term, rows), key=lambda term: (-term.gone, term.due_on, term.contract)))


def _term(row: Row) -> LostTerm:
    return LostTerm(
        str(row["contract"]),
        str(row["account"]),
        _text(row["name"]),
        date.fromisoformat(str(row["due_on"])),
        str(row["known"]),
        _text(row["reason"]),
        _text(row["whose"]),
        Decimal(str(row["amount"])),
        None if row["kept"] is None else Decimal(str(row["kept"])),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)

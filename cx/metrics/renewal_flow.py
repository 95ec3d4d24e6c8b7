"""What became of the money that was up for renewal, in parts that sum."""

from dataclasses import dataclass
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import condition, expression
from cx.metrics.registry_renewals import AMOUNT_AFTER, DUE, KEPT_AMOUNT, KNOWN_OUTCOME
from cx.metrics.rows import bound, rows_of, shape


@dataclass(frozen=True)
class RenewalFlow:
    """Amounts in the base currency: `due` = lost + reduced + pending + unrecorded + kept; `now` = kept + grown."""

    terms: int
    due: float
    lost: float
    reduced: float
    pending: float
    unrecorded: float
    """Terms reduced to a value that nobody recorded."""
    kept: float
    grown: float

    @property
    def now(self) -> float:
        """What the renewed terms are worth now."""
        return self.kept + self.grown


AFTER = f"coalesce({AMOUNT_AFTER}, amount)"
SUMS = {
    "terms": "count(*)",
    "due": "sum(amount)",
    "lost": f"sum(amount) FILTER ({KNOWN_OUTCOME} IN ('churned', 'lapsed'))",
    "reduced": f"sum(amount - ({KEPT_AMOUNT})) FILTER ({KNOWN_OUTCOME} IN ('renewed', 'reduced'))",
    "pending": f"sum(amount) FILTER ({KNOWN_OUTCOME} = 'pending')",
    "unrecorded": f"sum(amount) FILTER ({KNOWN_OUTCOME} = 'reduced' AND ({KEPT_AMOUNT}) IS NULL)",
    "kept": f"sum({KEPT_AMOUNT}) FILTER ({KNOWN_OUTCOME} IN ('renewed', 'reduced'))",
    "grown": f"sum(greatest({AFTER} - amount, 0)) FILTER ({KNOWN_OUTCOME} IN ('renewed', 'reduced'))",
}


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    columns = ", ".join(f"coalesce({total}, 0) AS {name}" for name, total in SUMS.items())
    query = expression(f"SELECT {columns} FROM fact_renewals WHERE {DUE}")
    return query.where(condition("due_on", filters)).sql(dialect="duckdb")  # type: ignore[attr-defined, no-any-return]


def renewal_flow(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> RenewalFlow:
    """The parts of the amount due in the period."""
    row = rows_of(cursor, _query(shape(selection)), bound(selection, settings, "due_on"))[0]
    return RenewalFlow(**{name: float(str(value)) for name, value in row.items()})  # type: ignore[arg-type]


def currency(cursor: DuckDBPyConnection, settings: Settings) -> str:
    """The currency that amounts are shown in: the base, or the one that all contracts have; empty where none is given."""
    if settings.base_currency:
        return settings.base_currency
    found = cursor.execute(
        "SELECT DISTINCT upper(currency) FROM renewals WHERE currency IS NOT NULL LIMIT 2"
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else ""

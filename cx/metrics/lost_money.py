"""What was lost or reduced of the terms that came due, by the reason that was recorded and by whose it was."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.queries import check_dimensions, condition, expression
from cx.metrics.registry import REGISTRY
from cx.metrics.registry_renewals import DUE, KEPT_AMOUNT, KNOWN_OUTCOME
from cx.metrics.rows import bound, rows_of, shape

GONE = f"{KNOWN_OUTCOME} IN ('churned', 'lapsed')"
LESS = f"{KNOWN_OUTCOME} IN ('renewed', 'reduced') AND amount > ({KEPT_AMOUNT})"
COLUMNS = {
    "left": f"count(*) FILTER ({GONE})",
    "lost": f"sum(amount) FILTER ({GONE})",
    "shrunk": f"count(*) FILTER ({LESS})",
    "reduced": f"sum(amount - ({KEPT_AMOUNT})) FILTER ({LESS})",
    "unrecorded": f"count(*) FILTER ({KNOWN_OUTCOME} = 'reduced' AND ({KEPT_AMOUNT}) IS NULL)",
}


@dataclass(frozen=True, slots=True)
class LostFor:
    """Terms that were due and were lost or reduced for one reason, and their annual value in the base currency."""

    reason: str | None
    """None where nobody recorded one."""
    whose: str | None
    """ours or not ours; None where nobody said."""
    left: int
    lost: Decimal
    shrunk: int
    reduced: Decimal
    unrecorded: int
    """Terms reduced to a value that nobody recorded: what went with them is in no amount."""

    @property
    def terms(self) -> int:
        """How many terms were lost, or reduced by a known amount."""
        return self.left + self.shrunk

    @property
    def amount(self) -> Decimal:
        """What is gone: lost and reduced."""
        return self.lost + self.reduced


@lru_cache(maxsize=64)
def _query(filters: tuple[tuple[str, int], ...]) -> str:
    columns = ", ".join(f"coalesce({made}, 0) AS {name}" for name, made in COLUMNS.items())
    grouped = "CAST(reason AS VARCHAR) AS reason, CAST(controllable AS VARCHAR) AS whose"
    query = expression(f"SELECT {grouped}, {columns} FROM fact_renewals WHERE {DUE} GROUP BY ALL")
    return query.where(condition("due_on", filters)).sql(dialect="duckdb")  # type: ignore[attr-defined, no-any-return]


def lost_money(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> tuple[LostFor, ...]:
    """What was lost or reduced of the terms due in the period, the largest amount first; nothing for what stayed.

    The amounts sum to the lost and the reduced of `renewal_flow`. Raises UnknownDimension for a filter of another fact.
    """
    check_dimensions(REGISTRY["gross_renewal_rate"], tuple(item.dimension for item in selection.filters))
    rows = rows_of(cursor, _query(shape(selection)), bound(selection, settings, "due_on"))
    found = [
        LostFor(
            None if row["reason"] is None else str(row["reason"]),
            None if row["whose"] is None else str(row["whose"]),
            int(str(row["left"])),
            Decimal(str(row["lost"])),
            int(str(row["shrunk"])),
            Decimal(str(row["reduced"])),
            int(str(row["unrecorded"])),
        )
        for row in rows
    ]
    kept = [item for item in found if item.terms or item.unrecorded]
    return tuple(sorted(kept, key=lambda item: (-item.amount, item.reason or "", item.whose or "")))

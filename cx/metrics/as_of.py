"""The day up to which things are known, and what data there is."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.contracts.periods import Period, last_complete_quarter
from cx.contracts.settings import Settings
from cx.store.fact import FACTS

# The dates that move the as-of (DESIGN section 6, rule 16); due dates never do. An extract joins them with the first
# metric that reads its dates: until then a newer file of it would only make the periods of the others look complete.
HAPPENED = {
    "survey": ("responded_at", "sent_at"),
    "tickets": ("opened_at", "resolved_at"),
    "usage": ("used_on",),
    "owner_changes": ("changed_at",),
    "renewals": ("decided_on",),
    "milestones": ("actual_on",),
    "touches": ("happened_at",),
}


def as_of(cursor: DuckDBPyConnection) -> date | None:
    """The latest date on which something happened; with a ledger alone, the declared day of its export.

    A ledger without decisions and without a declared day is taken as known on the day of its load.
    """
    parts = [
        f"SELECT max({column})::DATE AS latest FROM {extract}"
        for extract, columns in HAPPENED.items()
        for column in columns
    ]
    found = cursor.execute(f"SELECT max(latest) FROM ({' UNION ALL '.join(parts)})").fetchall()[0][0]
    if not _is_ledger_alone(cursor):
        return found  # type: ignore[no-any-return]
    declared, loaded = _ledger_days(cursor)
    return max((day for day in (found, declared) if day), default=loaded)


def _is_ledger_alone(cursor: DuckDBPyConnection) -> bool:
    return not any(
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall() for name in HAPPENED if name != "renewals"
    )


def _ledger_days(cursor: DuckDBPyConnection) -> tuple[date | None, date | None]:
    """The latest declared day of a ledger's export, and the latest day of a load of it."""
    query = "SELECT max(exported_on), max(loaded_at)::DATE FROM standing_loads WHERE extract = 'renewals'"
    return cursor.execute(query).fetchall()[0]


QUIET_DAYS = 400
"""Days without a beginning or an end after which a ledger may well be older than its load: yearly terms have some."""


@dataclass(frozen=True)
class Undeclared:
    """A ledger that is taken as known on the day of its load, though nothing in it happened lately."""

    loaded_on: date
    last_on: date
    """The last day up to then on which a term began or ended."""


def undeclared_day(cursor: DuckDBPyConnection) -> Undeclared | None:
    """What an as-of rests on that nobody declared, where the ledger was quiet before it; else None."""
    if not _is_ledger_alone(cursor):
        return None
    declared, loaded = _ledger_days(cursor)
    if declared or loaded is None:
        return None
    query = (
        "SELECT max(decided_on), greatest(max(starts_on) FILTER (starts_on <= $day), max(ends_on) FILTER (ends_on <= $day)) "
        "FROM renewals"
    )
    decided, last = cursor.execute(query, {"day": loaded}).fetchall()[0]
    is_quiet = decided is None and last is not None and (loaded - last).days > QUIET_DAYS
    return Undeclared(loaded, last) if is_quiet else None


@dataclass(frozen=True)
class Freshness:
    """Up to when an extract's data goes, and who loaded it when."""

    extract: str
    rows: int
    data_to: date | None
    loaded_at: datetime | None
    loaded_by: str | None

    @property
    def in_figures(self) -> bool:
        """True where figures take something from the extract, so that a newer load may change them."""
        told_by = (name for fact in FACTS.values() for name in fact.told_by)
        return self.extract in {"accounts", *FACTS, *told_by}


def freshness(cursor: DuckDBPyConnection) -> tuple[Freshness, ...]:
    """What each extract holds, in the order of the extracts."""
    found = []
    for name in EXTRACTS:
        columns = HAPPENED.get(name) or _happened(name)
        latest = f"greatest({', '.join(f'max({c})::DATE' for c in columns)})" if columns else "NULL::DATE"
        rows, data_to = cursor.execute(f"SELECT count(*), {latest} FROM {name}").fetchall()[0]
        last = cursor.execute(
            "SELECT loaded_at, loaded_by FROM standing_loads WHERE extract = $name ORDER BY load_id DESC LIMIT 1",
            {"name": name},
        ).fetchall()
        found.append(Freshness(name, rows, data_to, *(last[0] if last else (None, None))))
    return tuple(found)


def _happened(extract: str) -> tuple[str, ...]:
    """The columns of an extract that say when something happened."""
    return tuple(name for name, column in EXTRACTS[extract].columns.items() if column.happened)


def default_period(known_to: date, settings: Settings) -> Period:
    """The last complete quarter in the data."""
    return last_complete_quarter(known_to, settings.fiscal_year_starts)

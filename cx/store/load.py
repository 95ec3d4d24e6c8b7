"""A file to load, and what its load did or would do."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from cx.contracts.mapping import Mapping
from cx.contracts.problems import Problem
from cx.store.merging import Merged
from cx.store.replacing import Replacing

COUNTS = ("records", "skipped", "read", "new", "changed", "same", "repeated", "refused", "removed")
"""What is counted of every load: records = skipped + used, read = new + changed + same + repeated + refused; rows that
are removed were read before, from another file."""


@dataclass(frozen=True)
class Source:
    """A file to load: where it is, what it is called, by which mapping, as of which day, by whom and when."""

    path: Path
    file: str
    mapping: Mapping
    today: date
    """The day against which dates are checked."""
    user: str
    at: datetime | None = None
    """The moment of the load, with its time zone: the fronts read the clock, nothing below them does."""
    replacing: Replacing | None = None
    """Which days the file says anew; None: it takes no row away."""

    @property
    def recorded_at(self) -> datetime:
        """The moment that the journal keeps, in UTC and without a zone; without one, the day begins."""
        aware = self.at or datetime.combine(self.today, time(), UTC)
        return aware.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Load:
    """What a load did, or would do: its counts, problems and assumptions."""

    load_id: int
    extract: str
    file: str
    mapping: Mapping
    header: tuple[str, ...]
    encoding: str
    records: int
    skipped: int
    read: int
    merged: Merged
    refused: int
    problems: tuple[Problem, ...] = field(repr=False)
    refused_rows: tuple[tuple[int, list[str]], ...] = field(repr=False)
    assumptions: tuple[str, ...]
    replaced: tuple[str, ...] = ()
    """What it takes away of earlier loads, and why, as sentences; none where it replaces no days."""
    also: "Load | None" = None
    """What else the same file held: the changes of owner of a ticket log."""

    @property
    def counts(self) -> dict[str, int]:
        """How many records and rows became what, by the names in COUNTS."""
        read = {"records": self.records, "skipped": self.skipped, "read": self.read}
        found = {**read, **asdict(self.merged), "refused": self.refused}
        return {name: found[name] for name in COUNTS}

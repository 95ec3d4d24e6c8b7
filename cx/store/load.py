"""A file to load, and what its load did or would do."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cx.contracts.mapping import Mapping
from cx.contracts.problems import Problem
from cx.store.merging import Merged


@dataclass(frozen=True)
class Source:
    """A file to load: where it is, what it is called, as what, by which mapping, when and by whom."""

    path: Path
    file: str
    mapping: Mapping
    today: date
    user: str


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

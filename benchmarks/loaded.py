"""The benchmark files loaded as a person loads them: through an open store, by a mapping that is remembered."""

import csv
from datetime import date
from pathlib import Path

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.loading import Load, Source, load

TODAY = date(2026, 11, 23)
DECLARED = {
    "survey": Declared(date_order="ymd", decimal=".", survey="named"),
    "accounts": Declared(date_order="ymd", decimal="."),
}


def mapping_of(extract: str, path: Path, source: str = "benchmark") -> Mapping:
    """The mapping of the file; its columns have our own names, and what a person must declare is declared."""
    with path.open(encoding="utf-8", newline="") as opened:
        header = next(csv.reader(opened))
    columns = {name: name for name in header if name in EXTRACTS[extract].columns}
    return Mapping(extract=extract, source=source, columns=columns, declare=DECLARED[extract])


def loaded(store: Store, extract: str, path: Path, source: str = "benchmark") -> Load:
    """Load the file and keep it."""
    return load(store, Source(path, path.name, mapping_of(extract, path, source), TODAY, "benchmark"), Words("en"))

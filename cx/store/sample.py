"""The sample company: its files, loaded like anybody's."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cx.contracts.mapping import mapping_from_file
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.loading import Load, Progress, Source, load, silent

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
SAMPLE_SOURCE = "sample company"
ORDER = ("accounts", "survey", "tickets", "renewals", "usage")


def load_sample(store: Store, today: date, user: str, words: Words, progress: Progress = silent) -> Iterator[Load]:
    """Load the sample's five files, one after the other."""
    for name in ORDER:
        mapping = mapping_from_file(SAMPLE / "mappings" / f"{name}.toml")
        path = SAMPLE / f"{name}.csv"
        yield load(store, Source(path, path.name, mapping, today, user), words, progress)

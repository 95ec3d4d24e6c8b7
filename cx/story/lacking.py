"""What a load cannot tell, and why, in words."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import N_, Words
from cx.metrics.needs import Lacking, lacking
from cx.metrics.registry import REGISTRY
from cx.metrics.snapshot import compares, is_snapshot


def lacking_sentences(cursor: DuckDBPyConnection, extract: str, words: Words) -> tuple[str, ...]:
    """One sentence for each set of columns that nothing fills: the figures that cannot be computed without it."""
    found = tuple(_sentence(item, extract, words) for item in lacking(cursor, extract))
    snapshot = snapshot_sentence(cursor, REGISTRY, words) if extract == "renewals" else None
    return (*found, snapshot) if snapshot else found


def snapshot_sentence(cursor: DuckDBPyConnection, keys: Iterable[str], words: Words) -> str | None:
    """Which of these figures nobody can tell where one start date was given for all terms; None where all can be told."""
    untold = [words.say(REGISTRY[key].name) for key in keys if compares(REGISTRY[key])]
    if not untold or not is_snapshot(cursor):
        return None
    return words.say(
        N_("{metrics}: one start date was given for all terms, so nothing tells which of them ran before."),
        metrics="; ".join(untold),
    )


def _sentence(item: Lacking, extract: str, words: Words) -> str:
    columns = EXTRACTS[extract].columns
    named = [
        words.say(N_(" or ")).join(words.say(columns[name].title) for name in alternatives if name in columns)
        for alternatives in item.columns
    ]
    return words.say(
        N_("{metrics}: nothing fills {columns}."),
        metrics="; ".join(words.say(REGISTRY[key].name) for key in item.metrics),
        columns=", ".join(named),
    )

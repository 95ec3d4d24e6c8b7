"""What a load cannot tell, and why, in words."""

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import N_, Words
from cx.metrics.needs import Lacking, lacking
from cx.metrics.registry import REGISTRY


def lacking_sentences(cursor: DuckDBPyConnection, extract: str, words: Words) -> tuple[str, ...]:
    """One sentence for each set of columns that nothing fills: the figures that cannot be computed without it."""
    return tuple(_sentence(item, extract, words) for item in lacking(cursor, extract))


def _sentence(item: Lacking, extract: str, words: Words) -> str:
    columns = EXTRACTS[extract].columns
    named = [
        words.say(N_(" or ")).join(words.say(columns[name].title) for name in alternatives if name in columns)
        for alternatives in item.columns
    ]
    return words.say(
        N_("{metrics}: nothing fills {columns}."),
        metrics=", ".join(words.say(REGISTRY[key].name) for key in item.metrics),
        columns=", ".join(named),
    )

"""The filters of a command: values of one dimension widen each other, dimensions narrow each other."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx.cli.speech import Speech
from cx.contracts.filters import Filter
from cx.contracts.words import N_
from cx.store.dimension_values import has_value


def filters_of(where: Iterable[tuple[str, str]]) -> tuple[Filter, ...]:
    """One filter a dimension, with all the values asked for."""
    found: dict[str, list[str]] = {}
    for name, value in where:
        found.setdefault(name, []).append(value)
    return tuple(Filter(name, tuple(dict.fromkeys(values))) for name, values in found.items())


def say_unmatched(
    cursor: DuckDBPyConnection, filters: tuple[Filter, ...], facts: Iterable[str], speech: Speech
) -> None:
    """Tell on standard error which value no row of the facts has: a mistyped one looks like no data."""
    looked_at = tuple(facts)
    for item in filters:
        for value in item.values:
            if not has_value(cursor, item.dimension, value, looked_at):
                speech.error(
                    speech.words.say(N_("No row has {dimension} = “{value}”."), dimension=item.dimension, value=value)
                )

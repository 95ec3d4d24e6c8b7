"""Which figures the filters of a page can be applied to, and what is said of the others."""

from collections.abc import Iterable

from cx.contracts.words import N_
from cx.metrics.queries import check_dimensions, dimensions_of
from cx.metrics.registry import REGISTRY
from cx.store.fact import FACTS
from cx.store.sparse import held
from cx.story.telling import Telling, dimension_name

NAMED = 4
"""As many figures are named; the others are counted."""


def filterable(keys: Iterable[str], telling: Telling) -> tuple[str, ...]:
    """The metrics that every filter applies to; a figure of all customers beside filtered ones would mislead.

    Raises UnknownDimension for a dimension that no fact has.
    """
    asked = tuple(item.dimension for item in telling.selection.filters)
    found = tuple(keys)
    if not asked:
        return found
    _check(found, asked)
    known = {fact: _known(fact, telling) for fact in {REGISTRY[key].fact for key in found}}
    return tuple(key for key in found if set(asked) <= set(dimensions_of(REGISTRY[key])) & known[REGISTRY[key].fact])


def unfilterable(keys: Iterable[str], telling: Telling) -> tuple[str, ...]:
    """For each dimension of the filters, which of the metrics that are loaded cannot be filtered by it."""
    asked = dict.fromkeys(item.dimension for item in telling.selection.filters)
    there = [key for key in keys if _is_loaded(REGISTRY[key].fact, telling)] if asked else []
    known = {fact: _known(fact, telling) for fact in {REGISTRY[key].fact for key in there}}
    found = []
    for name in asked:
        lacking = [key for key in there if name not in set(dimensions_of(REGISTRY[key])) & known[REGISTRY[key].fact]]
        if lacking:
            found.append(_sentence(lacking, name, telling))
    return tuple(found)


def never_filtered(keys: Iterable[str], telling: Telling) -> str | None:
    """The first dimension of the filters that none of the metrics can be filtered by; None where each fits one."""
    if not telling.selection.filters:
        return None
    asked = tuple(keys)
    known = {fact: _known(fact, telling) for fact in {REGISTRY[key].fact for key in asked}}
    able = {name for key in asked for name in set(dimensions_of(REGISTRY[key])) & known[REGISTRY[key].fact]}
    return next((item.dimension for item in telling.selection.filters if item.dimension not in able), None)


def _check(keys: tuple[str, ...], asked: tuple[str, ...]) -> None:
    anywhere = {name for fact in FACTS.values() for name in fact.dimensions}
    for name in asked:
        if name not in anywhere:
            check_dimensions(REGISTRY[keys[0]], (name,))


def _known(fact: str, telling: Telling) -> set[str]:
    """The dimensions that any row of the fact tells; all where nothing is loaded, so that the export is asked for."""
    return set(held(telling.cursor, f"fact_{fact}")) if _is_loaded(fact, telling) else set(FACTS[fact].dimensions)


def _is_loaded(fact: str, telling: Telling) -> bool:
    return bool(telling.cursor.execute(f"SELECT 1 FROM fact_{fact} LIMIT 1").fetchall())


def _sentence(keys: list[str], dimension: str, telling: Telling) -> str:
    """The first few by name, so that the line stays one to read."""
    words = telling.words
    named = ", ".join(words.say(REGISTRY[key].name) for key in keys[:NAMED])
    places = {"names": named, "dimension": dimension_name(dimension, words).lower()}
    if len(keys) <= NAMED:
        return words.plural(
            N_("Left out, since it cannot be filtered by {dimension}: {names}."),
            N_("Left out, since they cannot be filtered by {dimension}: {names}."),
            len(keys),
            **places,
        )
    return words.plural(
        N_("Left out, since they cannot be filtered by {dimension}: {names} and {n} more."),
        N_("Left out, since they cannot be filtered by {dimension}: {names} and {n} more."),
        len(keys) - NAMED,
        **places,
    )

"""Groups of several dimensions that stand apart from the rest of their dimension, all tested together."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.insights.adjusted import adjusted
from cx.insights.change import Change
from cx.insights.comparison import MOST_GROUPS, Split


@dataclass(frozen=True, eq=False)
class Apart:
    """One group against all the others of its dimension: from the rest to the group."""

    dimension: str
    group: str
    """Empty for rows that have no value of the dimension."""
    change: Change
    looked_at: int
    """How many groups of all dimensions were compared: ranges and words are adjusted for them."""


def apart(
    cursor: DuckDBPyConnection, key: str, selection: Selection, settings: Settings, dimensions: tuple[str, ...]
) -> tuple[Apart, ...]:
    """Each group of each dimension against the rest of it, Holm-adjusted over all; none where there is nothing beside."""
    found = []
    for dimension in dimensions:
        split = Split(cursor, key, selection, settings, dimension)
        groups = split.groups()
        largest = [name for name in groups if groups[name].value is not None][:MOST_GROUPS]
        if len(largest) > 1:
            found += [(dimension, name, (split.rest(name, tuple(groups)), groups[name])) for name in largest]
    changes = adjusted([pair for *_, pair in found])
    return tuple(
        Apart(dimension, name, item, len(found)) for (dimension, name, _), item in zip(found, changes, strict=True)
    )

"""A table to take away, with what must travel with it."""

from dataclasses import dataclass

from cx.store.journal import safe
from cx.story.exhibit import Cell


@dataclass(frozen=True)
class Sheet:
    """One table as it is on the screen."""

    name: str
    """The file's name without its ending."""
    about: tuple[tuple[str, str], ...]
    """What it speaks of, as pairs of a word and a text: metric, filters, period, as-of, n, definition."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def harmless(cell: Cell) -> Cell:
    """The cell; a text that a spreadsheet would run as a formula with a mark before it."""
    return safe(cell) if isinstance(cell, str) else cell

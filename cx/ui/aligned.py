"""How the columns of a table stand: figures on the right, written as our sentences write them, long text with room."""

import re
from collections.abc import Callable
from functools import partial
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.elements.lib.column_types import ColumnConfig

from cx.contracts.words import whole

LONG, LONGEST = 20, 28
"""Letters from which a column is given room, and up to how many: left alone it is measured by its first rows."""
LETTER, SIDES = 6, 18
"""Pixels of a letter, and beside a text in its cell."""
THOUSAND = 1000
MOST_WRITTEN = 100_000
"""Cells; each costs a little time, and pandas refuses more than 262 144."""
FIGURE = re.compile(r"[+\u2212]?[^\w\s]?\u202f?\d[\d\u202f.]*(\u202f\w{1,3}|\u202f%)?( to .*)?")
"""A figure as pages write it, or a range of two: an amount, a share, a time."""


def aligned(table: pd.DataFrame, is_first_kept: bool = False) -> dict[str, ColumnConfig]:
    """The columns that need it: amounts, text that is figures, and long text.

    The first one stays in sight, where it says whose the row is and the others may need to be scrolled.
    """
    found = {name: _column(table[name]) for name in table.columns}
    configured = {name: column for name, column in found.items() if column}
    if is_first_kept and len(table.columns):
        first = table.columns[0]
        configured[first] = {**configured.get(first, st.column_config.Column()), "pinned": True}
    return configured


def written(table: pd.DataFrame) -> Styler | pd.DataFrame:
    """The table with its numbers as our sentences have them, thousands apart and a true minus; they stay numbers to sort.

    Streamlit itself writes them as the browser's language does. A table of very many cells stays as it is.
    """
    if table.size > MOST_WRITTEN:
        return table
    numbers: dict[Any, str | Callable[[Any], str] | None] = {
        name: partial(_written, decimals=_decimals(table[name])) for name in table if _is_number(table[name])
    }
    return table.style.format(numbers, na_rep="–") if numbers else table


def _written(amount: float, decimals: int) -> str:
    if not decimals:
        return whole(amount)
    rounded = round(float(amount), decimals) + 0.0  # no minus before a zero
    return f"{rounded:,.{decimals}f}".replace(",", "\u202f").replace("-", "\u2212")


def _column(cells: pd.Series) -> ColumnConfig | None:
    if _is_number(cells):
        return None
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    if texts and all(map(is_figure, texts)):
        return st.column_config.TextColumn(alignment="right")
    letters = min(LONGEST, max(map(len, texts), default=0))
    return st.column_config.TextColumn(width=letters * LETTER + SIDES) if letters > LONG else None


def _is_number(cells: pd.Series) -> bool:
    known = cells.dropna()
    return bool(len(known)) and all(isinstance(cell, Real) and not isinstance(cell, (bool, np.bool_)) for cell in known)


def _decimals(cells: pd.Series) -> int:
    """As many as every amount of the column has: none among thousands, where nothing is below 1, else what they need."""
    amounts = cells.dropna().astype(float)
    sizes = amounts[amounts != 0].abs()
    needed = next((at for at in range(2) if (amounts.round(at) == amounts).all()), 2)
    if sizes.empty or sizes.max() < THOUSAND:
        return needed
    return min(needed, int(sizes.min() < 1))


def is_figure(text: str) -> bool:
    """True for a text that is a figure with its unit, so that it lines up with others on the right."""
    return FIGURE.fullmatch(text) is not None

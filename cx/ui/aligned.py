"""How the columns of a table stand: figures on the right with their thousands apart, long text with room."""

import re
from numbers import Real

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

LONG, LONGEST = 20, 28
"""Letters from which a column is given room, and up to how many: left alone it is measured by its first rows."""
LETTER, SIDES = 6, 18
"""Pixels of a letter, and beside a text in its cell."""
THOUSAND = 1000
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


def _column(cells: pd.Series) -> ColumnConfig | None:
    known = cells.dropna()
    if len(known) and all(isinstance(cell, Real) and not isinstance(cell, (bool, np.bool_)) for cell in known):
        return st.column_config.NumberColumn(format=_format(known.astype(float)))
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    if texts and all(map(is_figure, texts)):
        return st.column_config.TextColumn(alignment="right")
    letters = min(LONGEST, max(map(len, texts), default=0))
    return st.column_config.TextColumn(width=letters * LETTER + SIDES) if letters > LONG else None


def _format(amounts: pd.Series) -> str:
    """Thousands apart; small amounts of which some have decimals all have as many, so that they line up."""
    decimals = next((at for at in range(2) if (amounts.round(at) == amounts).all()), 2)
    return f"%.{decimals}f" if decimals and amounts.abs().max() < THOUSAND else "localized"


def is_figure(text: str) -> bool:
    """True for a text that is a figure with its unit, so that it lines up with others on the right."""
    return FIGURE.fullmatch(text) is not None

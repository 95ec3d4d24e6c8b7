"""The rows behind the marks of a section: which figure, which mark, its rows, and the files that hold them all."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.words import N_
from cx.export.sheet import Sheet
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Section
from cx.story.own_rows import OwnRows
from cx.story.told_rows import ToldRows
from cx.ui import session
from cx.ui import told as kept
from cx.ui.aligned import aligned, written
from cx.ui.frame import selection
from cx.ui.taking_away import downloads, sheet_of
from cx.ui.text import plain

MOST_SHOWN = 500
OWN = "own"
"""Stands for the rows of a section that are no metric's, among the keys of metrics."""


def show_rows(section: Section) -> None:
    """Let the reader point at a mark, and show the rows that its figure counts."""
    chosen = selection()
    own = kept.own_rows_of(chosen, section.key, section.by) if chosen else None
    if chosen is None or not (own or section.metrics):
        return
    say = session.words().say
    st.markdown(f"**{say(N_('The rows behind a figure'))}**")
    left, right = st.columns(2)
    key = left.selectbox(
        say(N_("Rows of")) if own else say(N_("Metric")),
        ([OWN] if own else []) + list(section.metrics),
        format_func=lambda name: own.listing.name if own and name == OWN else say(REGISTRY[name].name),
        key=f"rows-metric-{section.key}",
    )
    if own and key == OWN:
        _show_own(own, right, section)
        return
    found = {mark.label: mark for mark in kept.marks_of(chosen, key, section.splits)}
    label = right.selectbox(say(N_("Part")), list(found), key=f"rows-mark-{section.key}-{key}")
    mark = found.get(label) or next(iter(found.values()))
    _show_table(kept.rows_of_mark(key, mark, MOST_SHOWN), kept.all_rows_of_mark(key, mark), section)


def _show_own(own: OwnRows[Any], place: DeltaGenerator, section: Section) -> None:
    """The rows that are no metric's."""
    found = {part.label: part for part in own.parts}
    label = place.selectbox(session.words().say(N_("Part")), list(found), key=f"rows-mark-{section.key}-{OWN}")
    part = found.get(label) or own.parts[0]
    _show_table(own.told(part, MOST_SHOWN), lambda: own.told(part), section)


def _show_table(told: ToldRows, whole: Callable[[], ToldRows], section: Section) -> None:
    if not told.rows:
        st.info(plain(told.caption), icon=":material/visibility_off:")
        return
    st.caption(plain(told.caption))
    table = table_of(told)
    st.dataframe(
        written(table),
        hide_index=True,
        alt=told.caption,
        placeholder="–",
        key=f"rows-{section.key}",
        column_config=aligned(table),
    )
    downloads(lambda: _sheet(whole()), told.name, f"rows-{section.key}", told.total)


def _sheet(told: ToldRows) -> Sheet:
    return sheet_of(table_of(told), told.name, told.about)


def table_of(told: ToldRows) -> pd.DataFrame:
    """The rows as the page shows them: amounts as numbers, moments to the second."""
    rows = [tuple(map(_shown, row)) for row in told.rows]
    return pd.DataFrame(rows, columns=list(told.columns), dtype=object)


def _shown(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.replace(microsecond=0) if isinstance(cell, datetime) else cell

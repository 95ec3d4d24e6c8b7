"""The rows behind the marks of a section: which figure, which mark, its rows, and the files that hold them all."""

from datetime import datetime
from decimal import Decimal

import pandas as pd
import streamlit as st

from cx.contracts.words import N_
from cx.export.sheet import Sheet
from cx.metrics.registry import REGISTRY
from cx.story.exhibit import Section
from cx.story.marks import Mark
from cx.story.told_rows import ToldRows
from cx.ui import session
from cx.ui import told as kept
from cx.ui.aligned import aligned
from cx.ui.frame import selection
from cx.ui.taking_away import downloads, sheet_of
from cx.ui.text import plain

MOST_SHOWN = 500


def show_rows(section: Section) -> None:
    """Let the reader point at a mark, and show the rows that its figure counts."""
    chosen = selection()
    if not section.metrics or chosen is None:
        return
    say = session.words().say
    st.markdown(f"**{say(N_('The rows behind a figure'))}**")
    left, right = st.columns(2)
    key = left.selectbox(
        say(N_("Metric")),
        section.metrics,
        format_func=lambda name: say(REGISTRY[name].name),
        key=f"rows-metric-{section.key}",
    )
    found = {mark.label: mark for mark in kept.marks_of(chosen, key, section.by)}
    label = right.selectbox(say(N_("Part")), list(found), key=f"rows-mark-{section.key}-{key}")
    _show_table(key, found.get(label) or next(iter(found.values())), section)


def _show_table(key: str, mark: Mark, section: Section) -> None:
    told = kept.rows_of_mark(key, mark, MOST_SHOWN)
    if not told.rows:
        st.info(plain(told.caption), icon=":material/visibility_off:")
        return
    st.caption(plain(told.caption))
    table = table_of(told)
    st.dataframe(
        table,
        hide_index=True,
        alt=told.caption,
        placeholder="–",
        key=f"rows-{section.key}",
        column_config=aligned(table),
    )
    whole = kept.all_rows_of_mark(key, mark)
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

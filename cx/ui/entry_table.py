"""The list of entries on the page: narrowed by whether a target is met, each status with its sign and its word."""

import pandas as pd
import streamlit as st

from cx.contracts.words import N_
from cx.insights.target import Status
from cx.story.entry_lists import EntryList
from cx.story.goals import STATUS
from cx.ui import session
from cx.ui.text import plain

SIGNS = {
    Status.MET: ":green[:material/check_circle:\u00a0{text}]",
    Status.MISSED: ":orange[:material/cancel:\u00a0{text}]",
    Status.CANNOT_TELL: ":material/help:\u00a0{text}",
}
BETWEEN = {Status.MET: N_("Met: {n}"), Status.MISSED: N_("Missed: {n}"), Status.CANNOT_TELL: N_("Cannot tell yet: {n}")}
SHORT = 16
"""Letters up to which a cell stays on one line: 2026 Q4, load 13."""


def chosen_status(kind: str, table: EntryList) -> Status | None:
    """Let the reader narrow judged targets; None for all of them."""
    counts = {status: table.statuses.count(status) for status in STATUS if status in table.statuses}
    if len(counts) < 2:
        return None
    say = session.words().say
    names = {status: say(BETWEEN[status], n=n) for status, n in counts.items()}
    return st.pills(
        say(N_("Status")),
        list(names),
        format_func=lambda status: names[status],
        key=f"{kind}-status",
        label_visibility="collapsed",
    )


def shown_table(table: EntryList, status: Status | None) -> pd.DataFrame:
    """The rows of a status, or all, as Markdown; names come from data and are escaped."""
    statuses = table.statuses or (None,) * len(table.rows)
    rows = [
        [_cell(table, at, text, found) for at, text in enumerate(row)]
        for row, found in zip(table.rows, statuses, strict=True)
        if status in (None, found)
    ]
    return pd.DataFrame(rows, columns=list(table.columns))


def _cell(table: EntryList, at: int, text: str, status: Status | None) -> str:
    kept = plain(text.replace(" ", "\u00a0") if len(text) <= SHORT else text)
    is_status = status is not None and table.columns[at] == session.words().say(N_("Status"))
    return SIGNS[status].format(text=kept) if is_status and status is not None else kept

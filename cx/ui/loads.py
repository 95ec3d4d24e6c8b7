"""The loads: what was loaded, when, by whom, and what was refused."""

import codecs
from pathlib import Path

import pandas as pd
import streamlit as st

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import N_
from cx.store.clean_rows import clean_rows
from cx.store.journal import LoadRecord, problems_of, refused_csv_of
from cx.ui import empty, session
from cx.ui.aligned import aligned, written
from cx.ui.preview import refused_name, show_causes, show_list
from cx.ui.undoing import offer_undo

MOST_ROWS = 1000

RARE = (N_("Changed"), N_("Same"), N_("Repeated"), N_("Removed"), N_("Replaced days"))

COLUMNS = (
    *(N_("Load"), N_("Extract"), N_("File"), N_("State"), N_("Records"), N_("New"), N_("Refused")),
    *RARE,
    N_("When (UTC)"),
    N_("By"),
    N_("Mapping"),
)


def show_loads() -> None:
    """The list of loads, and one of them opened."""
    say = session.words().say
    found = session.journal()
    if not found:
        empty.nothing(say(N_("No file has been loaded yet.")))
        return
    st.title(say(N_("Loads")), anchor=False)
    st.markdown(say(N_("Every file that was loaded, the latest first.")))
    _show_list(found)
    names = {item.load_id: f"{item.load_id} · {item.file}" for item in found}
    chosen = st.selectbox(say(N_("Open a load")), list(names), format_func=lambda number: names[number], key="load")
    _opened(next(item for item in found if item.load_id == chosen))


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={tuple: id})
def _show_list(found: tuple[LoadRecord, ...]) -> tuple[LoadRecord, ...]:
    """The list, drawn once and repeated from memory; what it draws is kept with it, so that its identity is."""
    table = _table(found)
    st.dataframe(written(table), hide_index=True, column_config=aligned(table))
    return found


def _table(found: tuple[LoadRecord, ...]) -> pd.DataFrame:
    say = session.words().say
    rows = [
        (
            item.load_id,
            say(EXTRACTS[item.extract].title),
            item.file,
            say(N_("undone")) if item.undone_at else say(N_("loaded")),
            item.records,
            item.new,
            item.refused,
            item.changed,
            item.same,
            item.repeated,
            item.removed,
            f"{item.replaced_from} – {item.replaced_to}" if item.replaced_from else "",
            f"{item.loaded_at:%Y-%m-%d %H:%M}",
            item.loaded_by,
            item.source or say(N_("by its headers")),
        )
        for item in found
    ]
    table = pd.DataFrame(rows, columns=[say(name) for name in COLUMNS])
    # Where no load has any of these, their columns would only push others out of a narrow page.
    empty = [name for name in map(say, RARE) if not table[name].any()]
    own = [] if any(item.source for item in found) else [say(N_("Mapping"))]
    return table.drop(columns=[*empty, *own])


def _opened(item: LoadRecord) -> None:
    """One load: its assumptions, its problems, its rows, its mapping, and its undo."""
    words = session.words()
    show_list(N_("Taken for granted:"), item.assumptions)
    if item.refused:
        _show_problems(item.load_id)
    with st.container(horizontal=True):
        _downloads(item)
    with st.expander(words.say(N_("Its mapping"))):
        st.code(item.mapping, language="toml")
    offer_undo(item)


def _show_problems(load_id: int) -> None:
    """What is wrong by cause, then the first rows of it."""
    words = session.words()
    with session.store().cursor() as cursor:
        found = problems_of(cursor, load_id)
    show_causes(found)
    names = (N_("Record"), N_("What is wrong"))
    rows = [(problem.record, problem.sentence(words)) for problem in found[:MOST_ROWS]]
    st.dataframe(pd.DataFrame(rows, columns=[words.say(name) for name in names]), hide_index=True)


def _downloads(item: LoadRecord) -> None:
    """The refused rows, and the rows that the load holds now."""
    say = session.words().say
    if item.refused:
        st.download_button(
            say(N_("Download the refused rows")),
            lambda: _refused(item.load_id),
            file_name=refused_name(item.file),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    if session.clean_rows_of(item.extract, item.load_id):
        st.download_button(
            say(N_("Download its clean rows")),
            lambda: _clean(item.load_id),
            file_name=f"clean-{Path(item.file).stem}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            help=say(N_("The rows that this load added or changed last, in our columns.")),
        )


def _refused(load_id: int) -> bytes:
    with session.store().cursor() as cursor:
        return refused_csv_of(cursor, load_id, session.words()).encode("utf-8-sig")


def _clean(load_id: int) -> bytes:
    with clean_rows(session.store(), load_id) as path:
        return codecs.BOM_UTF8 + path.read_bytes()

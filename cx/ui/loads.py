"""The loads: what was loaded, when, by whom, and what was refused."""

import pandas as pd
import streamlit as st

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import N_
from cx.store.journal import LoadRecord, problems_of, refused_csv_of
from cx.ui import empty, session
from cx.ui.storytelling import plain

RARE = (N_("Changed"), N_("Same"), N_("Repeated"))


def show_loads() -> None:
    """The list of loads, and one of them opened."""
    say = session.words().say
    found = session.journal()
    if not found:
        empty.nothing(say(N_("No file has been loaded yet.")))
        return
    st.title(say(N_("Loads")), anchor=False)
    st.markdown(say(N_("Every file that was loaded, the latest first.")))
    st.dataframe(_table(found), hide_index=True)
    names = {item.load_id: f"{item.load_id} · {item.file}" for item in found}
    chosen = st.selectbox(say(N_("Open a load")), list(names), format_func=lambda number: names[number], key="load")
    _opened(next(item for item in found if item.load_id == chosen))


def _table(found: tuple[LoadRecord, ...]) -> pd.DataFrame:
    say = session.words().say
    names = (
        N_("Load"),
        N_("Extract"),
        N_("File"),
        N_("When (UTC)"),
        N_("By"),
        N_("Records"),
        N_("New"),
        N_("Refused"),
        N_("Changed"),
        N_("Same"),
        N_("Repeated"),
    )
    rows = [
        (
            item.load_id,
            say(EXTRACTS[item.extract].title),
            item.file,
            f"{item.loaded_at:%Y-%m-%d %H:%M}",
            item.loaded_by,
            item.records,
            item.new,
            item.refused,
            item.changed,
            item.same,
            item.repeated,
        )
        for item in found
    ]
    table = pd.DataFrame(rows, columns=[say(name) for name in names])
    # Where no load has any of these, their columns would only push others out of a narrow page.
    return table.drop(columns=[name for name in map(say, RARE) if not table[name].any()])


def _opened(item: LoadRecord) -> None:
    """One load: its assumptions, its problems, its refused rows and its mapping."""
    words = session.words()
    for text in item.assumptions:
        st.caption(plain(text))
    if item.refused:
        st.dataframe(_problems(item.load_id), hide_index=True)
        st.download_button(
            words.say(N_("Download the refused rows")),
            lambda: _refused(item.load_id),
            file_name=f"refused-{item.file}",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    with st.expander(words.say(N_("Its mapping"))):
        st.code(item.mapping, language="toml")


def _problems(load_id: int) -> pd.DataFrame:
    words = session.words()
    with session.store().cursor() as cursor:
        found = problems_of(cursor, load_id)[:1000]
    names = (N_("Record"), N_("What is wrong"))
    rows = [(problem.record, problem.sentence(words)) for problem in found]
    return pd.DataFrame(rows, columns=[words.say(name) for name in names])


def _refused(load_id: int) -> bytes:
    with session.store().cursor() as cursor:
        return refused_csv_of(cursor, load_id, session.words()).encode("utf-8-sig")

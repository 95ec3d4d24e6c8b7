"""How many rows the mapping on the page would load and refuse, told again at each change of it."""

import streamlit as st

from cx.contracts.problems import FileRefused
from cx.contracts.words import N_, whole
from cx.store.counting import Counted
from cx.store.load import Source
from cx.store.rehearsal import rehearsal
from cx.ui import session
from cx.ui.text import plain

LARGEST = 8 << 20
"""Bytes up to which a file is read at each change; larger ones wait for the button."""


def show_live_counts(source: Source, key: str) -> None:
    """The counts of good and refused rows, or the first thing that the mapping still lacks."""
    if source.path.stat().st_size > LARGEST:
        st.caption(session.words().say(N_("A file of this size is counted when you check it.")))
        return
    found = _found(source, key)
    if isinstance(found, FileRefused):
        st.info(plain(found.problem.sentence(session.words())), icon=":material/help:")
        return
    words, good = session.words(), found.read - found.refused
    told = [
        words.say(N_("As it stands: **{good}** good rows, **{n}** refused."), good=whole(good), n=whole(found.refused))
    ]
    if found.skipped:
        told.append(words.plural(N_("{n} record is left out."), N_("{n} records are left out."), found.skipped))
    st.markdown(" ".join(told))


def _found(source: Source, key: str) -> Counted | FileRefused:
    """What the mapping makes of the file, read once for each mapping."""
    asked = f"live-{key}", source.mapping
    known: tuple[object, Counted | FileRefused] | None = st.session_state.get(asked[0])
    if known is None or known[0] != source.mapping:
        known = (source.mapping, _rehearsed(source))
        st.session_state[asked[0]] = known
    return known[1]


def _rehearsed(source: Source) -> Counted | FileRefused:
    try:
        return rehearsal(session.store(), source, session.words())
    except FileRefused as refused:
        return refused

"""A load taken back in the browser: what that would change is shown first."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from cx.contracts.extracts import EXTRACTS
from cx.contracts.problems import FileRefused
from cx.contracts.words import N_, whole
from cx.store.journal import LoadRecord, other_half
from cx.store.undo import Undone, undo, undoing
from cx.ui import session
from cx.ui.preview import headline, show_changes
from cx.ui.text import plain


@dataclass(frozen=True)
class _Seen:
    """What an undo would do, seen at one state of the data; headline figures before and after."""

    version: str
    alone: bool
    undone: Undone
    before: dict[str, str]
    after: dict[str, str]


def offer_undo(item: LoadRecord) -> None:
    """The button that shows what an undo would change, and then the one that does it; or when it was undone."""
    say = session.words().say
    if item.undone_at:
        text = N_("Undone on {at} UTC by {by}. To have its rows back, load its file again.")
        st.info(plain(say(text, at=f"{item.undone_at:%Y-%m-%d %H:%M}", by=item.undone_by)), icon=":material/undo:")
        return
    key = f"undo-{item.load_id}"
    alone = _alone(item, key)
    seen: _Seen | None = st.session_state.get(key)
    if seen and (seen.version, seen.alone) == (session.store().version, alone):
        _show(seen)
        with st.container(horizontal=True):
            if st.button(say(N_("Undo it")), key=f"{key}-do", type="primary", icon=":material/undo:"):
                _undo(item.load_id, alone, key)
            if st.button(say(N_("Leave it loaded")), key=f"{key}-leave"):
                del st.session_state[key]
                st.rerun()
    elif st.button(say(N_("Undo this load")), key=f"{key}-look", icon=":material/undo:"):
        st.session_state[key] = _seen(item.load_id, alone)
        st.rerun()


def _alone(item: LoadRecord, key: str) -> bool:
    """True where the reader wants one load alone undone of the two that its ticket log made."""
    say, other = session.words().say, other_half(session.journal(), item)
    if other is None:
        return False
    text = N_("The file made two loads, this one and load {number} ({extract}). They are undone together.")
    st.caption(say(text, number=other.load_id, extract=say(EXTRACTS[other.extract].title)))
    return st.checkbox(say(N_("Undo this one alone")), key=f"{key}-alone")


def _seen(load_id: int, alone: bool) -> _Seen:
    store = session.store()
    with undoing(store, load_id, session.user(), datetime.now().astimezone(), alone) as opened:
        return _Seen(store.version, alone, opened.undone, headline(store), headline(store, opened.cursor))


def _show(seen: _Seen) -> None:
    say = session.words().say
    text = N_(
        "Nothing is undone yet. Rows that would go: **{removed}**; that would be again as they were: **{returned}**; "
        "that would stay, since a later load holds them too: **{kept}**."
    )
    found = seen.undone.rows
    st.markdown(say(text, removed=whole(found.removed), returned=whole(found.returned), kept=whole(found.kept)))
    show_changes(seen.before, seen.after)


def _undo(load_id: int, alone: bool, key: str) -> None:
    try:
        undo(session.store(), load_id, session.user(), datetime.now().astimezone(), alone)
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
        return
    del st.session_state[key]
    st.rerun()

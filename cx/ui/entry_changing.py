"""Changes to an entry: kept, deleted with its undo beside the confirmation, brought back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import streamlit as st

from cx.contracts.problems import FileRefused
from cx.contracts.words import N_
from cx.insights.entry_file import rows_of_list
from cx.insights.target import checked_row
from cx.store.entries import Entry, keep_entries, keep_entry, remove_entry, restore_entry
from cx.story.entry_lists import entry_name
from cx.ui import session
from cx.ui.entry_form import round_of, start_anew
from cx.ui.text import plain

DELETED = "entry-deleted"
"""The entry that was deleted last, until another change is made or it is brought back."""


def keep(kind: str, cells: dict[str, str], old: Entry | None) -> None:
    """Keep what a form holds, in the place of the old entry where there is one."""
    instead_of = old.key if old else None

    def kept() -> None:
        row = checked_row(kind, cells, _now().date())
        try:
            keep_entry(session.store(), kind, row, session.user(), _now(), instead_of)
        except FileRefused as refused:
            name = _name(Entry(kind, row, None, False, None, ""))
            raise FileRefused(replace(refused.problem, value=name)) from None
        start_anew(kind)

    _done(kept)


def offer_list(kind: str) -> None:
    """A filled list to keep at once; each of its entries takes the place of the one that has its key."""
    say = session.words().say
    given = st.file_uploader(say(N_("Or bring a filled list (CSV)")), type=["csv"], key=f"{kind}-list-{round_of(kind)}")
    if given and st.button(say(N_("Keep its entries")), key=f"{kind}-list-keep", icon=":material/save:"):

        def kept() -> None:
            rows = rows_of_list(kind, given.name, given.getvalue(), session.words(), _now().date())
            keep_entries(session.store(), kind, rows, session.user(), _now())
            start_anew(kind)

        _done(kept)


def offer_deletion(item: Entry) -> None:
    """Ask for it by the entry's name; keyed by the entry, so that it closes and none of its clicks meets another one."""
    say, key = session.words().say, f"{item.kind}-delete-{_mark(item)}"
    with st.popover(say(N_("Delete")), icon=":material/delete:", key=f"{key}-ask"):
        st.markdown(say(N_("Delete “{name}”?"), name=f"**{plain(_name(item))}**"))
        st.markdown(say(N_("It goes from every page. It can be brought back under “Deleted”.")))
        if st.button(say(N_("Delete it")), key=key, type="primary"):
            _done(lambda: remove_entry(session.store(), item.kind, item.key, session.user(), _now()), item)


def show_deleted(kind: str) -> None:
    """What was just deleted of the kind, and its undo."""
    item: Entry | None = st.session_state.get(DELETED)
    if item is None or item.kind != kind:
        return
    say = session.words().say
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f":material/delete: {plain(say(N_('“{name}” was deleted.'), name=_name(item)))}")
        if st.button(say(N_("Undo")), key=f"{kind}-undo-{_mark(item)}", icon=":material/undo:"):
            _restore(item)


def offer_return(deleted: tuple[Entry, ...]) -> None:
    """Everything that was deleted of a kind, each with the way back."""
    for item in deleted:
        name, button = st.columns([5, 1], vertical_alignment="center")
        name.markdown(plain(_name(item)))
        key = f"{item.kind}-back-{_mark(item)}"
        if button.button(session.words().say(N_("Bring back")), key=key, icon=":material/undo:"):
            _restore(item)


def _restore(item: Entry) -> None:
    _done(lambda: restore_entry(session.store(), item.kind, item.key, session.user(), _now()))


def _name(item: Entry) -> str:
    return entry_name(item, session.words())


def _mark(item: Entry) -> str:
    """A short word of the entry's key: keys hold what people wrote."""
    return sha256(repr(item.key).encode()).hexdigest()[:12]


def _now() -> datetime:
    return datetime.now().astimezone()


def _done(change: Callable[[], object], deleted: Entry | None = None) -> None:
    """Make the change and draw the page anew, with the undo of a deletion; a refusal is said instead."""
    try:
        change()
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
    else:
        st.session_state[DELETED] = deleted
        st.rerun()

"""Settings: targets, benchmarks and events, each a list that can be added to, changed, deleted from and downloaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pandas as pd
import streamlit as st

from cx.contracts.documentation import template_csv
from cx.contracts.entries import ENTRIES, is_loadable
from cx.contracts.filters import Selection
from cx.contracts.problems import FileRefused
from cx.contracts.words import N_, Words
from cx.insights.target import checked_row
from cx.metrics.as_of import as_of, default_period
from cx.store.database import Store
from cx.store.entries import Entry, entries, entries_csv, keep_entry, remove_entry, restore_entry
from cx.story.entry_lists import EntryList, entry_list, entry_name
from cx.story.telling import Telling
from cx.ui import session
from cx.ui.entry_form import round_of, show_fields, start_anew
from cx.ui.text import plain

ABOUT = {
    "targets": N_(
        "What a figure should reach, for whom, when, and who answers for it. A target is met or missed only where the "
        "range of the figure allows it to be said."
    ),
    "benchmarks": N_(
        "What others reach, each with its source and date. They are shown beside our figures and promise nothing."
    ),
    "events": N_("What happened when: each event stands on every trend that covers its day."),
}
EMPTY = {
    "targets": N_("No target is set yet. Add the first one here, or upload a list."),
    "benchmarks": N_("No benchmark is known yet. Add the first one here."),
    "events": N_("No event is noted yet. Add the first one here, or upload a list."),
}
ADD = {"targets": N_("Add a target"), "benchmarks": N_("Add a benchmark"), "events": N_("Add an event")}
CHANGE = {
    "targets": N_("Change or delete a target"),
    "benchmarks": N_("Change or delete a benchmark"),
    "events": N_("Change or delete an event"),
}


@dataclass(frozen=True, eq=False)
class Kept:
    """What was entered of one kind, what was deleted of it, and the list in words."""

    found: tuple[Entry, ...]
    deleted: tuple[Entry, ...]
    table: EntryList


def show_settings() -> None:
    """The three lists, one of them open."""
    say = session.words().say
    st.title(say(N_("Settings")), anchor=False)
    kind = st.segmented_control(
        say(N_("What to set")),
        list(ENTRIES),
        default="targets",
        required=True,
        key="entries",
        format_func=lambda name: say(ENTRIES[name].title),
        label_visibility="collapsed",
    )
    _show(str(kind or "targets"))


def _show(kind: str) -> None:
    say = session.words().say
    kept = _kept(session.store(), session.store().version, kind, session.words().language)
    st.markdown(say(ABOUT[kind]))
    if kept.found:
        _show_list(kept)
    else:
        st.info(say(EMPTY[kind]), icon=":material/lightbulb:")
    _offer_files(kind, kept.found)
    _offer(say(ADD[kind]), "add", f"{kind}-add", lambda: _add(kind), not kept.found)
    if kept.found:
        _offer(say(CHANGE[kind]), "edit", f"{kind}-change", lambda: _change(kind, kept.found))
    if kept.deleted:
        _offer(say(N_("Deleted")), "delete", f"{kind}-deleted", lambda: _bring_back(kind, kept.deleted))


def _offer(label: str, icon: str, key: str, draw: Callable[[], None], expanded: bool = False) -> None:
    """A form, drawn once a reader opens it: each of its fields costs as much as a long text."""
    opened = st.expander(label, expanded, icon=f":material/{icon}:", key=key, on_change="rerun")
    if opened.open:
        with opened:
            draw()


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={Kept: id})
def _show_list(kept: Kept) -> Kept:
    """The list, drawn once and repeated from memory; what it draws is kept with it, so that its identity is."""
    rows = [[plain(cell) for cell in row] for row in kept.table.rows]
    st.table(pd.DataFrame(rows, columns=list(kept.table.columns)), hide_index=True)
    return kept


@lru_cache(maxsize=16)
def _kept(opened: Store, version: str, kind: str, language: str) -> Kept:
    """The entries and their list in words, the targets judged: made once for each state of the data."""
    words = Words(language)
    with opened.cursor() as cursor:
        known_to = as_of(cursor)
        selection = Selection(default_period(known_to, opened.settings), known_to) if known_to else None
        telling = Telling(cursor, selection, opened.settings, words) if selection else None
        found = entries(cursor, kind)
        return Kept(found, entries(cursor, kind, removed=True), entry_list(kind, found, words, telling))


def _offer_files(kind: str, found: tuple[Entry, ...]) -> None:
    """The list as a file; for what may be loaded the empty file and the way to the upload."""
    say = session.words().say
    with st.container(horizontal=True, vertical_alignment="center"):
        if found:
            _download(N_("Download CSV"), entries_csv(found), f"{kind}.csv", f"{kind}-csv")
        if is_loadable(kind):
            _download(N_("Download an empty CSV"), template_csv(ENTRIES[kind]), f"{kind}-empty.csv", f"{kind}-template")
            st.page_link("pages/data/upload.py", label=say(N_("Upload a filled one")), icon=":material/upload_file:")


def _download(label: str, text: str, file: str, key: str) -> None:
    st.download_button(
        session.words().say(label),
        ("\ufeff" + text).encode(),
        file,
        "text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )


def _add(kind: str) -> None:
    key = f"{kind}-new-{round_of(kind)}"
    with st.form(key, border=False):
        cells = show_fields(kind, key)
        if st.form_submit_button(session.words().say(ADD[kind]), icon=":material/add:"):
            _keep(kind, cells, None)


def _change(kind: str, found: tuple[Entry, ...]) -> None:
    """One entry to choose, its fields to change, and its deletion, which is asked for twice and can be taken back."""
    say = session.words().say
    names = {str(item.key): entry_name(item, session.words()) for item in found}
    by_name = {str(item.key): item for item in found}
    chosen = by_name[st.selectbox(say(N_("Open")), list(names), format_func=lambda key: names[key], key=f"{kind}-open")]
    key = f"{kind}-{chosen.key}-{chosen.entered_at}"
    with st.form(key, border=False):
        cells = show_fields(kind, key, chosen)
        if st.form_submit_button(say(N_("Keep the change")), icon=":material/done:"):
            _keep(kind, cells, chosen)
    with st.popover(say(N_("Delete")), icon=":material/delete:"):
        st.markdown(say(N_("It goes from every page. It can be brought back under “Deleted”.")))
        if st.button(say(N_("Delete it")), key=f"{kind}-delete", type="primary"):
            _done(lambda: remove_entry(session.store(), kind, chosen.key, session.user(), _now()))


def _bring_back(kind: str, deleted: tuple[Entry, ...]) -> None:
    say = session.words().say
    for item in deleted:
        name, button = st.columns([5, 1], vertical_alignment="center")
        name.markdown(plain(entry_name(item, session.words())))
        if button.button(say(N_("Bring back")), key=f"{kind}-back-{item.key}", icon=":material/undo:"):
            _restore(kind, item)


def _restore(kind: str, item: Entry) -> None:
    _done(lambda: restore_entry(session.store(), kind, item.key, session.user(), _now()))


def _keep(kind: str, cells: dict[str, str], old: Entry | None) -> None:
    instead_of = old.key if old else None

    def kept() -> None:
        keep_entry(session.store(), kind, checked_row(kind, cells, _now().date()), session.user(), _now(), instead_of)
        start_anew(kind)

    _done(kept)


def _now() -> datetime:
    return datetime.now().astimezone()


def _done(change: Callable[[], object]) -> None:
    """Make the change and draw the page anew; a refusal is said instead."""
    try:
        change()
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
    else:
        st.rerun()

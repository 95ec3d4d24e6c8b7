"""Settings: targets, benchmarks and events, each a list that can be added to, changed, deleted from and downloaded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from cx.contracts.documentation import template_csv
from cx.contracts.entries import ENTRIES, is_loadable
from cx.contracts.filters import Selection
from cx.contracts.words import N_, Words
from cx.insights.target import Status
from cx.metrics.as_of import as_of, default_period
from cx.store.database import Store
from cx.store.entries import Entry, entries, entries_csv
from cx.story.entry_lists import EntryList, entry_list, entry_name, ordered
from cx.story.telling import Telling
from cx.ui import session
from cx.ui.entry_changing import keep, offer_deletion, offer_list, offer_return, show_deleted
from cx.ui.entry_form import round_of, show_fields
from cx.ui.entry_table import chosen_status, shown_table

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
    """Adding and changing stand above the list, which may be long."""
    say = session.words().say
    kept = _kept(session.store(), session.store().version, kind, session.words().language)
    st.markdown(say(ABOUT[kind]))
    show_deleted(kind)
    if not kept.found:
        st.info(say(EMPTY[kind]), icon=":material/lightbulb:")
    _offer(say(ADD[kind]), "add", f"{kind}-add", lambda: _add(kind), not kept.found)
    if kept.found:
        _offer(say(CHANGE[kind]), "edit", f"{kind}-change", lambda: _change(kind, kept.found))
        _show_list(kept, chosen_status(kind, kept.table))
    _offer_files(kind, kept.found)
    if kept.deleted:
        _offer(say(N_("Deleted")), "delete", f"{kind}-deleted", lambda: offer_return(kept.deleted))


def _offer(label: str, icon: str, key: str, draw: Callable[[], None], expanded: bool = False) -> None:
    """A form, drawn once a reader opens it: each of its fields costs as much as a long text."""
    opened = st.expander(label, expanded, icon=f":material/{icon}:", key=key, on_change="rerun")
    if opened.open:
        with opened:
            draw()


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={Kept: id})
def _show_list(kept: Kept, status: Status | None) -> Kept:
    """The list, drawn once and repeated from memory; what it draws is kept with it, so that its identity is."""
    st.table(shown_table(kept.table, status), hide_index=True)
    return kept


@lru_cache(maxsize=16)
def _kept(opened: Store, version: str, kind: str, language: str) -> Kept:
    """The entries and their list in words, the targets judged: made once for each state of the data."""
    words = Words(language)
    with opened.cursor() as cursor:
        known_to = as_of(cursor)
        selection = Selection(default_period(known_to, opened.settings), known_to) if known_to else None
        telling = Telling(cursor, selection, opened.settings, words) if selection else None
        found = ordered(entries(cursor, kind), words, opened.settings.fiscal_year_starts)
        return Kept(found, entries(cursor, kind, removed=True), entry_list(kind, found, words, telling))


def _offer_files(kind: str, found: tuple[Entry, ...]) -> None:
    """The list as a file; for what may be loaded the empty file and the way to the upload."""
    say = session.words().say
    with st.container(horizontal=True, vertical_alignment="center"):
        if found:
            _download(N_("Download CSV"), entries_csv(found), f"{kind}.csv", f"{kind}-csv")
        _download(N_("Download an empty CSV"), template_csv(ENTRIES[kind]), f"{kind}-empty.csv", f"{kind}-template")
        if is_loadable(kind):
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
            keep(kind, cells, None)
    if not is_loadable(kind):
        offer_list(kind)


def _change(kind: str, found: tuple[Entry, ...]) -> None:
    """One entry to choose, its fields to change, and its deletion; none is chosen unasked, nor after one is gone."""
    say = session.words().say
    by_name = {str(item.key): item for item in found}
    name = st.selectbox(
        say(N_("Open")),
        list(by_name),
        None,
        format_func=lambda key: entry_name(by_name[key], session.words()),
        key=f"{kind}-open",
        placeholder=say(N_("Choose the one to change or delete")),
    )
    if name is None:
        return
    chosen = by_name[name]
    key = f"{kind}-{chosen.key}-{chosen.entered_at}"
    with st.form(key, border=False):
        cells = show_fields(kind, key, chosen)
        if st.form_submit_button(say(N_("Keep the change")), icon=":material/done:"):
            keep(kind, cells, chosen)
    offer_deletion(chosen)

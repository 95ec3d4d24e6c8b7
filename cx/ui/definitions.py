"""Every metric's definition, searchable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from cx.contracts.words import N_, PAGE, Words
from cx.story.definitions import Definition, definitions
from cx.ui import session, told
from cx.ui.frame import selection
from cx.ui.text import linked, plain

NO_LEVELS: dict[str, str] = {}


@dataclass(frozen=True)
class Listed:
    """A definition as it is drawn, and what a search looks through."""

    key: str
    subject: str
    title: str
    text: str
    sought: str


def show_definitions() -> None:
    """All definitions, or those that hold the word searched for; the metric that the address names comes first, open."""
    say = session.words().say
    st.title(say(N_("Definitions")), anchor=False)
    st.markdown(say(N_("What every figure means, what it leaves out, how sure it can be, and what it stands at.")))
    sought = st.text_input(say(N_("Search")), key="search", icon=":material/search:", bind="query-params")
    found = [item for item in _listed(session.words().language) if (sought or "").lower() in item.sought]
    chosen = selection()
    levels = told.levels_of(chosen) if chosen and found else NO_LEVELS
    if not found:
        st.info(say(N_("No metric mentions “{word}”."), word=plain(sought or "")), icon=":material/search_off:")
    elif sought:
        _show(found, levels)
    else:
        _show_all(session.words().language, st.query_params.get("metric", ""), levels)


def _show(found: Iterable[Listed], levels: Mapping[str, str], opened: str = "") -> None:
    now, shown = session.words().say(N_("Now")), list(found)
    named = ""
    for item in shown:
        if item.key != opened and item.subject != named:
            named = item.subject
            st.subheader(named, anchor=False)
        with st.expander(item.title, expanded=item.key == opened):
            level = f"**{now}**: {plain(levels[item.key])}\n\n" if item.key in levels else ""
            st.markdown(level + item.text)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={dict: id})
def _show_all(language: str, opened: str, levels: dict[str, str]) -> dict[str, str]:
    """Every definition, drawn once and repeated from memory; the levels are kept with it, so that their identity is."""
    _show(sorted(_listed(language), key=lambda item: item.key != opened), levels, opened)
    return levels


@lru_cache(maxsize=8)
def _listed(language: str) -> tuple[Listed, ...]:
    """Every definition in a language, by subject; they change with the program alone."""
    found = [_drawn(item) for item in definitions(Words(language, PAGE))]
    subjects = list(dict.fromkeys(item.subject for item in found))
    return tuple(sorted(found, key=lambda item: subjects.index(item.subject)))


def _drawn(item: Definition) -> Listed:
    lines = "\n\n".join(f"**{plain(name)}**: {linked(text)}" for name, text in item.lines)
    everything = " ".join((item.key, item.name, item.question, *(text for _, text in item.lines)))
    return Listed(item.key, item.subject, f"**{plain(item.name)}** — {plain(item.question)}", lines, everything.lower())

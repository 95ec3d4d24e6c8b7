"""Every metric's definition, searchable."""

import streamlit as st

from cx.contracts.words import N_
from cx.story.definitions import Definition, definitions
from cx.ui import session
from cx.ui.storytelling import plain


def show_definitions() -> None:
    """All definitions, or those that hold the word searched for."""
    say = session.words().say
    st.title(say(N_("Definitions")), anchor=False)
    st.markdown(say(N_("What every figure means, what it leaves out, and how sure it can be.")))
    sought = st.text_input(say(N_("Search")), key="search", icon=":material/search:", bind="query-params")
    found = [item for item in definitions(session.words()) if _holds(item, sought or "")]
    if not found:
        st.info(say(N_("No metric mentions “{word}”."), word=plain(sought or "")), icon=":material/search_off:")
    for item in found:
        with st.expander(f"**{plain(item.name)}** — {plain(item.question)}", key=f"definition-{item.key}"):
            st.markdown("\n\n".join(f"**{plain(name)}**: {plain(text)}" for name, text in item.lines))


def _holds(item: Definition, sought: str) -> bool:
    everything = " ".join((item.key, item.name, item.question, *(text for _, text in item.lines)))
    return sought.lower() in everything.lower()

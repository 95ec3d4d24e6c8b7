"""Choices that stand in the address by a key of theirs, so that a copied link opens the same view in any language.

Streamlit writes what a reader sees of a control into the address. So a list that nobody sees holds the keys and is bound
to the address, and the control that a reader uses is drawn from it and writes into it.

A browser hears of what is written into the list while the page is drawn. A click that comes before that brings the old
value of the list along, so what was chosen is held until a page is drawn to its end.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

HELD = "-held"
"""Ends the names under which choices are held."""


def segments(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """One of the named options by its key; the address says it, unless it is the default one."""
    chosen, control = _addressed(name, options, default), seen(name)
    st.session_state[control] = chosen
    st.segmented_control(
        label,
        list(options),
        key=control,
        required=True,
        format_func=lambda key: options[key],
        on_change=_take,
        args=(name, control),
    )
    return chosen


def listed(name: str, label: str, options: Mapping[str, str], placeholder: str, on_change: Callable[[], None]) -> str:
    """One of the named options from a list by its key; empty where none is chosen."""
    chosen, control = _addressed(name, options), seen(name)
    st.session_state[control] = chosen or None
    st.selectbox(
        label,
        list(options),
        None,
        key=control,
        format_func=lambda key: options[key],
        placeholder=placeholder,
        on_change=_take,
        args=(name, control, on_change),
    )
    return chosen


def several(name: str, label: str, options: Sequence[str], as_list: str, disabled: bool) -> tuple[str, ...]:
    """Any of the options, which stand in the address as they are: as pills, or as a list with words in its place.

    What the reader uses is not bound itself: Streamlit writes its value over the address of the page arrived at, while it
    adds what the script writes as a step that the back button takes back.
    """
    _resume(name)
    chosen = st.multiselect(name, options, key=name, bind="query-params", label_visibility="collapsed")
    control = seen(name)
    st.session_state[control] = list(chosen)
    taken = partial(_take, name, control)
    if as_list:
        st.multiselect(label, options, key=control, placeholder=as_list, on_change=taken, disabled=disabled)
    else:
        st.pills(label, options, selection_mode="multi", key=control, on_change=taken, disabled=disabled)
    return tuple(chosen)


def seen(name: str) -> str:
    """The key of the control that a reader uses."""
    return f"{name}-seen"


def key_meant(word: str, options: Mapping[str, str]) -> str:
    """The option that a word means: its key, or its name as older links have it; empty where it means none."""
    if word in options:
        return word
    return next((key for key, name in options.items() if name.casefold() == word.casefold()), "")


def _addressed(name: str, options: Mapping[str, str], default: str = "") -> str:
    """The key that the address says, else the default one; layout.css hides the list."""
    _resume(name)
    word = str(st.session_state.get(name) or st.query_params.get(name) or "")
    if name in st.session_state and not key_meant(word, options):
        del st.session_state[name]  # it was chosen where there are other options
    _follow(name, default)
    known = list(options) if word in options or not key_meant(word, options) else [*options, word]
    said = st.selectbox(
        name,
        known,
        known.index(default) if default else None,
        key=name,
        bind="query-params",
        label_visibility="collapsed",
    )
    return key_meant(said or "", options) or default


def _follow(name: str, default: str) -> None:
    """What nobody chose goes with the default one, which may be another under other filters."""
    before = st.session_state.get(f"{name}-usual")
    if name in st.session_state and st.session_state[name] == before != default:
        st.session_state[name] = default
    st.session_state[f"{name}-usual"] = default


def _take(name: str, control: str, then: Callable[[], None] | None = None) -> None:
    """The reader chose: the address says it from now on."""
    st.session_state[f"{name}{HELD}"] = (st.session_state.get(name), st.session_state[control])
    st.session_state[name] = st.session_state[control]
    if then:
        then()


def _resume(name: str) -> None:
    """What was chosen while the last page was drawn, where the browser did not hear of it yet."""
    if held := st.session_state.get(f"{name}{HELD}"):
        before, chosen = held
        if (st.session_state.get(name) or None) == (before or None):
            st.session_state[name] = chosen


def settle() -> None:
    """The page is drawn to its end: what was chosen is known to the browser, and its history decides again."""
    for name in [str(name) for name in st.session_state if str(name).endswith(HELD)]:
        del st.session_state[name]

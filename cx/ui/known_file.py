"""A dropped file that was loaded already: said at once, and left alone unless another mapping is asked for."""

from pathlib import Path

import streamlit as st

from cx.contracts.mapping import Mapping
from cx.contracts.words import N_
from cx.store.journal import LoadRecord
from cx.store.recognising import is_asked, is_replaced, loads_of_file
from cx.store.replacing import Replacing
from cx.ui import session
from cx.ui.text import plain


def known_load(path: Path, key: str) -> LoadRecord | None:
    """The load that stands of these very bytes; looked up anew once the data changed."""
    kept = f"known-{key}-{session.store().version}"
    if kept not in st.session_state:
        with session.store().cursor() as cursor:
            st.session_state[kept] = next(iter(loads_of_file(cursor, path)), None)
    found: LoadRecord | None = st.session_state[kept]
    return found


def goes_on(known: LoadRecord, key: str) -> bool:
    """Say which load it was; True once the reader wants to load it by another mapping."""
    say = session.words().say
    text = N_("This very file was loaded already: load {number}, on {at} UTC by {by}. Nothing was changed.")
    said = say(text, number=known.load_id, at=f"{known.loaded_at:%Y-%m-%d %H:%M}", by=known.loaded_by)
    st.info(plain(said), icon=":material/done_all:")
    return st.checkbox(say(N_("Read it by another mapping, or to replace a period")), key=f"again-{key}")


def is_same_mapping(known: LoadRecord, mapping: Mapping, replacing: Replacing | None) -> bool:
    """True, and said so, where the file was loaded by this very mapping and for the days that are to be replaced."""
    if not is_replaced(known, replacing):
        return False
    with session.store().cursor() as cursor:
        same = is_asked(cursor, known.load_id, lambda _: mapping)
    if same:
        text = N_("By this mapping it is loaded already. Change the mapping, or undo load {number} on the page Loads.")
        st.caption(plain(session.words().say(text, number=known.load_id)))
    return same

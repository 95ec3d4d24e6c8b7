"""The remembered mappings: seen, renamed, taken out, brought in and deleted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping_text import toml
from cx.contracts.problems import FileRefused
from cx.contracts.words import N_
from cx.store.mappings import RememberedMapping, forget_mapping, import_mapping, remembered_mappings, rename_mapping
from cx.ui import empty, session
from cx.ui.team_form import show_team_form
from cx.ui.text import plain


def show_mappings() -> None:
    """The list of mappings, one of them opened, and the way in for one from a file."""
    say = session.words().say
    with session.store().cursor() as cursor:
        found = _last_used(remembered_mappings(cursor))
    if found:
        st.title(say(N_("Mappings")), anchor=False)
        st.markdown(say(N_("Which columns of an export fill our fields. Each is used again for the next such file.")))
        st.dataframe(_table(tuple(found.values())), hide_index=True)
        mark = st.selectbox(
            say(N_("Open a mapping")), list(found), format_func=lambda mark: _label(found[mark]), key="mapping"
        )
        _opened(found[mark], mark)
    else:
        empty.nothing(say(N_("No mapping is remembered yet. The first load of a file remembers its own.")))
    _offer_import()
    show_team_form("mappings")


def _last_used(found: tuple[RememberedMapping, ...]) -> dict[str, RememberedMapping]:
    """The one last used of each name and extract, the latest first."""
    last: dict[str, RememberedMapping] = {}
    for item in found:
        last.setdefault(f"{item.mapping.extract}-{item.name}", item)
    return last


def _shown(item: RememberedMapping) -> str:
    """Its name; one that nobody named is called as the list of loads calls it."""
    return item.name if item.mapping.source else session.words().say(N_("by its headers"))


def _label(item: RememberedMapping) -> str:
    return f"{_shown(item)} · {_extract(item)} · {item.used_at:%Y-%m-%d %H:%M}"


def _extract(item: RememberedMapping) -> str:
    return session.words().say(EXTRACTS[item.mapping.extract].title)


def _table(found: tuple[RememberedMapping, ...]) -> pd.DataFrame:
    say = session.words().say
    names = (N_("Name"), N_("Extract"), N_("Columns"), N_("Last used (UTC)"), N_("By"))
    rows = [
        (
            _shown(item),
            _extract(item),
            len(item.mapping.columns),
            f"{item.used_at:%Y-%m-%d %H:%M}",
            item.used_by,
        )
        for item in found
    ]
    return pd.DataFrame(rows, columns=[say(name) for name in names])


def _opened(item: RememberedMapping, mark: str) -> None:
    """One mapping: its text, and what can be done with it; what asks for a deletion is this mapping's own."""
    say, extract, named = session.words().say, item.mapping.extract, item.mapping.source
    with st.container(horizontal=True, vertical_alignment="bottom"):
        new = st.text_input(say(N_("Its name")), value=named, key=f"mapping-name-{mark}", placeholder=_shown(item))
        if st.button(say(N_("Rename")), key="mapping-rename", icon=":material/edit:", disabled=new == named):
            with session.store().writing() as cursor:
                _done(lambda: rename_mapping(cursor, item.name, new, extract))
        st.download_button(
            say(N_("Export as TOML")),
            toml(item.mapping),
            f"{item.name}.toml",
            "text/plain",
            key="mapping-export",
            icon=":material/download:",
            on_click="ignore",
        )
        with st.popover(say(N_("Delete")), icon=":material/delete:", key=f"mapping-ask-{mark}"):
            st.markdown(say(N_("Delete “{name}”?"), name=f"**{plain(f'{_shown(item)} · {_extract(item)}')}**"))
            st.markdown(say(N_("The next file with these columns is asked about again. What was loaded by it stays.")))
            if st.button(say(N_("Delete this mapping")), key=f"mapping-delete-{mark}", type="primary"):
                with session.store().writing() as cursor:
                    _done(lambda: forget_mapping(cursor, item.name, extract))
    st.code(toml(item.mapping), language="toml")


def _offer_import() -> None:
    say = session.words().say
    given = st.file_uploader(say(N_("Import a mapping (TOML)")), type=["toml"], key="mapping-file")
    if given and st.button(say(N_("Remember this mapping")), key="mapping-import", icon=":material/save:"):
        text, at = given.getvalue().decode("utf-8-sig", errors="replace"), datetime.now(UTC).replace(tzinfo=None)
        with session.store().writing() as cursor:
            _done(lambda: import_mapping(cursor, text, session.user(), at))


def _done(change: Callable[[], object]) -> None:
    """Make the change and draw the page anew; a refusal is said instead."""
    try:
        change()
    except FileRefused as refused:
        st.error(plain(refused.problem.sentence(session.words())), icon=":material/block:")
    else:
        st.rerun()

"""How many rows the mapping on the page would load and refuse, told again at each change of it."""

import streamlit as st

from cx.contracts.problems import FileRefused
from cx.contracts.words import N_, whole
from cx.store.counting import Counted
from cx.store.load import Source
from cx.store.rehearsal import rehearsal, rehearsal_of_head
from cx.ui import session
from cx.ui.text import plain

LARGEST = 8 << 20
"""Bytes up to which a file is read whole at each change; of larger ones the first records are."""
OF_ALL = (
    N_("As it stands: **{n}** good row, **{refused}** refused."),
    N_("As it stands: **{n}** good rows, **{refused}** refused."),
)
OF_FIRST = (
    N_(
        "As it stands, of the first {first} records: **{n}** good row, **{refused}** refused. The check reads them all."
    ),
    N_(
        "As it stands, of the first {first} records: **{n}** good rows, **{refused}** refused. The check reads them all."
    ),
)
Found = Counted | FileRefused | None


def show_live_counts(source: Source, key: str) -> None:
    """The counts of good and refused rows, or the first thing that the mapping still lacks.

    Of a large file they are of its first records, and say so.
    """
    is_large = source.path.stat().st_size > LARGEST
    found = _found(source, key, is_large)
    if found is None:
        st.caption(session.words().say(N_("A workbook of this size is counted when you check it.")))
        return
    if isinstance(found, FileRefused):
        st.info(plain(found.problem.sentence(session.words())), icon=":material/help:")
        return
    words, good = session.words(), found.read - found.refused
    both = OF_FIRST if is_large else OF_ALL
    told = [words.plural(*both, good, refused=whole(found.refused), first=whole(found.records))]
    if found.skipped:
        told.append(words.plural(N_("{n} record is left out."), N_("{n} records are left out."), found.skipped))
    st.markdown(" ".join(told))


def _found(source: Source, key: str, is_large: bool) -> Found:
    """What the mapping makes of the file, read once for each mapping."""
    asked = f"live-{key}", source.mapping
    known: tuple[object, Found] | None = st.session_state.get(asked[0])
    if known is None or known[0] != source.mapping:
        known = (source.mapping, _rehearsed(source, is_large))
        st.session_state[asked[0]] = known
    return known[1]


def _rehearsed(source: Source, is_large: bool) -> Found:
    rehearsed = rehearsal_of_head if is_large else rehearsal
    try:
        return rehearsed(session.store(), source, session.words())
    except FileRefused as refused:
        return refused

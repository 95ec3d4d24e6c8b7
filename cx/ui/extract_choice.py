"""What a file holds: the choice, the mapping known for it, and the doubt where the file looks like another extract."""

from dataclasses import dataclass

import streamlit as st

from cx.contracts.extracts import EXTRACTS, Extract
from cx.contracts.mapping import Mapping
from cx.contracts.problems import Problem
from cx.contracts.words import N_
from cx.ingest.headers import nearest
from cx.ingest.mapping_parts import has_columns_of
from cx.ingest.profile import Profile
from cx.ingest.profile_proposal import proposal
from cx.ingest.proposal import better_extract, likely_extract
from cx.ingest.reading import Reading
from cx.ingest.recognition import recognised
from cx.store.mappings import remembered
from cx.ui import session
from cx.ui.text import plain


@dataclass(frozen=True)
class Choice:
    """An extract, and the mapping that was given or is remembered for it."""

    extract: Extract
    known: Mapping | None
    profile: Profile | None = None
    """The tool whose export it is, where the mapping is the one that its profile proposes."""


def extract_choice(reading: Reading, given: tuple[Mapping, ...], key: str) -> Choice | None:
    """What the page says that the file holds; None while it looks like another extract and nobody insists."""
    say = session.words().say
    fitting = {
        item.extract: item for item in given if item.extract in EXTRACTS and has_columns_of(reading.header, item)
    }
    with session.store().cursor() as cursor:
        known = next(iter(fitting.values()), None) or remembered(cursor, reading.header)
    guess = EXTRACTS[known.extract] if known else likely_extract(reading.header) or nearest(reading.header)
    names = list(EXTRACTS)
    name = st.selectbox(
        say(N_("This file holds")),
        names,
        index=names.index(guess.name),
        key=f"{key}-extract",
        format_func=lambda item: say(EXTRACTS[item].title),
        help=say(N_("One row is {row}."), row=say(guess.one_row_is)),
    )
    extract = EXTRACTS[name]
    with session.store().cursor() as cursor:
        known = fitting.get(name) or remembered(cursor, reading.header, extract)
    profile = None if known else recognised(reading.header)
    if profile and profile.refuse:
        details = {"file": reading.file, "reason": profile.refuse}
        problem = Problem("fits_no_extract", value=profile.name, details=details)
        st.error(plain(problem.sentence(session.words())), icon=":material/block:")
        return None
    other = None if known else better_extract(reading.header, extract)
    if other and not _insisted(reading, extract, other, key):
        return None
    if profile and profile.extract == extract.name:
        return Choice(extract, proposal(profile, reading), profile)
    return Choice(extract, known)


def _insisted(reading: Reading, extract: Extract, other: Extract, key: str) -> bool:
    """Say that the file looks like another extract and offer that one; True once the reader keeps the choice."""
    words = session.words()
    details = {"file": reading.file, "extract": extract.name, "other": other.name}
    problem = Problem("wrong_extract", value=other.name, details=details)
    st.error(plain(problem.sentence(words)), icon=":material/block:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words.say(N_("Read it as {extract}"), extract=words.say(other.title)),
            key=f"other-{key}",
            type="primary",
            icon=":material/swap_horiz:",
            on_click=lambda: st.session_state.update({f"{key}-extract": other.name}),
        )
        return st.checkbox(
            words.say(N_("It does hold {extract}: let me name its columns"), extract=words.say(extract.title)),
            key=f"{key}-{extract.name}-insist",
        )

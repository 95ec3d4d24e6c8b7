"""What a tool's profile asks of the person and which columns it leaves out, beside the form."""

from itertools import groupby

import streamlit as st

from cx.contracts.mapping import Mapping
from cx.contracts.words import N_
from cx.ingest.profile import Profile
from cx.ingest.profile_asks import asked_sentences
from cx.ingest.profile_proposal import left_out
from cx.ui import session
from cx.ui.text import plain


def show_profile(profile: Profile, header: tuple[str, ...], mapping: Mapping) -> None:
    """The questions that only a person can answer, and the columns left out with their reasons."""
    say = session.words().say
    if profile.asks:
        asked = [plain(text) for text in asked_sentences(profile, session.words())]
        st.info(asked[0] if len(asked) == 1 else "\n".join(f"- {text}" for text in asked), icon=":material/help:")
    found = sorted(left_out(profile, header, mapping), key=lambda item: item[1])
    if found:
        with st.expander(say(N_("Columns that are left out ({n})"), n=len(found))):
            for reason, columns in groupby(found, key=lambda item: item[1]):
                names = ", ".join(name for name, _ in columns)
                st.markdown(f"**{plain(names)}**")
                st.caption(plain(say(reason) if reason else say(N_("None of our columns holds it."))))

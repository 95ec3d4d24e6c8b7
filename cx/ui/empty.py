"""What a page says while there is nothing to show."""

from datetime import datetime

import streamlit as st

from cx.contracts.problems import FileRefused
from cx.contracts.words import N_
from cx.store.sample import load_sample
from cx.ui import session
from cx.ui.text import plain


def welcome() -> None:
    """The first screen: two doors."""
    say = session.words().say
    st.title(say(N_("See your company from the customer's side")), anchor=False)
    st.markdown(
        say(
            N_(
                "Three exports become a story that a board can question: what customers say, how they are "
                "served, and who stays. Every figure says how sure it is and traces to its rows."
            )
        )
    )
    st.space("small")
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.subheader(say(N_("Your own company")), anchor=False)
        st.markdown(
            say(
                N_(
                    "Surveys, tickets and renewals as CSV, straight from the tools you have. You see what was "
                    "understood before anything is loaded."
                )
            )
        )
        if st.button(say(N_("Upload your exports")), type="primary", icon=":material/upload_file:", key="to-upload"):
            st.switch_page("pages/data/upload.py")
    with right, st.container(border=True, height="stretch"):
        st.subheader(say(N_("A company to look around in")), anchor=False)
        st.markdown(
            say(
                N_(
                    "Three years of an invented software company: 400 customers, 12\u202f000 survey rows, 20\u202f000 "
                    "tickets. It stays on this machine, like everything here."
                )
            )
        )
        if st.button(say(N_("Look at the sample company")), icon=":material/domain:", key="to-sample"):
            _load_sample()


def _load_sample() -> None:
    say = session.words().say
    with st.status(say(N_("Loading the sample company")), expanded=True) as status:
        try:
            now = datetime.now().astimezone()
            for done in load_sample(session.store(), now.date(), session.user(), session.words(), at=now):
                st.write(say(N_("{file}: {n} rows"), file=done.file, n=done.read))
        except FileRefused as refused:
            status.update(label=plain(refused.problem.sentence(session.words())), state="error")
            return
        status.update(label=say(N_("The sample company is loaded")), state="complete")
    st.switch_page("pages/story/board.py")


def nothing(missing: str) -> None:
    """A page whose extract is not loaded: which export would fill it."""
    say = session.words().say
    st.title(say(N_("Nothing to show here yet")), anchor=False)
    st.info(missing, icon=":material/lightbulb:")
    if st.button(say(N_("Upload your exports")), type="primary", icon=":material/upload_file:", key="to-upload"):
        st.switch_page("pages/data/upload.py")

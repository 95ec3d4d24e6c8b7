"""A load at work: its stages as they come, and a way to stop it that leaves nothing behind.

A button pressed, or a page left, while a script runs makes Streamlit end the script where it next draws. So the load
works in a thread of its own, and the script draws until that ends; where the script is ended first, it stops the load.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

import streamlit as st

from cx.contracts.words import N_
from cx.store.stopping import Stop
from cx.store.watching import Progress, Watch
from cx.ui import session
from cx.ui.text import plain

Result = TypeVar("Result")
GLANCE_SECONDS = 0.2
THREAD = "load"


def watched(work: Callable[[Progress, Watch], Result], title: str, key: str) -> Result:
    """The result of the work; raises what the work raises. Where the script is ended first, the work is stopped."""
    said: list[str] = []
    stop, outcome = Stop(), Future[Result]()

    def run() -> None:
        try:
            outcome.set_result(work(said.append, Watch(stop, said.append)))
        except BaseException as fault:  # the script raises it again
            outcome.set_exception(fault)

    thread = Thread(target=run, name=THREAD)
    st.session_state[_mark(key)] = title
    st.button(session.words().say(N_("Cancel")), key=f"cancel-{key}", icon=":material/cancel:")
    with st.status(title) as status:
        thread.start()
        try:
            while thread.is_alive():
                thread.join(GLANCE_SECONDS)
                status.update(label=said[-1] if said else title)
        finally:
            _stopped(thread, stop)
    del st.session_state[_mark(key)]
    return outcome.result()


def say_stopped(key: str) -> None:
    """Say that the last work of this key was stopped, where it was."""
    if title := st.session_state.pop(_mark(key), None):
        text = N_("{work}: stopped before it was done. Nothing was changed.")
        st.info(plain(session.words().say(text, work=title)), icon=":material/cancel:")


def _stopped(thread: Thread, stop: Stop) -> None:
    """Wait until the work has ended, told to stop again and again: a query that begins just now does not hear it."""
    while thread.is_alive():
        stop.ask()
        thread.join(GLANCE_SECONDS)


def _mark(key: str) -> str:
    return f"running-{key}"

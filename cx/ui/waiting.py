"""What a reader sees while a figure is worked out: words in its place, and everything else already there."""

from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.contracts.words import N_
from cx.ui import session
from cx.ui.gradual import Gradual

Value = TypeVar("Value")


def awaited(values: Gradual[Value], place: DeltaGenerator, at: int = 0) -> Value:
    """The value; where it must be made first, the place says so meanwhile.

    A page drawn while a load ends would tell of two states of the data, so it begins anew then.
    """
    if values.is_made(at):
        return values[at]
    version = session.store().version
    with place, st.spinner(session.words().say(N_("Working out the figures"))):
        made = values[at]
    if session.store().version != version:
        st.rerun()
    return made

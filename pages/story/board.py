"""The Board page: the story of the quarter."""

import streamlit as st

from cx.ui import empty, frame, told
from cx.ui.storytelling import show
from cx.ui.waiting import awaited

selection = frame.selection()
if selection is None:
    empty.welcome()
else:
    body, waiting = st.container(), st.empty()
    story = awaited(told.board_story(selection), waiting)
    with body:
        show(story)

"""The Board page: the story of the quarter."""

from cx.ui import empty, frame, told
from cx.ui.storytelling import show

selection = frame.selection()
if selection is None:
    empty.welcome()
else:
    show(told.board_story(selection))

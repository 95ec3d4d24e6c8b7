"""A page to explore: the split, the story of its metrics, or what would fill it."""

from cx.story.board import FILLED_BY
from cx.ui import empty, frame, session
from cx.ui.storytelling import show


def explore(
    metrics: tuple[str, ...], dimensions: tuple[str, ...], extracts: tuple[str, ...], also: tuple[str, ...] = ()
) -> None:
    """Show the metrics split by one of the dimensions; the extracts are what fills the page.

    Those in `also` are offered where the first extract fills them.
    """
    selection = frame.selection()
    filled = {item.extract for item in session.fresh() if item.rows}
    if selection is None or not filled & set(extracts):
        empty.nothing(session.words().say(FILLED_BY[extracts[0]]))
        return
    there = tuple(name for name in also if name in session.filled_columns(extracts[0]))
    show(session.explored_story(selection, metrics, frame.split((*dimensions, *there))))

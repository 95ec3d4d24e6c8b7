"""A page to explore: the split, the story of its metrics, or what would fill it."""

from cx.store.fact import FACTS
from cx.story.board import FILLED_BY
from cx.ui import empty, frame, session
from cx.ui.storytelling import show


def explore(metrics: tuple[str, ...], dimensions: tuple[str, ...], extracts: tuple[str, ...]) -> None:
    """Show the metrics split by one of the dimensions; the extracts are what fills the page."""
    selection = frame.selection()
    filled = {item.extract for item in session.fresh() if item.rows}
    if selection is None or not filled & set(extracts):
        empty.nothing(session.words().say(FILLED_BY[extracts[0]]))
        return
    told_by = [name for extract in extracts for name in FACTS[extract].told_by]
    show(session.explored_story(selection, metrics, frame.split(dimensions)), (*extracts, *told_by, "accounts"))

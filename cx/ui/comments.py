"""What customers wrote: searched, narrowed and paged; nothing is read until a reader opens it."""

from html import escape

import streamlit as st

from cx.contracts.filters import Selection
from cx.contracts.words import N_
from cx.export.sheet import Sheet
from cx.metrics.comments import GROUPS, Sought, touchpoints
from cx.store.database import Store
from cx.story.comments import GROUP_NAMES, KINDS, CommentsShown, comments_shown
from cx.story.exhibit import Cell, Exhibit
from cx.story.telling import Telling
from cx.ui import frame, session
from cx.ui.addressed import listed
from cx.ui.storytelling import figures
from cx.ui.taking_away import downloads, sheet_of
from cx.ui.text import plain

SOUGHT = ("comment-text", "comment-kind", "comment-group", "comment-place")
"""What narrows the comments, by its name in the address."""
ROW = 'style="padding:.4rem .75rem .4rem 0;vertical-align:top;text-align:start;white-space:nowrap"'
TEXT = 'style="padding:.4rem 0;vertical-align:top;white-space:pre-line;width:100%" dir="auto"'


def show_comments() -> None:
    """The comments of the page's selection, in a section that is read when it is opened."""
    selection = frame.selection()
    if selection is None or not any(item.rows and item.extract == "survey" for item in session.fresh()):
        return
    say = session.words().say
    st.subheader(say(N_("In their own words")), anchor=False)
    is_sought = any(name in st.query_params or st.session_state.get(name) for name in SOUGHT)
    opened = st.expander(
        say(N_("Read the comments")), expanded=is_sought, icon=":material/forum:", key="comments", on_change="rerun"
    )
    if opened.open or is_sought:
        with opened:
            _show_open(selection)


def _show_open(selection: Selection) -> None:
    say, store = session.words().say, session.store()
    sought = _sought(store, selection)
    page = int(st.session_state.get("comment-page", 1)) - 1
    shown = _shown(store, selection, sought, page)
    if shown.withheld:
        st.info(plain(shown.withheld), icon=":material/visibility_off:")
    if not shown.total:
        st.info(say(N_("No comment in this period matches.")), icon=":material/search_off:")
        return
    st.caption(plain(shown.exhibit.caption))
    st.html(table(shown.exhibit))
    if shown.pages > 1:
        if page >= shown.pages:
            _first_page()
        st.pagination(shown.pages, key="comment-page")
    downloads(lambda: _all_of(store, selection, sought), "comments", "comments", shown.total)


def _sought(store: Store, selection: Selection) -> Sought:
    """What the reader looks for; a change of it begins at the first page."""
    say = session.words().say
    with store.cursor() as cursor:
        places = touchpoints(cursor, selection)
    with st.container(horizontal=True):
        text = st.text_input(
            say(N_("Search")),
            key="comment-text",
            icon=":material/search:",
            on_change=_first_page,
            bind="query-params",
        )
        everything = (say(N_("all")), _first_page)
        kinds = {name: say(text) for name, text in KINDS.items()}
        groups = {name: say(GROUP_NAMES[name]) for name in GROUPS}
        kind = listed("comment-kind", say(N_("Question")), kinds, *everything)
        group = listed("comment-group", say(N_("Score")), groups, *everything)
        touchpoint = say(N_("Touchpoint"))
        place = listed("comment-place", touchpoint, {name: name for name in places}, *everything) if places else ""
    return Sought(text or "", kind, group, place)


def _first_page() -> None:
    st.session_state.pop("comment-page", None)


def _shown(store: Store, selection: Selection, sought: Sought, page: int | None) -> CommentsShown:
    with store.cursor() as cursor:
        return comments_shown(Telling(cursor, selection, store.settings, session.words()), sought, page)


def _all_of(store: Store, selection: Selection, sought: Sought) -> Sheet:
    """All that was found, not the page alone."""
    return comments_sheet(_shown(store, selection, sought, None).exhibit)


def comments_sheet(exhibit: Exhibit) -> Sheet:
    """The comments to take away, with what they were narrowed by."""
    return sheet_of(figures(exhibit), "comments", ((session.words().say(N_("Shown")), exhibit.caption),))


def table(exhibit: Exhibit) -> str:
    """The comments as a table whose every word is text, each line read in its own direction."""
    head = "".join(f'<th {ROW} align="start">{escape(name)}</th>' for name in exhibit.columns)
    rows = "".join(map(_row, exhibit.rows))
    return f'<table style="width:100%;border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(row: tuple[Cell, ...]) -> str:
    *cells, text = (escape(str(cell)) for cell in row)
    shown = "".join(f"<td {ROW}><bdi>{cell}</bdi></td>" for cell in cells)
    return f"<tr>{shown}<td {TEXT}>{text}</td></tr>"

"""What the pages tell, kept by the version of the data: stories, levels, marks, rows behind them, comparisons."""

from collections.abc import Callable
from functools import lru_cache, partial

import streamlit as st

from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.insights.comparison import Split, compared
from cx.store.database import Store
from cx.story.board import board
from cx.story.comparing import comparison_table
from cx.story.exhibit import Exhibit, Story
from cx.story.explored import explored
from cx.story.levels import levels
from cx.story.marks import Mark, marks
from cx.story.telling import Telling
from cx.story.told_rows import ToldRows, told_rows
from cx.ui import session

MOST_STORIES = 128


def board_story(selection: Selection) -> Story:
    """The board story of a selection."""
    return _story(
        str(session.store().path),
        session.store().version,
        selection,
        (),
        None,
        session.words().language,
        session.store(),
    )


def explored_story(selection: Selection, metrics: tuple[str, ...], by: str | None) -> Story:
    """The story of some metrics, split by a dimension."""
    return _story(
        str(session.store().path),
        session.store().version,
        selection,
        metrics,
        by,
        session.words().language,
        session.store(),
    )


def levels_of(selection: Selection) -> dict[str, str]:
    """What every metric stands at, in words; the same value for every reader of a selection."""
    return _levels(session.store(), session.store().version, selection, session.words().language)


@lru_cache(maxsize=16)
def _levels(opened: Store, version: str, selection: Selection, language: str) -> dict[str, str]:
    with opened.cursor() as cursor:
        return levels(Telling(cursor, selection, opened.settings, Words(language)))


def marks_of(selection: Selection, key: str, by: str) -> tuple[Mark, ...]:
    """What can be pointed at in the pictures of a metric."""
    return _marks(session.store(), session.store().version, selection, key, by, session.words().language)


@lru_cache(maxsize=64)
def _marks(opened: Store, version: str, selection: Selection, key: str, by: str, language: str) -> tuple[Mark, ...]:
    with opened.cursor() as cursor:
        return marks(key, by, Telling(cursor, selection, opened.settings, Words(language)))


def rows_of_mark(key: str, mark: Mark, most: int) -> ToldRows:
    """The first rows behind a mark."""
    return _rows_of_mark(session.store(), session.store().version, key, mark, most, session.words().language)


def all_rows_of_mark(key: str, mark: Mark) -> Callable[[], ToldRows]:
    """What gives all rows behind a mark, which are kept nowhere: a download runs when no page does."""
    return partial(_made_rows, session.store(), key, mark, None, session.words().language)


@lru_cache(maxsize=32)
def _rows_of_mark(opened: Store, version: str, key: str, mark: Mark, most: int, language: str) -> ToldRows:
    return _made_rows(opened, key, mark, most, language)


def _made_rows(opened: Store, key: str, mark: Mark, most: int | None, language: str) -> ToldRows:
    with opened.cursor() as cursor:
        return told_rows(key, mark, Telling(cursor, mark.selection, opened.settings, Words(language)), most)


@st.cache_resource(max_entries=MOST_STORIES, show_spinner=False, hash_funcs={Selection: repr})
def _story(
    path: str,
    version: str,
    selection: Selection,
    metrics: tuple[str, ...],
    by: str | None,
    language: str,
    _store: Store,
) -> Story:
    """A frozen value, so that every reader may hold the same one."""
    with _store.cursor() as cursor:
        telling = Telling(cursor, selection, _store.settings, Words(language))
        return explored(metrics, by, telling) if metrics else board(telling)


def groups(selection: Selection, metric: str, by: str) -> tuple[str, ...]:
    """The groups of a dimension in which the metric has a value, the largest first."""
    return _groups(session.store(), session.store().version, selection, metric, by)


@lru_cache(maxsize=64)
def _groups(opened: Store, version: str, selection: Selection, metric: str, by: str) -> tuple[str, ...]:
    with opened.cursor() as cursor:
        found = Split(cursor, metric, selection, opened.settings, by).groups()
    return tuple(name for name, value in found.items() if value.value is not None)


def comparison(selection: Selection, metric: str, by: str, names: tuple[str, ...]) -> Exhibit:
    """These groups compared with each other, or without names each with the rest, as a table."""
    return _comparison(session.store(), session.store().version, selection, metric, by, names, session.words().language)


@lru_cache(maxsize=64)
def _comparison(
    opened: Store, version: str, selection: Selection, metric: str, by: str, names: tuple[str, ...], language: str
) -> Exhibit:
    with opened.cursor() as cursor:
        telling = Telling(cursor, selection, opened.settings, Words(language))
        return comparison_table(
            compared(Split(cursor, metric, selection, opened.settings, by), names), metric, by, telling
        )

"""The open database and everything cached by the version of its data."""

import getpass
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

import streamlit as st

from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, label, period_of
from cx.contracts.problems import SetupRefused
from cx.contracts.words import N_, Words
from cx.metrics.as_of import Freshness, as_of, freshness
from cx.metrics.quarters import complete_quarters, opening_quarter, running_quarter
from cx.store.clean_rows import clean_count
from cx.store.database import DatabaseHeld, Store, database_path, open_store
from cx.store.dimension_values import values_of
from cx.store.journal import LoadRecord, loads
from cx.story.board import board
from cx.story.exhibit import Story
from cx.story.explored import explored
from cx.story.levels import levels
from cx.story.marks import Mark, marks
from cx.story.telling import Telling
from cx.story.told_rows import ToldRows, told_rows


class Served(Protocol):
    """What serves the shell beside the store until it is closed."""

    def close(self) -> None:
        """Serve no longer."""


Serve = Callable[[Store], Served]
MOST_STORIES = 128
MOST_CHOICES = 200
LAYOUT = Path(__file__).with_name("layout.css")
LOGO = Path(__file__).with_name("logo.svg").read_text(encoding="utf-8")
ICON = Path(__file__).with_name("icon.svg")  # a named icon would be fetched from another machine


def _let_go(opened: tuple[Store, Served]) -> None:
    store, served = opened
    served.close()
    store.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_let_go)
def _opened(path: Path, _serve: Serve) -> tuple[Store, Served]:
    """The store, and the door that serves the shell as long as it is open."""
    store = open_store(path)
    return store, _serve(store)


def held_store(serve: Serve) -> Store:
    """The store of this process, opened with its door once; raises DatabaseHeld while another process has it."""
    return _opened(database_path(), serve)[0]


def close_database() -> None:
    """Close the doors and the stores of this process."""
    _opened.clear()


def open_database(serve: Serve) -> Store:
    """The store of this server; waits while a command in a shell holds the database."""
    try:
        store = held_store(serve)
    except DatabaseHeld:
        st.info(
            words().say(N_("A command in a shell is working with the database. This page goes on when it ends.")),
            icon=":material/hourglass_top:",
        )
        time.sleep(1.0)
        st.rerun()
    except SetupRefused as refused:
        st.error(refused.problem.sentence(words()), icon=":material/block:")
        st.stop()
    st.session_state["store"] = store
    return store


def store() -> Store:
    """The open store."""
    found: Store = st.session_state["store"]
    return found


def words() -> Words:
    """The words of the reader's language."""
    return Words("en")


def user() -> str:
    """Who is named as the one who loads."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "browser"


def theme() -> str:
    """light or dark, as the reader sees it."""
    return st.context.theme.type or "light"


def known_to() -> date | None:
    """The day up to which things are known; None while there is no data."""
    return _known_to(store(), store().version)


@lru_cache(maxsize=16)
def _known_to(opened: Store, version: str) -> date | None:
    with opened.cursor() as cursor:
        return as_of(cursor)


def opening(known: date) -> Period:
    """The quarter that a story opens with, where things are known up to this day."""
    return _opening(store(), store().version, known)


@lru_cache(maxsize=16)
def _opening(opened: Store, version: str, known: date) -> Period:
    with opened.cursor() as cursor:
        return opening_quarter(cursor, known, opened.settings)


def quarters(known: date) -> dict[str, Period]:
    """The quarters to choose from by name: the running one, then the complete ones, the latest first."""
    return _quarters(store(), store().version, known, words().language)


@lru_cache(maxsize=16)
def _quarters(opened: Store, version: str, known: date, language: str) -> dict[str, Period]:
    """A running quarter is called "to date", which stays its address while its last day moves."""
    starts = opened.settings.fiscal_year_starts
    named = {label(period, starts): period for period in complete_quarters(known, opened.settings)}
    running = running_quarter(known, opened.settings)
    if running is None:
        return named
    whole = label(period_of(known, Grain.QUARTER, starts), starts)
    return {Words(language).say(N_("{quarter} to date"), quarter=whole): running, **named}


def fresh() -> tuple[Freshness, ...]:
    """How fresh each extract is."""
    return _fresh(store(), store().version)


@lru_cache(maxsize=16)
def _fresh(opened: Store, version: str) -> tuple[Freshness, ...]:
    with opened.cursor() as cursor:
        return freshness(cursor)


def journal() -> tuple[LoadRecord, ...]:
    """The loads, the latest first."""
    return _journal(store(), store().version)


@lru_cache(maxsize=4)
def _journal(opened: Store, version: str) -> tuple[LoadRecord, ...]:
    with opened.cursor() as cursor:
        return loads(cursor)


def clean_rows_of(extract: str, load_id: int) -> int:
    """How many rows a load holds now."""
    return _clean_rows(store(), store().version, extract, load_id)


@lru_cache(maxsize=64)
def _clean_rows(opened: Store, version: str, extract: str, load_id: int) -> int:
    with opened.cursor() as cursor:
        return clean_count(cursor, extract, load_id)


def choices(dimension: str) -> tuple[str, ...]:
    """The values that a dimension of accounts has, or one that rows have and accounts have not."""
    return _choices(store(), store().version, dimension)


@lru_cache(maxsize=64)
def _choices(opened: Store, version: str, dimension: str) -> tuple[str, ...]:
    if dimension not in ACCOUNT_DIMENSIONS:
        with opened.cursor() as cursor:
            return values_of(cursor, dimension, MOST_CHOICES)
    rows = opened.rows(
        f"SELECT DISTINCT {dimension} FROM accounts WHERE {dimension} IS NOT NULL ORDER BY 1 LIMIT {MOST_CHOICES}"
    )
    return tuple(str(row[0]) for row in rows)


def board_story(selection: Selection) -> Story:
    """The board story of a selection."""
    return _story(str(store().path), store().version, selection, (), None, words().language, store())


def explored_story(selection: Selection, metrics: tuple[str, ...], by: str | None) -> Story:
    """The story of some metrics, split by a dimension."""
    return _story(str(store().path), store().version, selection, metrics, by, words().language, store())


def levels_of(selection: Selection) -> dict[str, str]:
    """What every metric stands at, in words; the same value for every reader of a selection."""
    return _levels(store(), store().version, selection, words().language)


@lru_cache(maxsize=16)
def _levels(opened: Store, version: str, selection: Selection, language: str) -> dict[str, str]:
    with opened.cursor() as cursor:
        return levels(Telling(cursor, selection, opened.settings, Words(language)))


def marks_of(selection: Selection, key: str, by: str) -> tuple[Mark, ...]:
    """What can be pointed at in the pictures of a metric."""
    return _marks(store(), store().version, selection, key, by, words().language)


@lru_cache(maxsize=64)
def _marks(opened: Store, version: str, selection: Selection, key: str, by: str, language: str) -> tuple[Mark, ...]:
    with opened.cursor() as cursor:
        return marks(key, by, Telling(cursor, selection, opened.settings, Words(language)))


def rows_of_mark(key: str, mark: Mark, most: int) -> ToldRows:
    """The first rows behind a mark."""
    return _rows_of_mark(store(), store().version, key, mark, most, words().language)


def all_rows_of_mark(key: str, mark: Mark) -> Callable[[], ToldRows]:
    """What gives all rows behind a mark, which are kept nowhere: a download runs when no page does."""
    return partial(_made_rows, store(), key, mark, None, words().language)


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

"""The open database and everything cached by the version of its data."""

import getpass
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import streamlit as st

from cx.contracts.asked_period import MOST_OFFERED, offered_periods
from cx.contracts.extracts import ACCOUNT_DIMENSIONS
from cx.contracts.periods import Grain, Period, label, period_of
from cx.contracts.problems import SetupRefused
from cx.contracts.words import N_, PAGE, Words
from cx.metrics.as_of import Freshness, as_of, freshness
from cx.metrics.quarters import opening_quarter
from cx.store.clean_rows import clean_count
from cx.store.database import BESIDE_UPLOADS_MB, DatabaseHeld, Store, database_path, open_store
from cx.store.dimension_values import values_of
from cx.store.journal import LoadRecord, loads
from cx.store.sparse import held


class Served(Protocol):
    """What serves the shell beside the store until it is closed."""

    def close(self) -> None:
        """Serve no longer."""


Serve = Callable[[Store], Served]
MOST_CHOICES = 200
LAYOUT = f"<style>{Path(__file__).with_name('layout.css').read_text(encoding='utf-8')}</style>"
LOGO = Path(__file__).with_name("logo.svg").read_text(encoding="utf-8")
ICON = Path(__file__).with_name("icon.svg")  # a named icon would be fetched from another machine


def _let_go(opened: tuple[Store, Served]) -> None:
    store, served = opened
    served.close()
    store.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_let_go)
def _opened(path: str, _serve: Serve) -> tuple[Store, Served]:
    """The store, and the door that serves the shell as long as it is open."""
    store = open_store(Path(path), most_memory_mb=BESIDE_UPLOADS_MB)
    return store, _serve(store)


def held_store(serve: Serve) -> Store:
    """The store of this process, opened with its door once; raises DatabaseHeld while another process has it."""
    return _opened(str(database_path()), serve)[0]


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
    return Words("en", PAGE)


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


def periods(known: date) -> dict[Grain, dict[str, Period]]:
    """The periods to choose from, by grain and name: the running one, then the complete ones, the latest first."""
    return _periods(store(), store().version, known, words().language)


@lru_cache(maxsize=16)
def _periods(opened: Store, version: str, known: date, language: str) -> dict[Grain, dict[str, Period]]:
    starts = opened.settings.fiscal_year_starts
    return {
        grain: {_name_of(item, starts, language): item for item in offered_periods(known, grain, starts)}
        for grain in MOST_OFFERED
    }


def name_of_period(period: Period) -> str:
    """The name that the period has among those to choose from."""
    return _name_of(period, store().settings.fiscal_year_starts, words().language)


def _name_of(period: Period, starts: int, language: str) -> str:
    """A running period is called "to date", which stays its address while its last day moves."""
    if not period.part_of:
        return label(period, starts)
    whole = label(period_of(period.start, period.part_of, starts), starts)
    return Words(language).say(N_("{period} to date"), period=whole)


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


def told_by_rows(facts: frozenset[str]) -> frozenset[str]:
    """The columns of facts that any row fills."""
    return _told_by_rows(store(), store().version, facts)


@lru_cache(maxsize=16)
def _told_by_rows(opened: Store, version: str, facts: frozenset[str]) -> frozenset[str]:
    with opened.cursor() as cursor:
        return frozenset(name for fact in facts for name in held(cursor, f"fact_{fact}"))


def filled_columns(extract: str) -> tuple[str, ...]:
    """The columns of an extract that any load has filled."""
    return _filled_columns(store(), store().version, extract)


@lru_cache(maxsize=16)
def _filled_columns(opened: Store, version: str, extract: str) -> tuple[str, ...]:
    with opened.cursor() as cursor:
        return held(cursor, extract)

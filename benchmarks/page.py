"""A page's script against an empty page's, and the Board computed anew against the bare SQL that it issues.

Both use the sample company. A script is run as a browser's rerun runs it: everything that may be cached is cached.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import streamlit as st
from duckdb import DuckDBPyConnection
from streamlit.testing.v1 import AppTest

from benchmarks.loaded import TODAY
from benchmarks.sides import Comparison, Cost, cost, in_turns, show
from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.metrics.as_of import as_of, default_period
from cx.store.database import Store, open_store
from cx.store.sample import load_sample
from cx.story.board import board
from cx.story.telling import Telling

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "story/board",
    "explore/voice",
    "explore/service",
    "explore/renewals",
    "explore/adoption",
    "data/upload",
    "data/loads",
    "data/mappings",
    "data/definitions",
    "data/settings",
)
MOST_PAGE, MOST_BOARD = 6, 3
WARM = 2


class Recorded:
    """A cursor that remembers every statement and what was bound to it."""

    def __init__(self, cursor: DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.said: list[tuple[Any, ...]] = []

    def execute(self, *statement: Any) -> DuckDBPyConnection:
        """Run the statement and remember it."""
        self.said.append(statement)
        return self._cursor.execute(*statement)


def told(store: Store, cursor: DuckDBPyConnection) -> None:
    """The Board of the default period, computed anew."""
    known_to = as_of(cursor)
    assert known_to
    selection = Selection(default_period(known_to, store.settings), known_to)
    assert board(Telling(cursor, selection, store.settings, Words("en"))).sections


def told_by(store: Store) -> list[tuple[Any, ...]]:
    """The statements that the Board issues, in their order."""
    with store.cursor() as cursor:
        recorded = Recorded(cursor)
        told(store, cast(DuckDBPyConnection, recorded))
    return recorded.said


def replayed(store: Store, statements: list[tuple[Any, ...]]) -> None:
    """The bare statements, each with its rows."""
    with store.cursor() as cursor:
        for statement in statements:
            cursor.execute(*statement).fetchall()


def computed(store: Store) -> None:
    """The Board computed anew by a cursor of its own."""
    with store.cursor() as cursor:
        told(store, cursor)


def board_against_its_sql(store: Store, rounds: int) -> Comparison:
    """The Board of the sample company against its statements alone."""
    statements = told_by(store)
    replayed(store, statements)
    bare, ours = in_turns(
        [lambda: cost(lambda: replayed(store, statements)), lambda: cost(lambda: computed(store))], rounds
    )
    return Comparison(f"Board computed anew / its {len(statements)} statements alone", bare, ours, MOST_BOARD)


def empty_page() -> None:
    """An empty page."""


def script(app: AppTest) -> Callable[[], Cost]:
    """One run of the script, after some that fill the caches."""
    for _ in range(WARM):
        app.run()
        assert not app.exception, app.exception
    return lambda: cost(app.run)


def page_against_empty(page: str, empty: AppTest, rounds: int) -> Comparison:
    """A page of the sample company against the empty one."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).switch_page(f"pages/{page}.py")
    bare, ours = in_turns([script(empty), script(app)], rounds)
    return Comparison(f"{page} / empty page", bare, ours, MOST_PAGE)


def main() -> None:
    """Load the sample company and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cx.duckdb"
        os.environ["CX_DATABASE"] = f"duckdb:///{path}"
        store = open_store(path)
        list(load_sample(store, TODAY, "benchmark", Words("en")))
        found = [board_against_its_sql(store, max(3, rounds // 3))]
        store.close()
        empty = AppTest.from_function(empty_page, default_timeout=60)
        found += [page_against_empty(page, empty, rounds) for page in PAGES]
        st.cache_resource.clear()
    show(found)


if __name__ == "__main__":
    main()

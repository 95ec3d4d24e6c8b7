"""What tests of the load stand on: an open database of their own, and files written and loaded in one call."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.problems import FileRefused, Problem
from cx.contracts.words import Words
from cx.ingest.proposal import proposed
from cx.store.database import Store, open_store
from cx.store.loading import Load, Source, load, read_file
from cx.store.replacing import Replacing
from cx.store.sample import load_sample

# The same examples every time, so that a change is judged by itself; CX_FUZZ=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("fuzz", deadline=None, max_examples=300)
settings.load_profile("fuzz" if os.environ.get("CX_FUZZ") else "steady")
# A hundred processes of the shell are started; each would compile the whole program where none may keep it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# An expression of SQL is thousands of objects: to look for rings among them took a tenth of the time.
gc.set_threshold(50_000, 20, 20)
TODAY = date(2026, 11, 23)
Loading = Callable[..., Load]
TOGETHER = ("tests/browser/", "tests/pages/")
"""Folders that one worker runs whole: the sample company is loaded, and its pages are told, once for all their files."""


class ByPlace(LoadFileScheduling):
    """A file stays with one worker, so that its databases are made once; so do all files of some folders."""

    def _split_scope(self, nodeid: str) -> str:
        folder = next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
        return folder or super()._split_scope(nodeid)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: it need not be looked through for what can be let go."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlace:
    return ByPlace(config, log)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database in which nothing is, to be copied: to make one takes four times as long as to open it."""
    path = tmp_path_factory.mktemp("empty") / "cx.duckdb"
    open_store(path).close()
    return path


@pytest.fixture
def words() -> Words:
    return Words("en")


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The file of a database with the sample company, to be copied."""
    return _with_sample(Path(shutil.copy(empty_database, tmp_path_factory.mktemp("sample") / "cx.duckdb")), None)


@pytest.fixture(scope="session")
def survey_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The same with its accounts and survey answers alone: its pages are told in a third of the time."""
    return _with_sample(Path(shutil.copy(empty_database, tmp_path_factory.mktemp("survey") / "cx.duckdb")), 2)


def _with_sample(path: Path, files: int | None) -> Path:
    store = open_store(path)
    loads = list(islice(load_sample(store, TODAY, "tester", Words("en")), files))
    store.close()
    assert [done.file for done in loads][:2] == ["accounts.csv", "survey.csv"]
    return path


@pytest.fixture(scope="module")
def opened_store(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Store]:
    opened = open_store(Path(shutil.copy(empty_database, tmp_path_factory.mktemp("database") / "cx.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def store(opened_store: Store) -> Store:
    """An empty database; opened once a module, since that is what takes time."""
    with opened_store.writing() as cursor:
        cursor.execute("BEGIN")
        for name in filled(opened_store):
            if name != "facts_made":
                cursor.execute(f"DELETE FROM {name}")
        cursor.execute("COMMIT")
    return opened_store


def loaded_into(store: Store, folder: Path) -> Loading:
    """A function that writes a file's content into the folder and loads it into the store.

    The mapping is made of the keywords (columns, constants, values, declare, source); without columns it is the one
    that the file's header suggests.
    """

    def loaded(
        extract: str,
        content: str | bytes,
        file: str = "export.csv",
        today: date = TODAY,
        replacing: Replacing | None = None,
        **said: Any,
    ) -> Load:
        path = folder / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        mapping = Mapping(extract=extract, **{**said, "declare": Declared(**said.get("declare", {}))})
        if "columns" not in said:
            with read_file(store, path, file, mapping) as reading:
                mapping = mapping.model_copy(update={"columns": proposed(reading, EXTRACTS[extract]).columns})
        return load(store, Source(path, file, mapping, today, "tester", replacing=replacing), Words("en"))

    return loaded


@pytest.fixture
def loaded_into_store(tmp_path: Path) -> Callable[[Store], Loading]:
    """The same for a store that the test opens itself."""
    return lambda store: loaded_into(store, tmp_path)


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Loading:
    return loaded_into(store, tmp_path)


def filled(store: Store) -> list[str]:
    """The tables that hold rows, or held some until lately: a database has sixty, most of them empty."""
    return [
        name
        for (name,) in store.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND estimated_size > 0")
    ]


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that has any, in a fixed order."""
    every = {name: store.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in filled(store)}
    return {name: rows for name, rows in every.items() if rows}


@pytest.fixture
def state(store: Store) -> Callable[[], tuple[str, dict[str, list[tuple[object, ...]]]]]:
    """Everything that the database holds, to compare before and after."""
    return lambda: (store.version, contents(store))


@pytest.fixture
def refused(loaded: Loading, state: Callable[[], object]) -> Callable[..., Problem]:
    """A load that must refuse its file and leave the database as it was; gives the problem."""

    def refusal(*given: Any, **said: Any) -> Problem:
        before = state()
        with pytest.raises(FileRefused) as caught:
            loaded(*given, **said)
        assert state() == before
        return caught.value.problem

    return refusal

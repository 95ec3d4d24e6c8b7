"""The app in this process on databases of every kind, and what a page then says."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.words import Words
from cx.ingest.proposal import proposed
from cx.store.database import Store, open_store
from cx.store.loading import Source, load, read_file
from cx.ui import session

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
SAID = ("label", "body", "help", "delta", "options", "alt", "text", "content", "placeholder")
"""Where the messages to the browser carry words."""
DRAWN = ("text", "hovertext", "ticktext", "name")
"""Where a plotly figure carries words."""

THREE_TICKETS = """ticket_id,opened_at,first_response_at,resolved_at
T1,2026-07-02 09:00,2026-07-02 10:00,2026-07-03 09:00
T2,2026-08-11 09:00,2026-08-11 09:30,2026-08-11 15:00
T3,2026-09-20 09:00,,
"""
DIRTY_TICKETS = """ticket_id,account_id,opened_at,first_response_at,resolved_at,category,team,satisfaction,satisfaction_scale
T1,A*1*,2026-07-02 09:00,2026-07-02 10:00,2026-07-03 09:00,<b>bold</b> :red[x],$a$ [b](c),5,1-5
T2,A_2_,2026-08-11 09:00,2026-08-11 08:30,2026-08-11 07:00,`code`,"Zoë, Ops",1,1-5
T3,,2026-09-20 09:00,,,billing,אנה,,
T4,A4,2026-09-21 09:00,,,billing,אנה,9,1-5
T5,A5,not a day,,,billing,אנה,3,1-5
,A6,2026-09-22 09:00,,,billing,אנה,3,1-5
T7,A7,2026-09-23 09:00,,,billing,אנה,4,1-5
T7,A8,2026-09-23 09:00,,,billing,אנה,4,1-5
"""
ANONYMOUS_SURVEY = """response_id,kind,score,scale,responded_at,comment
R1,nps,9,0-10,2026-09-01,good
R2,nps,2,0-10,2026-09-02,bad
R3,nps,10,0-10,2026-09-03,
"""


def load_text(store: Store, folder: Path, extract: str, text: str) -> None:
    """Load a file with this content, its columns recognised by their names."""
    path = folder / f"{extract}.csv"
    path.write_text(text, encoding="utf-8")
    with read_file(store, path, path.name) as reading:
        columns = proposed(reading, EXTRACTS[extract]).columns
    declare = Declared(survey="anonymous") if extract == "survey" else Declared()
    load(
        store,
        Source(path, path.name, Mapping(extract=extract, columns=columns, declare=declare), TODAY, "tester"),
        Words("en"),
    )


@pytest.fixture(scope="session")
def originals(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, sample_database: Path, survey_database: Path
) -> dict[str, Path]:
    """A database of each kind, to be copied."""
    folder = tmp_path_factory.mktemp("originals")
    kinds = {"tickets": THREE_TICKETS, "dirty": DIRTY_TICKETS, "survey": ANONYMOUS_SURVEY}
    for kind, text in kinds.items():
        (folder / kind).mkdir()
        store = open_store(Path(shutil.copy(empty_database, folder / kind / "cx.duckdb")))
        load_text(store, folder / kind, "survey" if kind == "survey" else "tickets", text)
        store.close()
    loaded = {kind: folder / kind / "cx.duckdb" for kind in kinds}
    return {"empty": empty_database, "filled": sample_database, "heard": survey_database, **loaded}


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, originals: dict[str, Path]) -> Iterator[dict[str, Path]]:
    """A database of each kind that nobody writes into; the pages' stores and doors are closed at the end."""
    folder = tmp_path_factory.mktemp("databases")
    made = {kind: folder / kind / "cx.duckdb" for kind in originals}
    for kind, path in made.items():
        path.parent.mkdir()
        shutil.copy(originals[kind], path)
    # A server keeps few databases open; here each kind stays open, so that its pages are told once for all files.
    opened = st.cache_resource(max_entries=len(made) + 2, show_spinner=False, on_release=session._let_go)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "_opened", opened(session._opened.__wrapped__))
        yield made
        session.close_database()


@pytest.fixture
def copied(databases: dict[str, Path], originals: dict[str, Path], tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A database of its own for a test that writes."""
    own = tmp_path / "cx.duckdb"

    def copy(kind: str) -> Path:
        session._opened.clear(str(own), None)
        return Path(shutil.copy(originals[kind], own))

    yield copy
    session._opened.clear(str(own), None)


@pytest.fixture(scope="session", autouse=True)
def _scanned_once() -> Iterator[None]:
    """Streamlit looks through every installed package for components, for each app anew; once a session will do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _awaited() -> Iterator[None]:
    """Streamlit's test asks a thousand times a second whether the page is drawn; here it sleeps until it is."""
    ask = local_script_runner.require_widgets_deltas

    def awaited(runner: Any, timeout: float) -> None:
        runner._script_thread.join(timeout)
        ask(runner, timeout if runner.script_stopped() else 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", awaited)
        yield


Opening = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """The app on a database, first visited at a page with the query of an address."""

    def app(database: Path, page: str = "story/board", **query: str) -> AppTest:
        monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")
        made = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        made.query_params.update(query)
        return made.switch_page(f"pages/{page}.py").run()

    return app


def _words(value: Any, keys: tuple[str, ...], is_said: bool = False) -> Iterator[str]:
    """The words under the keys of a message, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "template":  # plotly's own defaults
                yield from _words(inner, keys, key in keys)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, keys, is_said)
    elif is_said and value != "":
        yield str(value)


def _cells(element: Any) -> Iterator[str]:
    table = element.value
    yield from map(str, table.columns)
    missing = getattr(element.proto, "placeholder", "") or "None"
    for row in table.itertuples(index=False):
        yield from (missing if cell is None or cell != cell else str(cell) for cell in row)


def _texts(node: Any) -> Iterator[str]:
    for child in getattr(node, "children", {}).values():
        if child.type in ("dataframe", "table"):
            yield from _cells(child)
        elif child.type == "plotly_chart":
            yield from _words(json.loads(child.proto.spec), DRAWN)
        elif child.type not in ("html", "code"):
            yield from _words(MessageToDict(child.proto), SAID) if child.proto else ()
        yield from _texts(child)


@pytest.fixture
def texts() -> Callable[[AppTest], list[str]]:
    """Every word that a page shows: sentences, labels, help, cells of tables, and words in charts."""
    return lambda app: [text for part in (app.sidebar, app.main) for text in _texts(part)]

"""Every page on every kind of data: it runs, it stands in the frame, and it says nothing that only a machine would."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

STORY = ("story/board", "explore/voice", "explore/service", "explore/renewals", "explore/adoption")
DATA = ("data/upload", "data/loads", "data/mappings", "data/definitions", "data/settings")
KINDS = ("filled", "empty", "dirty", "tickets", "survey")
MACHINE = re.compile(r"\bNone\b|\bnan\b|\bNaN\b|\bNaT\b|<NA>|\{|Traceback|\binf\b")


def has_frame(app: AppTest) -> bool:
    """The layout's style is drawn by app.py alone: a page that runs without it lacks the frame."""
    return any("stMainBlockContainer" in html.body for html in app.html)


@pytest.mark.parametrize("page", [*STORY, *DATA])
@pytest.mark.parametrize("kind", KINDS)  # all pages of a kind in a row: a server keeps few databases open
def test_a_page_runs_in_the_frame_and_speaks_to_people(
    page: str,
    kind: str,
    databases: dict[str, Path],
    opened: Callable[..., AppTest],
    texts: Callable[[AppTest], list[str]],
):
    app = opened(databases[kind], page, **({"part": "everything"} if page.startswith("explore/") else {}))
    found = texts(app)
    assert not app.exception
    assert has_frame(app)
    assert len(app.title) == 1 and app.title[0].value
    assert [text for text in found if MACHINE.search(text)] == []


@pytest.mark.parametrize("kind", ["filled", "empty", "dirty"])
def test_the_frame_stays_after_every_change_of_page(
    kind: str, databases: dict[str, Path], opened: Callable[..., AppTest]
):
    app = opened(databases[kind])
    for page in (*DATA, *STORY):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert has_frame(app)
        if kind == "filled":
            assert app.sidebar.selectbox(key="period-seen").value == "2026 Q3"
            assert app.sidebar.selectbox(key="period-seen").disabled == (page in DATA)
            assert [button.disabled for button in app.sidebar.button] == [True] * (page in DATA)  # more filters
        if kind == "filled" and page in STORY:
            assert any("data to 30 Sep 2026" in caption.value for caption in app.main.caption)


@pytest.mark.parametrize("page", STORY)
def test_an_empty_database_shows_the_way_to_data(page: str, databases: dict[str, Path], opened: Callable[..., AppTest]):
    app = opened(databases["empty"], page)
    assert "Upload your exports" in [button.label for button in app.button]
    assert not app.metric and not app.sidebar.selectbox


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("explore/voice", "A survey export would show what customers say."),
        ("explore/renewals", "A renewals export would show who stays, and what it is worth."),
        (
            "explore/adoption",
            "A usage export, or seats in a renewals export, would show how customers use the product.",
        ),
    ],
)
def test_a_page_without_its_export_names_the_one_that_would_fill_it(
    page: str, sentence: str, databases: dict[str, Path], opened: Callable[..., AppTest]
):
    app = opened(databases["tickets"], page)
    assert [info.value for info in app.info] == [sentence]


def test_a_split_is_offered_where_the_data_tell_it_and_else_the_export_is_named(
    databases: dict[str, Path], opened: Callable[..., AppTest], texts: Callable[[AppTest], list[str]]
):
    three_rows = opened(databases["tickets"], "explore/service")
    assert "by-seen" not in [group.key for group in three_rows.button_group]
    assert any("An accounts export would show this by region." in text for text in texts(three_rows))
    some_told = opened(databases["dirty"], "explore/service")
    (split,) = (group for group in some_told.button_group if group.key == "by-seen")
    assert "Category" in split.options and "Segment" not in split.options

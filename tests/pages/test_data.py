"""The loads and the definitions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.metrics.registry import METRICS
from cx.store.sample import ORDER

Opening = Callable[..., AppTest]


def test_the_loads_are_listed_the_latest_first(databases: dict[str, Path], opened: Opening):
    table = opened(databases["filled"], "data/loads").dataframe[0].value
    assert list(table["File"]) == [f"{name}.csv" for name in reversed(ORDER)]
    new = dict(zip(table["File"], table["New"], strict=True))
    assert (new["accounts.csv"], new["survey.csv"], new["tickets.csv"]) == (474, 12320, 20000)


def test_a_load_is_opened_with_its_mapping(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "data/loads")
    app.selectbox(key="load").set_value(2).run()
    assert 'extract = "survey"' in app.code[0].value


def test_a_load_names_every_row_that_it_refused(databases: dict[str, Path], opened: Opening):
    app = opened(databases["dirty"], "data/loads")
    listed, refused = (frame.value for frame in app.dataframe)
    assert list(listed["Refused"]) == [5]
    assert sorted(set(refused["Record"])) == [4, 5, 6, 7, 8]
    assert "Record 4 (line 5), satisfaction: 9 is not on the scale 1-5." in list(refused["What is wrong"])
    assert "Download the refused rows" in [button.label for button in app.download_button]


def test_every_metric_is_defined(databases: dict[str, Path], opened: Opening):
    app = opened(databases["empty"], "data/definitions")
    assert len(app.expander) == len(METRICS)


@pytest.mark.parametrize(("word", "found"), [("recommend", 1), ("RENEWAL", 3), ("no such word", 0)])
def test_definitions_are_searched_in_all_their_words(
    word: str, found: int, databases: dict[str, Path], opened: Opening
):
    app = opened(databases["empty"], "data/definitions")
    app.text_input(key="search").set_value(word).run()
    assert len(app.expander) >= found and (found > 0) == bool(app.expander)
    assert bool(app.info) == (found == 0)


def test_a_link_opens_a_search(databases: dict[str, Path], opened: Opening):
    app = opened(databases["empty"], "data/definitions", search="recommend")
    assert app.text_input(key="search").value == "recommend"
    assert 0 < len(app.expander) < len(METRICS)

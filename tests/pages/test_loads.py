"""Loads are taken back in the browser, and remembered mappings changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.contracts.mapping import EventLog, Mapping
from cx.contracts.words import Words
from cx.store.loading import Source, load
from cx.store.sample import ORDER

Opening = Callable[..., AppTest]


def test_a_load_is_undone_after_its_preview(copied: Callable[[str], Path], opened: Opening):
    app = opened(copied("dirty"), "data/loads")
    assert any("row" in warning.value for warning in app.warning)
    assert "Download its clean rows" in [button.label for button in app.download_button]
    app.button(key="undo-1-look").click().run()
    assert "Rows that would go: **3**" in " ".join(text.value for text in app.markdown)
    assert app.dataframe[0].value["State"][0] == "loaded"
    assert "Mapping" not in app.dataframe[0].value.columns  # all were read by their headers
    app.button(key="undo-1-leave").click().run()
    app.button(key="undo-1-look").click().run()
    app.button(key="undo-1-do").click().run()
    assert not app.exception
    assert app.dataframe[0].value["State"][0] == "undone"
    assert "load its file again" in app.info[0].value
    assert not [button for button in app.button if str(button.key).startswith("undo-")]
    assert app.session_state["store"].rows("SELECT count(*) FROM tickets") == [(0,)]


def test_both_loads_of_a_ticket_log_are_undone_together(copied: Callable[[str], Path], opened: Opening, tmp_path: Path):
    app = opened(copied("empty"), "data/loads")
    path = tmp_path / "log.csv"
    path.write_text("id,at,team\nT8,2026-01-01,Ops\nT8,2026-01-02,Desk\n", encoding="utf-8")
    columns = {"ticket_id": "id", "opened_at": "at", "team": "team"}
    mapping = Mapping(extract="tickets", columns=columns, event_log=EventLog(key="id", order="at", owner="team"))
    load(app.session_state["store"], Source(path, path.name, mapping, date(2026, 11, 23), "Ana"), Words("en"))
    app.run()
    assert any("this one and load 1 (Tickets)" in caption.value for caption in app.caption)
    app.button(key="undo-2-look").click().run()
    assert "Rows that would go: **2**" in " ".join(text.value for text in app.markdown)
    app.checkbox(key="undo-2-alone").check().run()
    app.button(key="undo-2-look").click().run()
    assert "Rows that would go: **1**" in " ".join(text.value for text in app.markdown)
    app.checkbox(key="undo-2-alone").uncheck().run()
    app.button(key="undo-2-look").click().run()
    app.button(key="undo-2-do").click().run()
    assert not app.exception and list(app.dataframe[0].value["State"]) == ["undone", "undone"]


def test_mappings_of_one_name_are_listed_and_deleted_each_by_its_extract(
    copied: Callable[[str], Path], opened: Opening
):
    app = opened(copied("filled"), "data/mappings")
    listed = app.dataframe[0].value
    assert set(listed["Name"]) == {"sample company"} and len(listed) == len(set(listed["Extract"])) == len(ORDER)
    app.selectbox(key="mapping").set_value("targets-sample company").run()
    assert any("Delete “**sample company · Targets**”?" in text.value for text in app.markdown)
    next(button for button in app.button if button.label == "Delete this mapping").click().run()
    assert not app.exception and set(listed["Extract"]) - set(app.dataframe[0].value["Extract"]) == {"Targets"}


def test_a_mapping_is_renamed_deleted_and_brought_in(copied: Callable[[str], Path], opened: Opening):
    app = opened(copied("tickets"), "data/mappings")
    assert list(app.dataframe[0].value["Name"]) == ["by its headers"]
    text = app.code[0].value
    app.text_input[0].set_value("Help desk").run()
    app.button(key="mapping-rename").click().run()
    assert list(app.dataframe[0].value["Name"]) == ["Help desk"]
    next(button for button in app.button if button.label == "Delete this mapping").click().run()
    assert not app.dataframe and "No mapping is remembered yet" in app.info[0].value
    app.file_uploader[0].set_value(
        [("map.toml", text.replace('source = ""', 'source = "desk"').encode(), "text/plain")]
    )
    app.run()
    app.button(key="mapping-import").click().run()
    assert not app.exception and list(app.dataframe[0].value["Name"]) == ["desk"]

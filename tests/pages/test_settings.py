"""Targets, benchmarks and events are entered in the browser, shown beside the figures, and not lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.store.database import open_store
from cx.store.journal import loads
from cx.store.undo import undo

Opening = Callable[..., AppTest]


def submit(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def unfold(app: AppTest, form: str) -> None:
    """Open a form; what is folded away is not drawn."""
    app.session_state[form] = True
    app.run()


def fill(app: AppTest, **cells: str) -> None:
    """Write into the fields of the empty form."""
    fields = {
        str(field.key).rsplit("-", 1)[-1]: field
        for field in (*app.text_input, *app.selectbox, *app.date_input)
        if "-new-" in str(field.key)
    }
    for name, value in cells.items():
        fields[name].set_value(value)


def without_targets(database: Path) -> None:
    """Undo the load that brought the sample's own targets."""
    store = open_store(database)
    with store.cursor() as cursor:
        (load_id,) = (record.load_id for record in loads(cursor) if record.extract == "targets")
    undo(store, load_id, "tester", datetime.now(UTC))
    store.close()


def test_entries_are_made_deleted_and_brought_back(copied: Callable[[str], Path], opened: Opening):
    database = copied("filled")
    without_targets(database)
    app = opened(database, "data/settings")
    assert "No target is set yet" in app.info[0].value
    fill(app, metric="nps", period="2026Q3", value="many")
    submit(app, "Add a target")
    assert "“many” cannot be read" in app.error[0].value
    fill(app, value="30", owner="Ana *A*")
    submit(app, "Add a target")
    table = app.table[0].value
    assert list(table["Target"]) == ["at\u00a0least\u00a030"] and list(table["Owner"]) == ["Ana\u00a0\\*A\\*"]
    app.button_group[0].set_value("benchmarks").run()
    unfold(app, "benchmarks-add")
    fill(app, metric="nps", value="36", date="2026-01-15")
    submit(app, "Add a benchmark")
    assert app.error[0].value.startswith("A benchmark needs its source")
    app.file_uploader[0].set_value(
        ("list.csv", b"metric,value,source,date\nnps,36,A study,2026-01-15\n", "text/csv")
    ).run()
    submit(app, "Keep its entries")
    assert list(app.table[0].value["Source"]) == ["A\u00a0study"]
    app.button_group[0].set_value("targets").run()
    unfold(app, "targets-change")
    assert "Delete it" not in [button.label for button in app.button]  # nothing is chosen unasked
    next(box for box in app.selectbox if box.key == "targets-open").set_value("('nps', None, '2026Q3')").run()
    assert any("Delete “**Net Promoter Score · 2026 Q3**”?" in text.value for text in app.markdown)
    submit(app, "Delete it")
    assert not app.table and "Delete it" not in [button.label for button in app.button]
    submit(app, "Undo")
    assert app.table and "Undo" not in [button.label for button in app.button]
    unfold(app, "targets-change")
    next(box for box in app.selectbox if box.key == "targets-open").set_value("('nps', None, '2026Q3')").run()
    submit(app, "Delete it")
    assert not app.table and "Deleted" in [expander.label for expander in app.expander]
    unfold(app, "targets-deleted")
    submit(app, "Bring back")
    assert list(app.table[0].value["Status"]) == [":green[:material/check_circle:\u00a0met]"]
    again = opened(database, "explore/voice")
    said = " ".join(caption.value for caption in again.caption).replace("\\", "")
    assert "Target for 2026 Q3, at least 30: met" in said  # on the tile
    assert "target for 2026 Q3, at least 30: met" in said  # below the trend


def test_groups_are_compared_once_it_is_asked_for(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/service", by="region")
    app.session_state["figures-sla_attainment"] = True
    app.run()
    (choice,) = (group for group in app.button_group if str(group.key).startswith("compare-"))
    before = len(app.dataframe)
    choice.set_value("rest").run()
    assert not app.exception and len(app.dataframe) == before + 1
    assert any("Holm" in caption.value for caption in app.caption)

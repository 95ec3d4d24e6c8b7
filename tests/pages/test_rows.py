"""Behind a mark stand its rows; a tile leads to its definition; a view that filters empty can be opened again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.metrics.counted_rows import counted_rows

Opening = Callable[..., AppTest]
THIRD = Selection(Period(date(2026, 7, 1), date(2026, 9, 30)), date(2026, 9, 30))


def test_the_rows_behind_a_mark_are_those_that_its_figure_counts(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/voice", by="region")
    app.session_state["figures-nps"] = True
    app.run()
    store = app.session_state["store"]
    with store.cursor() as cursor:
        whole = counted_rows(cursor, "nps", THIRD, store.settings)
        north = counted_rows(cursor, "nps", THIRD.within("region", "North"), store.settings)
    assert len(app.dataframe[-1].value) == whole.total
    app.selectbox(key="rows-mark-nps-nps").set_value("2026 Q3 · Region: North").run()
    assert list(app.dataframe[-1].value["Response id"]) == [
        row[north.columns.index("response_id")] for row in north.rows
    ]
    assert [button.label for button in app.download_button].count("Download XLSX") == 3
    app.selectbox(key="rows-metric-nps").set_value("nps_by_revenue").run()
    assert not app.exception and "Weight" in app.dataframe[-1].value.columns


def test_a_section_that_no_metric_counts_shows_rows_of_its_own(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/renewals", part="ahead")
    app.session_state["figures-due"] = True
    app.run()
    assert not app.exception and 432 in [len(item.value) for item in app.dataframe]
    app.selectbox(key="rows-mark-due-own").set_value("2026 Q4 · At risk").run()
    (shown,) = [item.value for item in app.dataframe if len(item.value) == 37]
    assert not app.exception and "no sign of risk" not in set(shown["Risk"])


def test_names_from_the_data_stand_in_rows_as_they_are(databases: dict[str, Path], opened: Opening):
    app = opened(databases["dirty"], "explore/service")
    app.session_state["figures-first_response_minutes"] = True
    app.run()
    assert not app.exception
    rows = next(item.value for item in app.dataframe if {"Account id", "Category"} <= set(item.value.columns))
    assert "A*1*" in set(rows["Account id"])
    assert "<b>bold</b> :red[x]" in set(rows["Category"])


def test_a_link_opens_a_definition_with_what_it_stands_at(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "data/definitions", metric="grr", segment="Small")
    first = next(item for item in app.main.expander)
    assert first.label.startswith("**Gross revenue retention**") and first.proto.expanded
    assert r"2026 Q3 · Segment\: Small · " in first.markdown[0].value and "made of" in first.markdown[0].value


def test_filters_that_leave_nothing_can_be_cleared(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/adoption", channel="phone")
    assert app.title[0].value == "The figures of this page cannot be filtered by channel."
    assert any("cannot be filtered by channel" in info.value for info in app.info)
    app.button(key="clear").click().run()
    assert not app.exception and app.metric and app.sidebar.pills(key="channel-seen").value == []


def test_each_page_says_how_fresh_the_extracts_are_that_it_rests_on(databases: dict[str, Path], opened: Opening):
    app = opened(databases["filled"], "explore/renewals")
    line = next(caption.value for caption in app.main.caption if caption.value.startswith("2026 Q3"))
    assert r"Renewals\: data to 30 Sep 2026, loaded " in line and "by tester" in line
    assert "Tickets" not in line and "Survey answers" not in line

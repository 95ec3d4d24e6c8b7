"""The upload page: what was recognised, the check, the load, and the sentence for a file that cannot be loaded."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.contracts.mapping import FileColumn, Lookup, Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.contracts.words import Words
from cx.store.loading import Source, load
from cx.store.undo import undo
from tests.store.good_rows import GOOD
from tests.workbooks import workbook

Opening = Callable[..., AppTest]
TODAY = date(2026, 11, 23)

TICKETS = b"""ticket_id,opened_at,resolved_at,satisfaction
T1,2026-07-02 09:00,2026-07-03 09:00,5
T2,2026-08-11 09:00,2026-08-11 15:00,4
T3,2026-09-30 09:00,,
T4,2026-09-20 09:00,,9
"""
SURVEY = b"response_id,kind,score,scale,responded_at\n" + b"".join(
    b"R%d,nps,%d,0-10,2026-08-%02d\n" % (row, 10 if row % 3 else 3, row % 28 + 1) for row in range(1, 61)
)


def dropped(app: AppTest, name: str, content: bytes) -> AppTest:
    """The upload page with a file dropped on it."""
    app.file_uploader[0].set_value([(name, content, "text/csv")])
    return app.run()


def pressed(app: AppTest, action: str) -> AppTest:
    """The page after the button whose key begins so."""
    next(button for button in app.button if str(button.key).startswith(action)).click()
    return app.run()


def field(app: AppTest, ending: str):
    """The select box whose key ends so."""
    return next(box for box in app.selectbox if str(box.key).endswith(ending))


def test_a_file_is_recognised_checked_loaded_and_told(
    copied: Callable[[str], Path], opened: Opening, texts: Callable[[AppTest], list[str]]
):
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", TICKETS)
    assert field(app, "-extract").value == "tickets"
    assert field(app, "-tickets-opened_at").value == "opened_at"
    field(app, "constant-satisfaction_scale").set_value("1-5").run()
    app = pressed(app, "check-")
    assert any("**4** rows read: **3** new" in text.value for text in app.markdown)
    assert [warning.value for warning in app.warning] == [
        "1 row\\: Record 4 \\(line 5\\), satisfaction\\: 9 is not on the scale 1-5."
    ]
    app = pressed(app, "discard-")
    assert not app.warning and not any(str(button.key).startswith(("load-", "discard-")) for button in app.button)
    assert not app.session_state["store"].rows("SELECT 1 FROM loads")
    app = pressed(pressed(app, "check-"), "load-")
    assert "tickets.csv is loaded\\: 3 new rows, 0 changed, 1 refused." in app.success[0].value
    assert app.session_state["store"].rows("SELECT ticket_id FROM tickets ORDER BY 1") == [("T1",), ("T2",), ("T3",)]
    app = pressed(app, "board-")
    assert "Resolution time" in [metric.label for metric in app.metric]
    assert not app.exception and app.main.caption[0].value.startswith("2026 Q3")


def test_an_extract_that_no_figure_reads_yet_is_loaded_all_the_same(copied: Callable[[str], Path], opened: Opening):
    cells = GOOD["touches"]
    content = ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"
    app = dropped(opened(copied("empty"), "data/upload"), "touches.csv", content.encode())
    assert field(app, "-extract").value == "touches"
    app = pressed(pressed(app, "check-"), "load-")
    assert not app.exception
    assert "touches.csv is loaded" in app.success[0].value
    assert app.session_state["store"].rows("SELECT touch_id FROM touches") == [(cells["touch_id"],)]


def test_a_change_of_the_mapping_takes_the_check_back(copied: Callable[[str], Path], opened: Opening):
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", TICKETS)
    field(app, "constant-satisfaction_scale").set_value("1-5").run()
    app = pressed(app, "check-")
    assert [str(button.key).split("-")[0] for button in app.button] == ["check", "load", "discard"]
    field(app, "constant-satisfaction_scale").set_value("0-10").run()
    assert [str(button.key).split("-")[0] for button in app.button] == ["check"]


def test_two_files_at_once_are_loaded_one_by_one(copied: Callable[[str], Path], opened: Opening):
    app = opened(copied("empty"), "data/upload")
    app.file_uploader[0].set_value(
        [("tickets.csv", TICKETS, "text/csv"), ("nps.csv.gz", gzip.compress(SURVEY), "application/gzip")]
    )
    app.run()
    assert [title.value for title in app.subheader] == ["tickets.csv", "nps.csv.gz"]
    nps = next(box.key for box in app.selectbox if box.key.endswith("-extract") and box.value == "survey")
    number = nps.removesuffix("-extract")
    for action in ("check", "load"):
        app = pressed(app, f"{action}-{number}")
        assert not app.exception
    assert app.session_state["store"].rows("SELECT extract, read FROM loads") == [("survey", 60)]
    assert len([button for button in app.button if str(button.key).startswith("check-")]) == 1


def test_the_mapping_of_the_last_such_file_is_used_again(copied: Callable[[str], Path], opened: Opening):
    app = opened(copied("empty"), "data/upload")
    for remembered in (False, True):
        app = dropped(app, "tickets.csv", TICKETS + b"\n" * remembered)
        assert any("is used again" in caption.value for caption in app.caption) == remembered
        if not remembered:
            field(app, "constant-satisfaction_scale").set_value("1-5").run()
        assert field(app, "constant-satisfaction_scale").value == "1-5"
        app = pressed(pressed(app, "check-"), "load-")
    assert "0 new rows, 0 changed" in app.success[0].value


PLAIN = b"ticket_id,opened_at\nT1,2026-07-02 09:00\n"


def test_the_very_same_file_is_recognised_until_it_is_undone(copied: Callable[[str], Path], opened: Opening):
    path = copied("empty")
    app = pressed(pressed(dropped(opened(path, "data/upload"), "tickets.csv", PLAIN), "check-"), "load-")
    assert "is loaded" in app.success[0].value
    app = dropped(app, "other name.csv", PLAIN)
    assert "This very file was loaded already\\: load 1, on" in app.info[0].value
    assert not [box for box in app.selectbox if str(box.key).endswith("-extract")]
    app.checkbox[0].check().run()
    assert "By this mapping it is loaded already" in " ".join(caption.value for caption in app.caption)
    assert not [button for button in app.button if str(button.key).startswith("check-")]
    undo(app.session_state["store"], 1, "Ana", datetime.now(UTC))
    app.run()
    assert not app.info and [button for button in app.button if str(button.key).startswith("check-")]


STRANGE = b"ticket_id,opened_at,need,initiated_by,sla_met\n" + b"".join(
    b"T%d,2026-07-%02d,%s\n" % (row, row % 28 + 1, b"Question,us,yes" if row % 3 else b"P9,Robot,perhaps")
    for row in range(1, 901)
)


def meaning(app: AppTest, name: str, word: str):
    """The select box that says what a word of the file means."""
    return field(app, f"-{name}-word-{word}")


def test_words_that_nobody_knows_are_given_a_meaning_that_is_remembered(copied: Callable[[str], Path], opened: Opening):
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", STRANGE)
    listed = [str(box.key).split("-word-")[1] for box in app.selectbox if "-word-" in str(box.key)]
    assert listed == ["perhaps", "P9", "Robot"]
    assert "“need” holds 1 word that “Need” does not know. What does it mean?" in [t.value for t in app.markdown]
    assert [caption.value for caption in app.caption].count("300 rows") == 3
    assert meaning(app, "need", "P9").options == [
        "refuse these rows",
        "leave empty",
        "problem",
        "question",
        "training",
        "request",
        "complaint",
    ]
    app = pressed(app, "check-")
    assert any("**600** new" in text.value and "**300** refused" in text.value for text in app.markdown)
    for name, word, ours in (("need", "P9", "problem"), ("initiated_by", "Robot", ""), ("sla_met", "perhaps", "true")):
        meaning(app, name, word).set_value(ours).run()
    app = pressed(pressed(app, "check-"), "load-")
    assert "900 new rows, 0 changed, 0 refused" in app.success[0].value
    rows = "SELECT DISTINCT need, initiated_by, sla_met FROM tickets WHERE CAST(ticket_id[2:] AS INT) % 3 = 0"
    assert app.session_state["store"].rows(rows) == [("problem", None, True)]
    app = dropped(app, "tickets.csv", STRANGE.replace(b"P9", b"p9", 1) + b"T901,2026-07-01,P10,Robot,no\n")
    assert meaning(app, "need", "P10").value == "?"
    assert [meaning(app, *of).value for of in (("need", "P9"), ("initiated_by", "Robot"))] == ["problem", ""]
    app = pressed(app, "check-")
    assert any("**0** new" in text.value and "**1** refused" in text.value for text in app.markdown)


def test_words_of_a_dropped_mapping_are_where_the_form_begins(copied: Callable[[str], Path], opened: Opening):
    mapping = b"""extract = "tickets"
[columns]
ticket_id = "ticket_id"
opened_at = "opened_at"
need = "need"
[values.need]
" p9" = "Incident"
"question" = ""
"gone" = "training"
"""
    app = opened(copied("empty"), "data/upload")
    app.file_uploader[0].set_value([("t.csv", STRANGE, "text/csv"), ("t.toml", mapping, "text/plain")])
    app.run()
    assert [str(box.key).split("-word-")[1] for box in app.selectbox if "-word-" in str(box.key)] == ["Question", "P9"]
    assert (meaning(app, "need", "P9").value, meaning(app, "need", "Question").value) == ("problem", "")
    assert "refuse these rows" not in meaning(app, "need", "Question").options
    app = pressed(pressed(app, "check-"), "load-")
    rows = app.session_state["store"].rows("SELECT need, count(*) FROM tickets GROUP BY need ORDER BY 2")
    assert rows == [("problem", 300), (None, 600)]
    kept = app.session_state["store"].rows("SELECT mapping FROM mappings")[0][0]
    assert '"gone" = "training"' in kept


def test_column_of_ids_taken_for_words_is_told_by_how_many_there_are(copied: Callable[[str], Path], opened: Opening):
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", STRANGE)
    field(app, "-tickets-need").set_value("ticket_id").run()
    assert len([box for box in app.selectbox if "-need-word-" in str(box.key)]) == 50
    assert any("and 850 more, whose rows are refused" in caption.value for caption in app.caption)


def test_file_of_another_extract_is_told_and_read_as_that_one_at_a_press(
    copied: Callable[[str], Path], opened: Opening
):
    app = dropped(opened(copied("empty"), "data/upload"), "export.csv", SURVEY)
    field(app, "-extract").set_value("tickets").run()
    assert [error.value for error in app.error] == [
        "export.csv looks like survey, and tickets was chosen. Read it as survey, or say that it does hold "
        "tickets and choose its columns."
    ]
    assert not [button for button in app.button if str(button.key).startswith(("check-", "load-"))]
    app = pressed(app, "other-")
    assert field(app, "-extract").value == "survey"
    assert not app.error and not app.warning and not app.exception
    app = pressed(pressed(app, "check-"), "load-")
    assert app.session_state["store"].rows("SELECT extract, new FROM loads") == [("survey", 60)]


def test_reader_who_insists_on_the_extract_names_the_columns(copied: Callable[[str], Path], opened: Opening):
    app = dropped(opened(copied("empty"), "data/upload"), "export.csv", SURVEY)
    field(app, "-extract").set_value("tickets").run()
    next(box for box in app.checkbox if str(box.key).endswith("-insist")).check().run()
    field(app, "-tickets-ticket_id").set_value("response_id").run()
    field(app, "-tickets-opened_at").set_value("responded_at").run()
    app = pressed(pressed(app, "check-"), "load-")
    assert app.session_state["store"].rows("SELECT extract, new FROM loads") == [("tickets", 60)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("header.csv", b"ticket_id,opened_at\n", "has a header line and no rows"),
        ("numbers.csv", b"1,2026-07-01,5\n2,2026-07-02,4\n", "has no header line"),
        ("quote.csv", b'ticket_id,opened_at\n"T1,2026-07-01\nT2,2026-07-02\n', "never closed"),
        ("sheet.csv", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "is damaged or was cut off"),
        ("column.csv", b"ticket_id,priority,satisfaction_score\nT1,high,4\nT2,low,5\n", "has no column for"),
        ("dates.csv", b"ticket_id,opened_at\nT1,03/04/2026\nT2,05/06/2026\n", "can be read two ways"),
        ("none.csv", b"ticket_id,opened_at\n,2026-07-01\n,2026-07-02\n", "none of its 2 rows could be loaded"),
    ],
)
def test_a_file_that_cannot_be_loaded_gets_its_sentence_and_changes_nothing(
    name: str,
    content: bytes,
    sentence: str,
    copied: Callable[[str], Path],
    opened: Opening,
    texts: Callable[[AppTest], list[str]],
):
    app = dropped(opened(copied("empty"), "data/upload"), name, content)
    if not app.error:
        app = pressed(app, "check-")
    assert len(app.error) == 1 and sentence in app.error[0].value and name in app.error[0].value
    assert not app.exception
    assert not [text for text in texts(app) if "Traceback" in text or "None" in text]
    assert not app.session_state["store"].rows("SELECT 1 FROM loads")


def test_good_and_refused_rows_are_counted_as_the_mapping_changes(copied: Callable[[str], Path], opened: Opening):
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", TICKETS)
    assert ["does not say on which scale" in info.value for info in app.info] == [True]
    assert field(app, "constant-satisfaction_scale").label in app.info[0].value and "--" not in app.info[0].value
    counted = []
    for scale in ("1-5", "0-10"):
        field(app, "constant-satisfaction_scale").set_value(scale).run()
        counted += [text.value for text in app.markdown if text.value.startswith("As it stands")]
    assert counted == [f"As it stands: **{good}** good rows, **{bad}** refused." for good, bad in ((3, 1), (4, 0))]
    assert not app.session_state["store"].rows("SELECT 1 FROM loads")
    field(app, "-repeats").set_value("resolved_at").run()
    app = pressed(app, "check-")
    number = next(str(button.key) for button in app.button if str(button.key).startswith("check-"))
    assert "[repeats]" in toml(app.session_state["checked" + number.removeprefix("check")].asked)


def test_an_id_that_the_file_does_not_hold_is_made_of_columns(copied: Callable[[str], Path], opened: Opening):
    content = b"When,Who,Opened\n1,a,2026-07-02 09:00\n1,b,2026-07-03 09:00\n"
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", content)
    field(app, "-extract").set_value("tickets").run()
    field(app, "-tickets-opened_at").set_value("Opened").run()
    assert "has no column for “ticket\\_id”" in app.info[0].value
    app.multiselect[0].set_value(["When", "Who"]).run()
    assert any(text.value.startswith("As it stands: **2** good rows") for text in app.markdown)


OWN_FORMS = b"""ticket_id,contract,opened_at,resolved_at
T1,C1,13/04/2026 10:00,2026-05-01 12:00
T2,C1,02/05/2026 09:00,2026-06-02 12:00
T3,C9,03/05/2026 09:00,2026-06-03 12:00
"""


def counted_live(app: AppTest) -> str:
    return next(text.value for text in app.markdown if text.value.startswith("As it stands"))


def test_a_lookup_and_what_is_said_of_one_column_are_made_in_the_form_and_counted(
    copied: Callable[[str], Path], opened: Opening, tmp_path: Path
):
    app = opened(copied("empty"), "data/upload")
    store = app.session_state["store"]
    path = tmp_path / "renewals.csv"
    path.write_text("contract_id,account_id,starts_on,annual_value\nC1,A1,2026-01-01,100\n", encoding="utf-8")
    columns = {name: name for name in ("contract_id", "account_id", "starts_on", "annual_value")}
    load(store, Source(path, path.name, Mapping(extract="renewals", columns=columns), TODAY, "Ana"), Words("en"))
    app = dropped(app, "tickets.csv", OWN_FORMS)
    assert counted_live(app) == "As it stands: **3** good rows, **0** refused."
    field(app, "-tickets-account_id").set_value("contract").run()
    field(app, "-account_id-lookup-contract-in").set_value("renewals").run()
    assert counted_live(app) == "As it stands: **2** good rows, **1** refused."
    assert "“Account id” of Renewals, by “Contract id”" in [caption.value for caption in app.caption]
    field(app, "-account_id-lookup-contract-renewals-take").set_value("").run()
    assert any("choose what to take" in caption.value for caption in app.caption)
    field(app, "-account_id-lookup-contract-renewals-take").set_value("account_id").run()
    field(app, "-cells-opened_at-order").set_value("mdy").run()
    assert counted_live(app) == "As it stands: **1** good row, **2** refused."
    field(app, "-cells-opened_at-order").set_value("dmy").run()
    zone = next(box for box in app.text_input if str(box.key).endswith("-cells-opened_at-zone"))
    app = zone.set_value("Europe/Bucharest").run()
    field(app, "-cells-opened_at-forms-how").set_value("said").run()
    assert "day first · Europe/Bucharest" in [caption.value for caption in app.caption]
    app = pressed(pressed(app, "check-"), "load-")
    rows = store.rows("SELECT ticket_id, account_id, opened_at, resolved_at FROM tickets ORDER BY 1")
    assert rows == [
        ("T1", "A1", datetime(2026, 4, 13, 7), datetime(2026, 5, 1, 12)),
        ("T2", "A1", datetime(2026, 5, 2, 6), datetime(2026, 6, 2, 12)),
    ]
    kept = mapping_from_toml(store.rows("SELECT mapping FROM mappings WHERE extract = 'tickets'")[0][0]).columns
    assert kept["account_id"] == Lookup(header="contract", lookup="renewals.contract_id", take="account_id")
    said = {"date_order": "dmy", "time_zone": "Europe/Bucharest", "forms": ()}
    assert kept["opened_at"] == FileColumn(header="opened_at", **said)


def test_teams_without_a_role_are_asked_for_after_their_tickets_are_loaded(
    copied: Callable[[str], Path], opened: Opening
):
    content = b"ticket_id,opened_at,team\nT1,2026-07-02,Tier 1\nT2,2026-07-03,Customer Success\n"
    app = dropped(opened(copied("empty"), "data/upload"), "tickets.csv", content)
    app = pressed(pressed(app, "check-"), "load-")
    assert [expander.label for expander in app.expander if "Teams" in expander.label] == [
        "Teams and their roles (1 team has none yet)"
    ]
    assert any("1 team is called like a role" in caption.value for caption in app.caption)
    assert (field(app, "-Tier 1").value, field(app, "-Customer Success").value) == ("", "success_manager")
    field(app, "-Tier 1").set_value("support")
    app = next(button for button in app.button if button.label == "Keep these roles").click().run()
    rows = app.session_state["store"].rows("SELECT team, role FROM team_roles ORDER BY 1")
    assert rows == [("Customer Success", "success_manager"), ("Tier 1", "support")]


def test_the_only_sheet_of_a_workbook_is_not_asked_of_the_next(copied: Callable[[str], Path], opened: Opening):
    content = workbook([["ticket_id", "opened_at"], ["T1", "2026-07-02"]])
    app = dropped(opened(copied("empty"), "data/upload"), "july.xlsx", content)
    pressed(pressed(app, "check-"), "load-")
    ((text,),) = app.session_state["store"].rows("SELECT mapping FROM mappings")
    assert 'ticket_id = "ticket_id"' in text and "sheet" not in text


def test_corrected_file_replaces_days_once_the_page_has_said_what_goes(
    copied: Callable[[str], Path], opened: Opening, texts: Callable[[AppTest], list[str]]
):
    app = dropped(opened(copied("empty"), "data/upload"), "wrong.csv", SURVEY)
    assert not app.radio  # nothing was loaded before, so that nothing can be replaced
    app = pressed(pressed(app, "check-"), "load-")
    assert not app.exception
    app = dropped(app, "right.csv", b"\n".join(SURVEY.split(b"\n")[:31]) + b"\n")
    next(choice for choice in app.radio if str(choice.key).startswith("replace-")).set_value("named").run()
    assert not any(str(button.key).startswith("check-") for button in app.button)
    for name, day in (("first-", date(2026, 8, 1)), ("last-", date(2026, 8, 10))):
        next(field for field in app.date_input if str(field.key).startswith(name)).set_value(day).run()
    app = pressed(app, "check-")
    assert any("Earlier rows removed: **12**" in text.value for text in app.markdown)
    assert any("12 of wrong" in warning.value for warning in app.warning)
    next(choice for choice in app.radio if str(choice.key).startswith("replace-")).set_value("keep").run()
    assert not any(str(button.key).startswith("load-") for button in app.button)
    next(choice for choice in app.radio if str(choice.key).startswith("replace-")).set_value("own").run()
    app = pressed(pressed(app, "check-"), "load-")
    assert any("30 earlier rows go" in item.value for item in app.info)

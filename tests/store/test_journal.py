"""What is kept of each load: its problems, its refused rows ready to be mended and sent again, its mapping."""

import csv
import io
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Mapping
from cx.contracts.mapping_text import mapping_from_toml
from cx.contracts.problems import REFUSED_COLUMNS, SURPLUS_COLUMN
from cx.contracts.words import Words
from cx.ingest.mapping_parts import respelled
from cx.store.database import Store
from cx.store.journal import loads, problems_of, refused_csv_of, safe
from cx.store.load import COUNTS
from cx.store.loading import Source, load
from cx.store.mappings import import_mapping, mapping_named, remembered

TEXT = """response_id,kind,score,comment
R1,nps,9,fine
R2,nps,12,"two
lines"
R3,nps
R4,mood,x,=HYPERLINK("x")
"""


def test_problems_are_kept_as_they_were_told(loaded, store: Store, words: Words) -> None:
    done = loaded("survey", TEXT)
    with store.cursor() as cursor:
        kept = problems_of(cursor, done.load_id)
    assert [problem.sentence(words) for problem in kept] == [problem.sentence(words) for problem in done.problems]


def test_refused_rows_come_back_in_the_files_own_columns(loaded, store: Store, words: Words) -> None:
    done = loaded("survey", TEXT)
    with store.cursor() as cursor:
        header, *rows = csv.reader(io.StringIO(refused_csv_of(cursor, done.load_id, words)))
    assert header[:4] == ["response_id", "kind", "score", "comment"]
    assert [row[:5] for row in rows] == [
        ["R2", "nps", "12", "two\nlines", "2"],
        ["R3", "nps", "", "", "3"],
        ["R4", "mood", "x", '\'=HYPERLINK("x")', "4"],
    ]
    assert "score: 12 does not lie between 0 and 10" in rows[0][5]
    assert "“mood” is not one of" in rows[2][5]
    assert "“x” is not a whole number" in rows[2][5]


def test_refused_rows_once_mended_load_from_the_same_file(loaded, store: Store, words: Words) -> None:
    done = loaded("survey", TEXT)
    with store.cursor() as cursor:
        handed_back = refused_csv_of(cursor, done.load_id, words)
    for wrong, right in (("R2,nps,12", "R2,nps,2"), ("R3,nps,,", "R3,nps,3,"), ("R4,mood,x", "R4,nps,4")):
        handed_back = handed_back.replace(wrong, right)
    again = loaded("survey", handed_back)
    assert (again.refused, again.merged.new) == (0, 3)
    found = store.rows("SELECT response_id, score FROM survey ORDER BY ALL")
    assert found == [("R1", 9), ("R2", 2), ("R3", 3), ("R4", 4)]
    assert store.rows("SELECT comment FROM survey WHERE response_id = 'R4'") == [('=HYPERLINK("x")',)]


SURPLUS = """response_id;kind;score;comment
R1;nps;9;fine
R2;nps;8;yes; and "no"; =1
R3;nps;7;well;; ;
R4;nps;12;
"""


def test_surplus_cells_follow_the_reason_and_the_columns_stay_in_place(loaded, store: Store, words: Words) -> None:
    done = loaded("survey", SURPLUS)
    with store.cursor() as cursor:
        header, *rows = csv.reader(io.StringIO(refused_csv_of(cursor, done.load_id, words)))
    assert header == ["response_id", "kind", "score", "comment", *REFUSED_COLUMNS]
    assert [(*row[:5], row[6]) for row in rows] == [
        ("R2", "nps", "8", "yes", "2", '" and ""no"""; =1'),
        ("R3", "nps", "7", "well", "3", ""),
        ("R4", "nps", "12", "", "4", ""),
    ]
    assert ["more cells than the header" in row[5] for row in rows] == [True, True, False]


def test_rows_with_surplus_cells_load_again_once_these_are_put_away(loaded, store: Store, words: Words) -> None:
    def handed_back(load_id: int) -> str:
        with store.cursor() as cursor:
            return refused_csv_of(cursor, load_id, words)

    first = loaded("survey", SURPLUS.replace(' and "no"; =1', " no; maybe"))
    half_mended = loaded("survey", handed_back(first.load_id).replace("R4,nps,12", "R4,nps,3"))
    assert [(p.code, p.record, p.column) for p in half_mended.problems] == [("surplus_left", 1, SURPLUS_COLUMN)]
    assert "“no; maybe” is still left over. Put it where" in half_mended.problems[0].sentence(words)
    header, row = csv.reader(io.StringIO(handed_back(half_mended.load_id)))
    assert header == ["response_id", "kind", "score", "comment", *REFUSED_COLUMNS]
    assert (row[:5], row[6]) == (["R2", "nps", "8", "yes", "1"], " no; maybe")
    written = io.StringIO()
    csv.writer(written).writerows([header, [*row[:3], row[3] + ";" + row[6], *row[4:6], ""]])
    mended = loaded("survey", written.getvalue())
    assert (mended.refused, mended.merged.new) == (0, 1)
    assert store.rows("SELECT comment FROM survey WHERE response_id = 'R2'") == [("yes; no; maybe",)]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@x", "\tx", "\rx"])
def test_cell_that_a_spreadsheet_would_run_is_disarmed(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+5", "-1.5", "plain", "", "a=b", "2026-01-01"])
def test_cell_that_does_no_harm_stays_as_it_is(cell: str) -> None:
    assert safe(cell) == cell


def test_loads_are_listed_the_latest_first(loaded, store: Store) -> None:
    first = loaded("survey", TEXT, "one.csv")
    second = loaded("accounts", "account_id\nA1\n", "two.csv", source="crm")
    with store.cursor() as cursor:
        listed = loads(cursor)
    assert [(item.load_id, item.extract, item.file, item.source) for item in listed] == [
        (second.load_id, "accounts", "two.csv", "crm"),
        (first.load_id, "survey", "one.csv", ""),
    ]
    counted = listed[1]
    assert (counted.records, counted.skipped, counted.read, counted.refused) == (4, 0, 4, 3)
    assert (counted.new, counted.changed, counted.same, counted.repeated) == (1, 0, 0, 0)


def test_moment_of_the_load_is_the_one_that_was_handed_in(store: Store, tmp_path: Path, words: Words) -> None:
    path = tmp_path / "one.csv"
    path.write_text("account_id\nA1\n", encoding="utf-8")
    at = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
    mapping = Mapping(extract="accounts", columns={"account_id": "account_id"})
    load(store, Source(path, path.name, mapping, date(2026, 3, 1), "tester", at), words)
    in_utc = datetime(2026, 3, 2, 1, 30)
    assert store.rows("SELECT loaded_at FROM loads") == store.rows("SELECT confirmed_at FROM mappings") == [(in_utc,)]


def test_counts_of_a_load_are_those_that_the_journal_keeps(loaded, store: Store) -> None:
    done = loaded("survey", TEXT)
    with store.cursor() as cursor:
        kept = loads(cursor)[0]
    assert done.counts == {name: getattr(kept, name) for name in COUNTS}
    assert (done.counts["new"], done.counts["refused"]) == (1, 3)


class TestRememberedMapping:
    """The mapping of the last load serves the next file with the same columns."""

    TEXT = "id,what,points,when\nR1,nps,9,03/04/2026\n"
    COLUMNS = {"response_id": "id", "kind": "what", "score": "points", "responded_at": "when"}
    SAID = {"columns": COLUMNS, "source": "tool"}

    def test_columns_in_another_order_find_it(self, loaded, store: Store) -> None:
        loaded("survey", self.TEXT, **self.SAID, declare={"date_order": "dmy", "survey": "named"})
        with store.cursor() as cursor:
            found = remembered(cursor, ("When", "points", "ID", "what"), EXTRACTS["survey"])
            as_written = remembered(cursor, ("id", "what", "points", "when"))
            assert remembered(cursor, ("id", "what", "points"), EXTRACTS["survey"]) is None
            assert remembered(cursor, ("id", "what", "points", "when"), EXTRACTS["tickets"]) is None
            assert mapping_named(cursor, "tool", EXTRACTS["survey"]) == as_written
            assert mapping_named(cursor, "other", EXTRACTS["survey"]) is None
        assert found and as_written
        assert found.columns == {"response_id": "ID", "kind": "what", "score": "points", "responded_at": "When"}
        assert as_written.columns == self.SAID["columns"]
        assert (found.declare.date_order, found.declare.survey, found.source) == ("dmy", "named", "tool")

    def test_what_one_files_columns_decided_is_not_declared_for_the_next(self, loaded, store: Store) -> None:
        loaded("survey", self.TEXT.replace("03/04", "13/04"), **self.SAID)
        with store.cursor() as cursor:
            found = remembered(cursor, ("id", "what", "points", "when"))
        assert found
        assert found.declare.date_order is None

    def test_refused_file_is_not_remembered(self, refused, store: Store) -> None:
        refused("survey", self.TEXT, **self.SAID)
        with store.cursor() as cursor:
            assert remembered(cursor, ("id", "what", "points", "when")) is None

    def test_day_of_the_export_is_of_that_file_alone(self, loaded, store: Store) -> None:
        book = "contract_id,account_id,starts_on,annual_value\nC1,A1,2026-01-01,5\n"
        loaded("renewals", book, declare={"exported_on": "2026-10-31"})
        with store.cursor() as cursor:
            found = remembered(cursor, ("contract_id", "account_id", "starts_on", "annual_value"))
        assert found
        assert found.declare.exported_on is None
        assert store.rows("SELECT exported_on FROM loads") == [(date(2026, 10, 31),)]

    def test_brought_in_mapping_serves_every_file_that_has_all_columns_it_names(self, store: Store) -> None:
        text = """extract = "survey"
[columns]
response_id = { make = ["when", "who"] }
[[answers]]
score = "points"
set = { kind = "nps" }
[skip]
state = ["test"]
"""
        with store.writing() as cursor:
            given = import_mapping(cursor, text, "ann", datetime(2026, 11, 23))
            assert remembered(cursor, ("state", "points", "who", "when", "more")) == given
            assert remembered(cursor, ("points", "who", "when")) is None
            assert remembered(cursor, ("state", "points", "when")) is None

    def test_every_part_takes_the_spelling_of_the_next_file(self) -> None:
        text = """extract = "tickets"
[columns]
ticket_id = {{ make = ["{id}", "{at}"] }}
opened_at = {{ header = "{at}", date_order = "dmy" }}
account_id = {{ header = "{id}", lookup = "renewals.contract_id", take = "account_id" }}
status = "{state}"
[[when]]
column = "{state}"
like = "a*"
set = {{ category = "x" }}
[[answers]]
score = "{id}"
comment = "{state}"
[event_log]
key = "{id}"
order = "{at}"
owner = "{state}"
[repeats]
last_by = "{at}"
[skip]
status = ["x"]
{id} = ["y"]
"""
        before = mapping_from_toml(text.format(id="Created_By", at="Created time", state="State"))
        after = mapping_from_toml(text.format(id="created_by", at="Created Time", state="STATE"))
        assert respelled(before, ("created_by", "Created Time", "STATE")) == after

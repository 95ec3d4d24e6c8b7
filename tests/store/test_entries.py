"""What people enter and what files bring are one list, and neither an undo nor an edit disturbs the other."""

from datetime import UTC, date, datetime

import pytest

from cx.contracts.asked_period import shown_period
from cx.contracts.entries import ENTRIES
from cx.contracts.problems import FileRefused
from cx.store.database import Store, open_store
from cx.store.entries import Entry, entries, entry_row, keep_entry, key_of, remove_entry, restore_entry
from cx.store.schema import entered
from cx.store.undo import undo

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVENTS = "date,title,note,author\n2026-03-01,Prices up,by 4 %,Ana\n2026-05-01,New portal,,\n"
PRICES, PORTAL, STRIKE = (
    (date(2026, month, 1), name) for month, name in ((3, "Prices up"), (5, "New portal"), (7, "Strike"))
)


def listed(store: Store, kind: str = "events", removed: bool = False) -> tuple[Entry, ...]:
    with store.cursor() as cursor:
        return entries(cursor, kind, removed)


def titles(store: Store, removed: bool = False) -> list[str]:
    return [item.row.title for item in listed(store, removed=removed)]


def keep(store: Store, kind: str = "events", instead_of=None, **cells: str) -> None:
    keep_entry(store, kind, entry_row(kind, cells), "tester", AT, instead_of)


def test_one_list_of_loaded_and_entered_survives_undo_and_reload(loaded, store: Store) -> None:
    first = loaded("events", EVENTS)
    before = store.version
    keep(store, date="2026-07-01", title="Strike", note="two weeks")
    assert store.version != before
    keep(store, date="2026-03-01", title="Prices up", note="by 5 %", instead_of=PRICES)
    assert [(item.row.title, item.row.note, item.load_id) for item in listed(store)] == [
        ("Prices up", "by 5 %", None),
        ("New portal", None, first.load_id),
        ("Strike", "two weeks", None),
    ]
    undo(store, first.load_id, "tester", AT)
    assert titles(store) == ["Prices up", "Strike"]
    loaded("events", EVENTS.replace("4 %", "6 %"))
    assert [item.row.note for item in listed(store)] == ["by 5 %", None, "two weeks"]


def test_a_loaded_entry_that_is_deleted_stays_away_until_it_is_restored(loaded, store: Store) -> None:
    loaded("events", EVENTS)
    assert remove_entry(store, "events", PRICES, "tester", AT).row.note == "by 4 %"
    loaded("events", EVENTS.replace("4 %", "6 %"), file="again.csv")
    assert (titles(store), titles(store, removed=True)) == (["New portal"], ["Prices up"])
    restore_entry(store, "events", PRICES, "tester", AT)
    assert [item.row.note for item in listed(store)] == ["by 6 %", None]


def test_an_entered_one_comes_back_as_it_was(store: Store) -> None:
    keep(store, date="2026-07-01", title="Strike", note="two weeks")
    remove_entry(store, "events", STRIKE, "tester", AT)
    assert titles(store) == []
    restore_entry(store, "events", STRIKE, "tester", AT)
    assert [item.row.note for item in listed(store)] == ["two weeks"]
    assert titles(store, removed=True) == []


@pytest.mark.parametrize(("old", "deleted"), [(PORTAL, ["New portal"]), (STRIKE, [])], ids=["loaded", "entered"])
def test_an_entry_that_gets_another_key_leaves_none_behind(loaded, store: Store, old, deleted) -> None:
    loaded("events", EVENTS)
    keep(store, date="2026-07-01", title="Strike")
    keep(store, instead_of=old, date="2026-08-01", title="Renamed")
    assert "Renamed" in titles(store) and old[1] not in titles(store)
    assert titles(store, removed=True) == deleted


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        ("benchmarks", {"metric": "nps", "value": "40", "date": "2026-01-01"}, "A benchmark needs its source"),
        ("benchmarks", {"metric": "nps", "value": "40", "source": " ", "date": "2026-01-01"}, "needs its source"),
        ("benchmarks", {"metric": "nps", "value": "40", "source": "A study"}, "Date is missing: The day"),
        ("benchmarks", {"metric": "nps", "value": "40", "source": "- 7 -", "date": "2026-01-01"}, "needs its source"),
        (
            "benchmarks",
            {"metric": "NPS", "value": "-101", "source": "A study", "date": "2026-01-01"},
            "Value: -101 lies outside of what nps can be (-100–100). Write it in",
        ),
        (
            "targets",
            {"metric": "nps", "period": "2026", "value": "400"},
            "400 lies outside of what nps can be (-100–100)",
        ),
        ("targets", {"metric": "csat", "period": "2026", "value": "140"}, "outside of what csat can be (0–100)"),
        ("targets", {"metric": "ces", "period": "2026", "value": "80"}, "outside of what ces can be (1–7)"),
        ("targets", {"metric": "resolution hours", "period": "2026", "value": "-1"}, "resolution_hours can be (≥ 0)"),
        ("targets", {"metric": "nps", "period": "2026", "value": "high"}, "Value: “high” cannot be read"),
        ("targets", {"metric": "nps", "period": "autumn", "value": "4"}, "written like 2026, 2026Q3, 2026-07"),
        (
            "targets",
            {"metric": "nps", "period": "2026", "value": "4", "segment": "North"},
            "like Region: North; Product: Desk",
        ),
        ("targets", {"period": "2026", "value": "4"}, "The metric is missing. Nothing was changed. Write its key"),
        (
            "events",
            {"date": "yesterday", "title": "x"},
            "Date: “yesterday” cannot be read. It is written like 2026-07-01.",
        ),
        (
            "events",
            {"date": "2026-01-01", "title": "x", "colour": "red"},
            "no field “colour” here. The fields are: date,",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(kind, cells, said, store: Store, words) -> None:
    with pytest.raises(FileRefused) as caught:
        keep(store, kind, **cells)
    assert said in caught.value.problem.sentence(words)
    assert listed(store, kind) == ()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("2026 Q3", "2026Q3", "2026 Q3"),
        ("2026Q3", "2026Q3", "2026 Q3"),
        ("2026-q3", "2026Q3", "2026 Q3"),
        ("Q3 2026", "2026Q3", "2026 Q3"),
        ("Jul 2026", "2026-07", "Jul 2026"),
        ("2026-07", "2026-07", "Jul 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_period_is_typed_in_any_spelling_kept_in_one_and_shown_in_one(typed, kept, shown, store: Store) -> None:
    keep(store, "targets", metric="nps", period=typed, value="40")
    (entry,) = listed(store, "targets")
    assert entry.row.period == kept and key_of("targets", {"metric": "nps", "period": typed}) == entry.key
    assert shown_period(entry.row.period) == shown


@pytest.mark.parametrize("typed", ["region=North; tier=gold", "Region: North; Tier: gold", "REGION = North;tier:gold"])
def test_a_segment_is_typed_in_either_spelling_and_kept_in_one(typed: str, store: Store) -> None:
    keep(store, "targets", metric="nps", period="2026", value="40", segment=typed)
    (entry,) = listed(store, "targets")
    assert entry.row.segment == "region=North; tier=gold"
    assert key_of("targets", {"metric": "nps", "period": "2026", "segment": typed}) == entry.key


def test_one_key_is_one_entry_unless_it_may_be_replaced(loaded, store: Store, words) -> None:
    loaded("events", EVENTS)
    keep(store, date="2026-07-01", title="Strike", note="two weeks")
    for old in (None, STRIKE):
        with pytest.raises(FileRefused) as caught:
            keep(store, date="2026-03-01", title="Prices up", instead_of=old)
        assert "There is one already for 2026-03-01, Prices up." in caught.value.problem.sentence(words)
    assert [item.row.note for item in listed(store)] == ["by 4 %", None, "two weeks"]
    row = entry_row("events", {"date": "2026-03-01", "title": "Prices up", "note": "by 7 %"})
    keep_entry(store, "events", row, "tester", AT, may_replace=True)
    assert [item.row.note for item in listed(store)] == ["by 7 %", None, "two weeks"]


@pytest.mark.parametrize("do", [remove_entry, restore_entry])
def test_what_is_not_there_is_refused(do, store: Store, words) -> None:
    with pytest.raises(FileRefused) as caught:
        do(store, "targets", ("nps", None, "2026"), "tester", AT)
    assert "nps, 2026" in caught.value.problem.sentence(words)


def test_a_new_version_of_what_is_gone_changes_nothing(store: Store) -> None:
    with pytest.raises(FileRefused):
        keep(store, instead_of=PORTAL, date="2026-08-01", title="Renamed")
    assert titles(store) == []


@pytest.mark.parametrize("lacking", ["the table", "a column"])
def test_an_older_database_is_taken_over(tmp_path, lacking) -> None:
    path = tmp_path / "cx.duckdb"
    old = open_store(path)
    with old.writing() as cursor:
        for kind in ENTRIES:
            drop = (
                f"DROP TABLE {entered(kind)}"
                if lacking == "the table"
                else f"ALTER TABLE {entered(kind)} DROP entered_by"
            )
            cursor.execute(drop)
    old.close()
    store = open_store(path)
    keep(store, date="2026-07-01", title="Strike")
    keep(store, "benchmarks", metric="nps", value="32", source="A study", date="2026-01-01")
    store.close()
    again = open_store(path)
    assert titles(again) == ["Strike"]
    assert [item.entered_by for item in listed(again, "benchmarks")] == ["tester"]
    again.close()


EAST = "region=East; segment=Small"


@pytest.mark.parametrize(
    "typed",
    ["segment=Small;region=East", EAST, "region= East ;segment=Small; region=East", " region=East;segment=Small"],
)
def test_a_segment_has_one_spelling_however_it_is_typed_or_loaded(loaded, store: Store, typed: str) -> None:
    loaded("targets", f"metric,segment,period,value\nnps,{EAST},2026,30\ncsat,,2026,80\n")
    done = loaded("targets", f"metric,segment,period,value\nnps,{typed},2026,40\n", file="again.csv")
    assert (done.merged.new, done.merged.changed) == (0, 1)
    with pytest.raises(FileRefused, match="entry_exists"):
        keep(store, "targets", metric="nps", segment=typed, period="2026", value="45")
    keep(store, "targets", ("nps", EAST, "2026"), metric="nps", segment=typed, period="2026", value="45")
    assert [(item.row.segment, item.row.value) for item in listed(store, "targets")] == [(None, 80), (EAST, 45)]
    remove_entry(store, "targets", key_of("targets", {"metric": "nps", "segment": typed, "period": "2026"}), "t", AT)
    assert [item.row.metric for item in listed(store, "targets")] == ["csat"]


def test_segments_that_an_older_version_kept_as_typed_become_one(tmp_path, loaded_into_store) -> None:
    path, other = tmp_path / "cx.duckdb", "segment=Small;region=East"
    old = open_store(path)
    for value, file in ((30, "first.csv"), (40, "second.csv")):
        loaded_into_store(old)("targets", f"metric,segment,period,value\nnps,{EAST},202{value // 10},{value}\n", file)
    keep(old, "benchmarks", metric="nps", segment=EAST, source="A study", value="20", date="2025-01-01")
    with old.writing() as cursor:
        cursor.execute(
            f"UPDATE targets_rows SET period = '2026', segment = CASE load_id WHEN 1 THEN '{other}' ELSE segment END"
        )
        cursor.execute(
            f"INSERT INTO benchmarks_entered SELECT * REPLACE ('{other}' AS segment, 10 AS value, entered_at - INTERVAL 1 DAY "
            "AS entered_at) FROM benchmarks_entered"
        )
        cursor.execute("UPDATE facts_made SET mark = 'older'")
    old.close()
    store = open_store(path)
    assert [(item.row.segment, item.row.value) for item in listed(store, "targets")] == [(EAST, 40)]
    assert [(item.row.segment, item.row.value) for item in listed(store, "benchmarks")] == [(EAST, 20)]
    undo(store, 2, "tester", AT)
    assert [(item.row.segment, item.row.value) for item in listed(store, "targets")] == [(EAST, 30)]
    store.close()


def test_a_target_that_no_figure_can_reach_is_refused_in_a_file_too(loaded, words) -> None:
    rows = "nps,2026,400\ncsat,2026,140\nces,2026,8\nnps,2027,100\nnrr,2026,140\nbacklog,2026,-1\n"
    problems = loaded("targets", f"metric,period,value\n{rows}").problems
    assert [(item.record, item.code) for item in problems] == [(at, "beyond_figure") for at in (1, 2, 3, 6)]
    assert "value: 400 lies outside of what the figure can be (-100–100)." in problems[0].sentence(words)

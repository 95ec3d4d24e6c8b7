"""A load that replaces days takes away what earlier loads of its source said of them, and an undo brings it back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.contracts.extracts import EXTRACTS
from cx.contracts.periods import Period
from cx.contracts.problems import FileRefused
from cx.store.database import Store
from cx.store.journal import loads
from cx.store.replacing import Replacing
from cx.store.schema import LOAD_NOTES
from cx.store.undo import undo, undoing

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
JANUARY = Replacing(Period(date(2026, 1, 1), date(2026, 1, 31)))
NAMED = {"declare": {"survey": "named", "date_order": "ymd", "decimal": "."}}
ANSWERS = (
    "response_id,kind,score,responded_at\nR1,nps,9,2026-01-05\nR2,nps,3,2026-01-31 23:59\nR3,nps,7,2026-02-01\n"
    "R4,nps,6,\n"
)
CORRECTED = "response_id,kind,score,responded_at\nR1,nps,8,2026-01-05\nR5,nps,2,2026-01-06\n"


def ids(store: Store) -> list[str]:
    assert store.rows("SELECT count(*) FROM survey") == store.rows("SELECT count(*) FROM fact_survey")
    return [row[0] for row in store.rows("SELECT response_id FROM survey ORDER BY ALL")]


def test_rows_of_the_days_that_the_file_does_not_hold_go_and_are_counted_apart(loaded, store: Store) -> None:
    loaded("survey", ANSWERS, "q1.csv", **NAMED)
    done = loaded("survey", CORRECTED, replacing=JANUARY, **NAMED)
    assert ids(store) == ["R1", "R3", "R4", "R5"]
    counts = done.counts
    assert (counts["new"], counts["changed"], counts["same"], counts["removed"]) == (1, 1, 0, 1)
    assert counts["read"] == sum(counts[name] for name in ("new", "changed", "same", "repeated", "refused"))
    assert counts["records"] == counts["read"] + counts["skipped"]
    said = (
        "The days 2026-01-01 to 2026-01-31 are replaced: 1 earlier row goes, since this file does not hold it: "
        "1 of q1.csv (load 1). It is: R2 nps."
    )
    assert done.replaced == (said,)
    with store.cursor() as cursor:
        item = loads(cursor)[0]
    assert (item.removed, item.replaced_from, item.replaced_to) == (1, date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("again", "left", "said"),
    [
        ({}, ["R1", "R3", "R4", "R5"], "1 earlier row goes"),
        ({"source": "other"}, ["R1", "R2", "R3", "R4", "R5"], "nothing stands of an earlier load of this source"),
    ],
)
def test_another_source_keeps_its_rows(loaded, store: Store, again, left, said: str) -> None:
    loaded("survey", ANSWERS, **NAMED)
    done = loaded("survey", CORRECTED, replacing=JANUARY, **NAMED, **again)
    assert ids(store) == left
    assert said in done.replaced[0]


@pytest.mark.parametrize("source", ["delighted", ""])
def test_source_is_its_name_or_without_one_its_columns(loaded, store: Store, source: str) -> None:
    loaded("survey", ANSWERS, source=source, **NAMED)
    more = CORRECTED.replace("responded_at", "responded_at,comment").replace("-05", "-05,good").replace("-06", "-06,")
    done = loaded("survey", more, replacing=JANUARY, source=source, **NAMED)
    assert done.merged.removed == (1 if source else 0)


def test_file_names_its_own_days_and_rows_outside_a_named_period_take_nothing_away(loaded, store: Store) -> None:
    loaded("survey", ANSWERS, **NAMED)
    done = loaded("survey", CORRECTED.replace("-01-06", "-02-10"), replacing=Replacing(), **NAMED)
    assert (ids(store), done.merged.removed) == (["R1", "R4", "R5"], 2)
    assert "2026-01-05 to 2026-02-10" in done.replaced[0]
    undo(store, done.load_id, "Ana", AT)
    done = loaded("survey", CORRECTED.replace("-01-06", "-02-10"), replacing=JANUARY, **NAMED)
    assert (ids(store), done.merged.removed) == (["R1", "R3", "R4", "R5"], 1)
    assert "1 row of the file is dated outside 2026-01-01 to 2026-01-31: it loads" in done.replaced[1]


def test_row_that_the_file_holds_with_a_fault_stays(loaded, store: Store) -> None:
    loaded("survey", ANSWERS, **NAMED)
    third = loaded("survey", ANSWERS.replace("R2,nps,3", "R2,nps,4"), **NAMED)
    done = loaded("survey", CORRECTED + "R2,nps,99,2026-01-31\n", replacing=JANUARY, **NAMED)
    assert (ids(store), done.refused, done.merged.removed) == (["R1", "R2", "R3", "R4", "R5"], 1, 0)
    assert "1 earlier row stays though" in done.replaced[1]
    undo(store, third.load_id, "Ana", AT)
    assert ids(store) == ["R1", "R2", "R3", "R4", "R5"]


@pytest.mark.parametrize("faulty", ["R2,nps\n", ",nps,4,2026-01-31\n"])
def test_rows_of_which_nobody_knows_the_id_are_told_where_rows_go(loaded, store: Store, faulty: str) -> None:
    loaded("survey", ANSWERS, **NAMED)
    done = loaded("survey", CORRECTED + faulty, replacing=JANUARY, **NAMED)
    assert (done.refused, done.merged.removed) == (1, 1)
    assert "1 refused row of the file has no id that can be read" in done.replaced[1]


@pytest.mark.parametrize(
    ("extract", "text", "replacing", "code"),
    [
        ("targets", "metric,segment,period,value\nnps,,2026Q1,40\n", JANUARY, "replace_undated"),
        ("survey", "response_id,kind,score\nR1,nps,9\n", Replacing(), "replace_no_days"),
    ],
)
def test_days_that_nothing_names_are_refused(refused, extract: str, text: str, replacing, code: str) -> None:
    said = NAMED if extract == "survey" else {}
    assert refused(extract, text, replacing=replacing, **said).code == code


def test_undo_brings_back_what_went_and_says_so_before(loaded, store: Store, state) -> None:
    loaded("survey", ANSWERS, **NAMED)
    before = ids(store)
    done = loaded("survey", CORRECTED, replacing=JANUARY, **NAMED)
    later = loaded("survey", "response_id,kind,score,responded_at\nR2,nps,3,2026-01-31 23:59\n", **NAMED)
    held = state()
    with undoing(store, done.load_id, "Ana", AT) as opened:
        assert (opened.undone.removed, opened.undone.returned, opened.undone.kept) == (1, 1, 1)
    assert state() == held
    undo(store, later.load_id, "Ana", AT)
    assert "R2" not in ids(store)
    undone = undo(store, done.load_id, "Ana", AT)
    assert (undone.removed, undone.returned, undone.kept) == (1, 2, 0)
    assert ids(store) == before
    assert store.rows("SELECT count(*) FROM survey_replaced") == [(0,)]


def test_every_extract_with_dates_names_days_of_its_own() -> None:
    undated = {name for name, extract in EXTRACTS.items() if not extract.dated}
    assert undated == {"targets"}
    for extract in EXTRACTS.values():
        assert all(extract.columns[name].sql_type in ("DATE", "TIMESTAMP") for name in extract.dated)


@dataclass(frozen=True)
class Said:
    """One file: its rows by id, the columns that it fills, its source, and whether it replaces January."""

    rows: dict[str, dict[str, Any]]
    source: str
    replaces: bool

    @property
    def is_of_other_days(self) -> bool:
        """True of a file that would replace January and whose dated rows are all of other months: it is refused."""
        days = [row["responded_at"] for row in self.rows.values() if row.get("responded_at")]
        return self.replaces and bool(days) and not any(day.startswith("2026-01") for day in days)


def replayed(files: dict[int, Said]) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    """The rules in plain Python: the rows with the load that made them last, and the versions that are kept."""
    rows: dict[str, tuple[dict[str, Any], int]] = {}
    old = set()
    for number, file in sorted(files.items()):
        for key, said in file.rows.items():
            row, by = rows.get(key, (None, 0))
            new = {**(row or {"score": None, "responded_at": None}), **said}
            if row is not None and new != row:
                old.add((key, *row.values(), by, number))
            if new != row:
                rows[key] = (new, number)
        for key, (row, by) in list(rows.items()) if file.replaces else []:
            january = (row["responded_at"] or "").startswith("2026-01")
            if by != number and files[by].source == file.source and january and key not in file.rows:
                old.add((key, *row.values(), by, number))
                del rows[key]
    return {key: (*row.values(), by) for key, (row, by) in rows.items()}, old


def held(store: Store) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    columns = "response_id, score, strftime(responded_at, '%Y-%m-%d'), load_id"
    rows = store.rows(f"SELECT {columns} FROM survey")
    old = store.rows(f"SELECT {columns}, replaced_by FROM survey_replaced")
    return {row[0]: row[1:] for row in rows}, set(old)


def a_file() -> st.SearchStrategy[Said]:
    fields = st.sampled_from([("score",), ("responded_at",), ("score", "responded_at")])
    values = {
        "score": st.sampled_from([None, 1, 2]),
        "responded_at": st.sampled_from([None, "2026-01-10", "2026-02-10"]),
    }
    return fields.flatmap(
        lambda names: st.builds(
            Said,
            st.dictionaries(
                st.sampled_from("abc"), st.fixed_dictionaries({name: values[name] for name in names}), min_size=1
            ),
            st.sampled_from(["one", "two"]),
            st.booleans(),
        )
    )


def text_of(file: Said) -> str:
    names = list(next(iter(file.rows.values())))
    rows = [
        ",".join([key, "nps", *("" if row[name] is None else str(row[name]) for name in names)])
        for key, row in file.rows.items()
    ]
    return "\n".join([",".join(["response_id", "kind", *names]), *rows]) + "\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.lists(st.one_of(a_file(), a_file(), st.integers(0, 5)), min_size=4, max_size=8))
def test_loads_and_undos_in_any_order_leave_the_replay_of_the_loads_that_stand(
    opened_store: Store, store: Store, loaded_into_store, steps
) -> None:
    with opened_store.writing() as cursor:
        for table in ("survey_rows", "survey_replaced_rows", "survey_same", "loads", *LOAD_NOTES):
            cursor.execute(f"DELETE FROM {table}")
    load, files = loaded_into_store(store), {}
    for step in steps:
        if isinstance(step, Said):
            replacing = JANUARY if step.replaces else None
            said = {**NAMED, "constants": {"scale": "0-10"}}
            if step.is_of_other_days:
                with pytest.raises(FileRefused, match="replace_none_inside"):
                    load("survey", text_of(step), replacing=replacing, source=step.source, **said)
            else:
                number = load("survey", text_of(step), replacing=replacing, source=step.source, **said).load_id
                files[number] = step
        elif files:
            number = list(files)[step % len(files)]
            before = set(held(store)[0])
            undone = undo(store, number, "Ana", AT)
            del files[number]
            after = set(held(store)[0])
            assert undone.removed == len(before - after)
            assert undone.returned >= len(after - before)
        assert held(store) == replayed(files)
    for number in list(files):
        undo(store, number, "Ana", AT)
    assert held(store) == ({}, set())


OPENED = "ticket_id,opened_at\nT1,2026-01-05\nT2,2026-01-06\n"
MOVED = "ticket_id,changed_at,from_team,to_team\nT1,2026-01-07,Desk,Field\nT2,2026-01-07,Desk,Field\nT2,2026-01-08,Field,Desk\n"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            "T1",
            "2 changes of owner are known of these tickets and stay: without their tickets they count in no figure.",
        ),
        ("T2", "1 change of owner is known of these tickets and stays: without its ticket it counts in no figure."),
    ],
)
def test_changes_of_owner_of_tickets_that_go_stay_and_are_named(loaded, store: Store, kept: str, said: str) -> None:
    dated = {"declare": {"date_order": "ymd"}}
    loaded("tickets", OPENED, **dated)
    loaded("owner_changes", MOVED, **dated)
    rows = [line for line in OPENED.splitlines() if not line.startswith("T") or line.startswith(kept)]
    done = loaded("tickets", "\n".join(rows) + "\n", "again.csv", replacing=JANUARY, **dated)
    assert [line for line in done.replaced if line.startswith(said)] == [done.replaced[-1]]
    assert store.rows("SELECT count(*) FROM owner_changes") == [(3,)]

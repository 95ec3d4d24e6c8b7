"""The undo of a load leaves what the loads that stand make, in whatever order they are undone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.journal import loads
from cx.store.loading import Source, load
from cx.store.merging import Merged
from cx.store.sample import SAMPLE, holds_sample, remove_sample
from cx.store.undo import Undone, undo, undoing

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FIELDS = ("events", "active_users", "licensed_users")
KEYS = ("a", "b", "")
Patch = dict[str, dict[str, int | None]]


def taken_back(store: Store, load_id: int) -> tuple[int, int, int]:
    undone = undo(store, load_id, "Ana", AT)
    return undone.removed, undone.returned, undone.kept


def usage(patch: Patch, fields: tuple[str, ...]) -> str:
    rows = [
        ",".join(["A1", "2026-01-01", key, *("" if row[name] is None else str(row[name]) for name in fields)])
        for key, row in patch.items()
    ]
    return "\n".join([",".join(["account_id", "used_on", "feature", *fields]), *rows]) + "\n"


def replayed(patches: dict[int, Patch]) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    """The rules in plain Python: the rows by key with the load that made them last, and the versions replaced."""
    rows: dict[str, tuple[dict[str, int | None], int]] = {}
    replaced = set()
    for load_id, patch in sorted(patches.items()):
        for key, said in patch.items():
            row, by = rows.get(key, (None, 0))
            new = {**(row or dict.fromkeys(FIELDS)), **said}
            if row is not None and new != row:
                replaced.add((key, *row.values(), by, load_id))
            if new != row:
                rows[key] = (new, load_id)
    return {key: (*row.values(), by) for key, (row, by) in rows.items()}, replaced


def held(store: Store) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    columns = f"coalesce(feature, ''), {', '.join(FIELDS)}, load_id"
    rows = store.rows(f"SELECT {columns} FROM usage")
    assert len(rows) == store.rows("SELECT count(*) FROM fact_usage")[0][0]
    return {row[0]: row[1:] for row in rows}, set(store.rows(f"SELECT {columns}, replaced_by FROM usage_replaced"))


def told(patches: dict[int, Patch], undone: int) -> tuple[int, int, int]:
    """Rows that an undo removes, brings back and keeps."""
    rows, replaced = replayed(patches)
    made = {key for key, row in rows.items() if row[-1] == undone} | {row[0] for row in replaced if row[-2] == undone}
    others = {key: [number for number in patches if number != undone and key in patches[number]] for key in made}
    kept = sum(max(numbers, default=0) > undone for numbers in others.values())
    removed = sum(not numbers for numbers in others.values())
    return removed, len(made) - removed - kept, kept


def a_load() -> st.SearchStrategy[tuple[tuple[str, ...], Patch]]:
    fields = st.sets(st.sampled_from(FIELDS), min_size=1).map(lambda found: tuple(sorted(found)))
    value = st.sampled_from([None, 1, 2])
    return fields.flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.dictionaries(st.sampled_from(KEYS), st.fixed_dictionaries(dict.fromkeys(names, value)), min_size=1),
        )
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.lists(st.one_of(a_load(), st.integers(0, 5)), min_size=3, max_size=8))
def test_undos_in_any_order_leave_the_replay_of_the_loads_that_stand(
    opened_store: Store, store: Store, loaded_into_store, steps
) -> None:
    with opened_store.writing() as cursor:  # the fixture empties it once, and here many histories follow each other
        for table in ("usage_rows", "usage_replaced_rows", "usage_same", "loads", "written", "undone"):
            cursor.execute(f"DELETE FROM {table}")
    load, patches = loaded_into_store(store), {}
    for step in steps:
        if isinstance(step, tuple):
            done = load("usage", usage(step[1], step[0]))
            patches[done.load_id] = step[1]
        elif patches:
            load_id = list(patches)[step % len(patches)]
            assert taken_back(store, load_id) == told(patches, load_id)
            del patches[load_id]
        assert held(store) == replayed(patches)
    for load_id in list(patches):
        undo(store, load_id, "Ana", AT)
    assert held(store) == ({}, set())


TWO = "response_id,kind,score,comment\nR1,nps,9,good\nR2,nps,3,bad\n"
NAMED = {"declare": {"survey": "named"}}


def answers(store: Store) -> list[tuple[Any, ...]]:
    return store.rows("SELECT response_id, score, comment FROM survey ORDER BY ALL")


def test_added_rows_go_and_changed_rows_come_back(loaded, store: Store) -> None:
    loaded("survey", TWO, **NAMED)
    second = loaded("survey", TWO.replace("bad", "worse") + "R3,nps,5,\n", **NAMED)
    assert second.merged == Merged(1, 1, 1, 0)
    assert taken_back(store, second.load_id) == (1, 1, 0)
    assert answers(store) == [("R1", 9, "good"), ("R2", 3, "bad")]
    assert store.rows("SELECT count(*) FROM fact_survey") == [(2,)]


def test_row_that_a_later_load_changed_stays_and_both_undone_in_either_order_leave_nothing(
    loaded, store: Store
) -> None:
    first = loaded("survey", TWO, **NAMED)
    second = loaded("survey", TWO.replace("bad", "worse").replace("R1,nps,9,good\n", ""), **NAMED)
    assert taken_back(store, first.load_id) == (1, 0, 1)
    assert answers(store) == [("R2", 3, "worse")]
    assert taken_back(store, second.load_id) == (1, 0, 0)
    assert answers(store) == []


def test_rows_that_a_later_file_holds_too_stay(loaded, store: Store) -> None:
    """Exports that hold the earlier rows again: the later file is loaded, so what it holds is there."""
    first = loaded("survey", TWO, **NAMED)
    second = loaded("survey", TWO + "R3,nps,5,\n", **NAMED)
    assert taken_back(store, first.load_id) == (0, 0, 2)
    assert [row[0] for row in answers(store)] == ["R1", "R2", "R3"]
    assert taken_back(store, second.load_id) == (3, 0, 0)


def test_columns_that_only_the_undone_load_filled_are_empty_again(loaded, store: Store) -> None:
    loaded("survey", "response_id,kind,score\nR1,nps,9\n", **NAMED)
    second = loaded("survey", "response_id,kind,comment\nR1,nps,fine\n", **NAMED)
    loaded("survey", "response_id,kind,score\nR1,nps,8\n", **NAMED)
    assert taken_back(store, second.load_id) == (0, 0, 1)
    assert answers(store) == [("R1", 8, None)]


def test_database_of_an_older_version_is_undone_by_its_versions(loaded, store: Store) -> None:
    first = loaded("survey", TWO, **NAMED)
    second = loaded("survey", TWO.replace("bad", "worse"), **NAMED)
    with store.writing() as cursor:
        cursor.execute("DELETE FROM written")
    assert taken_back(store, second.load_id) == (0, 1, 0)
    assert answers(store) == [("R1", 9, "good"), ("R2", 3, "bad")]
    assert taken_back(store, first.load_id) == (2, 0, 0)


def test_preview_changes_nothing_and_tells_the_same(loaded, store: Store, state) -> None:
    first = loaded("survey", TWO, **NAMED)
    loaded("survey", TWO.replace("bad", "worse"), **NAMED)
    before = state()
    with undoing(store, first.load_id, "Ana", AT) as opened:
        seen = opened.undone
    assert (type(seen), state()) == (Undone, before)
    assert seen == undo(store, first.load_id, "Ana", AT)


LOG = "id,at,team\nT1,2026-01-01,Ops\nT1,2026-01-02,Desk\nT2,2026-01-01,Ops\nT2,2026-01-03,Desk\nT2,2026-01-04,Ops\n"
OF_LOG = {
    "columns": {"ticket_id": "id", "opened_at": "at", "team": "team"},
    "event_log": {"key": "id", "order": "at", "owner": "team"},
}


@pytest.mark.parametrize("first", [1, 2])
def test_both_loads_of_a_ticket_log_are_undone_together_or_one_by_one(loaded, store: Store, state, first: int) -> None:
    other = 3 - first
    assert loaded("tickets", LOG, **OF_LOG).also.load_id == 2
    held = state()
    with undoing(store, first, "Ana", AT) as opened:
        assert [item.load_id for item in opened.undone.loads] == [first, other]
        assert (opened.undone.rows.removed, opened.undone.rows.kept) == (5, 0)
    assert state() == held
    assert undo(store, first, "Ana", AT, alone=True).also is None
    assert undo(store, other, "Ana", AT).also is None
    rows = "SELECT (SELECT count(*) FROM tickets), (SELECT count(*) FROM owner_changes), (SELECT count(*) FROM {fact})"
    assert store.rows(rows.format(fact="fact_tickets")) == [(0, 0, 0)]
    loaded("tickets", LOG, **OF_LOG)
    undone = undo(store, first + 2, "Ana", AT)
    assert [item.load_id for item in undone.loads] == [first + 2, other + 2]
    with store.cursor() as cursor:
        assert all(item.undone_at for item in loads(cursor))
    assert store.rows(rows.format(fact="fact_tickets")) == [(0, 0, 0)]


def test_undone_load_is_marked_and_is_not_undone_again(loaded, store: Store, state) -> None:
    done = loaded("survey", TWO, "answers.csv", **NAMED)
    version = store.version
    undo(store, done.load_id, "Ana", AT)
    assert store.version != version
    with store.cursor() as cursor:
        (item,) = loads(cursor)
    assert (item.undone_at, item.undone_by) == (AT.replace(tzinfo=None), "Ana")
    before = state()
    with pytest.raises(FileRefused) as caught:
        undo(store, done.load_id, "Bo", AT)
    assert state() == before
    said = caught.value.problem.sentence(Words())
    assert said.startswith("Load 1 (answers.csv) is undone already, since 2026-11-23 09:30 UTC by Ana.")


def test_load_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(FileRefused) as caught:
        undo(store, 7, "Ana", AT)
    assert caught.value.problem.sentence(Words()).startswith("There is no load 7.")


def test_file_of_an_undone_load_is_loaded_again(loaded, store: Store, tmp_path: Path) -> None:
    first = loaded("survey", TWO, **NAMED)
    before = answers(store)
    undo(store, first.load_id, "Ana", AT)
    again = loaded("survey", TWO, **NAMED)
    assert (again.merged.new, again.load_id, answers(store)) == (2, first.load_id + 1, before)


def test_ledger_alone_is_known_to_the_loads_that_stand(loaded, store: Store) -> None:
    book = "contract_id,account_id,starts_on,annual_value\nC1,A1,2026-01-01,5\n"
    loaded("renewals", book, declare={"exported_on": "2026-06-30"})
    second = loaded("renewals", book.replace("C1", "C2"), declare={"exported_on": "2026-09-30"})
    undo(store, second.load_id, "Ana", AT)
    assert store.rows("SELECT max(exported_on)::VARCHAR FROM standing_loads") == [("2026-06-30",)]
    assert store.rows("SELECT count(*) FROM terms") == [(1,)]


def test_own_load_that_was_undone_makes_room_for_the_sample_and_stays_in_the_journal(loaded, store: Store) -> None:
    done = loaded("survey", TWO, "own.csv", **NAMED)
    undo(store, done.load_id, "Ana", AT)
    assert not holds_sample(store)
    path = SAMPLE / "accounts.csv"
    mapping = mapping_from_file(SAMPLE / "mappings" / "accounts.toml")
    load(store, Source(path, path.name, mapping, AT.date(), "Ana", AT), Words())
    assert holds_sample(store) and remove_sample(store)
    with store.cursor() as cursor:
        assert [(item.file, item.undone_by) for item in loads(cursor)] == [("own.csv", "Ana")]
    assert store.rows("SELECT count(*) FROM accounts") == [(0,)]

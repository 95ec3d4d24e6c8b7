"""A large file into an empty extract: its staged rows stay where they are, and nothing else is different."""

import pytest

from cx.store import staging
from cx.store.database import Store, open_store

HEADER = "response_id,kind,score,scale,responded_at,comment\n"
GOOD = 'R1,nps,9,0-10,2026-01-01,"two\nlines"\nR2,csat,4,1-5,2026-01-02,\n'
BAD = "R3,nps,99,0-10,2026-01-03,\nR4,mood,1,0-10,2026-01-03,\n"
CLASH = "R5,nps,1,0-10,2026-01-03,\nR5,nps,2,0-10,2026-01-03,\n"
AGAIN = "R1,nps,9,0-10,2026-01-01,same\nR1,nps,9,0-10,2026-01-01,same\n"


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LARGE", 0)


def without_times(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The tables without those that carry the moment of the load."""
    return {name: rows for name, rows in found.items() if name not in ("loads", "mappings")}


@pytest.mark.parametrize(
    "rows",
    [GOOD, GOOD + BAD, BAD + GOOD, GOOD + CLASH, AGAIN, GOOD + "R6,nps\n" + BAD],
    ids=["good", "bad last", "bad first", "clashing", "repeated", "ragged"],
)
def test_gives_what_a_small_file_gives(store: Store, loaded, state, monkeypatch, rows: str) -> None:
    small, kept = loaded("survey", HEADER + rows), without_times(state()[1])
    with store.writing() as cursor:
        for name in kept:
            if name != "facts_made":
                cursor.execute(f"DELETE FROM {name}")
        cursor.execute("DELETE FROM loads")
    monkeypatch.setattr(staging, "LARGE", 0)
    large = loaded("survey", HEADER + rows)
    assert (large.merged, large.refused, large.problems) == (small.merged, small.refused, small.problems)
    assert without_times(state()[1]) == kept


@pytest.mark.usefixtures("everything_is_large")
def test_a_refused_file_leaves_nothing(refused) -> None:
    assert refused("survey", HEADER + BAD).code == "no_good_row"


@pytest.mark.usefixtures("everything_is_large")
def test_later_loads_change_what_stayed(loaded, store: Store) -> None:
    loaded("survey", HEADER + GOOD + BAD)
    again = loaded("survey", HEADER + GOOD.replace("R2,csat,4", "R2,csat,5") + "R7,nps,3,0-10,2026-01-04,\n")
    assert (again.merged.new, again.merged.changed, again.merged.same) == (1, 1, 1)
    assert store.rows("SELECT response_id, score, load_id FROM survey ORDER BY ALL") == [
        ("R1", 9, 1),
        ("R2", 5, 2),
        ("R7", 3, 2),
    ]


def test_staged_rows_of_a_crash_are_dropped(tmp_path) -> None:
    path = tmp_path / "crashed" / "cx.duckdb"
    store = open_store(path)
    with store.writing() as cursor:
        cursor.execute(f"CREATE TABLE {staging.STAGED} AS SELECT 1 AS bad")
    store.close()
    store = open_store(path)
    assert not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = $name", {"name": staging.STAGED})
    store.close()

"""A rehearsal counts what the load would count, and writes nothing."""

from datetime import date
from pathlib import Path

import pytest

from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.store.database import Store
from cx.store.loading import Source, load
from cx.store.rehearsal import rehearsal, rehearsal_of_head

ROWS = "id,opened,status\nT1,2026-01-01,open\nT1,2026-01-01,closed\nT2,soon,open\nT3,2026-01-01,open\nT4,2026-01-01,x\n"
COLUMNS = {"ticket_id": "id", "opened_at": "opened"}


def source(path: Path, **said: object) -> Source:
    path.write_text(ROWS, encoding="utf-8")
    mapping = Mapping.model_validate({"extract": "tickets", "columns": COLUMNS, **said})
    return Source(path, "tickets.csv", mapping, date(2026, 11, 23), "tester")


@pytest.mark.parametrize(
    "said",
    [{}, {"skip": {"status": ["x"]}}, {"columns": COLUMNS | {"status": "status"}, "repeats": {"last_by": "opened"}}],
)
def test_it_counts_what_the_load_counts_and_writes_nothing(store: Store, state, tmp_path: Path, said) -> None:
    before = state()
    found = rehearsal(store, source(tmp_path / "a.csv", **said), Words())
    assert state() == before
    done = load(store, source(tmp_path / "a.csv", **said), Words())
    assert (found.records, found.skipped, found.read, found.refused) == (
        done.records,
        done.skipped,
        done.read,
        done.refused,
    )


def test_a_fault_of_the_file_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        rehearsal(store, source(tmp_path / "a.csv", columns={"ticket_id": "id"}), Words())


def test_of_a_large_file_its_first_records_are_counted(store: Store, state, tmp_path: Path) -> None:
    made = source(tmp_path / "a.csv")
    rows = "".join(f"T{n},2026-01-01,open\n" for n in range(1000))
    made.path.write_text("id,opened,status\n" + rows, encoding="utf-8")
    before = state()
    found = rehearsal_of_head(store, made, Words(), most=3000)
    assert found is not None and state() == before and list(store.work.iterdir()) == []
    assert found.refused == 0 and found.records == (3000 - 17 - 10 * 19 - 90 * 20) // 21 + 100

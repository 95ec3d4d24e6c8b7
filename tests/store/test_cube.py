"""Cubes of monthly counts: when they are kept, what they hold, and that they follow the wide table."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cx.contracts.mapping import Mapping
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.store.cube import CUBES, SCORES, counts_of, cubes
from cx.store.database import Store, open_store
from cx.store.loading import STAGES, Source, Watch, load
from cx.store.stopping import Stop, Stopped
from cx.store.undo import undo
from tests.conftest import contents

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = "response_id,kind,score,account_id,responded_at,channel,touchpoint\n"
ACCOUNTS = "account_id,as_of,segment\nA0,2025-01-01,{}\nA1,2025-01-01,large\n"
COUNTED = f"sum({' + '.join(map(counts_of, SCORES))})"
CELLS = """SELECT responded_on_month, kind::VARCHAR, segment::VARCHAR, {of} FROM {cube} GROUP BY ALL ORDER BY ALL"""


def answers(size: int, first: int = 0) -> str:
    """Answers of two accounts in two months by three channels, each at a touchpoint of its own; some without a score."""
    return HEAD + "".join(
        f"R{n},nps,{'' if n % 11 == 0 else n % 11},A{n % 2},2026-0{1 + n % 4 // 2}-05,{'abc'[n % 3]},T{n}\n"
        for n in range(first, first + size)
    )


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A database that counts sixty answers and more by month."""
    store = open_store(tmp_path / "kept" / "cx.duckdb", Settings(cube_rows=60))
    yield store
    store.close()


def names(store: Store) -> set[str]:
    with store.cursor() as cursor:
        return {cube.name for cube in cubes(cursor)}


def counted(store: Store, cube: str) -> list[tuple[object, ...]]:
    return store.rows(CELLS.format(of=COUNTED, cube=cube))


def rows(store: Store) -> list[tuple[object, ...]]:
    return store.rows(CELLS.format(of="count(*)", cube="fact_survey"))


def test_cubes_count_every_answer_and_follow_the_wide_table(kept: Store, loaded_into_store) -> None:
    """After a load, a load of more, a change of accounts, an undo, and below the rows from which they are made."""
    loaded = loaded_into_store(kept)
    assert not names(kept)
    first = loaded("survey", answers(60))
    assert names(kept) == set(CUBES)
    steps = (
        lambda: loaded("survey", answers(90)),
        lambda: loaded("accounts", ACCOUNTS.format("small")),
        lambda: loaded("accounts", ACCOUNTS.format("large")),
        lambda: undo(kept, 4, "tester", MOMENT),
    )
    seen = [rows(kept)]
    for step in steps:
        step()
        assert all(counted(kept, cube) == rows(kept) for cube in CUBES)
        seen.append(rows(kept))
    assert all(one != other for one, other in zip(seen, seen[1:], strict=False))
    undo(kept, 2, "tester", MOMENT)
    assert names(kept) == set(CUBES)
    undo(kept, first.load_id, "tester", MOMENT)
    assert not names(kept)


def test_load_that_changes_nothing_leaves_the_cubes_alone(kept: Store, loaded_into_store) -> None:
    loaded = loaded_into_store(kept)
    loaded("survey", answers(60))
    with kept.writing() as cursor:
        cursor.execute("UPDATE cube_survey_rows SET scored_1 = 1000")
    assert loaded("survey", answers(60)).merged.same == 60
    assert kept.rows("SELECT DISTINCT scored_1 FROM cube_survey") == [(1000,)]


def test_dimension_that_would_split_the_cells_too_far_is_left_out(kept: Store, loaded_into_store) -> None:
    """A touchpoint for each answer would make a cell of each; three channels leave five answers in a cell."""
    loaded_into_store(kept)("survey", answers(60))
    with kept.cursor() as cursor:
        columns = {cube.name: cube.columns for cube in cubes(cursor)}
    assert {name: {"touchpoint", "channel", "account_id"} & of for name, of in columns.items()} == {
        "cube_survey": {"channel"},
        "cube_survey_accounts": {"channel", "account_id"},
    }
    assert all({"segment", "loop_owner"} <= of for of in columns.values()), "what nothing fills splits no cell"


@pytest.mark.parametrize(
    ("content", "cube_rows", "wanted"),
    [
        (answers(60), 61, set()),
        (HEAD + "".join(f"R{n},nps,9,A{n},2026-01-05,,\n" for n in range(60)), 60, {"cube_survey"}),
        (HEAD + "".join(f"R{n},nps,9,,2026-01-05,,\n" for n in range(60)), 60, {"cube_survey"}),
        (HEAD + "".join(f"R{n},nps,9,,,,\n" for n in range(60)), 60, set()),
    ],
    ids=["too few rows", "an account an answer", "no account", "no date"],
)
def test_cube_is_kept_where_it_is_much_smaller_than_many_rows(
    tmp_path: Path, loaded_into_store, content: str, cube_rows: int, wanted: set[str]
) -> None:
    store = open_store(tmp_path / "own" / "cx.duckdb", Settings(cube_rows=cube_rows))
    loaded_into_store(store)("survey", content)
    assert names(store) == wanted
    store.close()


def test_other_setting_of_rows_makes_or_drops_the_cubes_at_the_next_start(tmp_path: Path, loaded_into_store) -> None:
    path = tmp_path / "own" / "cx.duckdb"
    for cube_rows, wanted in ((61, set()), (60, set(CUBES)), (2_000_000, set())):
        store = open_store(path, Settings(cube_rows=cube_rows))
        if cube_rows == 61:
            loaded_into_store(store)("survey", answers(60))
        assert names(store) == wanted
        store.close()


def test_load_stopped_at_any_stage_leaves_the_cubes_as_they_were(
    kept: Store, loaded_into_store, tmp_path: Path
) -> None:
    loaded_into_store(kept)("survey", answers(60))
    path = tmp_path / "more.csv"
    path.write_text(answers(90))
    mapping = Mapping(extract="survey", columns={name: name for name in HEAD.strip().split(",")})
    before = contents(kept)
    assert {"cubes", *(f"{cube}_rows" for cube in CUBES)} <= before.keys()
    for number in range(len(STAGES)):
        stop, said = Stop(), []

        def told(stage: str, stop: Stop = stop, said: list[str] = said, last: int = number) -> None:
            said.append(stage)
            if len(said) > last:
                stop.ask()

        with pytest.raises(Stopped):
            load(kept, Source(path, path.name, mapping, date(2026, 11, 23), "t"), Words(), told, Watch(stop, told))
        assert contents(kept) == before

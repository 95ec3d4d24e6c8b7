"""The sample company never stands beside somebody's own data, and goes as it came."""

from datetime import UTC, date, datetime

import pytest

from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.problems import FileRefused
from cx.store.database import open_store
from cx.store.loading import Source, load
from cx.store.sample import SAMPLE, check_apart, holds_sample, load_sample, remove_sample

LOADED_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
OWN = "account_id,region\nA1,East\n"


def contents(store) -> dict[str, list]:
    """Every row of every table."""
    names = store.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY ALL")
    return {name: store.rows(f"SELECT * FROM {name} ORDER BY ALL") for (name,) in names}


def load_part(store, words) -> None:
    """The sample's accounts: the smallest of its files."""
    path = SAMPLE / "accounts.csv"
    load(
        store,
        Source(
            path,
            path.name,
            mapping_from_file(SAMPLE / "mappings" / "accounts.toml"),
            date(2026, 11, 23),
            "tester",
            LOADED_AT,
        ),
        words,
    )


def test_an_emptied_database_is_as_a_new_one(tmp_path, loaded_into_store, words) -> None:
    store = open_store(tmp_path / "sample" / "cx.duckdb")
    fresh = contents(store)
    assert not remove_sample(store)
    load_part(store, words)
    versions = [store.version]
    assert holds_sample(store)
    assert remove_sample(store)
    assert not holds_sample(store)
    assert contents(store) == fresh
    loaded_into_store(store)("accounts", OWN)
    versions.append(store.version)
    assert len(set(versions)) == 2, "what is cached for the sample must not be shown for the next load"
    store.close()


@pytest.mark.parametrize("source", ["", "sample company"])
def test_own_rows_are_never_removed_whatever_their_source_is_called(store, loaded, words, state, source: str) -> None:
    loaded("accounts", OWN, "own.csv", source=source)
    load_part(store, words)
    before = state()
    with pytest.raises(FileRefused) as caught:
        remove_sample(store)
    assert (caught.value.problem.code, caught.value.problem.details) == ("sample_mixed", {"file": "own.csv"})
    assert state() == before
    with pytest.raises(FileRefused) as caught:
        next(load_sample(store, date(2026, 11, 23), "tester", words))
    assert caught.value.problem.code == "own_data_loaded" and state() == before


@pytest.mark.parametrize(
    ("has_sample", "has_own", "file", "fits"),
    [
        (False, False, "own.csv", True),
        (True, False, "own.csv", False),
        (True, False, "sample", True),
        (True, True, "own.csv", True),
        (False, True, "own.csv", True),
        (True, False, "missing.csv", True),
    ],
)
def test_own_files_are_kept_apart_from_the_sample(
    store, loaded, words, tmp_path, has_sample: bool, has_own: bool, file: str, fits: bool
) -> None:
    if has_own:
        loaded("accounts", OWN)
    if has_sample:
        load_part(store, words)
    (tmp_path / "own.csv").write_text(OWN)
    path = SAMPLE / "tickets.csv" if file == "sample" else tmp_path / file
    if fits:
        check_apart(store, path, path.name)
        return
    with pytest.raises(FileRefused) as caught:
        check_apart(store, path, path.name)
    assert "python -m cx sample --remove" in caught.value.problem.sentence(words)

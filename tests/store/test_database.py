"""The one door to the database: confined, locked to one process, and open to older files."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.settings import Settings
from cx.store.database import DatabaseHeld, Store, database_path, open_store
from cx.store.schema import stored_columns
from tests.store.good_rows import GOOD


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{outside}')",
        "COPY (SELECT 1) TO '{outside}'",
        "ATTACH '{outside}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '99GB'",
        "SET lock_configuration = false",
    ],
)
def test_database_reaches_nothing_outside_its_folder(store: Store, tmp_path: Path, query: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    with pytest.raises(duckdb.Error):
        store.rows(query.format(outside=outside))
    assert outside.read_text() == "secret"


def test_times_are_utc_and_memory_is_limited(tmp_path: Path) -> None:
    store = open_store(tmp_path / "own" / "cx.duckdb", Settings(memory_limit_mb=300))
    midnight = "CAST('2026-07-01 00:00:00+00' AS TIMESTAMPTZ)::VARCHAR"
    told = store.rows(f"SELECT {midnight}, current_setting('memory_limit')")
    store.close()
    assert told == [("2026-07-01 00:00:00+00", "286.1 MiB")]


def test_second_process_is_told_that_the_database_is_held(tmp_path: Path) -> None:
    store = open_store(tmp_path / "held" / "cx.duckdb")
    code = f"from pathlib import Path\nfrom cx.store.database import open_store\nopen_store(Path({str(store.path)!r}))"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    store.close()
    assert "DatabaseHeld" in done.stderr
    with pytest.raises(DatabaseHeld):
        raise DatabaseHeld(str(store.path))


def test_reader_keeps_its_state_while_a_load_goes_on(loaded, store: Store) -> None:
    loaded("accounts", "account_id\nA1\n")
    with store.cursor() as cursor:
        before = cursor.execute("SELECT count(*) FROM accounts").fetchall()
        loaded("accounts", "account_id\nA2\n")
        assert cursor.execute("SELECT count(*) FROM accounts").fetchall() == before == [(1,)]
    assert store.rows("SELECT count(*) FROM accounts") == [(2,)]


def test_one_writer_waits_for_the_other(store: Store) -> None:
    order: list[str] = []

    def second() -> None:
        with store.writing():
            order.append("second")

    with store.writing():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.05)
        order.append("first")
    waiting.join(5)
    assert order == ["first", "second"]


def test_values_are_bound(store: Store) -> None:
    text = "x'; DROP TABLE survey; --"
    assert store.rows("SELECT $a || $b", {"a": text, "b": 1}) == [(text + "1",)]
    assert store.rows("SELECT ?", ["y"]) == [("y",)]


@pytest.mark.parametrize("extract", EXTRACTS)
@pytest.mark.parametrize("after_a_load", [False, True])
def test_table_has_the_columns_of_the_model(store: Store, loaded, extract: str, after_a_load: bool) -> None:
    if after_a_load:
        required = EXTRACTS[extract].required
        loaded(extract, f"{','.join(required)}\n{','.join(GOOD[extract][name] for name in required)}\n")
    for table, more in ((extract, ["load_id"]), (f"{extract}_replaced", ["load_id", "replaced_by"])):
        columns = store.rows(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index",
            {"name": table},
        )
        expected = stored_columns(EXTRACTS[extract])
        assert dict(columns) == {**expected, **dict.fromkeys(more, "INTEGER")}


def test_database_of_an_older_version_gains_its_new_columns(tmp_path: Path, loaded_into_store) -> None:
    path = tmp_path / "older" / "cx.duckdb"
    store = open_store(path)
    loaded_into_store(store)("usage", "account_id,used_on,feature,events\nA1,2026-01-01,a,1\n")
    store.close()
    with duckdb.connect(str(path)) as connection:
        for table in ("touches", "touches_replaced"):  # an extract that the older version did not know
            connection.execute(f"DROP VIEW {table}")
            connection.execute(f"DROP TABLE {table}_rows")
        for table in ("usage", "usage_replaced"):
            connection.execute(f"DROP VIEW {table}")
            connection.execute(f"ALTER TABLE {table}_rows RENAME TO {table}")
            connection.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS licensed_users")
    store = open_store(path)
    loaded_into_store(store)("usage", "account_id,used_on,feature,licensed_users\nA1,2026-01-01,a,7\n")
    assert store.rows("SELECT events, licensed_users FROM usage") == [(1, 7)]
    assert store.rows("SELECT events, licensed_users FROM usage_replaced") == [(1, None)]
    assert store.rows("SELECT touch_id, kind FROM touches UNION ALL SELECT touch_id, kind FROM touches_replaced") == []
    store.close()


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    store = open_store(tmp_path / "left" / "cx.duckdb")
    store.close()
    assert not store.work.exists()
    (store.work / "half").mkdir(parents=True)
    store = open_store(store.path)
    assert list(store.work.iterdir()) == []
    store.close()


@pytest.mark.parametrize(
    ("url", "variable", "path"),
    [
        ("duckdb:////data/x.duckdb", None, "/data/x.duckdb"),
        ("/data/x.duckdb", None, "/data/x.duckdb"),
        (None, "duckdb:////data/y.duckdb", "/data/y.duckdb"),
        ("/data/x.duckdb", "duckdb:////data/y.duckdb", "/data/x.duckdb"),
        (None, None, str(Path("data/local/cx.duckdb").resolve())),
    ],
)
def test_database_is_named_by_argument_then_variable_then_default(monkeypatch, url, variable, path: str) -> None:
    monkeypatch.delenv("CX_DATABASE", raising=False)
    if variable:
        monkeypatch.setenv("CX_DATABASE", variable)
    assert database_path(url) == Path(path)

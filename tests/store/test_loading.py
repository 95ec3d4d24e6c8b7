"""A load as a whole: its counts add up, twice is once, order does not matter, and half a load is none."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cx.store.loading
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.store.database import DatabaseHeld, Store, open_store
from cx.store.loading import Load, Source, load, trial

TODAY = date(2026, 11, 23)
HEADER = "response_id,question,kind,score,scale,responded_at,comment"
COLUMNS = {name: name for name in HEADER.split(",")}
NAMED = Declared(survey="named", date_order="ymd")
CELLS = {
    "response_id": st.sampled_from(["R1", "R2", "R3", "R4", " R1 ", ""]),
    "question": st.sampled_from(["", "Q1"]),
    "kind": st.sampled_from(["nps", "NPS", "csat", "mood", ""]),
    "score": st.sampled_from(["9", "4", "9.0", "", "12", "x"]),
    "scale": st.sampled_from(["1-5", "0-10", "1-5", "1-9"]),
    "responded_at": st.sampled_from(["2026-01-01", "2026-01-02 10:00", "", "2027-01-01", "soon"]),
    "comment": st.sampled_from(["", "a", '"two\nlines"', '"with ""marks"""', "b,extra", '"bro"ken']),
}
ROWS = st.lists(
    st.one_of(st.tuples(*CELLS.values()).map(",".join), st.sampled_from(["", "R9", "R5,,nps,7,0-10,,"])), max_size=12
)
WIDE = "SELECT * EXCLUDE (rowid, response_id) FROM fact_survey ORDER BY ALL"
QUICK = settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survey_source(path: Path, rows: list[str]) -> Source:
    path.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8", newline="\n")
    return Source(path, "export.csv", Mapping(extract="survey", columns=COLUMNS, declare=NAMED), TODAY, "tester")


def emptied(store: Store) -> Store:
    with store.writing() as cursor:
        for table in ("survey_rows", "survey_replaced_rows", "fact_survey_rows"):
            cursor.execute(f"DELETE FROM {table}")
    return store


def outcome(store: Store, source: Source) -> Load | str:
    """The load, or the code of the fault that refused the file."""
    try:
        return load(store, source, Words())
    except FileRefused as refused:
        return refused.problem.code


def stored(store: Store, table: str = "survey") -> list[tuple[object, ...]]:
    return store.rows(f"SELECT * EXCLUDE (load_id) FROM {table} ORDER BY ALL")


@QUICK
@given(rows=ROWS, before=ROWS)
def test_counts_add_up(opened_store: Store, tmp_path: Path, rows: list[str], before: list[str]) -> None:
    """On an empty table and on one that holds rows already; every refused row is told and handed back."""
    outcome(emptied(opened_store), survey_source(tmp_path / "before.csv", before))
    there = len(stored(opened_store))
    done = outcome(opened_store, survey_source(tmp_path / "rows.csv", rows))
    if isinstance(done, str):
        assert done in ("header_only", "no_good_row", "unclosed_quote", "broken_quotes")
        return
    merged = done.merged
    assert done.records == done.skipped + done.read
    assert done.read == merged.new + merged.changed + merged.same + merged.repeated + done.refused
    assert {problem.record for problem in done.problems} == {record for record, _ in done.refused_rows}
    assert len(done.refused_rows) == done.refused
    assert len(stored(opened_store)) == there + merged.new
    kept = opened_store.rows(
        'SELECT records, skipped, read, "new", changed, same, repeated, refused FROM loads WHERE load_id = $id',
        {"id": done.load_id},
    )
    assert kept == [
        (done.records, done.skipped, done.read, merged.new, merged.changed, merged.same, merged.repeated, done.refused)
    ]


@QUICK
@given(rows=ROWS)
def test_same_file_twice_changes_nothing(opened_store: Store, tmp_path: Path, rows: list[str]) -> None:
    source = survey_source(tmp_path / "rows.csv", rows)
    first = outcome(emptied(opened_store), source)
    before = (stored(opened_store), opened_store.rows("SELECT * FROM fact_survey ORDER BY ALL"))
    again = outcome(opened_store, source)
    assert (stored(opened_store), opened_store.rows("SELECT * FROM fact_survey ORDER BY ALL")) == before
    assert stored(opened_store, "survey_replaced") == []
    if isinstance(first, str) or isinstance(again, str):
        assert first == again
    else:
        assert (again.merged.new, again.merged.changed, again.merged.same) == (0, 0, first.merged.new)
        assert again.refused_rows == first.refused_rows


@QUICK
@given(rows=ROWS, seed=st.integers(0, 99))
def test_order_of_rows_does_not_matter(opened_store: Store, tmp_path: Path, rows: list[str], seed: int) -> None:
    shuffled = random.Random(seed).sample(rows, len(rows))
    found = []
    for order in (rows, shuffled):
        done = outcome(emptied(opened_store), survey_source(tmp_path / "rows.csv", order))
        counts = done if isinstance(done, str) else (done.merged, done.refused, sorted(p.code for p in done.problems))
        found.append((counts, stored(opened_store), opened_store.rows(WIDE)))
    assert found[0] == found[1]


class Broken(Exception):
    """What a test breaks a load with."""


STEPS = ("reading", "stage", "check_asks", "mark_repeats", "problems", "merge", "record", "rebuild")


def breaks(*given: object, **said: object) -> None:
    raise Broken


@pytest.mark.parametrize("step", STEPS)
def test_load_that_breaks_leaves_everything_as_it_was(loaded, store, state, monkeypatch, step) -> None:
    loaded("survey", f"{HEADER}\nR1,,nps,9,,2026-01-01,a\n")
    before = state()
    with monkeypatch.context() as patched:
        patched.setattr(cx.store.loading, step, breaks)
        with pytest.raises(Broken):
            loaded(
                "tickets",
                "ticket_id,opened_at\nT1,2026-01-01\n",
                columns={"ticket_id": "ticket_id", "opened_at": "opened_at"},
            )
        with pytest.raises(Broken):
            loaded("survey", f"{HEADER}\nR1,,nps,1,,2026-01-01,a\nR2,,nps,9,,2026-01-01,a\n", columns=COLUMNS)
    assert state() == before
    assert list(store.work.iterdir()) == []
    assert loaded("survey", f"{HEADER}\nR2,,nps,9,,2026-01-01,a\n").merged.new == 1


class TestTrial:
    """A load that is looked at before it is kept."""

    def test_shows_what_would_be_and_lets_it_go(self, store: Store, state, tmp_path: Path) -> None:
        before = state()
        with trial(store, survey_source(tmp_path / "rows.csv", ["R1,,nps,9,,2026-01-01,"]), Words()) as opened:
            assert opened.load.merged.new == 1
            assert opened.cursor.execute("SELECT score FROM fact_survey").fetchall() == [(9,)]
            assert store.rows("SELECT score FROM fact_survey") == []  # nobody else sees it
        assert state() == before

    def test_is_kept_when_the_caller_says_so(self, store: Store, tmp_path: Path) -> None:
        with trial(store, survey_source(tmp_path / "rows.csv", ["R1,,nps,9,,2026-01-01,"]), Words()) as opened:
            opened.keep()
        assert store.rows("SELECT score FROM fact_survey") == [(9,)]

    def test_caller_that_breaks_lets_it_go(self, store: Store, state, tmp_path: Path) -> None:
        before = state()
        source = survey_source(tmp_path / "rows.csv", ["R1,,nps,9,,2026-01-01,"])
        with pytest.raises(Broken), trial(store, source, Words()):
            raise Broken
        assert state() == before


def test_progress_names_each_stage(store: Store, tmp_path: Path) -> None:
    said: list[str] = []
    load(store, survey_source(tmp_path / "rows.csv", ["R1,,nps,9,,2026-01-01,"]), Words(), said.append)
    assert said == [
        "Reading the file",
        "Checking its rows",
        "Rows read: 1. Looking for repeats and faults",
        "Rows checked: 1. Writing 1 of them",
        "Rebuilding the figures",
        "Keeping what was loaded",
    ]


def test_version_changes_with_every_load(loaded, store: Store) -> None:
    versions = [store.version]
    for score in (9, 9, 8):
        loaded("survey", f"{HEADER}\nR1,,nps,{score},,2026-01-01,a\n")
        versions.append(store.version)
    assert len(set(versions)) == 4


def test_load_is_recorded_with_who_when_what_and_how(loaded, store: Store) -> None:
    done = loaded(
        "survey",
        "id;kind;score\nR1;nps;9\n",
        "answers.csv",
        source="tool",
        columns={"response_id": "id", "kind": "kind", "score": "score"},
    )
    row = store.rows("SELECT extract, file, source, loaded_by, header, encoding, hash, mapping FROM loads")[0]
    assert row[:6] == ("survey", "answers.csv", "tool", "tester", ["id", "kind", "score"], "utf-8")
    assert row[6] == sha256(b"id;kind;score\nR1;nps;9\n").hexdigest()
    assert 'response_id = "id"' in row[7]
    assert done.mapping.declare.date_order == "ymd"


KILLED = """
import sys
from datetime import date
from pathlib import Path
import cx.store.loading as loading
from cx.contracts.mapping import Mapping
from cx.contracts.words import Words
from cx.store.database import open_store

folder, step = Path(sys.argv[1]), sys.argv[2]
store = open_store(folder / "cx.duckdb")
columns = {name: name for name in ("response_id", "kind", "score")}

def loaded(name):
    mapping = Mapping(extract="survey", columns=columns)
    loading.load(store, loading.Source(folder / name, name, mapping, date(2026, 11, 23), "tester"), Words())

if step != "stage":
    loaded("first.csv")
done = getattr(loading, step)

def stopped(*given):
    result = done(*given)
    print("inside", flush=True)
    sys.stdin.read()
    return result

setattr(loading, step, stopped)
loaded("second.csv")
"""


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A function that kills a process in the middle of its second load, after the step named."""
    (tmp_path / "first.csv").write_text("response_id,kind,score\nR1,nps,9\n")
    (tmp_path / "second.csv").write_text(
        "response_id,kind,score\nR1,nps,1\n" + "".join(f"S{number},nps,5\n" for number in range(20_000))
    )
    started: list[subprocess.Popen[str]] = []

    def kill(step: str) -> Path:
        root = Path(__file__).resolve().parents[2]
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), step],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        with pytest.raises(DatabaseHeld):
            open_store(tmp_path / "cx.duckdb")
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        return tmp_path / "cx.duckdb"

    yield kill
    for process in started:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("step", "scores"), [("stage", []), ("merge", [(9,)]), ("rebuild", [(9,)])])
def test_killed_load_leaves_the_state_before_it(killed: Callable[[str], Path], step: str, scores) -> None:
    path = killed(step)
    store = open_store(path)
    assert store.rows("SELECT score FROM survey") == scores
    assert store.rows("SELECT score FROM fact_survey") == scores
    assert store.rows("SELECT count(*) FROM loads") == [(len(scores),)]
    assert store.rows("SELECT * FROM duckdb_tables() WHERE table_name = 'staged'") == []
    assert list(store.work.iterdir()) == []
    source = survey_source(path.with_name("third.csv"), ["R2,,nps,8,0-10,,"])
    assert load(store, source, Words()).merged.new == 1
    ids = [row[0] for row in store.rows("SELECT load_id FROM loads ORDER BY load_id")]
    assert len(set(ids)) == len(scores) + 1
    store.close()

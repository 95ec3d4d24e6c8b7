"""Whatever ends a load early leaves the state before it or the state after it, never one between."""

import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.mapping import Mapping
from cx.contracts.words import Words
from cx.store.cube import SCORES, counts_of
from cx.store.database import Store, open_store
from cx.store.loading import STAGES, WAITING, Source, Watch, load
from cx.store.stopping import Stop, Stopped

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither SIGKILL nor a limit on files")
COLUMNS = {name: name for name in ("response_id", "kind", "score", "comment")}
COUNTED = f"(SELECT sum({' + '.join(map(counts_of, SCORES))}) FROM cube_survey)"
HEAD = ",".join(COLUMNS) + "\n"

CHILD = """
import os, resource, signal, sys, threading, time
from datetime import date
from pathlib import Path
from cx.contracts.mapping import Mapping
from cx.contracts.problems import FileRefused
from cx.contracts.words import Words
from cx.store.database import open_store
from cx.store.loading import Source, load

folder, fault, at, disk = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])
store = open_store(disk / "cx.duckdb")
columns = {name: name for name in ("response_id", "kind", "score", "comment")}
mapping = Mapping(extract="survey", columns=columns, constants={"responded_at": "2026-01-01"})
stages = []

def die():
    time.sleep(at % 1)
    os.kill(os.getpid(), signal.SIGKILL)

def told(stage):
    stages.append(stage)
    if fault == "kill" and len(stages) == int(at):
        threading.Thread(target=die).start() if at % 1 else die()

def loaded(name):
    return load(store, Source(folder / name, name, mapping, date(2026, 11, 23), "tester"), Words(), told)

if fault == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(at), resource.RLIM_INFINITY))
try:
    loaded("second.csv")
except FileRefused as refused:
    print(refused.problem.sentence(Words()))
    if fault == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(loaded("third.csv").merged.new)
store.close()
"""


SMALL_DISK = """
mount -t tmpfs -o size="$1" none "$2/disk" || exit 77
cp "$2/cx.duckdb" "$2/cx.toml" "$2/disk" || exit 78
"$3" -c "$4" "$2" mounted 0 "$2/disk"
ended=$?
df -k "$2/disk" | tail -1 >&2
cp "$2"/disk/cx.duckdb* "$2" && exit $ended
"""
"""A shell that mounts a disk of so many kB in a namespace of its own, loads on it and brings the database back."""


def source(path: Path) -> Source:
    mapping = Mapping(extract="survey", columns=COLUMNS, constants={"responded_at": "2026-01-01"})
    return Source(path, path.name, mapping, date(2026, 11, 23), "t")


def _namespace() -> list[str]:
    """The command that runs another where it may mount; skips the test where nothing gives that right."""
    ways = (["unshare", "-m"], ["unshare", "-rm"])
    if found := next((way for way in ways if shutil.which("unshare") and _may_mount(way)), None):
        return found
    pytest.skip("no small disk can be mounted here: neither root nor a user namespace of its own")


def _may_mount(way: list[str]) -> bool:
    tried = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """A folder with a database that holds one load, its answers counted by month, and files for a second and a third."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "cx.toml").write_text("cube_rows = 1\n")
    (folder / "first.csv").write_text(f"{HEAD}R1,nps,9,good\nP1,nps,5,so\nP2,nps,6,so\n")
    (folder / "second.csv").write_text(
        f"{HEAD}R1,nps,1,bad\n" + "".join(f"S{n},nps,5,{n * 7919:x} and {n * 104729:x}\n" for n in range(60_000))
    )
    (folder / "third.csv").write_text(f"{HEAD}Z1,nps,7,third\n")
    store = open_store(folder / "cx.duckdb")
    load(store, source(folder / "first.csv"), Words())
    store.close()
    return folder


@pytest.fixture
def ended(before: Path, tmp_path: Path):
    """A function that runs the second load in a process with a fault; gives the process and what is loaded after it."""

    def run(fault: str, at: float) -> tuple[subprocess.CompletedProcess[str], set[tuple[object, ...]]]:
        for item in before.iterdir():
            if item.is_file():
                (tmp_path / item.name).write_bytes(item.read_bytes())
        child = [sys.executable, "-c", CHILD, str(tmp_path), fault, str(at), str(tmp_path)]
        if fault == "mounted":
            (tmp_path / "disk").mkdir()
            shell = ["sh", "-c", SMALL_DISK, "sh", f"{int(at)}k", str(tmp_path), sys.executable, CHILD]
            child = [*_namespace(), *shell]
        done = subprocess.run(
            child,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            timeout=120,
        )
        if done.returncode == 77:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
        store = open_store(tmp_path / "cx.duckdb")
        rows = "SELECT count(*), count(*) FILTER (score = 1), (SELECT count(*) FROM fact_survey)"
        loads = "(SELECT count(*) FROM loads), (SELECT count(*) FROM survey_replaced), (SELECT count(*) FROM written)"
        found = store.rows(f"{rows}, {COUNTED}, {loads} FROM survey")[0]
        assert list(store.work.iterdir()) == []
        store.close()
        return done, found

    return run


SMALL_SIZES = (2_500, 4_000, 7_000)
BEFORE, AFTER = (3, 0, 3, 3, 1, 0, 1), (60_003, 1, 60_003, 60_003, 2, 1, 2)


@POSIX
@pytest.mark.parametrize("at", [3, 4, 6, 6.003, 6.02])
def test_killed_process_leaves_the_state_before_or_after(ended, at: float) -> None:
    """Staged, checked, about to commit, and some moments later, inside the commit or after it."""
    done, found = ended("kill", at)
    assert found in ([BEFORE] if at in (3, 4, 6) else [BEFORE, AFTER])
    assert done.returncode == -9 or found == AFTER


@POSIX
@pytest.mark.parametrize(
    ("way", "limit"),
    [
        *(pytest.param("full", size, id=f"limit-on-files-{size}") for size in (300_000, 1_500_000, 3_200_000)),
        *(pytest.param("mounted", size, id=f"tmpfs-of-{size}-kB") for size in SMALL_SIZES),
    ],
)
def test_full_disk_refuses_the_load_with_a_sentence(ended, way: str, limit: int) -> None:
    """A limit on the size of files everywhere; a really mounted small disk where that is allowed, else skipped."""
    done, found = ended(way, limit)
    assert "second.csv was not loaded: the disk of the database has no room for it" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == "1" and found == (4, 0, 4, 4, 2, 0, 2)


@pytest.mark.parametrize("number", range(len(STAGES)))
def test_load_stopped_at_any_stage_changes_nothing(store: Store, state, tmp_path: Path, number: int) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"{HEAD}R1,nps,9,good\n")
    before, stop, said = state(), Stop(), []

    def told(stage: str) -> None:
        said.append(stage)
        if len(said) == number + 1:
            stop.ask()

    with pytest.raises(Stopped):
        load(store, source(path), Words(), told, Watch(stop, told))
    assert (len(said), state()) == (number + 1, before)
    assert load(store, source(path), Words()).merged.new == 1


def test_stop_interrupts_a_long_query(store: Store) -> None:
    stop = Stop()
    began = time.monotonic()
    threading.Timer(0.2, stop.ask).start()
    with store.writing() as cursor:
        with pytest.raises(Stopped), stop.watching(cursor):
            cursor.execute("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b").fetchall()
        assert cursor.execute("SELECT 1").fetchall() == [(1,)]
    assert time.monotonic() - began < 20


def test_second_load_says_that_it_waits_and_can_be_stopped_meanwhile(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"{HEAD}R1,nps,9,good\n")
    said: list[str] = []
    found: list[object] = []
    stop = Stop()

    def second(watch: Watch) -> None:
        try:
            found.append(load(store, source(path), Words(), watch=watch).merged.new)
        except Stopped as stopped:
            found.append(stopped)

    with store.writing():
        stopped = threading.Thread(target=second, args=(Watch(stop, said.append),))
        stopped.start()
        time.sleep(0.3)
        stop.ask()
        stopped.join(10)
        assert said == [WAITING] and isinstance(found.pop(), Stopped)
        waiting = threading.Thread(target=second, args=(Watch(Stop(), said.append),))
        waiting.start()
        time.sleep(0.3)
    waiting.join(10)
    assert (said, found) == ([WAITING, WAITING], [1])

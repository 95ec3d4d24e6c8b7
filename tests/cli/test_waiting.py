"""A load in a shell waits for its turn and says so; its stages are told to whoever watches a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cx.cli.serving import serve
from cx.contracts.words import Words
from cx.store.database import open_store
from cx.store.loading import STAGES, WAITING

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from cx.store.database import open_store
store = open_store(Path("cx.duckdb"))
print("open", flush=True)
sys.stdin.readline()
store.close()
"""


@pytest.fixture
def shell(tmp_path: Path):
    """A function that starts a Python process in a folder with a database of its own and one export."""
    (tmp_path / "tickets.csv").write_text("ticket_id,opened_at\nT1,2026-07-02\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CX_DATABASE": f"duckdb:///{tmp_path / 'cx.duckdb'}"}

    def start(*command: str, error: int = subprocess.PIPE) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            encoding="utf-8",
            stdin=pipe,
            stdout=pipe,
            stderr=error,
        )

    return start


LOAD = ("-m", "cx", "load", "tickets", "tickets.csv")


def test_load_waits_for_a_command_in_another_shell_and_says_so(shell) -> None:
    holder = shell("-c", HOLDER)
    assert holder.stdout.readline() == "open\n"
    second = shell(*LOAD)
    assert second.stderr.readline().endswith("This command goes on when that ends.\n")
    holder.communicate("go on\n", timeout=30)
    out, error = second.communicate(timeout=60)
    assert (second.returncode, error) == (0, "") and "1 new" in out


def test_load_through_the_door_waits_for_the_load_of_the_app_and_says_so(shell, tmp_path: Path) -> None:
    store = open_store(tmp_path / "cx.duckdb")
    with serve(store):
        with store.writing():
            second = shell(*LOAD)
            assert second.stderr.readline() == WAITING + "\n"
        out, error = second.communicate(timeout=60)
    store.close()
    assert (second.returncode, error) == (0, "") and "1 new" in out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("held", [False, True])
def test_stages_are_told_on_a_terminal_alone(shell, tmp_path: Path, held: bool) -> None:
    store = open_store(tmp_path / "cx.duckdb") if held else None
    door = serve(store) if store else None
    ours, theirs = os.openpty()
    watched = shell(*LOAD, error=theirs)
    watched.communicate(timeout=60)
    told = os.read(ours, 10_000).decode().replace("\r\n", "\n").splitlines()
    os.close(theirs)
    os.close(ours)
    assert told == [Words().say(stage, n=1, good=1) for stage in STAGES]
    quiet = shell(*LOAD, "--dry-run", "--set", "region=North")
    assert (quiet.communicate(timeout=60)[1], quiet.returncode) == ("", 0)
    if store and door:
        door.close()
        store.close()

"""What a command line answers, its exit status, and what it writes where.

The database that is held is held by another process; the command itself is run in this one where nothing hangs on the
process: starting one takes half a second.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cx.cli.main import main
from cx.contracts.extracts import EXTRACTS

Done = subprocess.CompletedProcess[str]
ROOT = Path(__file__).resolve().parents[2]
TICKETS = "ticket_id,opened_at,resolved_at,satisfaction,satisfaction_scale\n"
CLEAN = TICKETS + "T1,2026-07-02 09:00,2026-07-03 09:00,5,1-5\nT2,2026-09-30 09:00,2026-09-30 15:00,2,1-5\n"
DIRTY = CLEAN + "T3,not a day,,,\nT4,2026-09-01,,9,1-5\n,2026-09-02,,,\n"
COUNTS = {
    "load_id",
    "extract",
    "records",
    "skipped",
    "read",
    "new",
    "changed",
    "same",
    "repeated",
    "refused",
    "problems",
    "assumptions",
}
HOLDER = """
import sys, time
from cx.cli.serving import serve
from cx.store.database import database_path, open_store
store = open_store(database_path())
door = serve(store)
print("open", flush=True)
sys.stdin.read()
door.close()
store.close()
"""


@dataclass(frozen=True)
class Shell:
    """A folder with a database of its own, and commands typed in it."""

    folder: Path
    patch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    @property
    def database(self) -> str:
        return f"duckdb:///{self.folder / 'data' / 'cx.duckdb'}"

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.folder,
            env={**os.environ, "CX_DATABASE": self.database, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def process(self, *arguments: str) -> Done:
        """A command as a process of its own."""
        process = self.start("-m", "cx", *arguments)
        out, error = process.communicate(timeout=60)
        return Done(arguments, process.returncode, out, error)

    def run(self, *arguments: str, folder: Path | None = None) -> Done:
        """The same command in this process."""
        self.patch.chdir(folder or self.folder)
        self.patch.setenv("CX_DATABASE", self.database)
        status = main(arguments)
        out, error = self.captured.readouterr()
        return Done(arguments, status, out, error)

    def json(self, *arguments: str, status: int = 0) -> dict:
        return document(self.run(*arguments, "--json"), status)

    def file(self, name: str, content: str) -> str:
        (self.folder / name).write_text(content, encoding="utf-8")
        return name


def document(done: Done, status: int = 0) -> dict:
    """The one document on standard output; json.loads refuses a second one and anything beside it."""
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def held(shell: Shell) -> Iterator[Shell]:
    """A shell whose database another process holds, with its door open."""
    holder = shell.start("-c", HOLDER)
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    yield shell
    holder.communicate(timeout=20)


@pytest.fixture(params=["free", "held"])
def either(request: pytest.FixtureRequest) -> Shell:
    """The same shell with the database free, and held by another process: nothing may differ."""
    return request.getfixturevalue("shell" if request.param == "free" else "held")


def test_a_dirty_file_loads_its_good_rows_and_names_the_others(either: Shell):
    answer = either.json("load", "tickets", either.file("dirty.csv", DIRTY))
    assert set(answer) >= COUNTS
    assert {name: answer[name] for name in ("load_id", "extract", "records", "skipped", "read", "new", "refused")} == {
        "load_id": 1,
        "extract": "tickets",
        "records": 5,
        "skipped": 0,
        "read": 5,
        "new": 2,
        "refused": 3,
    }
    assert [(row["record"], row["line"], row["column"], row["value"], row["code"]) for row in answer["problems"]] == [
        (3, 4, "opened_at", "not a day", "not_a_date"),
        (4, 5, "satisfaction", "9", "off_scale"),
        (5, 6, "ticket_id", None, "missing"),
    ]
    assert all(row["message"].startswith("Record") for row in answer["problems"])
    assert either.json("kpi", "ticket_csat", "--from", "2026-07-01", "--to", "2026-09-30")["rows"][0]["value"] == 50


def test_the_identities_of_a_load_hold_also_for_rows_that_are_there_already(shell: Shell):
    name = shell.file("tickets.csv", CLEAN)
    shell.run("load", "tickets", name)
    more = CLEAN.replace("T2,2026-09-30", "T2,2026-09-29") + "T9,2026-09-09,,,\n"
    again = shell.json("load", "tickets", shell.file("more.csv", more))
    assert (again["new"], again["changed"], again["same"], again["refused"]) == (1, 1, 1, 0)
    assert again["records"] == again["read"] == 3


def test_a_refused_file_says_why_on_standard_error(shell: Shell):
    done = shell.process("load", "tickets", "nowhere.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere.csv: there is no such file." in done.stderr and "Traceback" not in done.stderr


def test_one_refused_file_among_good_ones_ends_with_1_and_the_good_ones_are_loaded(shell: Shell):
    names = (shell.file("good.csv", CLEAN), shell.file("bad.csv", ""))
    answer = shell.json("load", "tickets", *names, status=1)
    assert [load["file_refused"] for load in answer["loads"]] == [False, True]
    assert [load["file"] for load in shell.json("loads")["loads"]] == ["good.csv"]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(shell: Shell):
    answer = shell.json("load", "tickets", shell.file("tickets.csv", CLEAN), "--dry-run")
    assert (answer["load_id"], answer["new"], answer["dry_run"]) == (None, 2, True)
    assert answer["headline"]["ticket_csat"] == {"before": None, "after": 50.0}
    assert shell.json("loads") == {"loads": []}
    assert shell.json("kpi", "nps") == {"as_of": None, "rows": []}


def test_refused_rows_are_handed_back_and_load_when_mended(held: Shell):
    done = held.run("load", "tickets", held.file("dirty.csv", DIRTY), "--refused", "back.csv")
    assert done.returncode == 0 and "2 new, 0 changed" in done.stdout
    back = (held.folder / "back.csv").read_text(encoding="utf-8-sig")
    assert held.run("loads", "--refused", "1").stdout == (held.folder / "back.csv").read_bytes().decode("utf-8-sig")
    mended = back.replace("not a day", "2026-08-20").replace(",9,", ",4,").replace("\n,2026-09-02", "\nT5,2026-09-02")
    answer = held.json("load", "tickets", held.file("mended.csv", mended))
    assert (answer["new"], answer["refused"]) == (3, 0)


def test_each_file_of_one_command_hands_its_refused_rows_back_in_a_file_of_its_own(either: Shell):
    (either.folder / "more").mkdir()
    names = [
        either.file("a.csv", TICKETS + "T1,2026-07-02,,,\nT2,no day,,,\n"),
        either.file("b.csv", TICKETS + "T3,2026-07-02,,,\nT4,no day,,,\n"),
        either.file("clean.csv", CLEAN),
        either.file("more/a.csv", TICKETS + "T5,2026-07-02,,,\nT6,no day,,,\n"),
        either.file("out-b.csv", TICKETS + "T7,2026-07-02,,,\nT8,no day,,,\n"),
    ]
    done = either.run("load", "tickets", *names, "--refused", "out.csv")
    assert (done.returncode, done.stderr.count("cannot")) == (0, 0)
    expected = {"out-a.csv": "T2", "out-b-2.csv": "T4", "out-a-2.csv": "T6", "out-out-b.csv": "T8"}
    made = {path.name: path for path in either.folder.glob("out*.csv") if path.name != "out-b.csv"}
    assert made.keys() == expected.keys()
    for name, ticket in expected.items():
        assert [line.split(",")[0] for line in made[name].read_text("utf-8-sig").splitlines()[1:]] == [ticket]
        assert f"The refused rows are in {made[name]}." in done.stdout


def test_the_answer_names_the_file_of_the_refused_rows(shell: Shell):
    names = (shell.file("dirty.csv", DIRTY), shell.file("clean.csv", CLEAN))
    answer = shell.json("load", "tickets", *names, "--refused", "out.csv")
    assert [load.get("refused_file") for load in answer["loads"]] == [str(shell.folder / "out-dirty.csv"), None]


def test_names_in_any_letters_are_read_and_told(held: Shell):
    name = held.file("bilete șâț — כרטיסים.csv", CLEAN)
    answer = document(held.process("load", "tickets", name, "--source", "Zoë", "--json"))
    assert answer["file"] == name
    assert name in held.process("loads").stdout


def test_a_path_starts_in_the_folder_of_whoever_typed_it(held: Shell):
    elsewhere = held.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "tickets.csv").write_text(CLEAN)
    done = held.run("load", "tickets", "tickets.csv", "--refused", "back.csv", folder=elsewhere)
    assert (done.returncode, done.stderr.count("no such file")) == (0, 0)
    assert [load["file"] for load in held.json("loads")["loads"]] == ["tickets.csv"]


def test_two_commands_at_once_are_both_done(shell: Shell):
    names = [shell.file(f"{name}.csv", CLEAN.replace("T", name)) for name in ("A", "B")]
    both = [shell.start("-m", "cx", "load", "tickets", name, "--json") for name in names]
    answers = [json.loads(process.communicate(timeout=60)[0]) for process in both]
    assert sorted(answer["load_id"] for answer in answers) == [1, 2]
    assert [answer["new"] for answer in answers] == [2, 2]


def test_kpi_answers_with_every_field_of_a_value(shell: Shell):
    shell.run("load", "tickets", shell.file("tickets.csv", CLEAN))
    answer = shell.json("kpi", "ticket_csat", "--by", "month", "--from", "2026-07-01", "--to", "2026-09-30")
    assert answer["as_of"] == "2026-09-30"
    assert [(row["month"], row["value"], row["n"]) for row in answer["rows"]] == [
        ("2026-07-01", 100.0, 1),
        ("2026-09-01", 0.0, 1),
    ]
    fields = {"metric", "month", "value", "low", "high", "n", "numerator", "denominator", "mature", "hidden"}
    assert all(set(row) >= fields for row in answer["rows"])


def test_what_is_not_understood_ends_with_2_and_writes_nothing_to_standard_output(shell: Shell):
    done = shell.process("kpi", "nps", "--from", "yesterday")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() and "Traceback" not in done.stderr


def test_a_template_is_the_extracts_own_header_and_needs_no_database(shell: Shell):
    done = shell.run("template", "tickets")
    assert done.returncode == 0 and done.stdout.startswith("ticket_id,opened_at,")
    assert not (shell.folder / "data").exists()


def test_teams_are_listed_with_their_role_and_one_is_said(shell: Shell):
    shell.run("load", "tickets", shell.file("tickets.csv", "ticket_id,opened_at,team\nT1,2026-01-01,Tier 1\n"))
    listed = shell.run("teams")
    assert listed.returncode == 0 and "1 team has no role yet" in listed.stdout
    assert shell.json("teams", "Tier 1", "help desk") == {
        "teams": [{"team": "Tier 1", "tickets": 1, "role": "support"}]
    }
    done = shell.run("teams", "Tier 1", "dentist")
    assert (done.returncode, done.stdout) == (1, "") and "“dentist” is not a role" in done.stderr


def test_the_sample_companys_files_are_made_anew_the_same(shell: Shell):
    done = shell.run("sample", "--write", "made")
    assert done.returncode == 0
    for made in sorted((shell.folder / "made").glob("*.csv")):
        assert made.read_bytes() == (ROOT / "data" / "sample" / made.name).read_bytes()
    assert len(list((shell.folder / "made").glob("*.csv"))) == len(EXTRACTS)
    assert not (shell.folder / "data").exists()


def test_a_database_that_is_held_without_a_door_is_waited_for(shell: Shell):
    doorless = shell.start("-c", HOLDER.replace("door = serve(store)", "").replace("door.close()", ""))
    assert doorless.stdout is not None and doorless.stdout.readline() == "open\n"
    waiting = shell.start("-m", "cx", "loads", "--json")
    assert waiting.stderr is not None and waiting.stderr.readline().endswith("This command goes on when that ends.\n")
    assert waiting.poll() is None
    doorless.communicate(timeout=20)
    assert json.loads(waiting.communicate(timeout=20)[0]) == {"loads": []}
    assert waiting.returncode == 0

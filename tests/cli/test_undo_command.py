"""A load is taken back from the shell, and its rows handed out."""

import json
import shutil

import pytest

from cx.cli.main import main

FIRST = "ticket_id,opened_at,team,handoffs\nT1,2026-07-02,=1+1,2\nT2,2026-07-03,-5,-1\nT3,2026-07-04,@a,3\n"
SECOND = "ticket_id,opened_at,team,handoffs\nT1,2026-07-02,Ops,2\nT4,2026-07-05,Ops,1\n"


@pytest.fixture(scope="module")
def loaded_files(tmp_path_factory):
    """A folder with two files and the database that they were loaded into, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_DATABASE", f"duckdb:///{folder / 'cx.duckdb'}")
        for name, text in (("first.csv", FIRST), ("second.csv", SECOND)):
            (folder / name).write_text(text)
            assert main(("load", "tickets", str(folder / name))) == 0
    return folder


@pytest.fixture
def command(loaded_files, tmp_path, monkeypatch, capsys):
    """Status, standard output and standard error of a command, in a folder with two loaded files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{tmp_path / 'cx.duckdb'}")

    def typed(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, error = capsys.readouterr()
        assert "Traceback" not in out + error
        return status, out, error

    for file in loaded_files.iterdir():
        shutil.copy(file, tmp_path)
    return typed


def states(command) -> dict[int, bool]:
    return {item["load_id"]: bool(item["undone_at"]) for item in json.loads(command("loads", "--json")[1])["loads"]}


@pytest.mark.parametrize("written", [("loads", "--undo", "1"), ("undo", "1")])
def test_a_load_is_undone_once_and_a_dry_run_changes_nothing(command, written):
    document = json.loads(command(*written, "--dry-run", "--json")[1])
    assert (document["removed"], document["returned"], document["kept"], document["dry_run"]) == (1, 0, 1, True)
    assert states(command) == {1: False, 2: False}
    status, out, _ = command(*written)
    assert (
        status == 0
        and "Load 1 (first.csv) is undone. Rows gone: 1; again as they were: 0; kept, since a later load holds them too: 1"
        in out
    )
    assert states(command) == {1: True, 2: False}
    status, _, error = command(*written)
    assert status == 1 and "Load 1 (first.csv) is undone already" in error
    assert "undone" in command("loads")[1].splitlines()[-1]


def test_both_loads_of_a_ticket_log_are_undone_together_unless_one_alone_is_asked_for(command, tmp_path):
    (tmp_path / "log.csv").write_text("id,at,team\nT8,2026-01-01,Ops\nT8,2026-01-02,Desk\n")
    (tmp_path / "log.toml").write_text(
        'extract = "tickets"\n[columns]\nticket_id = "id"\nopened_at = "at"\nteam = "team"\n'
        '[event_log]\nkey = "id"\norder = "at"\nowner = "team"\n'
    )
    assert command("load", "tickets", "log.csv", "--mapping", "log.toml")[0] == 0
    out = command("undo", "4", "--dry-run")[1]
    assert "log.csv made both loads, 3 and 4: they are undone together." in out and out.count("dry run") == 2
    document = json.loads(command("undo", "3", "--dry-run", "--json")[1])
    assert (document["load_id"], document["removed"]) == (3, 1)
    assert (document["also"]["load_id"], document["also"]["removed"]) == (4, 1)
    assert "also" not in json.loads(command("undo", "3", "--dry-run", "--alone", "--json")[1])
    assert command("undo", "3")[0] == 0
    assert states(command) == {1: False, 2: False, 3: True, 4: True}


def test_a_dry_run_tells_figures_before_and_after(command, tmp_path):
    (tmp_path / "rated.csv").write_text(
        "ticket_id,opened_at,resolved_at,satisfaction,satisfaction_scale\n"
        + "".join(f"R{n},2026-07-02,2026-07-03,{5 if n % 2 else 1},1-5\n" for n in range(60))
    )
    assert command("load", "tickets", "rated.csv")[0] == 0
    (tmp_path / "many.csv").write_text("ticket_id,opened_at\n" + "".join(f"M{n},2026-07-02\n" for n in range(1200)))
    assert "1\u202f200 rows read: 1\u202f200 new" in command("load", "tickets", "many.csv", "--dry-run")[1]
    assert "Ticket satisfaction: 50.0\u202f% before, – after" in command("undo", "3", "--dry-run")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("undo", "9"), "There is no load 9."),
        (("loads", "--refused", "9"), "There is no load 9."),
        (("loads", "--clean", "9", "out.csv"), "There is no load"),
        (("loads", "--clean", "x", "out.csv"), "There is no load x."),
        (("loads", "--clean", "1", "no/out.csv"), "cannot be written to"),
    ],
)
def test_what_cannot_be_done_is_told(command, arguments, said):
    status, _, error = command(*arguments)
    assert status == 1 and said in error


def test_clean_rows_are_safe_in_a_spreadsheet_and_keep_their_numbers(command, tmp_path):
    assert command("loads", "--clean", "1", "out.csv")[0] == 0
    assert (tmp_path / "out.csv").read_text().splitlines() == [
        "ticket_id,opened_at,team,handoffs",
        "T3,2026-07-04 00:00:00,'@a,3",
    ]
    command("undo", "2")
    command("loads", "--clean", "1", "out.csv")
    rows = (tmp_path / "out.csv").read_text().splitlines()[1:]
    assert sorted(rows) == ["T1,2026-07-02 00:00:00,'=1+1,2", "T3,2026-07-04 00:00:00,'@a,3"]


def test_mappings_are_listed_renamed_exported_deleted_and_imported(command, tmp_path):
    (item,) = json.loads(command("mappings", "--json")[1])["mappings"]
    assert (item["extract"], item["columns"]) == ("tickets", ["ticket_id", "opened_at", "team", "handoffs"])
    assert item["name"].startswith("tickets-") and item["name"] in command("mappings")[1]
    assert command("mappings", "--rename", item["name"], " desk ")[0] == 0
    text = command("mappings", "--export", "desk")[1]
    assert 'source = "desk"' in text
    (tmp_path / "desk.toml").write_text(text)
    assert command("mappings", "--delete", "desk")[0] == 0
    assert json.loads(command("mappings", "--json")[1]) == {"mappings": []}
    for _ in range(2):
        assert command("mappings", "--import", "desk.toml")[0] == 0
    assert [row["name"] for row in json.loads(command("mappings", "--json")[1])["mappings"]] == ["desk"]


def test_an_imported_mapping_serves_files_that_have_its_columns(command, tmp_path):
    (tmp_path / "own.toml").write_text(
        'extract = "tickets"\nsource = "own"\n[columns]\nticket_id = "Nr"\nopened_at = "Day"\n'
    )
    (tmp_path / "own.csv").write_text("Nr,Day,More\nX1,2026-07-09,x\n")
    assert command("load", "tickets", "own.csv")[0] == 1
    command("mappings", "--import", "own.toml")
    assert command("load", "tickets", "own.csv")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--export", "nope"), "No mapping called “nope”"),
        (("--delete", "nope"), "No mapping called “nope”"),
        (("--rename", "nope", "new"), "No mapping called “nope”"),
        (("--import", "nope.toml"), "there is no such file"),
        (("--import", "first.csv"), "The mapping cannot be read"),
        (("--rename", "{name}", "  "), "the new one is empty"),
        (("--rename", "{name}", "{name}"), "is remembered already"),
    ],
)
def test_a_mapping_that_cannot_be_changed_is_told(command, arguments, said):
    name = json.loads(command("mappings", "--json")[1])["mappings"][0]["name"]
    status, _, error = command("mappings", *(part.replace("{name}", name) for part in arguments))
    assert status == 1 and said in error

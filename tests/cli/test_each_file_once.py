"""A file is loaded once, however often and under whatever name it is given; folders and patterns give many."""

import json
import shutil
from pathlib import Path

import pytest

from cx.cli.main import main
from cx.contracts.extracts import EXTRACTS

HEAD = "ticket_id,opened_at\n"


@pytest.fixture
def command(tmp_path, monkeypatch, capsys, empty_database):
    """Status, standard output and standard error of a command, beside a folder with two exports and other files."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_database, tmp_path / "cx.duckdb")
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{tmp_path / 'cx.duckdb'}")
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "older/c.csv"):
        (folder / name).write_text(f"{HEAD}{name[-5]},2026-07-01\n")
    (folder / "note.md").write_text("no export")
    (folder / ".d.csv").write_text("no export")

    def typed(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, error = capsys.readouterr()
        assert "Traceback" not in out + error
        return status, out, error

    return typed


def files(command) -> list[str]:
    return [item["file"] for item in json.loads(command("loads", "--json")[1])["loads"]]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["exports"], ["a.csv", "b.csv"]),
        (["exports/*.csv"], ["a.csv", "b.csv"]),
        (["exports/b.csv", "exports", "exports/*/*.csv"], ["b.csv", "a.csv", "c.csv"]),
    ],
)
def test_folders_and_patterns_give_each_file_once(command, named, found):
    status, out, _ = command("load", "tickets", *named, "--json")
    assert status == 0 and [item["file"] for item in json.loads(out)["loads"]] == found
    status, out, error = command("load", "tickets", *named)
    assert status == 0 and out.count("was loaded already: load ") == len(found)
    assert files(command) == found[::-1]


def test_folder_loaded_each_night_takes_what_is_new_and_tells_what_it_refused(command, tmp_path: Path):
    assert command("load", "tickets", "exports")[0] == 0
    (tmp_path / "exports" / "n.csv").write_text(f"{HEAD}N,2026-07-02\n")
    (tmp_path / "exports" / "bad.csv").write_text("no,header,here\n")
    status, out, error = command("load", "tickets", "exports", "--json")
    loaded = {item["file"]: item for item in json.loads(out)["loads"]}
    assert status == 1 and loaded["bad.csv"]["file_refused"] and loaded["n.csv"]["new"] == 1
    assert {name for name, item in loaded.items() if "already_loaded" in item} == {"a.csv", "b.csv"}
    (tmp_path / "exports" / "bad.csv").unlink()
    assert command("load", "tickets", "exports")[0] == 0


@pytest.mark.parametrize(
    ("named", "status", "said"), [("empty", 0, "no export in empty"), ("*.csv", 1, "no such file")]
)
def test_nothing_to_load_is_said(command, tmp_path, named, status, said):
    (tmp_path / "empty").mkdir()
    found = command("load", "tickets", named)
    assert found[0] == status and said in found[2]


def test_the_same_bytes_are_known_under_another_name_and_counted_as_the_same(command, tmp_path: Path):
    (tmp_path / "x.csv").write_text(f"{HEAD}X1,2026-07-01\nX2,never\n")
    (tmp_path / "y.csv").write_bytes((tmp_path / "x.csv").read_bytes())
    first = json.loads(command("load", "tickets", "x.csv", "--json")[1])
    again = json.loads(command("load", "tickets", "y.csv", "--json", "--refused", "refused.csv")[1])
    assert (again["load_id"], again["new"], again["changed"], again["same"], again["refused"]) == (1, 0, 0, 1, 1)
    assert again["already_loaded"]["load_id"] == first["load_id"] and again["problems"] == first["problems"]
    assert "X2,never" in (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    assert files(command) == ["x.csv"]


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        ((), (), True),
        (("--set", "team=A"), (), True),
        (("--set", "team=A"), ("--set", "team=A"), True),
        (("--set", "team=A"), ("--set", "team=B"), False),
        ((), ("--declare", "date_order=dmy"), False),
        (("--source", "desk"), ("--source", "desk"), True),
        ((), ("--source", "desk"), False),
        (("--mapping", "map.toml"), ("--mapping", "map.toml"), True),
        ((), ("--mapping", "map.toml"), False),
    ],
)
def test_another_mapping_loads_the_file_again(command, tmp_path, first, second, known):
    text = 'extract = "tickets"\n[columns]\nticket_id = "ticket_id"\nopened_at = "opened_at"\n[constants]\nregion = "North"\n'
    (tmp_path / "map.toml").write_text(text)
    assert command("load", "tickets", "exports/a.csv", *first)[0] == 0
    assert command("load", "tickets", "exports/a.csv", *second)[0] == 0
    assert len(files(command)) == (1 if known else 2)


@pytest.mark.parametrize("undone", ["1", "2"])
def test_ticket_log_of_which_one_half_is_undone_is_loaded_again(command, tmp_path, undone):
    (tmp_path / "log.csv").write_text("id,opened,at,team\nT1,2026-01-01,2026-01-01,A\nT1,2026-01-01,2026-01-02,B\n")
    columns = 'extract = "tickets"\n[columns]\nticket_id = "id"\nopened_at = "opened"\nteam = "team"\n'
    (tmp_path / "map.toml").write_text(columns + '[event_log]\nkey = "id"\norder = "at"\nowner = "team"\n')
    load = ("load", "tickets", "log.csv", "--mapping", "map.toml")
    command(*load)
    command("undo", undone)
    assert "was loaded already" not in command(*load)[1]
    assert "was loaded already: load 3" in command(*load)[1]
    stand = [(item["extract"], item["undone_at"]) for item in json.loads(command("loads", "--json")[1])["loads"][:2]]
    assert stand == [("owner_changes", None), ("tickets", None)]


def test_undone_file_is_loaded_again(command):
    command("load", "tickets", "exports/a.csv")
    command("undo", "1")
    status, out, _ = command("load", "tickets", "exports/a.csv")
    assert status == 0 and "1 new" in out
    assert "was loaded already: load 2" in command("load", "tickets", "exports/a.csv", "--dry-run")[1]


def test_the_sample_company_is_loaded_once_and_never_beside_other_data(command):
    assert command("sample")[0] == 0
    assert len(files(command)) == len(EXTRACTS)
    own = ("load", "tickets", "exports/a.csv", "--json")
    status, out, _ = command(*own)
    assert status == 1 and json.loads(out)["problems"][0]["code"] == "sample_loaded"
    assert command("sample", "--remove")[0] == 0
    status, out, _ = command(*own)
    assert status == 0 and json.loads(out)["load_id"] == 1
    for told in (("sample",), ("sample", "--remove")):
        status, out, error = command(*told)
        assert (status, out) == (1, "") and "holds a.csv" in error


def test_corrected_export_replaces_the_days_that_are_named(command, tmp_path):
    (tmp_path / "wrong.csv").write_text(f"{HEAD}X1,2026-07-01\nX2,2026-07-31\nX3,2026-08-01\n")
    (tmp_path / "right.csv").write_text(f"{HEAD}X1,2026-07-01\n")
    assert command("load", "tickets", "wrong.csv")[0] == 0
    tried = command("load", "tickets", "right.csv", "--replace", "2026-07", "--dry-run")[1]
    assert "1 earlier row removed." in tried and "1 of wrong.csv (load 1). It is: X2." in tried
    done = json.loads(command("load", "tickets", "right.csv", "--replace", "2026-07-01..2026-07-31", "--json")[1])
    assert (done["removed"], done["same"], done["read"]) == (1, 1, 1)
    assert "already_loaded" in json.loads(command("load", "tickets", "right.csv", "--replace", "2026-07", "--json")[1])
    listed = json.loads(command("loads", "--json")[1])["loads"]
    assert [(item["removed"], item["replaced_to"]) for item in listed] == [(1, "2026-07-31"), (0, None)]
    status, answer, _ = command("load", "tickets", "right.csv", "--replace", "2026-08", "--json")
    assert status == 1 and [item["code"] for item in json.loads(answer)["problems"]] == ["replace_none_inside"]
    (tmp_path / "august.csv").write_text(f"{HEAD}X4,2026-08-02\n")
    again = json.loads(command("load", "tickets", "august.csv", "--replace", "2026-08", "--json")[1])
    assert (again["removed"], again["load_id"]) == (1, 3)
    assert "removed" in command("loads")[1].splitlines()[0]


def test_files_of_one_command_do_not_take_away_what_the_others_hold(command, tmp_path):
    (tmp_path / "both").mkdir()
    for name in ("X1", "X2"):
        (tmp_path / "both" / f"{name}.csv").write_text(f"{HEAD}{name},2026-07-01\n")
    status, _, error = command("load", "tickets", "both", "--replace", "2026-07")
    assert status == 2 and "Put the rows of these days into one file" in error
    assert json.loads(command("loads", "--json")[1])["loads"] == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        *((days, "is no period. Write 2026, ") for days in ("2026-13", "July", "2026-07-01..", "2026-W30", "20260715")),
        ("soon", "Or write file, for the days of the file's own rows."),
        ("2026-07-31..2026-07-01", "ends before it starts: write the earlier day first."),
        ("1889", "does not lie in 1990-01-01 to 2099-12-31."),
    ],
)
def test_days_that_cannot_be_read_are_a_matter_of_usage_and_told_like_those_of_a_period(command, days, said):
    status, _, error = command("load", "tickets", "exports/a.csv", "--replace", days)
    assert status == 2 and f"“{days}”" in error and said in error

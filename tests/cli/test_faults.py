"""What goes wrong around a command ends in a sentence and a status, never in a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cx.cli import run
from cx.cli.main import main
from cx.cli.serving import serve
from cx.contracts.mapping_text import mapping_from_toml
from cx.contracts.settings import Settings
from cx.store.database import open_store

ROOT = Path(__file__).resolve().parents[2]
TICKETS = "ticket_id,opened_at,resolved_at,satisfaction,satisfaction_scale,region,product\n" + "".join(
    f"T{n},2026-09-{n + 10} 09:00,2026-09-{n + 10} 15:00,{5 if n % 3 else 2},1-5,{region},P{n % 2}\n"
    for n, region in enumerate(["East"] * 9 + ["North"] * 6 + ["South"] * 5, 1)
)
BAD_ROW = "T99,not a day,,,,,\n"
BOOK = "contract_id,account_id,starts_on,ends_on,annual_value,currency\n"


@pytest.fixture
def folder(tmp_path, monkeypatch, empty_database):
    """The folder that commands are typed in, with an empty database of its own."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_database, tmp_path / "cx.duckdb")
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{tmp_path / 'cx.duckdb'}")
    (tmp_path / "tickets.csv").write_text(TICKETS)
    (tmp_path / "dirty.csv").write_text(TICKETS + BAD_ROW)
    return tmp_path


@pytest.fixture
def command(folder, capsys):
    """Status, standard output and standard error of a command."""

    def typed(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, error = capsys.readouterr()
        assert "Traceback" not in out + error
        return status, out, error

    return typed


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with the tickets loaded by the command."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "tickets.csv").write_text(TICKETS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_DATABASE", f"duckdb:///{folder / 'cx.duckdb'}")
        assert main(("load", "tickets", str(folder / "tickets.csv"))) == 0
    return folder / "cx.duckdb"


@pytest.fixture
def full(command, folder, filled):
    """The same on a copy of the database with tickets."""
    shutil.copy(filled, folder / "cx.duckdb")
    return command


def loads(command) -> list[dict]:
    return json.loads(command("loads", "--json")[1])["loads"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        (),
        ("kpi", "no_such_metric"),
        ("kpi", "nps", "--from", "yesterday"),
        ("load", "coupons", "a.csv"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_writes_nothing_to_standard_output(command, arguments):
    status, out, error = command(*arguments)
    assert (status, out) == (2, "") and error.strip()


@pytest.mark.parametrize(
    "question",
    [("kpi", "nps", "--by", "shoe_size"), ("kpi", "nps", "--to", "2026-01-01"), ("story", "--period", "soon")],
)
def test_what_cannot_be_asked_of_the_data_ends_with_2(full, question):
    status, out, error = full(*question)
    assert (status, out) == (2, "") and error.strip()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('ticket_id,opened_at\n"T1,2026-07-01\n', "unclosed_quote"),
        ("ticket_id,opened_at\n,2026-07-01\n", "no_good_row"),
    ],
)
def test_a_refused_file_ends_with_1_and_changes_nothing(command, folder, content, code):
    (folder / "bad.csv").write_text(content)
    status, out, _ = command("load", "tickets", "bad.csv", "--json")
    answer = json.loads(out)
    assert (status, answer["load_id"], answer["problems"][0]["code"]) == (1, None, code)
    assert json.loads(command("loads", "--json")[1]) == {"loads": []}


@pytest.mark.parametrize(
    ("document", "word"), [("columns", "ticket_id"), ("profiles", "Zendesk"), ("definitions", "Net Promoter Score")]
)
def test_documents_are_printed(command, document, word):
    status, out, _ = command(document)
    assert status == 0 and out.startswith("# ") and word in out


@pytest.mark.parametrize("target", ["nodir/out.csv", ".", "dirty.csv"])
def test_a_target_that_cannot_take_the_refused_rows_is_told_before_the_load(command, folder, target):
    status, out, error = command("load", "tickets", "dirty.csv", "--refused", target)
    assert (status, out) == (1, "")
    assert "The refused rows cannot be written to" in error
    assert loads(command) == []
    assert (folder / "dirty.csv").read_text() == TICKETS + BAD_ROW


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("postgres://me:secret@x/y", "postgres://…"),
        ("duckdb://x.duckdb", "duckdb://…"),
        ("sqlite:///x", "sqlite://…"),
        ("duckdb:///", "duckdb://…"),
    ],
)
def test_only_a_duckdb_file_is_a_database(command, folder, monkeypatch, named, said):
    monkeypatch.setenv("CX_DATABASE", named)
    before = sorted(folder.iterdir())
    status, out, error = command("loads")
    assert (status, out) == (1, "") and f"“{said}”" in error and "secret" not in error
    assert sorted(folder.iterdir()) == before
    assert command("template", "tickets")[0] == 0


@pytest.mark.parametrize("content", [b"", b"id,score\n1,2\n" * 999, b"SQLite format 3\x00" + bytes(4096)])
def test_a_file_that_is_no_database_is_named_and_kept(command, folder, content):
    (folder / "cx.duckdb").write_bytes(content)
    status, _, error = command("loads")
    assert status == 1 and "cx.duckdb is not a DuckDB database." in error
    assert (folder / "cx.duckdb").read_bytes() == content


def test_a_database_whose_folder_cannot_be_made_is_told(command, folder, monkeypatch):
    monkeypatch.setenv("CX_DATABASE", str(folder / "tickets.csv" / "cx.duckdb"))
    status, _, error = command("loads")
    assert status == 1 and "cannot be opened: " in error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fiscal_year_starts = 13", ["cx.toml", "fiscal_year_starts = 13", "from 1 to 12"]),
        ('grace_days = "soon"', ["cx.toml", "grace_days = soon", "from 0 to 3660"]),
        ("fiscal_year_starts = ", ["cx.toml cannot be read: Invalid value"]),
        ("grace_day = 3", ["cx.toml", "“grace_day”", "grace_days"]),
        ("[rates]\nUSD = inf", ["cx.toml", "rates.USD = inf", "above 0"]),
        ("[rates]\nUSD = nan", ["rates.USD = nan"]),
        ("[rates]\nUSD = 0", ["rates.USD = 0", "above 0"]),
        ("[rates]\nUSD = -1.5", ["rates.USD = -1.5"]),
        ("rates = 5", ["rates = 5", "above 0"]),
        ('[team_roles]\n"Tier 1" = "dentist"', ["team_roles.Tier 1 = dentist", "is not a role"]),
        ("team_roles = 5", ["team_roles = 5", "is not a role"]),
        ("[rates]\nU1 = 2", ["U1", "letters"]),
        ('[rates]\nUSD = 1\nbase_currency = "EUR"', ["base_currency", "letters"]),
        ('base_currency = "€"', ["base_currency = €", "letters"]),
    ],
)
def test_a_fault_of_the_settings_file_is_one_sentence(command, folder, text, said):
    (folder / "cx.toml").write_text(text, encoding="utf-8")
    (folder / "cx.duckdb").unlink()
    status, out, error = command("loads")
    assert (status, out, error.count("\n")) == (1, "", 1)
    assert all(part in error for part in said), error
    assert not (folder / "cx.duckdb").exists()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CX_RATES", "xx", "“xx” is not JSON"),
        ("CX_RATES", '{"USD": 0}', "rates.USD = 0"),
        ("CX_TEAM_ROLES", "xx", '“xx” is not JSON. Write it like {"Tier 1": "support"}'),
        (
            "CX_TEAM_ROLES",
            '{"Tier 1": "dentist"}',
            "team_roles.Tier 1 = dentist is not a role. The roles are: account_",
        ),
        ("CX_FISCAL_YEAR_STARTS", "0", "from 1 to 12"),
        ("CX_BASE_CURRENCY", "12", "base_currency = 12"),
    ],
)
def test_a_fault_of_a_variable_names_the_variable(command, monkeypatch, variable, value, said):
    monkeypatch.setenv(variable, value)
    status, _, error = command("loads")
    assert status == 1 and error.startswith(variable) and said in error


def test_currencies_are_written_in_capitals():
    assert Settings(base_currency=" eur", rates={"usd": 0.9}).rate("USD") == 0.9
    assert Settings(base_currency="eur").rate("EUR") == 1


def test_an_unforeseen_fault_goes_to_a_file_that_the_sentence_names(command, folder, monkeypatch):
    def broken(*_: object) -> int:
        raise ZeroDivisionError("planted")

    monkeypatch.setitem(run.COMMANDS, "loads", broken)
    for times in (1, 2):
        status, out, error = command("loads")
        assert (status, out) == (1, "")
        assert str(folder / "cx.duckdb.log") in error and "planted" not in error and "nothing was changed" not in error
        assert (folder / "cx.duckdb.log").read_text().count("ZeroDivisionError: planted") == times


def test_a_command_that_comes_through_the_door_fails_in_the_same_words(folder, monkeypatch):
    def broken(*_: object) -> int:
        raise ZeroDivisionError("planted")

    monkeypatch.setitem(run.COMMANDS, "loads", broken)
    store = open_store(folder / "cx.duckdb")
    with serve(store):
        done = subprocess.run(
            [sys.executable, "-m", "cx", "loads"],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    store.close()
    assert (done.returncode, done.stdout) == (1, "")
    assert str(folder / "cx.duckdb.log") in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("story", "--period", "0001"),
        ("story", "--period", "1989Q4"),
        ("story", "--period", "2100-01"),
        ("story", "--period", "2026-13"),
        ("kpi", "grr", "--as-of", "0001-01-01"),
        ("kpi", "grr", "--as-of", "9999-12-31"),
        ("kpi", "ticket_csat", "--from", "1989-12-31"),
        ("kpi", "ticket_csat", "--by", "month,quarter"),
        ("sample", "--write", "x", "--remove"),
    ],
)
def test_what_lies_outside_the_calendar_or_the_grammar_ends_with_2(full, arguments):
    status, out, error = full(*arguments)
    assert (status, out) == (2, "") and error.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ("story", "--period", "1990"),
        ("story", "--period", "2099Q4"),
        ("kpi", "grr", "ticket_csat", "--as-of", "1990-01-01"),
        ("kpi", "grr", "ticket_csat", "--as-of", "2099-12-31"),
    ],
)
def test_the_ends_of_the_calendar_can_be_asked_about(full, arguments):
    assert full(*arguments)[0] == 0


def test_the_samples_files_are_not_written_over_a_file(command):
    status, _, error = command("sample", "--write", "tickets.csv")
    assert status == 1 and "cannot be written to" in error


@pytest.mark.parametrize("held", [False, True])
def test_a_reader_that_has_enough_is_no_fault(full, folder, held):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    store = open_store(folder / "cx.duckdb") if held else None
    door = serve(store) if store else None
    process = subprocess.Popen(
        [sys.executable, "-m", "cx", "story"],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    error = process.stderr.read()
    assert (process.wait(60), error) == (0, "")
    process.stderr.close()
    if store and door:
        door.close()
        store.close()


def test_the_currency_without_a_rate_is_told_where_it_stands(command, folder):
    (folder / "old.csv").write_text(BOOK + "C1,A1,2025-01-01,2026-01-01,10,EUR\n")
    (folder / "new.csv").write_text(BOOK + "C2,A2,2025-01-01,2026-01-01,10,USD\n")
    ends = ("--declare", "end_is=day_after")
    assert command("load", "renewals", "old.csv", *ends)[0] == 0
    (folder / "cx.toml").write_text('base_currency = "USD"')
    status, _, error = command("load", "renewals", "new.csv", *ends)
    assert status == 1
    assert "Amounts in EUR are loaded already, new.csv holds amounts in USD" in error
    assert "no rate from EUR to USD" in error


@pytest.mark.parametrize(
    ("lookup", "take", "said"),
    [
        ("nope.contract_id", "account_id", "no “nope”. There are: survey,"),
        ("renewals.colour", "account_id", "no “colour”. There are: contract_id,"),
        ("renewals.contract_id", "colour", "no “colour”. There are: contract_id,"),
    ],
)
def test_a_lookup_that_names_nothing_is_told_by_its_part(command, folder, lookup, take, said):
    (folder / "map.toml").write_text(
        'extract = "tickets"\n[columns]\nticket_id = "ticket_id"\nopened_at = "opened_at"\n'
        f'account_id = {{ header = "region", lookup = "{lookup}", take = "{take}" }}\n'
    )
    status, out, _ = command("load", "tickets", "tickets.csv", "--mapping", "map.toml", "--json")
    problem = json.loads(out)["problems"][0]
    assert (status, problem["code"], problem["column"]) == (1, "unknown_lookup", "account_id")
    assert f"looks “account_id” up by “{lookup} / {take}”" in problem["message"] and said in problem["message"]


def test_retention_from_a_day_compares_it_with_the_day_of_the_data(command, folder):
    (folder / "book.csv").write_text(BOOK + "C1,A1,2026-01-01,2027-01-01,10,EUR\nC2,A2,2026-01-01,2026-03-01,10,EUR\n")
    command("load", "renewals", "book.csv", "--declare", "end_is=day_after", "--today", "2026-06-30")
    found = [
        json.loads(command("kpi", "grr", "--from", "2026-02-01", *end, "--json")[1])["rows"][0]
        for end in ((), ("--to", "2026-06-30"))
    ]
    compared = [row.pop("compares") for row in found]
    assert found[0] == found[1] and (found[0]["value"], found[0]["n"]) == (50, 2)
    assert [days[0] for days in compared] == ["2026-02-01"] * 2 and compared[1][1] == "2026-06-30"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("kpi", "grr", "--to", "2026-01-01"), "--to needs --from"),
        (("kpi", "grr", "--by", "month,quarter"), "Name one length of time only"),
    ],
)
def test_what_is_missing_or_too_much_is_named(full, arguments, said):
    assert said in full(*arguments)[2]


def test_values_of_one_dimension_widen_the_story_as_they_do_the_figures(full):
    def cases(*values: str) -> tuple[int, int]:
        where = [part for value in values for part in ("--where", f"region={value}")]
        answer = full("kpi", "ticket_csat", "--from", "2026-07-01", "--to", "2026-09-30", *where, "--json")[1]
        (row,) = json.loads(answer)["rows"]
        told = full("story", "--period", "2026Q3", *where)[1]
        return row["n"], told.count(f"{row['n']} ratings")

    for values, n in ((("East",), 9), (("East", "North"), 15), (("East", "East"), 9)):
        counted, mentions = cases(*values)
        assert counted == n and mentions > 0


def test_a_metric_named_twice_is_printed_once(full):
    assert len(json.loads(full("kpi", "ticket_csat", "ticket_csat", "--json")[1])["rows"]) == 1


@pytest.mark.parametrize("arguments", [("kpi", "ticket_csat"), ("story",), ("kpi", "grr", "--as-of", "2026-01-01")])
def test_without_data_every_question_has_the_same_answer(command, arguments):
    assert command(*arguments)[:2] == (0, "There is no data yet. Load an export, or the sample company.\n")
    assert json.loads(command(*arguments, "--json")[1])["as_of"] is None


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        (["region=East"], []),
        (["region=east"], ["east"]),
        (["region=East", "region=Nowhere"], ["Nowhere"]),
        (["product=P1", "region=x", "region=y"], ["x", "y"]),
    ],
)
@pytest.mark.parametrize("start", [("kpi", "ticket_csat"), ("story",)])
def test_a_value_that_no_row_has_is_told(full, start, asked, missing):
    known = [item for item in asked if start[0] == "kpi" or not item.startswith("product")]  # usage has no product
    where = [part for item in known for part in ("--where", item)]
    status, _, error = full(*start, *where)
    assert (status, error) == (0, "".join(f"No row has region = “{value}”.\n" for value in missing))


def test_a_dry_run_tells_figures_by_name_and_with_their_unit(command):
    out = command("load", "tickets", "tickets.csv", "--dry-run")[1]
    assert "  Ticket satisfaction: – before, 70.0\u202f% after" in out and "None" not in out


def test_a_dry_run_tells_problems_by_their_cause_and_every_load_the_columns_it_does_not_use(command, folder):
    rows = "".join(f"T{n},{'bad' if n > 2 else '2026-07-02'},2026-07-01,x\n" for n in range(40))
    (folder / "odd.csv").write_text("ticket_id,opened_at,resolved_at,Shoe size\n" + rows)
    out = command("load", "tickets", "odd.csv", "--dry-run")[1]
    assert "  37 rows, for example: Record 4 (line 5), opened_at: “bad” is not a date" in out
    assert "Record 5 " not in out
    assert "  Columns of the file that are not used: Shoe size." in out
    assert "  3 tickets were resolved before they were opened: their durations are left out of every figure." in out
    assert json.loads(command("load", "tickets", "odd.csv", "--json")[1])["unused_columns"] == ["Shoe size"]


def test_files_of_several_kinds_are_each_loaded_as_what_their_header_says(command, folder):
    (folder / "nps.csv").write_text("response_id,kind,score,scale,responded_at\nR1,nps,9,0-10,2026-07-02\n")
    (folder / "odd.csv").write_text("a,b\nx,y\n")
    assert command("load", "auto", "tickets.csv", "nps.csv", "--declare", "survey=named")[0] == 0
    assert {item["extract"] for item in loads(command)} == {"tickets", "survey"}
    status, _, said = command("load", "auto", "odd.csv")
    assert status == 1 and "odd.csv: its columns (a, b) do not say what it holds" in said
    (folder / "either.csv").write_text("Date,Customer ID,NPS\n2026-07-02,A1,9\n")
    assert "either.csv may hold any of these: usage, survey" in command("load", "auto", "either.csv")[2]


def test_what_becomes_of_the_records_is_said_where_they_are_not_the_rows(command, folder):
    (folder / "skip.toml").write_text(
        'extract = "tickets"\n[columns]\nticket_id = "ticket_id"\nopened_at = "opened_at"\n[skip]\nticket_id = ["T1"]\n'
    )
    said = command("load", "tickets", "tickets.csv", "--mapping", "skip.toml")[1]
    assert "records: 1 left out; rows made of the others: " in said
    assert "1 record is left out because its “ticket_id” is “T1”." in said


def test_the_mapping_of_a_file_is_printed_and_can_be_given_back(command, folder):
    status, printed, _ = command("load", "auto", "tickets.csv", "--print-mapping")
    assert status == 0 and not loads(command)
    assert printed.startswith('extract = "tickets"')
    (folder / "mapping.toml").write_text(printed)
    assert command("load", "auto", "tickets.csv", "--mapping", "mapping.toml")[0] == 0
    assert [item["file"] for item in loads(command)] == ["tickets.csv"]


def test_what_only_a_person_can_say_of_a_tools_export_is_asked_with_how_to_say_it(command, folder):
    (folder / "z.csv").write_bytes((ROOT / "tests" / "data" / "profiles" / "zendesk.csv").read_bytes())
    asked = "Times are in the time zone of the Zendesk account. If the time zone is not UTC, give --declare time_zone="
    printed = command("load", "auto", "z.csv", "--print-mapping")[1]
    assert printed.startswith(f"# {asked}") and mapping_from_toml(printed).source == "Zendesk"
    assert asked in command("load", "auto", "z.csv", "--dry-run")[1]
    assert json.loads(command("load", "auto", "z.csv", "--dry-run", "--json")[1])["asked"][0].startswith(asked)


def test_several_files_are_a_load_each(command, folder):
    (folder / "empty.csv").write_text("")
    assert command("load", "tickets", "tickets.csv", "empty.csv")[0] == 1
    assert [item["file"] for item in loads(command)] == ["tickets.csv"]
    assert "Each file is a load of its own" in command("load", "--help")[1].replace("\n", " ")

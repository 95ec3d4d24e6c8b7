"""`python -m cx kpi`: the figures of the page, from the shell, with the same period, split and filters."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cx.cli.main import main
from cx.contracts.mapping_text import mapping_from_file
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.registry import REGISTRY
from cx.store.database import open_store
from cx.store.loading import Source, load
from tests.metrics.asking import answer, term
from tests.metrics.company import opened

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "data" / "ravenstack"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("kpi") / "cx.duckdb"
    store = open_store(path, Settings())
    for extract, name in (("accounts", "accounts"), ("renewals", "subscriptions"), ("tickets", "support_tickets")):
        file = FILES / f"ravenstack_{name}.csv"
        mapping = mapping_from_file(FILES / "mappings" / f"{extract}.toml")
        load(store, Source(file, file.name, mapping, date(2026, 11, 23), "t"), Words("en"))
    store.close()
    return path


@pytest.fixture
def kpi(database, monkeypatch, capsys):
    """The answer of a command as a document; its exit status is 0."""
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")

    def answer(*arguments: str) -> dict:
        assert main(["kpi", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def rounded(document: dict) -> dict[str, tuple[float, int]]:
    return {row["metric"]: (round(row["value"], 2), row["n"]) for row in document["rows"]}


def test_tickets_of_two_years(kpi):
    found = kpi(
        "ticket_csat", "first_response_minutes", "resolution_hours", "--from", "2023-01-01", "--to", "2024-12-31"
    )
    assert found["as_of"] == "2024-12-31"
    assert rounded(found) == {
        "ticket_csat": (66.3, 1175),
        "first_response_minutes": (88.0, 2000),
        "resolution_hours": (35.0, 2000),
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            "2023-12-31",
            "2024-12-31",
            {
                "grr": (99.59, 185),
                "nrr": (292.27, 185),
                "logo_churn": (0.0, 185),
                "contract_grr": (92.59, 540),
                "contract_churn": (9.63, 540),
            },
        ),
        (
            "2024-09-30",
            "2024-12-31",
            {"grr": (97.42, 414), "nrr": (140.33, 414), "contract_grr": (94.9, 2330), "contract_churn": (4.12, 2330)},
        ),
    ],
)
def test_retention_compares_the_two_days_given(kpi, start, end, expected):
    assert rounded(kpi(*expected, "--from", start, "--to", end)) == expected


def test_without_dates_it_is_the_last_complete_quarter(kpi):
    default = kpi("ticket_csat", "resolution_hours")
    assert default == kpi("ticket_csat", "resolution_hours", "--from", "2024-10-01", "--to", "2024-12-31")


@pytest.mark.parametrize(
    ("opened_on", "period", "days"),
    [
        (("2026-10-05", "2026-11-12"), "2026 Q4 to 12 Nov", ("2026-10-01", "2026-11-12")),
        (("2026-09-05", "2026-11-12"), "2026 Q3", ("2026-07-01", "2026-09-30")),
    ],
)
def test_without_dates_it_is_the_quarter_that_a_story_opens_with_and_says_so(
    tmp_path, monkeypatch, capsys, opened_on, period, days
):
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{tmp_path / 'cx.duckdb'}")
    file = tmp_path / "tickets.csv"
    lines = [f"T{at},{day} 09:00,{day} 10:00" for at, day in enumerate(opened_on)]
    file.write_text("\n".join(("ticket_id,opened_at,resolved_at", *lines)), encoding="utf-8")
    assert main(["load", "tickets", str(file)]) == 0
    capsys.readouterr()
    assert main(["kpi", "resolution_hours", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert main(["story", "--json"]) == 0
    story = json.loads(capsys.readouterr().out)
    assert main(["story", "--today", "2028-01-01"]) == 0
    assert capsys.readouterr().out.startswith("The data ends on 12 Nov 2026, 13 months before today: ")
    assert (figures["period"], figures["from"], figures["to"]) == (period, *days)
    assert (story["period"], story["as_of"]) == (period, figures["as_of"])
    assert figures["rows"][0]["n"] == 1 + (period != "2026 Q3")
    assert main(["kpi", "resolution_hours"]) == 0
    assert f"Period: {period}. As of 2026-11-12." in capsys.readouterr().out


def test_retention_without_dates_is_that_of_twelve_months(kpi):
    assert rounded(kpi("grr"))["grr"] == (99.59, 185)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), ["2023-12-31", "2024-12-31"]),
        (("--period", "2024Q3"), ["2023-09-30", "2024-09-30"]),
        (("--from", "2024-09-30", "--to", "2024-12-31"), ["2024-09-30", "2024-12-31"]),
    ],
)
def test_a_figure_of_the_book_names_the_two_days_that_it_compares(kpi, database, monkeypatch, capsys, asked, expected):
    assert [row["compares"] for row in kpi("grr", "logo_churn", *asked)["rows"]] == [expected] * 2
    assert "compares" not in kpi("customers", "resolution_hours", *asked)["rows"][0]
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")
    assert main(["kpi", "grr", *asked]) == 0
    assert "Figures of the book compare {} with {}.".format(*expected) in capsys.readouterr().out


def test_splits_and_filters_agree_and_sum(kpi):
    span = ("--from", "2023-01-01", "--to", "2024-12-31")
    groups = kpi("ticket_csat", "--by", "priority,year", *span)["rows"]
    assert {tuple(row[name] for name in ("metric", "priority", "year")) for row in groups} == {
        ("ticket_csat", priority, year)
        for priority in ("low", "medium", "high", "urgent")
        for year in ("2023-01-01", "2024-01-01")
    }
    assert sum(row["n"] for row in groups) == 1175
    (one,) = kpi("ticket_csat", "--where", "priority=high", "--where", "priority=low", *span)["rows"]
    assert one["n"] == sum(row["n"] for row in groups if row["priority"] in ("high", "low"))


def test_an_earlier_as_of_knows_less(kpi):
    span = ("--from", "2024-06-01", "--to", "2024-06-30")
    late, early = (kpi("resolution_hours", *span, "--as-of", day) for day in ("2024-12-31", "2024-06-20"))
    assert early["as_of"] == "2024-06-20"
    assert early["rows"][0]["n"] < late["rows"][0]["n"]
    assert not early["rows"][0]["mature"]


def test_an_as_of_after_the_data_knows_no_more_than_the_data_and_says_so(database, monkeypatch, capsys):
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")
    asked = ("kpi", "resolution_hours", "--from", "2024-10-01", "--to", "2025-03-31", "--json")
    said = []
    for day in ("2024-12-31", "2026-06-01"):
        assert main([*asked, "--as-of", day]) == 0
        said.append(capsys.readouterr())
    assert said[0].out == said[1].out and said[0].err == ""
    found = json.loads(said[1].out)
    assert (found["as_of"], found["known_to"], found["rows"][0]["mature"]) == ("2024-12-31", "2024-12-31", False)
    assert "The data goes to 2024-12-31" in said[1].err and "not 2026-06-01" in said[1].err


@pytest.mark.parametrize(
    ("case", "arguments", "said"),
    [
        ("an unknown metric", ["npss"], "npss"),
        ("a dimension that tickets do not have", ["ticket_csat", "--by", "colour"], "colour"),
        ("a filter that tickets do not have", ["ticket_csat", "--where", "colour=red"], "colour"),
        ("two grains", ["ticket_csat", "--by", "month,year"], "year"),
        ("an end before the start", ["ticket_csat", "--from", "2024-02-01", "--to", "2024-01-01"], "--from"),
        ("an end without a start", ["ticket_csat", "--to", "2024-01-01"], "--from"),
        ("no date", ["ticket_csat", "--from", "yesterday"], "yesterday"),
    ],
)
def test_what_is_not_understood_ends_with_status_2_and_says_why(database, monkeypatch, capsys, case, arguments, said):
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")
    assert main(["kpi", *arguments, "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err and "Traceback" not in err


def test_an_empty_database_has_no_rows(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{tmp_path / 'cx.duckdb'}")
    assert main(["kpi", "nps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"as_of": None, "rows": []}


def test_a_metric_without_data_is_a_row_that_says_so(kpi):
    for row in kpi(
        "nps",
        "csat",
        "seat_adoption",
        "active_account_rate",
        "first_contact_resolution",
        "--from",
        "2001-01-01",
        "--to",
        "2001-12-31",
    )["rows"]:
        assert (row["value"], row["n"]) == (None, 0), row["metric"]


def test_as_a_process_of_its_own_it_prints_one_document(database):
    done = subprocess.run(
        [sys.executable, "-m", "cx", "kpi", "grr", "--from", "2023-12-31", "--to", "2024-12-31", "--json"],
        cwd=ROOT,
        env={**os.environ, "CX_DATABASE": f"duckdb:///{database}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert round(json.loads(done.stdout)["rows"][0]["value"], 2) == 99.59


def test_two_groups_are_compared_and_several_are_adjusted(kpi, capsys):
    days = ("--from", "2023-01-01", "--to", "2024-12-31")
    (row,) = kpi("ticket_csat", "--compare", "priority=high,low", *days)["rows"]
    assert (row["one"], row["other"], row["tested_together"]) == ("high", "low", 1)
    assert row["difference"] == pytest.approx(row["value_one"] - row["value_other"])
    assert row["low"] < row["difference"] < row["high"] and row["n_one"] > 100
    rest = kpi("ticket_csat", "--compare", "priority", *days)["rows"]
    assert {item["other"] for item in rest} == {None} and {item["tested_together"] for item in rest} == {len(rest)}
    assert main(["kpi", "ticket_csat", "--compare", "priority", *days]) == 0
    said = capsys.readouterr()
    assert f"{len(rest)} comparisons tested together: ranges and words are adjusted for that (Holm)" in said.out
    assert "the rest" in said.out and "pp to " in said.out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--compare", "priority=high,nowhere"), 0, "No row has priority = “nowhere”."),
        (("--compare", "colour=a,b"), 2, "cannot be split by “colour”"),
        (("--compare", "priority", "--by", "region"), 2, "leave --by out"),
        (("--compare", "priority=high"), 2, "invalid DIM=A,B value"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(database, monkeypatch, capsys, arguments, status, said):
    monkeypatch.setenv("CX_DATABASE", f"duckdb:///{database}")
    assert main(["kpi", "ticket_csat", *arguments]) == status
    assert said in capsys.readouterr().err


def test_the_table_marks_what_may_still_move_and_what_rests_on_too_few(tmp_path, monkeypatch, capsys):
    waits = [term(f"C{at}", "2023-12-15", "2024-12-15", 100) for at in range(3)]
    due = [term(f"D{at}", "2023-06-01", "2024-06-01", 100, outcome="renewed") for at in range(40)]
    asked = [answer(at, "nps", 9, responded_at="2024-12-01", sent_at="2024-12-01") for at in range(3)]
    with opened({"renewals": [*waits, *due], "survey": asked}, renewals={"end_is": "day_after"}) as store:
        monkeypatch.setenv("CX_DATABASE", f"duckdb:///{store.path}")
        store.close()
        span = ("--from", "2024-06-01", "--to", "2024-12-31", "--as-of", "2024-12-01")
        assert main(["kpi", "gross_renewal_rate", "response_rate", "nps", "--by", "month", *span]) == 0
    lines = capsys.readouterr().out.splitlines()
    marks = {
        (key, month): line.split()[-1]
        for line in lines
        if (key := line.split()[0]) in REGISTRY
        for month in [line.split()[1]]
    }
    assert lines[0].split()[-1] == "mark"
    assert {place: mark for place, mark in marks.items() if mark in ("*", "?", "*?")} == {
        ("gross_renewal_rate", "2024-12-01"): "*",
        ("response_rate", "2024-12-01"): "*",
        ("nps", "2024-12-01"): "*?",
    }
    assert "no data yet" in next(line for line in lines if line.startswith("response_rate"))
    assert "* The follow-up is not over: the figure can still move." in lines
    assert "? Too few to judge by." in lines

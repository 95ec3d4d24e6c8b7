"""Targets, benchmarks and events from the shell: listed, added, removed, restored; files and hands make one list."""

import json

import pytest

from cx.cli.main import main

EVENTS = "date,title\n2026-03-01,Prices up\n"
TARGETS = "metric,period,value,owner\nsla_attainment,2026Q3,95,Ana\n"
TICKETS = "ticket_id,opened_at,resolved_at,promised_at\n" + "".join(
    f"T{at},2026-07-02 09:00,2026-07-03 09:00,2026-07-0{3 if at else 2} 23:00\n" for at in range(200)
)


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """Status and what a command says, in one database of tickets, a target and an event."""
    folder = tmp_path_factory.mktemp("entries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_DATABASE", f"duckdb:///{folder / 'cx.duckdb'}")
        for name, text in (("tickets", TICKETS), ("events", EVENTS), ("targets", TARGETS)):
            (folder / f"{name}.csv").write_text(text)
            assert main(("load", name, str(folder / f"{name}.csv"))) == 0
        yield main


@pytest.fixture
def listed(command, capsys):
    def answer(kind: str, *arguments: str) -> list[dict]:
        capsys.readouterr()
        assert command((kind, *arguments, "--json")) == 0
        return json.loads(capsys.readouterr().out)[kind]

    return answer


def test_targets_come_with_their_status(listed, command, capsys):
    (loaded,) = listed("targets")
    assert (loaded["metric"], loaded["value"], loaded["owner"], loaded["load_id"]) == ("sla_attainment", 95.0, "Ana", 3)
    assert (loaded["status"], loaded["reason"], loaded["n"]) == ("cannot tell yet", "not over", 200)
    entered = listed("targets", "add", "metric=SLA attainment", "period=2026-07", "value=99.9", "owner=Ben")
    assert [(item["period"], item["owner"], item["load_id"]) for item in entered] == [
        ("2026Q3", "Ana", 3),
        ("2026-07", "Ben", None),
    ]
    assert command(("targets",)) == 0
    said = capsys.readouterr().out
    assert "at least 99.9\u202f%" in said and "cannot tell yet, the period is not over" in said and "load 3" in said


def test_an_entry_is_removed_and_restored(listed):
    assert [item["title"] for item in listed("events", "add", "date=2026-04-01", "title=Strike")] == [
        "Strike",
        "Prices up",
    ]
    assert [item["title"] for item in listed("events", "remove", "date=2026-03-01", "title=Prices up")] == ["Strike"]
    assert len(listed("events", "restore", "date=2026-03-01", "title=Prices up")) == 2


def test_a_benchmark_needs_its_source(listed, command, capsys):
    told = ("metric=sla_attainment", "value=93", "date=2026-01-01")
    assert command(("benchmarks", "add", *told)) == 1
    assert "A benchmark needs its source" in capsys.readouterr().err
    (kept,) = listed("benchmarks", "add", *told, "source=A study")
    assert (kept["source"], kept["date"], kept["segment"]) == ("A study", "2026-01-01", None)


def test_a_filled_list_is_added_whole_or_not_at_all(listed, command, capsys, tmp_path):
    head, filled = "metric,segment,industry,value,source,date\n", tmp_path / "list.csv"
    before = listed("benchmarks")
    filled.write_text(head + "csat,,,80,B study,2026-01-01\ncsat,,,many,C study,2026-01-01\n")
    assert command(("benchmarks", "add", "--file", str(filled))) == 1
    assert "list.csv, record 2: Value: “many” cannot be read." in capsys.readouterr().err
    assert listed("benchmarks") == before
    filled.write_text(head + "csat,,,80,B study,2026-01-01\ncsat,Region: East,,81,C study,2026-01-01\n")
    for _ in range(2):
        found = listed("benchmarks", "add", "--file", str(filled))
        assert [item["segment"] for item in found if item["metric"] == "csat"] == [None, "region=East"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("benchmarks", "add", "--file", "/no/such/list.csv"), 1, "list.csv: there is no such file."),
        (("benchmarks", "remove", "--file", "list.csv"), 2, "--file goes with add alone"),
        (("targets", "add", "metric=happiness", "period=2026", "value=3"), 1, "There is no metric “happiness”."),
        (("benchmarks", "add", "metric=happiness", "value=3"), 1, "The metrics are: nps, csat,"),
        (("targets", "remove", "metric=happiness", "period=2026"), 1, "There is no metric “happiness”."),
        (("targets", "add", "metric=response_rate", "period=2026", "value=3"), 1, "No target can be set"),
        (("benchmarks", "add", "metric=nps", "value=9", "source=A study", "date=2099-01-01"), 1, "lies after today"),
        (("targets", "add", "period=2026", "value=3"), 1, "Write its key, such as metric=nps"),
        (
            ("targets", "add", "metric=nps", "period=Q3 2026", "value=3", "segment=Milestone: kickoff"),
            1,
            "cannot be split by “milestone”. Nothing was changed. Write segment= and --by with one of: question,",
        ),
        (("targets", "remove", "metric=nps"), 1, "Period is missing"),
        (("targets", "remove", "metric=nps", "period=2026", "value=3"), 1, "no field “value” here"),
        (("targets", "remove", "metric=nps", "period=2020"), 1, "There is no such entry: nps, 2020."),
        (("events", "add", "Strike"), 2, "NAME=VALUE"),
    ],
)
def test_what_cannot_be_done_is_said(command, capsys, arguments, status, said):
    assert command(arguments) == status
    assert said in capsys.readouterr().err

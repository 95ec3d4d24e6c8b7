"""The files of the sample company name one another's rows, and tell one story."""

from pathlib import Path

import pandas as pd
import pytest

import data.company
from cx.contracts.extracts import ACCOUNT_DIMENSIONS, EXTRACTS
from cx.contracts.units import Direction
from cx.metrics.registry import REGISTRY
from data.company.teams import DEPARTMENT_ROLES, TEAM_DEPARTMENTS, TEAM_ROLES

Sample = dict[str, pd.DataFrame]
SAMPLE = Path(data.company.__file__).parents[1] / "sample"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return {name: pd.read_csv(SAMPLE / f"{name}.csv", dtype=str, keep_default_na=False) for name in EXTRACTS}


def words(sample: Sample, *columns: str) -> set[str]:
    """Every word in the columns, wherever they stand."""
    found = {word for table in sample.values() for name in columns if name in table for word in table[name]}
    return found - {""}


@pytest.mark.parametrize(
    ("columns", "known"),
    [
        (("account_id",), lambda sample: set(sample["accounts"]["account_id"])),
        (("ticket_id",), lambda sample: set(sample["tickets"]["ticket_id"])),
        (("department", "to_department"), lambda sample: set(DEPARTMENT_ROLES)),
        (("team", "from_team", "to_team"), lambda sample: set(TEAM_ROLES)),
        (("role", "to_role", "from_role", "first_role", "resolving_role"), lambda sample: set(TEAM_ROLES.values())),
        (("metric",), lambda sample: set(REGISTRY)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_one_file_names_the_others_know(sample: Sample, columns, known) -> None:
    assert words(sample, *columns) <= known(sample)


def test_tickets_and_their_changes_of_owner_agree(sample: Sample) -> None:
    tickets, changes = sample["tickets"].set_index("ticket_id"), sample["owner_changes"]
    assert not changes.duplicated(["ticket_id", "changed_at"]).any()
    ways = changes.sort_values(["ticket_id", "changed_at"]).groupby("ticket_id")
    assert (ways["from_team"].first() == "").all()
    covered = tickets.loc[list(ways.groups)]
    assert (ways.size() - 1).tolist() == covered["handoffs"].astype(int).tolist()
    assert ways["to_team"].last().tolist() == covered["team"].tolist()
    assert ways["to_role"].first().tolist() == covered["first_role"].tolist()
    given = changes["from_team"] != ""
    assert (changes["to_team"].shift()[given] == changes["from_team"][given]).all()
    assert (ways["changed_at"].first() >= covered["opened_at"]).all()
    done = covered["resolved_at"] != ""
    assert (ways["changed_at"].last() <= covered["resolved_at"])[done].all()
    assert (tickets["department"] == tickets["team"].map(TEAM_DEPARTMENTS)).all()
    resolving = tickets["team"].map(TEAM_ROLES).where(tickets["resolved_at"] != "", "")
    assert (tickets["resolving_role"] == resolving).all()


def test_only_detractors_are_followed_up_and_each_call_is_a_touch(sample: Sample) -> None:
    survey, touches = sample["survey"], sample["touches"]
    called = survey[survey["contacted_at"] != ""]
    assert set(called["kind"]) == {"nps"} and called["score"].astype(int).max() <= 6
    assert (called["contacted_at"] > called["responded_at"]).all()
    closed = survey[survey["closed_at"] != ""]
    assert (closed["closed_at"] >= closed["contacted_at"]).all() and (closed["contacted_at"] != "").all()
    told = touches[touches["kind"] == "follow_up"]
    assert sorted(zip(told["account_id"], told["happened_at"], strict=True)) == sorted(
        zip(called["account_id"], called["contacted_at"], strict=True)
    )


def test_plans_are_for_dimensions_and_values_that_the_figures_have(sample: Sample) -> None:
    pairs = sample["initiatives"][["metric", "scope"]].to_numpy().tolist()
    for metric, scope in pairs + sample["targets"][["metric", "segment"]].to_numpy().tolist():
        for part in filter(None, scope.split(";")):
            dimension, value = part.strip().split("=")
            fact = REGISTRY[metric].fact
            own = dimension in EXTRACTS[fact].dimensions and dimension in sample[fact]
            table = sample[fact] if own else sample["accounts"]
            assert own or dimension in ACCOUNT_DIMENSIONS
            assert value in set(table[dimension])


def test_a_target_can_be_met_or_missed(sample: Sample) -> None:
    aimless = {key for key, metric in REGISTRY.items() if metric.direction is Direction.NEITHER}
    assert words({"targets": sample["targets"], "initiatives": sample["initiatives"]}, "metric") & aimless == set()


def test_a_role_is_held_by_one_person_at_a_time(sample: Sample) -> None:
    held = sample["account_roles"].sort_values(["account_id", "role", "since"])
    before = held.groupby(["account_id", "role"]).shift()
    follows = before["since"].notna()
    assert (before["until"][follows] < held["since"][follows]).all() and (before["until"][follows] != "").all()
    managers = held[(held["role"] == "account_manager") & (held["until"] == "")].set_index("account_id")["person"]
    assert managers.to_dict() == sample["accounts"].set_index("account_id")["owner"].to_dict()


def test_every_column_of_every_extract_that_matters_is_filled_somewhere(sample: Sample) -> None:
    for name, table in sample.items():
        assert [column for column in table if (table[column] == "").all()] == [], name

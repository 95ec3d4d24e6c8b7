"""Teams stand for roles: unknown ones are counted, and a role that is set shows at once in the tickets' figures."""

from datetime import UTC, datetime

import pytest

from cx.contracts.problems import FileRefused
from cx.contracts.settings import Settings
from cx.store.database import Store, open_store
from cx.store.teams import Team, set_roles, teams

TICKETS = """ticket_id,opened_at,resolved_at,team,first_role,resolving_role
T1,2026-01-01,2026-01-02,Tier 1,,
T2,2026-01-01,2026-01-02,TIER 1,,project manager
T3,2026-01-01,,Tier 1,support,
T4,2026-01-01,2026-01-02,Platform,,
T5,2026-01-01,2026-01-02,,,
"""
CHANGES = """ticket_id,changed_at,from_team,to_team,from_role,to_role
T1,2026-01-01 09:00,,Tier 2,,
T1,2026-01-01 10:00,Tier 2,Tier 1,,
T3,2026-01-01 09:00,Tier 2,Tier 1,,
T4,2026-01-01 10:00,Tier 1,Platform,,
T4,2026-01-01 09:00,Tier 2,Tier 1,csm,
T5,2026-01-01 09:00,Nobody knows,Tier 1,,
"""


def roles(store: Store) -> dict[str, tuple[str | None, str | None]]:
    rows = store.rows("SELECT ticket_id, first_role::VARCHAR, resolving_role::VARCHAR FROM fact_tickets")
    return {ticket: (first, resolving) for ticket, first, resolving in rows}


def unknown(store: Store) -> tuple[tuple[str, int], ...]:
    with store.cursor() as cursor:
        return tuple((item.team, item.tickets) for item in teams(cursor) if item.role is None)


def test_unknown_teams_are_counted_until_their_role_is_said(loaded, store: Store) -> None:
    loaded("tickets", TICKETS)
    assert unknown(store) == (("TIER 1", 3), ("Platform", 1))
    loaded("owner_changes", CHANGES)
    assert unknown(store) == (("TIER 1", 5), ("Tier 2", 3), ("Nobody knows", 1), ("Platform", 1))
    set_roles(store, {" tier 1 ": "Help Desk"}, "tester", datetime(2026, 11, 23, 12, tzinfo=UTC))
    set_roles(store, {"Nowhere": "other"})
    assert unknown(store) == (("Tier 2", 3), ("Nobody knows", 1), ("Platform", 1))
    with store.cursor() as cursor:
        assert {Team("TIER 1", 5, "support"), Team("Nowhere", 0, "other")} <= set(teams(cursor))
    assert store.rows("SELECT * FROM team_roles WHERE team = 'tier 1'") == [
        ("tier 1", "support", datetime(2026, 11, 23, 12), "tester")
    ]


def test_team_fills_the_resolving_role_of_resolved_tickets_only(loaded, store: Store) -> None:
    loaded("tickets", TICKETS)
    assert roles(store)["T1"] == (None, None)
    before = store.version
    set_roles(store, {"Tier 1": "support"})
    assert store.version != before
    assert roles(store) == {
        "T1": (None, "support"),
        "T2": (None, "project_manager"),  # what the file says wins
        "T3": ("support", None),  # still open: nobody has resolved it
        "T4": (None, None),
        "T5": (None, None),
    }
    set_roles(store, {"Tier 1": "product_manager"})
    assert roles(store)["T1"] == (None, "product_manager")
    set_roles(store, {"Tier 1": ""})
    assert roles(store)["T1"] == (None, None)


def test_owner_changes_tell_the_first_role(loaded, store: Store) -> None:
    loaded("tickets", TICKETS)
    set_roles(store, {"Tier 2": "success manager"})
    set_roles(store, {"Tier 1": "support"})
    loaded("owner_changes", CHANGES)
    assert {ticket: first for ticket, (first, _) in roles(store).items()} == {
        "T1": "success_manager",  # assigned by nobody: the team that took it first
        "T2": None,
        "T3": "support",  # what the file says wins
        "T4": "success_manager",  # the earliest change, by its own role
        "T5": None,  # the team that held it first is unknown
    }


def test_unknown_role_is_refused_and_changes_nothing(loaded, store: Store, words) -> None:
    loaded("tickets", TICKETS)
    set_roles(store, {"Tier 1": "support"})
    with pytest.raises(FileRefused) as caught:
        set_roles(store, {"Tier 1": "dentist"})
    assert caught.value.problem.sentence(words).startswith("“dentist” is not a role. The roles are: account_manager,")
    assert roles(store)["T1"] == (None, "support")


def test_fault_while_figures_are_made_anew_leaves_the_roles_as_they_were(loaded, store: Store, monkeypatch) -> None:
    loaded("tickets", TICKETS)
    monkeypatch.setattr("cx.store.teams.rebuild", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        set_roles(store, {"Tier 1": "support"})
    assert store.rows("SELECT * FROM team_roles") == []
    assert unknown(store)[0] == ("TIER 1", 3)


def test_settings_file_names_roles_and_the_database_wins(tmp_path, loaded_into_store) -> None:
    path = tmp_path / "named" / "cx.duckdb"
    store = open_store(path)
    loaded_into_store(store)("tickets", TICKETS)
    store.close()
    said = {"tier 1": "support", "platform": "product manager"}
    store = open_store(path, Settings(team_roles=said))
    assert (roles(store)["T1"][1], roles(store)["T4"][1]) == ("support", "product_manager")
    set_roles(store, {"Tier 1": "account manager"})
    assert (roles(store)["T1"][1], roles(store)["T4"][1]) == ("account_manager", "product_manager")
    assert unknown(store) == ()
    store.close()

"""Who passes tickets to whom: moves by hand, and that they are the handoffs and bounces of the figures."""

from datetime import date
from random import Random

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.words import Words
from cx.metrics.handoffs import ROLE, TEAM, handoffs
from cx.story.handoffs import role_section, team_section
from cx.story.telling import Telling
from tests.metrics import company as made
from tests.metrics.asking import END, YEAR, ticket, value
from tests.metrics.company import SETTINGS, opened

MOVES = {
    "T0": [("Desk", "Field"), ("Field", "Desk"), ("desk", "DESK")],
    "T1": [(None, "Desk"), ("Desk", None), (None, "Desk"), ("Desk", "Lab")],
    "T2": [(None, "Desk")],
    "T3": [("Desk", "Field")],
}
TICKETS = [
    *(ticket(at, "2024-05-01 10:00", priority="high" if at == 1 else "low") for at in range(3)),
    ticket(3, "2023-05-01 10:00"),
]
SETTINGS_WITH_ROLES = SETTINGS.model_copy(
    update={"team_roles": {"desk": "support", "Field": "support", "Lab": "product_manager"}}
)


def changes(moves):
    return [
        {"ticket_id": name, "changed_at": f"2024-05-0{2 + at} 10:00", "from_team": before, "to_team": after}
        for name, steps in moves.items()
        for at, (before, after) in enumerate(steps)
    ]


@pytest.fixture(scope="module")
def store():
    with opened({"tickets": TICKETS, "owner_changes": changes(MOVES)}, SETTINGS_WITH_ROLES) as filled:
        yield filled


@pytest.mark.parametrize(
    ("between", "known_to", "where", "expected"),
    [
        (TEAM, END, (), {("Desk", "Field"): (1, 0), ("Field", "Desk"): (1, 1), ("Desk", "Lab"): (1, 0)}),
        (TEAM, END, (Filter("priority", ("high",)),), {("Desk", "Lab"): (1, 0)}),
        (TEAM, date(2024, 5, 2), (), {("Desk", "Field"): (1, 0)}),
        (ROLE, END, (), {("support", "product_manager"): (1, 0)}),
        (TEAM, date(2024, 5, 1), (), None),
    ],
)
def test_a_move_is_from_one_holder_to_another_and_back_where_it_was_before(store, between, known_to, where, expected):
    with store.cursor() as cursor:
        found = handoffs(cursor, Selection(YEAR, known_to, where), store.settings, between)
    assert (found and {(move.giver, move.taker): (move.times, move.back) for move in found.moves}) == expected


def test_the_map_has_givers_in_rows_and_takers_in_columns(store):
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(YEAR, END), store.settings, Words("en"))
        section, of_roles = (tell(telling, None) for tell in (team_section, role_section))
    (teams,), (roles,) = section.exhibits, of_roles.exhibits
    cells = {
        (point.label, one.name): (point.value, point.text)
        for one in teams.series
        for point in one.points
        if point.value
    }
    assert cells == {("Desk", "Field"): (1.0, ""), ("Field", "Desk"): (1.0, "1 back"), ("Desk", "Lab"): (1.0, "")}
    assert section.title.startswith("Of 3 handoffs between teams, in tickets opened ")
    assert section.title.endswith(", most go from Desk to Field: 1.")
    assert of_roles.title.startswith("Of 1 handoff between roles, ")
    assert of_roles.title.endswith(", most go from support to product manager: 1.")
    assert section.meaning[0] == "Between teams: 3 handoffs of 2 tickets, 1 of them back to a team that had it."
    assert roles.caption.endswith("1 handoff of 1 ticket")


def test_many_teams_share_a_row_and_no_handoff_is_lost():
    rng = Random(4)
    moves = {f"T{at}": [(f"Team {rng.randrange(12)}", f"Team {rng.randrange(12)}")] for at in range(80)}
    tickets = [ticket(at, "2024-05-01 10:00") for at in range(80)]
    with opened({"tickets": tickets, "owner_changes": changes(moves)}) as store, store.cursor() as cursor:
        section = team_section(Telling(cursor, Selection(YEAR, END), SETTINGS, Words("en")), None)
    (teams,) = section.exhibits
    assert len(teams.series) == len(teams.series[0].points) == 8
    told = sum(point.value or 0 for one in teams.series for point in one.points)
    assert told == sum(steps[0][0] != steps[0][1] for steps in moves.values())


def test_the_tickets_that_come_back_are_those_of_the_bounce_rate():
    rng = Random(8)
    tickets = made.tickets(rng, 120)
    with opened({"tickets": tickets, "owner_changes": made.owner_changes(rng, tickets)}) as store:
        with store.cursor() as cursor:
            found = handoffs(cursor, Selection(YEAR, END), SETTINGS, TEAM)
        bounced = value(store, "bounce_rate")
    assert found.back >= bounced.numerator > 0
    assert found.tickets <= bounced.n


def test_without_changes_of_owner_there_is_no_map():
    with opened({"tickets": TICKETS}) as store, store.cursor() as cursor:
        assert team_section(Telling(cursor, Selection(YEAR, END), SETTINGS, Words("en")), None) is None

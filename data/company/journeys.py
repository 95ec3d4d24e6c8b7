"""The ways that tickets take from team to team, and the export of these changes of owner."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.accounts import Accounts
from data.company.days import MINUTES, Flags, Table, day_number, moment_texts
from data.company.teams import TEAM_ROLES
from data.company.tickets import CATEGORIES, TEAMS, Handled, Opened
from data.company.truths import (
    BOUNCE_SHARE,
    BOUNCE_SHARE_EAST,
    EAST,
    HANDOFFS_CHANGE_DAY,
    OWNER_CHANGES_FROM,
    SLOW_TEAM,
    SLOW_TEAM_FACTOR,
)

TEAM_NAMES: Final = tuple(TEAM_ROLES)
TAKING: Final = {
    "Front desk": 0.8,
    "Technical": 2.0,
    "Billing": 0.6,
    "Product": 1.6,
    "Success": 1.2,
    "Key accounts": 0.8,
    "Delivery": 0.8,
}
"""How readily a ticket is passed to each team, relative to one another."""
SPECIALIST: Final = {
    "how-to": "Success",
    "defect": "Product",
    "billing": "Key accounts",
    "access": "Technical",
    "import": "Delivery",
    "speed": "Product",
}
SPECIALIST_FACTOR: Final = 3.0
BESIDE_THE_DESK: Final = 0.16
"""Of the tickets passed on, those that came first to the customer's own manager."""
ASSIGNED_WITHIN: Final = 30
"""Minutes in which a ticket gets its first owner."""
REASONS: Final = ("wrong team", "needs a specialist", "shift ended", "customer asked")
SENT_BACK: Final = "sent back"


@dataclass(frozen=True)
class Journey:
    """The teams that held a ticket in their order, and the minute at which each took it."""

    teams: tuple[str, ...]
    taken: tuple[int, ...]


def journeys(company: Accounts, opened: Opened, handled: Handled, rng: np.random.Generator) -> list[Journey]:
    """The way of each ticket: one team more than it has handoffs; some come back (truth 8)."""
    returning = _returning(company, opened, handled, rng)
    made = []
    for row, handoffs in enumerate(handled.handoffs):
        category = CATEGORIES[opened.category[row]]
        teams = _teams(category, int(handoffs), bool(returning[row]), rng)
        end = min(int(handled.resolved[row]), MINUTES - 1)
        made.append(Journey(teams, _taken(teams, int(opened.opened[row]), end, rng)))
    return made


def _returning(company: Accounts, opened: Opened, handled: Handled, rng: np.random.Generator) -> Flags:
    """Which tickets end with a team that had them before; the eastern ones change on one day."""
    changed = opened.opened >= day_number(HANDOFFS_CHANGE_DAY) * 1440
    hit = changed & (company.regions[opened.account] == EAST)
    chance = np.where(hit, BOUNCE_SHARE_EAST, BOUNCE_SHARE)
    back: Flags = (handled.handoffs >= 2) & (rng.random(len(chance)) < chance)
    return back


def _teams(category: str, handoffs: int, returns: bool, rng: np.random.Generator) -> tuple[str, ...]:
    """The teams in order; all different, save that a returning ticket ends with one that had it before."""
    if handoffs == 0:
        return (TEAMS[category],)
    beside = rng.random() < BESIDE_THE_DESK
    teams = [str(rng.choice(("Key accounts", "Success"))) if beside else TEAMS[category]]
    for step in range(handoffs):
        left = [team for team in TEAM_NAMES if team not in teams]
        last = step == handoffs - 1
        known = [team for team in teams if team != teams[-1]]
        teams.append(str(rng.choice(known)) if not left or (last and returns) else _next(category, left, rng))
    return tuple(teams)


def _next(category: str, left: list[str], rng: np.random.Generator) -> str:
    weights = np.array([TAKING[team] * (SPECIALIST_FACTOR if team == SPECIALIST[category] else 1) for team in left])
    return str(rng.choice(left, p=weights / weights.sum()))


def _taken(teams: tuple[str, ...], opened: int, end: int, rng: np.random.Generator) -> tuple[int, ...]:
    """When each team took it: the time to the end is shared out, a larger part to one team (truth 9)."""
    first = opened + int(rng.integers(0, min(ASSIGNED_WITHIN, max((end - opened) // 10, 1))))
    patience = np.array([SLOW_TEAM_FACTOR if team == SLOW_TEAM else 1.0 for team in teams])
    parts = np.cumsum(patience * rng.gamma(2.0, 1.0, len(teams)))
    moments = [first, *(first + int((end - first) * part / parts[-1]) for part in parts[:-1])]
    for place in range(1, len(moments)):  # never two in one minute, so that their order stays known
        moments[place] = max(moments[place], moments[place - 1] + 1)
    return tuple(moments)


def owner_changes_table(taken: list[Journey], opened: Opened, rng: np.random.Generator) -> Table:
    """owner_changes.csv: the first assignment and every handoff of the tickets of the last five quarters."""
    start = day_number(OWNER_CHANGES_FROM) * 1440
    rows = [
        (number + 1, journey, place)
        for number, journey in enumerate(taken)
        if opened.opened[number] >= start
        for place in range(len(journey.teams))
    ]
    givers = [journey.teams[place - 1] if place else "" for _, journey, place in rows]
    takers = [journey.teams[place] for _, journey, place in rows]
    moments = np.array([journey.taken[place] for _, journey, place in rows])
    return {
        "ticket_id": [f"T{number:05d}" for number, _, _ in rows],
        "changed_at": moment_texts(moments, moments >= 0),
        "from_team": givers,
        "to_team": takers,
        "from_role": [TEAM_ROLES[team] if team else "" for team in givers],
        "to_role": [TEAM_ROLES[team] for team in takers],
        "reason": [_reason(journey, place, rng) for _, journey, place in rows],
    }


def _reason(journey: Journey, place: int, rng: np.random.Generator) -> str:
    if place == 0:
        return ""
    back = journey.teams[place] in journey.teams[:place]
    return SENT_BACK if back else REASONS[int(rng.choice(len(REASONS), p=(0.3, 0.45, 0.15, 0.1)))]

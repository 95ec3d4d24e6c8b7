"""Who looks after each customer of the sample company, in which role and from when."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.accounts import COUNT, Accounts
from data.company.days import DAYS, Table, day_text
from data.company.teams import person

HELD: Final = {
    "success_manager": {"platinum": 1.0, "gold": 0.9, "silver": 0.35},
    "support": {"platinum": 0.9, "gold": 0.3, "silver": 0.05},
    "product_manager": {"platinum": 0.3, "gold": 0.05, "silver": 0.0},
}
"""The share of accounts of each tier at which the role is held; every account has its account manager."""
PROJECT_DAYS: Final = 150
"""An account that joined within the three years had a project manager for so long."""
MANAGER_CHANGED: Final = 0.2
SUCCESS_CHANGED: Final = 0.25
CHANGED_AT_THE_EARLIEST: Final = 200


@dataclass(frozen=True)
class Holding:
    """One person in one role at one account, from a day to a last day (None: still)."""

    account: int
    role: str
    person: str
    since: int
    until: int | None


def holdings(company: Accounts, rng: np.random.Generator) -> list[Holding]:
    """All holdings in the order of account and role; the last account manager is the account's owner."""
    found: list[Holding] = []
    for account in range(COUNT):
        since, tier = int(company.since[account]), str(company.tiers[account])
        owner = company.owners[account]
        found += _line(account, "account_manager", owner, since, MANAGER_CHANGED, rng)
        if since >= 0:
            held_by = person("project_manager", int(rng.integers(60)))
            until = since + PROJECT_DAYS
            ends = until if until < DAYS else None
            found.append(Holding(account, "project_manager", held_by, since, ends))
        for role, shares in HELD.items():
            if rng.random() < shares[tier]:
                changed = SUCCESS_CHANGED if role == "success_manager" else 0.0
                found += _line(account, role, person(role, int(rng.integers(60))), since, changed, rng)
    return found


def _line(account: int, role: str, latest: str, since: int, changed: float, rng: np.random.Generator) -> list[Holding]:
    """The holder of today, and at some accounts the one before."""
    start = max(since, 0) + CHANGED_AT_THE_EARLIEST
    if rng.random() >= changed or start >= DAYS - 30:
        return [Holding(account, role, latest, since, None)]
    day = int(rng.integers(start, DAYS - 30))
    before = person(role, int(latest[-2:]) + int(rng.integers(0, 3)))
    return [Holding(account, role, before, since, day - 1), Holding(account, role, latest, day, None)]


@dataclass(frozen=True)
class People:
    """Who is met by whom: looks up the holder of a role at an account on a day."""

    held: dict[tuple[int, str], list[Holding]]

    def met(self, account: int, role: str, day: int) -> str:
        """Who holds the role there on the day; where nobody does, one of the role's people."""
        for holding in self.held.get((account, role), []):
            if holding.since <= day and (holding.until is None or day <= holding.until):
                return holding.person
        return person(role, account)


def people(found: list[Holding]) -> People:
    """The holdings by account and role."""
    held: dict[tuple[int, str], list[Holding]] = {}
    for holding in found:
        held.setdefault((holding.account, holding.role), []).append(holding)
    return People(held)


def account_roles_table(company: Accounts, found: list[Holding]) -> Table:
    """account_roles.csv: one row for each holding."""
    return {
        "account_id": [company.ids[holding.account] for holding in found],
        "role": [holding.role for holding in found],
        "person": [holding.person for holding in found],
        "since": [day_text(holding.since) for holding in found],
        "until": ["" if holding.until is None else day_text(holding.until) for holding in found],
    }

"""The contacts of the sample company with its customers, and the promises of its departments to one another."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.accounts import Accounts
from data.company.days import (
    DAYS,
    MINUTES,
    NEVER,
    Flags,
    Whole,
    cells,
    day_number,
    in_office_hours,
    on_weekdays,
)
from data.company.people import People
from data.company.projects import Milestone
from data.company.teams import DEPARTMENT_ROLES, ROLE_DEPARTMENTS, person
from data.company.truths import (
    ATTENTION,
    INTERNAL_KEPT,
    INTERNAL_KEPT_WEAK,
    OPPORTUNITY_TAKEN,
    OPPORTUNITY_TAKEN_SUPPORT,
    PROACTIVE_AFTER,
    PROACTIVE_BEFORE,
    PROACTIVE_CHANGE_DAY,
    WEAK_PROMISER,
)

CONTACTS: Final = 3_800
KINDS: Final = {
    "meeting": (0.27, ("account_manager", "success_manager")),
    "call": (0.31, ("account_manager", "success_manager", "support")),
    "training": (0.09, ("success_manager",)),
    "field_visit": (0.07, ("account_manager", "product_manager", "project_manager")),
    "report": (0.14, ("success_manager",)),
    "celebration": (0.04, ("success_manager", "account_manager")),
    "incident_notice": (0.08, ("support",)),
}
"""Share of each kind of contact, and the roles that make it."""
EITHER_SIDE: Final = frozenset({"meeting", "call", "training", "field_visit"})
"""Kinds that either side may ask for; the others always come from the company."""
OUTCOMES: Final = ("nothing open", "next step agreed", "question open")
OPPORTUNITIES: Final = 420
FINDERS: Final = ("support", "success_manager", "project_manager", "product_manager")
FINDER_SHARES: Final = (0.36, 0.34, 0.16, 0.14)
OPPORTUNITY_VALUE: Final = 9_000.0
WON: Final = 0.35
PROMISES: Final = 560
PROMISED: Final = {
    "Support": ("answer an escalation", "review old tickets"),
    "Product": ("fix a defect", "tell the date of a feature", "decide on a request"),
    "Customer success": ("plan the review", "train a key user"),
    "Finance": ("correct an invoice", "confirm a credit"),
    "Sales": ("send the offer", "hand over what was agreed"),
    "Delivery": ("move the data", "finish the interface"),
}
PROMISED_DAYS: Final = (3, 28)
NEVER_KEPT: Final = 0.12
"""Of the promises not kept in time, those never kept."""
OWN_USE: Final = 60


@dataclass(frozen=True)
class Touch:
    """One row; `at`, `taken` and `kept` in minutes (MINUTES or later: not), `promised_for` a day number."""

    at: int
    kind: str
    account: int | None = None
    role: str = ""
    department: str = ""
    person: str = ""
    initiated_by: str = ""
    to_department: str = ""
    to_role: str = ""
    taken: int = MINUTES
    value: str = ""
    promise: str = ""
    promised_for: int = NEVER
    kept: int = MINUTES
    outcome: str = ""


def touches(
    company: Accounts, covered: Flags, met: People, steps: list[Milestone], draws: list[np.random.Generator]
) -> list[Touch]:
    """All touches but the follow-ups of surveys; one stream of chance for each of the five sorts."""
    return [
        *_contacts(company, covered, met, draws[0]),
        *_opportunities(company, covered, met, draws[1]),
        *_promises(draws[2]),
        *_handovers(met, steps, draws[3]),
        *_own_use(draws[4]),
    ]


def _moments(days: Whole, rng: np.random.Generator) -> Whole:
    return in_office_hours(on_weekdays(days, rng), rng)


def _contacts(company: Accounts, covered: Flags, met: People, rng: np.random.Generator) -> list[Touch]:
    """Contacts with customers of the day: more with a higher tier (truth 13), more started by us (truth 14)."""
    weights = covered * np.array([ATTENTION[str(tier)] for tier in company.tiers])[:, None]
    account, day = cells(weights, CONTACTS, rng)
    at = _moments(day, rng)
    kinds = rng.choice(list(KINDS), CONTACTS, p=[share for share, _ in KINDS.values()])
    chance = np.where(at >= day_number(PROACTIVE_CHANGE_DAY) * 1440, PROACTIVE_AFTER, PROACTIVE_BEFORE)
    ours = rng.random(CONTACTS) < chance
    made = []
    for row, kind in enumerate(map(str, kinds)):
        role = str(rng.choice(KINDS[kind][1]))
        made.append(
            Touch(
                int(at[row]),
                kind,
                int(account[row]),
                role,
                ROLE_DEPARTMENTS[role],
                met.met(int(account[row]), role, int(day[row])),
                "us" if ours[row] or kind not in EITHER_SIDE else "customer",
                outcome=str(rng.choice(OUTCOMES, p=(0.5, 0.35, 0.15))) if kind in EITHER_SIDE else "",
            )
        )
    return made


def _opportunities(company: Accounts, covered: Flags, met: People, rng: np.random.Generator) -> list[Touch]:
    """Needs that somebody heard of and passed on to the account manager, taken up or not (truth 16)."""
    account, day = cells(covered.astype(np.float64), OPPORTUNITIES, rng)
    at = _moments(day, rng)
    made = []
    for row in range(OPPORTUNITIES):
        role = str(rng.choice(FINDERS, p=FINDER_SHARES))
        chance = OPPORTUNITY_TAKEN_SUPPORT if role == "support" else OPPORTUNITY_TAKEN
        taken = int(at[row]) + int(rng.exponential(6 * 1440)) + 30 if rng.random() < chance else MINUTES
        worth = float(company.value[account[row]]) * 0.25 * np.exp(rng.normal(0, 0.5))
        made.append(
            Touch(
                int(at[row]),
                "opportunity",
                int(account[row]),
                role,
                ROLE_DEPARTMENTS[role],
                met.met(int(account[row]), role, int(day[row])),
                to_department="Sales",
                to_role="account_manager",
                taken=taken,
                value=str(int(round(worth, -2))),
                outcome=_sold(taken, rng),
            )
        )
    return made


def _sold(taken: int, rng: np.random.Generator) -> str:
    """What came of an opportunity: nothing is known of the last weeks' ones, nor of those left lying."""
    decided = taken + int(rng.exponential(40 * 1440))
    if decided >= MINUTES:
        return ""
    return "won" if rng.random() < WON else "lost"


def _promises(rng: np.random.Generator) -> list[Touch]:
    """Promises of one department to another, kept in time, kept late or still open (truth 12)."""
    at = _moments(rng.integers(0, DAYS, PROMISES), rng)
    return [_promise(int(moment), rng) for moment in at]


def _promise(at: int, rng: np.random.Generator) -> Touch:
    giver, taker = (str(name) for name in rng.choice(list(PROMISED), 2, replace=False))
    allowed = int(rng.integers(*PROMISED_DAYS))
    chance = INTERNAL_KEPT_WEAK if giver == WEAK_PROMISER else INTERNAL_KEPT
    day = at // 1440
    if rng.random() < chance:
        kept = at + int(rng.uniform(0.2, 0.95) * allowed * 1440)
    else:
        kept = (day + allowed + 1) * 1440 + 600 + int(rng.exponential(9 * 1440))
        kept = MINUTES if rng.random() < NEVER_KEPT else kept
    return Touch(
        at,
        "promise",
        role=DEPARTMENT_ROLES[giver],
        department=giver,
        person=person(DEPARTMENT_ROLES[giver], int(rng.integers(60))),
        to_department=taker,
        to_role=DEPARTMENT_ROLES[taker],
        promise=str(rng.choice(PROMISED[giver])),
        promised_for=day + allowed,
        kept=kept,
    )


def _handovers(met: People, steps: list[Milestone], rng: np.random.Generator) -> list[Touch]:
    """At each project: sales hands over to delivery, and delivery to customer success when it is live."""
    ways = {"handover": ("account_manager", "project_manager"), "go_live": ("project_manager", "success_manager")}
    made = []
    for step in steps:
        if step.kind in ways and 0 <= step.actual < DAYS:
            giver, taker = ways[step.kind]
            at = step.actual * 1440 + int(rng.integers(7 * 60, 17 * 60))
            made.append(
                Touch(
                    at,
                    "handover",
                    step.account,
                    giver,
                    ROLE_DEPARTMENTS[giver],
                    met.met(step.account, giver, step.actual),
                    to_department=ROLE_DEPARTMENTS[taker],
                    to_role=taker,
                    taken=at + 20 + int(rng.gamma(1.5, 1.6 * 1440)),
                )
            )
    return made


def _own_use(rng: np.random.Generator) -> list[Touch]:
    """Days on which people of the company did a customer's work with their own product."""
    at = _moments(rng.integers(0, DAYS, OWN_USE), rng)
    roles = [str(role) for role in rng.choice(("product_manager", "support", "success_manager"), OWN_USE)]
    return [
        Touch(
            int(moment),
            "own_use",
            role=role,
            department=ROLE_DEPARTMENTS[role],
            person=person(role, int(rng.integers(60))),
        )
        for moment, role in zip(at, roles, strict=True)
    ]

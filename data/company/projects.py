"""The projects that bring a new contract of the sample company to its first value, milestone by milestone."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.accounts import Accounts
from data.company.days import DAYS, NEVER, Table, day_text
from data.company.renewals import Term
from data.company.truths import FIRST_VALUE_DAYS, INCOMPLETE_FACTOR, INCOMPLETE_HANDOVER_SHARE

PLANNED: Final = {
    "handover": -4,
    "kickoff": 6,
    "documentation": 34,
    "go_live": 48,
    "first_value": FIRST_VALUE_DAYS,
    "acceptance": FIRST_VALUE_DAYS + 8,
    "retrospective": FIRST_VALUE_DAYS + 22,
}
"""Days from the start of the contract on which each milestone is planned."""
BUFFER_DAYS: Final = {"go_live": 7, "first_value": 10}
BUDGET_PARTS: Final = {"kickoff": 0.1, "go_live": 0.75, "acceptance": 1.0}
"""What a project may cost up to each of these milestones, as a part of the whole."""
BUDGET_SHARE: Final = 0.18
"""The whole budget as a part of the contract's annual value."""
SCOPE_CHANGED: Final = 0.25
EXTRA_STEP: Final = 0.12
ROLL_OUT_FACTOR: Final = 1.33
"""A contract that grows by so much has a project for the roll-out as well."""
WARNED_OF: Final = frozenset({"documentation", "go_live", "first_value", "acceptance"})
FLAGGED: Final = 0.75
"""Of these that come later than their buffer, those of which somebody warned."""
RED_FLAGS: Final = (
    "Nobody at the customer decides",
    "Data to move is not ready",
    "Key user is away",
    "Interface is not agreed",
    "Budget is nearly spent",
)
LESSONS: Final = (
    "Agree on the first value before the kickoff",
    "Move a small part of the data first",
    "Name one decider on each side",
    "Train before going live, not after",
    "Write down what sales promised",
)


@dataclass(frozen=True)
class Milestone:
    """One milestone; days are day numbers, `actual` NEVER: not reached by the last day."""

    contract: int
    start: int
    account: int
    kind: str
    planned: int
    actual: int
    complete: str
    budget: int | None
    spent: int | None
    flagged: int | None
    note: str
    lesson: str
    accepted: str


@dataclass(frozen=True)
class Project:
    """What moves all milestones of a project: its pace, how it was handed over, its budget and its overrun."""

    term: Term
    pace: float
    complete: bool
    scope_changed: bool
    overrun: float


def milestones(found: list[Term], rng: np.random.Generator) -> list[Milestone]:
    """The milestones of every contract that began or grew a lot within the three years, in the order of contracts."""
    held: dict[int, int] = {}
    projects = []
    for term in found:
        before = held.get(term.contract, 0)
        held[term.contract] = term.value
        if term.start >= 0 and term.value > before * ROLL_OUT_FACTOR:
            projects.append(_project(term, rng))
    return [milestone for project in projects for milestone in _of(project, rng)]


def _project(term: Term, rng: np.random.Generator) -> Project:
    """A project whose handover was incomplete takes longer (truth 15); a changed scope costs more."""
    complete = bool(rng.random() >= INCOMPLETE_HANDOVER_SHARE)
    changed = bool(rng.random() < SCOPE_CHANGED)
    pace = float(np.exp(rng.normal(0, 0.16))) * (1.0 if complete else INCOMPLETE_FACTOR)
    overrun = float(np.exp(rng.normal(0.02 + 0.18 * changed, 0.1)))
    return Project(term, pace, complete, changed, overrun)


def _of(project: Project, rng: np.random.Generator) -> list[Milestone]:
    """The milestones of one project, in the order planned; those not reached yet have no actual day."""
    planned = dict(PLANNED)
    if project.scope_changed:
        planned["scope_change"] = int(rng.integers(15, 45))
    if rng.random() < EXTRA_STEP:
        planned["other"] = int(rng.integers(10, 60))
    kinds = sorted(planned, key=planned.__getitem__)
    return [_milestone(project, kind, planned[kind], rng) for kind in kinds]


def _milestone(project: Project, kind: str, after: int, rng: np.random.Generator) -> Milestone:
    term = project.term
    due = term.start + after
    takes = after * project.pace if after > 0 else after + int(rng.integers(-1, 4))
    actual = term.start + round(takes) + int(rng.integers(-1, 3))
    reached = actual < min(DAYS, term.end)
    late = actual - due > BUFFER_DAYS.get(kind, 5)
    warned = min(due - int(rng.integers(0, 10)), DAYS - 1)
    flagged = (
        warned if late and kind in WARNED_OF and warned < actual and due < DAYS and rng.random() < FLAGGED else None
    )
    budget = int(round(term.value * BUDGET_SHARE * BUDGET_PARTS[kind], -1)) if kind in BUDGET_PARTS else None
    return Milestone(
        term.contract,
        term.start,
        term.account,
        kind,
        due,
        actual if reached else NEVER,
        _complete(project, kind, reached, rng),
        budget,
        None if budget is None or not reached else int(round(budget * project.overrun, -1)),
        flagged,
        "" if flagged is None else str(rng.choice(RED_FLAGS)),
        str(rng.choice(LESSONS)) if kind == "retrospective" and reached else "",
        ("yes" if rng.random() < 0.9 else "no") if kind == "acceptance" and reached else "",
    )


def _complete(project: Project, kind: str, reached: bool, rng: np.random.Generator) -> str:
    """Whether all was there: asked of handover and documentation alone."""
    if not reached or kind not in ("handover", "documentation"):
        return ""
    whole = project.complete if kind == "handover" else rng.random() < 0.8
    return "yes" if whole else "no"


def milestones_table(company: Accounts, found: list[Milestone]) -> Table:
    """milestones.csv: one row for each milestone."""
    begun = dict.fromkeys((row.contract, row.start) for row in found)
    numbers = {project: number for number, project in enumerate(begun, 1)}
    return {
        "milestone_id": [f"M{number:04d}" for number in range(1, len(found) + 1)],
        "project_id": [f"P{numbers[row.contract, row.start]:03d}" for row in found],
        "account_id": [company.ids[row.account] for row in found],
        "milestone": [row.kind for row in found],
        "planned_on": [day_text(row.planned) for row in found],
        "actual_on": ["" if row.actual == NEVER else day_text(row.actual) for row in found],
        "buffer_days": [str(BUFFER_DAYS.get(row.kind, "")) for row in found],
        "complete": [row.complete for row in found],
        "budget_planned": ["" if row.budget is None else str(row.budget) for row in found],
        "budget_actual": ["" if row.spent is None else str(row.spent) for row in found],
        "red_flag_on": ["" if row.flagged is None else day_text(row.flagged) for row in found],
        "red_flag_note": [row.note for row in found],
        "lesson": [row.lesson for row in found],
        "accepted_by_customer": [row.accepted for row in found],
    }

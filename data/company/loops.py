"""Whom each answer is about, and how the company followed up the answers of detractors."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.company.days import MINUTES, Flags, Table, Texts, Whole, day_number, happened_texts
from data.company.teams import DEPARTMENT_ROLES, person
from data.company.truths import (
    CLOSING_DAYS,
    LOOP_CHANGE_DAY,
    LOOP_DAYS,
    LOOP_IN_TIME_AFTER,
    LOOP_IN_TIME_BEFORE,
    LOOP_LATE,
    SLOW_CLOSING_FACTOR,
    SLOW_DEPARTMENT,
)

TOUCHPOINT_DEPARTMENTS: Final = {
    "setup": "Delivery",
    "training": "Customer success",
    "help pages": "Product",
    "ticket": "Support",
    "phone": "Support",
    "contract": "Sales",
    "invoice": "Finance",
}
ASKED_ABOUT: Final = {
    "Support": 0.28,
    "Customer success": 0.24,
    "Product": 0.16,
    "Sales": 0.14,
    "Finance": 0.12,
    "Delivery": 0.06,
}
"""The relationship survey goes to people who deal with one department or another, in these shares."""
EARLIEST_CALL: Final = 45
"""Minutes from an answer to the first call at the least."""
LATEST_CALL_DAYS: Final = 21
CLOSED_SHARE: Final = 0.88


@dataclass(frozen=True)
class Loops:
    """The follow-up of each invitation, in minutes (MINUTES or later: not yet, or never); owner empty: none."""

    departments: Texts
    contacted: Whole
    closed: Whole
    owners: list[str]


def loops(touchpoints: list[str], responded: Whole, detractor: Flags, rng: np.random.Generator) -> Loops:
    """Who is asked about, and for each detractor when somebody called and when the follow-up ended."""
    departments = _departments(touchpoints, rng)
    contacted = _contacted(responded, detractor, rng)
    slow = np.where(departments == SLOW_DEPARTMENT, SLOW_CLOSING_FACTOR, 1.0)
    after = contacted + (rng.gamma(2.0, CLOSING_DAYS / 2, len(slow)) * slow * 1440).astype(np.int64)
    closed = np.where(rng.random(len(slow)) < CLOSED_SHARE, after, MINUTES)
    numbers = rng.integers(0, 60, len(slow))
    owners = [
        person(DEPARTMENT_ROLES[str(department)], int(number)) if called else ""
        for department, number, called in zip(departments, numbers, detractor, strict=True)
    ]
    return Loops(departments, contacted, np.where(contacted < MINUTES, closed, MINUTES), owners)


def _departments(touchpoints: list[str], rng: np.random.Generator) -> Texts:
    """Known when the invitation goes out, so that it depends on no answer."""
    asked = rng.choice(list(ASKED_ABOUT), len(touchpoints), p=list(ASKED_ABOUT.values()))
    of = [
        TOUCHPOINT_DEPARTMENTS.get(touchpoint, str(other)) for touchpoint, other in zip(touchpoints, asked, strict=True)
    ]
    return np.array(of)


def _contacted(responded: Whole, detractor: Flags, rng: np.random.Generator) -> Whole:
    """When a detractor was first called: in time more often since the new rule (truth 10)."""
    count = len(responded)
    changed = responded >= day_number(LOOP_CHANGE_DAY) * 1440
    soon = rng.random(count) < np.where(changed, LOOP_IN_TIME_AFTER, LOOP_IN_TIME_BEFORE)
    later = rng.random(count) < LOOP_LATE
    wait = np.where(
        soon,
        rng.uniform(EARLIEST_CALL, LOOP_DAYS * 1440, count),
        rng.uniform(LOOP_DAYS * 1440 + 60, LATEST_CALL_DAYS * 1440, count),
    )
    called = detractor & (responded < MINUTES) & (soon | later)
    return np.where(called, responded + wait.astype(np.int64), MINUTES)


def loop_columns(found: Loops) -> Table:
    """The columns that survey.csv takes from the follow-ups."""
    return {
        "department": [str(department) for department in found.departments],
        "role": [DEPARTMENT_ROLES[str(department)] for department in found.departments],
        "contacted_at": happened_texts(found.contacted),
        "closed_at": happened_texts(found.closed),
        "loop_owner": found.owners,
    }

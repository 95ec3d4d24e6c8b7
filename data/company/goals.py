"""What the customers of the sample company want to reach, by when, and whether they say that they did."""

from typing import Final

import numpy as np

from data.company.accounts import COUNT, Accounts
from data.company.days import DAYS, Flags, Table, day_text

GOALS: Final = (
    ("Close the month in five days", "working days to close"),
    ("Halve the hours spent on reports", "hours a month"),
    ("Answer our own customers within a day", "share answered in a day"),
    ("Bring all sites onto one plan", "sites live"),
    ("Pass the audit without findings", "findings"),
    ("Cut orders entered by hand", "orders by hand a week"),
    ("Train every team leader", "leaders trained"),
    ("Know our stock every morning", "days with a true stock list"),
    ("Fewer tools for the same work", "tools in use"),
    ("See delays before our customers do", "delays seen first"),
)
GOALS_MEAN: Final = {"platinum": 2.2, "gold": 1.4, "silver": 0.6}
MEASURED: Final = 0.7
REACHED: Final = 0.62
CONFIRMED: Final = 0.72


def goals_table(company: Accounts, covered: Flags, rng: np.random.Generator) -> Table:
    """goals.csv: one row for each goal, in the order of the accounts; due within the three years or soon after."""
    rows = [row for account in range(COUNT) for row in _of(company, covered, account, rng)]
    names = ("account_id", "goal", "measure", "due_on", "reached_on", "confirmed_by_customer")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _of(company: Accounts, covered: Flags, account: int, rng: np.random.Generator) -> list[tuple[str, ...]]:
    served = np.flatnonzero(covered[account])
    wanted = min(int(rng.poisson(GOALS_MEAN[str(company.tiers[account])])), len(GOALS), len(served) // 60)
    chosen = rng.choice(len(GOALS), wanted, replace=False)
    return [_goal(company.ids[account], int(goal), served, rng) for goal in chosen]


def _goal(account_id: str, goal: int, served: np.ndarray, rng: np.random.Generator) -> tuple[str, ...]:
    """One goal that was set while the customer was served; reached around the day it is due, or not."""
    due = int(rng.choice(served)) + int(rng.integers(40, 200))
    reached = due + int(rng.integers(-45, 40))
    done = rng.random() < REACHED and reached <= min(int(served[-1]), DAYS - 1) and reached >= int(served[0])
    text, measure = GOALS[goal]
    said = ("yes" if rng.random() < CONFIRMED else "no") if done else ""
    known = measure if rng.random() < MEASURED else ""
    return account_id, text, known, day_text(due), day_text(reached) if done else "", said

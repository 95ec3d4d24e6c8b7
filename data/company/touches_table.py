"""The touches as their export, with the calls that followed the answers of detractors."""

import numpy as np

from data.company.accounts import Accounts
from data.company.days import EPOCH, NEVER, Table, day_text, happened_texts
from data.company.touches import Touch


def follow_ups(company: Accounts, survey: Table) -> list[Touch]:
    """The first call after each detractor's answer: the survey's contacted_at, told as a touch."""
    numbers = {account_id: number for number, account_id in enumerate(company.ids)}
    found = []
    for account_id, moment, owner, role, department in zip(
        *(survey[name] for name in ("account_id", "contacted_at", "loop_owner", "role", "department")), strict=True
    ):
        if moment:
            at = int((np.datetime64(moment.replace(" ", "T"), "m") - EPOCH.astype("datetime64[m]")).astype(int))
            found.append(Touch(at, "follow_up", numbers[account_id], role, department, owner, "us"))
    return found


def touches_table(company: Accounts, found: list[Touch]) -> Table:
    """touches.csv: one row for each touch, in the order in which they happened."""
    rows = sorted(found, key=lambda touch: (touch.at, touch.kind, touch.account or -1, touch.person))
    return {
        "touch_id": [f"H{number:05d}" for number in range(1, len(rows) + 1)],
        "happened_at": happened_texts(np.array([touch.at for touch in rows])),
        "account_id": ["" if touch.account is None else company.ids[touch.account] for touch in rows],
        "role": [touch.role for touch in rows],
        "department": [touch.department for touch in rows],
        "person": [touch.person for touch in rows],
        "kind": [touch.kind for touch in rows],
        "initiated_by": [touch.initiated_by for touch in rows],
        "to_department": [touch.to_department for touch in rows],
        "to_role": [touch.to_role for touch in rows],
        "taken_up_at": happened_texts(np.array([touch.taken for touch in rows])),
        "value": [touch.value for touch in rows],
        "promise": [touch.promise for touch in rows],
        "promised_for": ["" if touch.promised_for == NEVER else day_text(touch.promised_for) for touch in rows],
        "kept_at": happened_texts(np.array([touch.kept for touch in rows])),
        "outcome": [touch.outcome for touch in rows],
    }

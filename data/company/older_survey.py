"""The survey that the company ran by telephone before its others: effort on the older scale, where less is better."""

from typing import Final

import numpy as np

from data.company.accounts import Accounts
from data.company.days import Flags, Table, cells, happened_texts, in_office_hours, on_weekdays

COUNT: Final = 320
ENDED: Final = 180
"""Days after the first on which it gave way to the survey on the newer scale: the end of March 2024."""
MEAN: Final = 2.5
HEALTH: Final = 0.25
SPREAD: Final = 1.0


def with_older_answers(survey: Table, company: Accounts, covered: Flags, rng: np.random.Generator) -> Table:
    """survey.csv with these answers after all others; whom it called and did not reach was not written down."""
    asked = (covered & ~company.silent[:, None])[:, :ENDED].astype(np.float64)
    account, drawn = cells(asked, COUNT, rng)
    day = np.sort(on_weekdays(drawn, rng), kind="stable")
    scores = np.rint(rng.normal(MEAN - HEALTH * company.health[account], SPREAD)).clip(1, 5).astype(np.int64)
    same = {
        "kind": "ces",
        "scale": "1-5",
        "ces_version": "1.0",
        "survey_name": "Hotline",
        "relationship": "transactional",
        "touchpoint": "phone",
        "journey_stage": "support",
        "channel": "phone",
        "language": "en",
    }
    own = {
        "response_id": [f"H{number:05d}" for number in range(1, COUNT + 1)],
        "score": [str(score) for score in scores],
        "account_id": [company.ids[at] for at in account],
        "responded_at": happened_texts(in_office_hours(day, rng)),
    }
    return {name: [*given, *own.get(name, [same.get(name, "")] * COUNT)] for name, given in survey.items()}

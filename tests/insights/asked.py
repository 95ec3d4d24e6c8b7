"""Answers of five quarters, and how they were asked for: what the tests of broken lines are made of."""

from datetime import date
from typing import Any

from cx.contracts.periods import period_named
from cx.contracts.settings import Settings
from tests.metrics.asking import answer, ticket
from tests.metrics.company import Row

SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=1)
QUARTERS = ("2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3")
SHARES = dict(zip(QUARTERS, (0.2, 0.3, 0.4, 0.5, 0.9), strict=True))
"""Promoters by quarter: the last rises so much that the rise is sure."""
NOW = period_named("2024Q3")
END = date(2024, 12, 31)

CASES = [
    ("one channel", ("email",) * 5, True, True),
    ("since the last quarter", ("email", "email", "email", "email", "in-app"), False, False),
    ("since last year only", ("email", "email", "in-app", "in-app", "in-app"), True, False),
    ("there and back", ("email", "in-app", "in-app", "email", "email"), True, True),
    ("since the last quarter only", ("in-app", "email", "email", "email", "in-app"), False, True),
]
"""A name, the channel of each quarter, and whether the change since the last quarter and since last year is told."""


def answers(quarter: str, **asked: Any) -> list[Row]:
    """Two hundred answers of a quarter, asked for like this."""
    day = period_named(quarter).start.replace(day=5)
    mark = "-".join((quarter, *map(str, asked.values())))
    return [
        answer(at, "nps", 10 if at < 200 * SHARES[quarter] else 3, responded_at=day, **asked)
        | {"response_id": f"{mark}-{at}"}
        for at in range(200)
    ]


def by_channel(channels: tuple[str, ...]) -> list[Row]:
    """The answers of all quarters, each through its channel."""
    return [row for quarter, name in zip(QUARTERS, channels, strict=True) for row in answers(quarter, channel=name)]


def tickets_by_channel() -> list[Row]:
    """Tickets of two quarters, all by email in the first and all by phone in the second."""
    return [
        ticket(
            40 * late + at, f"2024-0{month}-05 10:00", f"2024-0{month}-05 1{1 + at % 5}:00", channel=name, handoffs=late
        )
        for late, (month, name) in enumerate(((5, "email"), (8, "phone")))
        for at in range(40)
    ]

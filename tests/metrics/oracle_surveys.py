"""Survey metrics again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.metrics.company import FIRST, Company, Row
from tests.metrics.oracle_groups import (
    ANSWER,
    Figure,
    Group,
    Question,
    day_of,
    figures,
    grouped,
    passes,
    share,
)

OF_QUESTION = ("question", "kind", "scale", "ces_version", "survey_name")


def answers(
    company: Company,
    asked: Question,
    wanted: Callable[[Row], bool],
    extra: str | None = None,
    worth: Callable[[Row], float] = lambda row: row["score"],
    scale: float = 100.0,
) -> dict[Group, Figure]:
    rows = [
        (row, day_of(row["responded_at"]), day_of(row["responded_at"] or row["sent_at"]))
        for row in company["survey"]
        if row["score"] is not None and wanted(row)
    ]
    return figures(
        grouped(company, rows, asked, extra=extra), lambda found: share([worth(row) for row in found], scale)
    )


def response_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    return figures(invitations(company, asked), lambda found: share([float(row["answered"]) for row in found]))


def invitations(company: Company, asked: Question) -> dict[Group, list[Row]]:
    """Rule 5: one invitation a response whose 14 days are over, answered if any of its questions was within them.

    Split or filtered by what differs from question to question, it stands once wherever a question of it stands.
    """
    by = [name for name in asked.by if name in OF_QUESTION]
    of_question = replace(asked, where=tuple(part for part in asked.where if part[0] in OF_QUESTION))
    responses: dict[str, list[Row]] = defaultdict(list)
    for row in company["survey"]:
        responses[row["response_id"]].append(row)
    rows = []
    for parts in responses.values():
        came = [part["responded_at"] for part in parts if part["responded_at"]]
        until = day_of(parts[0]["sent_at"]) + timedelta(days=ANSWER) if parts[0]["sent_at"] else None
        if until is None or until > asked.as_of or is_earlier(parts):
            continue
        one = {**parts[0], "answered": bool(came) and day_of(min(came)) <= until}
        standing = {
            tuple(part[name] for name in by): {**one, **{name: part[name] for name in OF_QUESTION}}
            for part in parts
            if passes(company, part, FIRST, of_question)
        }
        known_on = day_of(min(came) if came else one["sent_at"])
        rows += [(row, day_of(one["sent_at"]), known_on) for row in standing.values()]
    return grouped(company, rows, asked)


def is_earlier(parts: list[Row]) -> bool:
    """Rule 8: answered on a day before the invitation was sent, which is a fault of the data."""
    came = [day_of(part["responded_at"]) for part in parts if part["responded_at"]]
    return bool(came) and min(came) < day_of(parts[0]["sent_at"])


def category(score: int) -> float:
    return 1.0 if score >= 9 else -1.0 if score <= 6 else 0.0

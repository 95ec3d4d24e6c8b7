"""Ticket metrics again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.metrics.company import Company, Row
from tests.metrics.oracle_contracts import parts
from tests.metrics.oracle_groups import (
    REPEAT,
    Figure,
    Group,
    Question,
    day_of,
    dimension,
    figures,
    grouped,
    passes,
    share,
)
from tests.metrics.oracle_reach import is_known


def of_tickets(
    company: Company,
    asked: Question,
    clock: Callable[[Row], date | None],
    wanted: Callable[[Row], bool],
    worth: Callable[[Row], float],
    extra: str | None = None,
    scale: float = 100.0,
) -> dict[Group, Figure]:
    rows = [(row, clock(row), day_of(row["opened_at"])) for row in company["tickets"] if wanted(row)]
    return figures(
        grouped(company, rows, asked, extra=extra), lambda found: share([worth(row) for row in found], scale)
    )


def time_to(company: Company, asked: Question, ended_at: str, unit: float, q: float = 0.5) -> dict[Group, Figure]:
    """Rule 8: Kaplan-Meier, open cases censored at the end of the as-of; negative times left out."""
    closing = datetime.combine(asked.as_of, datetime.min.time()) + timedelta(days=1)
    rows = [(row, day_of(row["opened_at"]), day_of(row["opened_at"])) for row in company["tickets"]]

    def made(found: list[Row]) -> Figure | None:
        cases = []
        for row in found:
            end = row[ended_at]
            seen = end is not None and end < closing
            gone = row["resolved_at"] if row["resolved_at"] is not None and row["resolved_at"] < closing else closing
            length = ((end if seen else gone) - row["opened_at"]).total_seconds() / unit
            if length >= 0 and not (end is not None and end < row["opened_at"]):
                cases.append((length, seen))
        ended = sum(seen for _, seen in cases)
        return (kaplan_meier_quantile(cases, q), len(cases), ended, len(cases)) if ended else None

    return figures(grouped(company, rows, asked), made)


def kaplan_meier_quantile(cases: list[tuple[float, bool]], q: float) -> float | None:
    left = 1.0
    for time in sorted({length for length, seen in cases if seen}):
        at_risk = sum(length >= time for length, _ in cases)
        left *= 1 - sum(length == time and seen for length, seen in cases) / at_risk
        if left <= 1 - q + 1e-9:
            return time
    return None


def bounced(company: Company, row: Row, as_of: date) -> float | None:
    """1 where a team got back what it had passed on, by the end of the as-of; None where no change is known by then."""
    changes = sorted(
        (one for one in company["owner_changes"] if one["ticket_id"] == row["ticket_id"]),
        key=lambda one: one["changed_at"],
    )
    held: list[str] = []
    came_back = known = False
    for at, one in enumerate(changes):
        first = [one["from_team"]] if at == 0 else []
        for team in (*first, one["to_team"] or one["to_role"]):
            if not team:
                continue
            if day_of(one["changed_at"]) <= as_of:
                known = True
                came_back |= bool(held) and held[-1] != team.lower() and team.lower() in held
            held.append(team.lower())
    return float(came_back) if known else None


def backlog(company: Company, asked: Question) -> dict[Group, Figure]:
    """Tickets opened by the last day and not resolved by its end."""
    if not any(row["resolved_at"] for row in company["tickets"]):
        return {}
    found = {}
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        if start > asked.as_of or not is_known(company, "tickets", start, day, asked.as_of):
            continue
        groups: dict[Group, list[float]] = defaultdict(list)
        for row in company["tickets"]:
            opened_on = day_of(row["opened_at"])
            is_faulty = row["resolved_at"] is not None and row["resolved_at"] < row["opened_at"]
            if opened_on > day or is_faulty or not passes(company, row, opened_on, asked):
                continue
            group = tuple(dimension(company, row, part, opened_on) for part in asked.by)
            groups[group].append(float(row["resolved_at"] is None or day_of(row["resolved_at"]) > day))
        for group, still in groups.items():
            found[(*group, *name)] = (sum(still), len(still), sum(still), len(still))
    return found


def first_contact(company: Company, row: Row) -> float:
    """Rule 6."""
    again = any(
        other["ticket_id"] != row["ticket_id"]
        and is_same_party(row, other)
        and other["category"] == row["category"]
        and row["resolved_at"] < other["opened_at"] <= row["resolved_at"] + timedelta(days=REPEAT)
        for other in company["tickets"]
    )
    return float((row["replies"] or 0) <= 1 and not row["handoffs"] and not row["reopens"] and not again)


def is_same_party(row: Row, other: Row) -> bool:
    """The same account, which must be known where a contact is not; the same contact where both are known."""
    if row["contact_id"] is None or other["contact_id"] is None:
        return row["account_id"] is not None and row["account_id"] == other["account_id"]
    return (row["account_id"], row["contact_id"]) == (other["account_id"], other["contact_id"])


def followed_up(row: Row, as_of: date) -> bool:
    return row["resolved_at"] is not None and day_of(row["resolved_at"]) + timedelta(days=REPEAT) <= as_of


def promise_day(row: Row) -> date | None:
    """Rule 7: by the promised day; where only the tool's verdict is there, by the day it was resolved."""
    if row["promised_at"]:
        return day_of(row["promised_at"])
    return day_of(row["resolved_at"] or row["opened_at"]) if row["sla_met"] else None


def kept(row: Row) -> float:
    if row["promised_at"]:
        return float(row["resolved_at"] is not None and row["resolved_at"] <= row["promised_at"])
    return float(row["sla_met"] == "true")


def answered_in_time(row: Row) -> float:
    return float(row["first_response_at"] is not None and row["first_response_at"] <= row["response_promised_at"])

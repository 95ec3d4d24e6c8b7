"""What is due ahead again in plain Python, from the reference and the definitions and not from the code."""

from collections import defaultdict
from datetime import date, timedelta

from tests.metrics.company import LAST_DAY, Company, Row, later
from tests.metrics.oracle_adoption import lately_used
from tests.metrics.oracle_contracts import followed, outcome, parts, terms
from tests.metrics.oracle_groups import (
    AHEAD,
    GRACE,
    Figure,
    Group,
    Question,
    attribute,
    day_of,
    dimension,
    passes,
)

STAYED = ("renewed", "reduced")
LEAST = 20


def seats_in_use(company: Company, row: Row, day: date) -> float | None:
    """Dated use before the seats of the export, which are of its own day: on that day they go first."""
    use = lately_used(company.get("usage", []), row["account_id"], day)
    if row["seats_active"] is not None and row["seats_licensed"] and (day >= LAST_DAY or not use):
        return float(row["seats_active"] / row["seats_licensed"])
    return use[0] / use[1] if use else None


def last_answer(company: Company, account: str, day: date) -> int | None:
    """The lowest answer of the last day on which the account answered a relationship NPS within the year."""
    given = [
        (day_of(one["responded_at"]), -one["score"])
        for one in company.get("survey", [])
        if one["account_id"] == account
        and one["kind"] == "nps"
        and one["score"] is not None
        and one.get("relationship") in (None, "relationship")
        and day - timedelta(days=365) < day_of(one["responded_at"]) <= day
    ]
    return -max(given)[1] if given else None


def band(company: Company, row: Row, day: date) -> str:
    seats, score = seats_in_use(company, row, day), last_answer(company, row["account_id"], day)
    if seats is None and score is None:
        return "unscored"
    return "risk" if (seats is not None and seats < 0.5) or (score is not None and score <= 6) else "fine"


def can_be_due(row: Row) -> bool:
    return row["ends_on"] is not None and not row["implied"] and row["amount"] > 0


def known_ahead(row: Row, day: date) -> str:
    """What is decided of a term that is not due yet; what has no day by then is known on the last day of the data."""
    if row["outcome"] not in (None, "pending"):
        decided = row["decided_on"]
        if decided <= day if decided else day >= LAST_DAY:
            return str(row["outcome"])
    return "renewed" if followed(row, day) else "pending"


def chances(company: Company, day: date) -> dict[tuple[str | None, str | None], float]:
    """Tier and band -> chance; (tier, None) for a tier and (None, None) for all, where there are enough to tell."""
    past: dict[tuple[str | None, str], list[bool]] = defaultdict(list)
    for row in terms(company):
        if not can_be_due(row):
            continue
        due = row["ends_on"]
        is_past = later(day, -24) < due and due + timedelta(days=GRACE) < day
        became = outcome(row, day) if is_past else "pending"
        if became != "pending":
            judged = due - timedelta(days=AHEAD // 2)
            tier = attribute(company, row["account_id"], "tier", judged)
            past[tier, band(company, row, judged)].append(became in STAYED)
    every = [one for group in past.values() for one in group]
    if len(every) < LEAST:
        return {}
    overall = sum(every) / len(every)
    found: dict[tuple[str | None, str | None], float] = {("every tier", None): overall}
    for tier in {tier for tier, _ in past}:
        of_tier = [one for (name, _), group in past.items() if name == tier for one in group]
        found[tier, None] = filled(of_tier, overall)
        for (name, its_band), group in past.items():
            if name == tier:
                found[tier, its_band] = filled(group, found[tier, None])
    return found


def filled(group: list[bool], among_all: float) -> float:
    more = max(LEAST - len(group), 1)
    return (sum(group) + more * among_all) / (len(group) + more)


def ahead(company: Company, asked: Question, which: str) -> dict[Group, Figure]:
    found: dict[Group, Figure] = {}
    for name, start, end in parts(asked):
        if start > asked.as_of:
            continue
        day = min(end, asked.as_of)
        told = chances(company, day) if which != "exposed" else {}
        if which != "exposed" and not told:
            continue
        groups: dict[Group, list[Row]] = defaultdict(list)
        for row in terms(company):
            soon = can_be_due(row) and day < row["ends_on"] <= day + timedelta(days=AHEAD) and row["starts_on"] <= day
            if soon and passes(company, row, day, asked):
                groups[tuple(dimension(company, row, part, day) for part in asked.by)].append(row)
        for group, rows in groups.items():
            due = sum(row["amount"] for row in rows)
            if which == "exposed":
                value = exposed(company, rows, day)
            else:
                stays = sum(row["amount"] * chance(company, row, day, told) for row in rows)
                value = stays if which == "stays" else due - stays
            found[*group, *name] = (value, len(rows), value, due)
    return found


def chance(company: Company, row: Row, day: date, told: dict[tuple[str | None, str | None], float]) -> float:
    known = known_ahead(row, day)
    if known != "pending":
        return float(known in STAYED)
    tier = attribute(company, row["account_id"], "tier", day)
    return told.get((tier, band(company, row, day)), told.get((tier, None), told["every tier", None]))


def exposed(company: Company, rows: list[Row], day: date) -> float | None:
    value, unscored = 0.0, 0
    for row in rows:
        known = known_ahead(row, day)
        its_band = band(company, row, day)
        unscored += its_band == "unscored" and known == "pending"
        if known not in STAYED and (known != "pending" or its_band == "risk"):
            value += row["amount"]
    return value if unscored < len(rows) else None

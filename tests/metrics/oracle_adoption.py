"""Adoption metrics again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median
from typing import Any

from tests.metrics.company import Company, Row
from tests.metrics.oracle_contracts import (
    is_on,
    parts,
    terms,
)
from tests.metrics.oracle_groups import (
    ACTIVE,
    BREADTH,
    Figure,
    Group,
    Question,
    attribute,
    dimension,
    passes,
    share,
)


def seat_adoption(company: Company, asked: Question) -> dict[Group, Figure]:
    """All seats in use over all that are licensed."""
    found: dict[Group, Figure] = {}
    for group, accounts in seats_of_accounts(company, asked).items():
        above, below = (sum(one[at] for one in accounts) for at in (0, 1))
        found[group] = (100 * above / below, len(accounts), above, below)
    return found


def median_seat_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    """The median of the accounts' own rates."""
    found: dict[Group, Figure] = {}
    for group, accounts in seats_of_accounts(company, asked).items():
        rates, n = [100 * active / licensed for active, licensed in accounts], len(accounts)
        found[group] = (median(rates), n, n, n)
    return found


def seats_of_accounts(company: Company, asked: Question) -> dict[Group, list[list[float]]]:
    """Rule 15: from the terms in force, else from usage rows without a feature in the 28 days.

    Where there is a book, those who pay nothing on the day have no seats. Licences are those of the last row that
    knows them.
    """
    found: dict[Group, list[list[float]]] = {}
    book = terms(company)
    for name, start, end in parts(asked):
        if start > asked.as_of:
            continue
        day = min(end, asked.as_of)
        seats: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        paid = [row for row in book if row["amount"] > 0 and is_on(row, day, asked.as_of)]
        seated = set()
        for row in paid:
            if row["seats_active"] is None or not row["seats_licensed"]:
                continue
            seated.add(row["account_id"])
            if passes(company, row, day, asked):
                group = tuple(dimension(company, row, part, day) for part in asked.by)
                seats[group][row["account_id"]][0] += row["seats_active"]
                seats[group][row["account_id"]][1] += row["seats_licensed"]
        if not {"product"} & {*asked.by, *(part for part, _ in asked.where)}:
            rows = company.get("usage", [])
            paying = {row["account_id"] for row in (paid if book else rows)}
            for account in sorted(paying - seated):
                alone = {"account_id": account}
                use = lately_used(rows, account, day)
                if use and passes(company, alone, day, asked):
                    seats[tuple(dimension(company, alone, part, day) for part in asked.by)][account] = use
        for group, accounts in seats.items():
            found[(*group, *name)] = list(accounts.values())
    return found


def lately_used(rows: list[Row], account: str, day: date) -> list[float] | None:
    """The most users of a row of the 28 days, and the licences that the last of them tells."""
    recent = [
        row
        for row in rows
        if row["account_id"] == account
        and row["feature"] is None
        and day - timedelta(days=ACTIVE) < row["used_on"] <= day
    ]
    people = [row["active_users"] for row in recent if row["active_users"] is not None]
    licences = [row["licensed_users"] for row in sorted(recent, key=lambda row: row["used_on"])]
    known = [one for one in licences if one is not None]
    return [max(people), known[-1]] if people and known and known[-1] else None


def realised_potential(company: Company, asked: Question) -> dict[Group, Figure]:
    """What the paying accounts of a day are worth over what they could be, by what is known of the accounts alone."""
    found: dict[Group, Figure] = {}
    book = terms(company)
    for name, start, end in parts(asked):
        if start > asked.as_of:
            continue
        day, pairs = min(end, asked.as_of), defaultdict(list)
        for account in sorted({row["account_id"] for row in book}):
            worth = sum(row["amount"] for row in book if row["account_id"] == account and is_on(row, day, asked.as_of))
            potential = attribute(company, account, "potential_value", day)
            alone = {"account_id": account}
            if worth and potential and passes(company, alone, day, asked):
                pairs[tuple(dimension(company, alone, part, day) for part in asked.by)].append(
                    (worth, float(potential))
                )
        for group, known in pairs.items():
            above, below = sum(worth for worth, _ in known), sum(potential for _, potential in known)
            found[*group, *name] = (100 * above / below, len(known), above, below)
    return found


def is_use(row: Row) -> bool:
    """A row that says how much, and says none, is no use."""
    if row["events"] is None and row["active_users"] is None:
        return True
    return bool(row["events"]) or bool(row["active_users"])


def is_covered(rows: list[Row], day: date, as_of: date, days: int) -> bool:
    """Whether use is known from before the day, and up to one of the days that end with it."""
    known = [row["used_on"] for row in rows if row["used_on"] <= as_of]
    return any(used <= day for used in known) and any(used > day - timedelta(days=days) for used in known)


def activity(company: Company, asked: Question, breadth: bool) -> dict[Group, Figure]:
    """Rule 15: of the paying accounts, those with any use in 28 days, or the share of features used in 90."""
    found: dict[Group, Figure] = {}
    book, rows = terms(company), company.get("usage", [])
    by_feature = "feature" in {*asked.by, *(part for part, _ in asked.where)}
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        if start > asked.as_of or not is_covered(rows, day, asked.as_of, BREADTH if breadth else ACTIVE):
            continue
        used = [row for row in rows if is_use(row) and row["used_on"] <= day]
        wide = [row for row in used if row["used_on"] > day - timedelta(days=BREADTH) and row["feature"]]
        known = sorted({row["feature"] for row in wide})
        paying = {
            row["account_id"]
            for row in book
            if sum(
                one["amount"] for one in book if one["account_id"] == row["account_id"] and is_on(one, day, asked.as_of)
            )
            > 0
        }
        worth: dict[Group, list[float]] = defaultdict(list)
        for account in sorted(paying):
            for feature in known if by_feature else [None]:
                one: dict[str, Any] = {"account_id": account, "feature": feature}
                mine = [row for row in used if row["account_id"] == account and feature in (None, row["feature"])]
                active = any(row["used_on"] > day - timedelta(days=ACTIVE) for row in mine)
                features = {row["feature"] for row in wide if row in mine}
                of = 1 if by_feature else len(known)
                if not passes(company, one, day, asked) or (breadth and not of):
                    continue
                group = tuple(dimension(company, one, part, day) for part in asked.by)
                worth[group].append(100 * len(features) / of if breadth else float(active))
        for group, values in worth.items():
            found[(*group, *name)] = share(values, 1.0 if breadth else 100.0)  # type: ignore[assignment]
    return found

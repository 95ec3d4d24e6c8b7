"""Whom we hear from, and how often, again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from tests.metrics.company import Company, Row
from tests.metrics.oracle_contracts import is_on, parts, terms
from tests.metrics.oracle_groups import Figure, Group, Question, day_of, dimension, figures, grouped, passes, share
from tests.metrics.oracle_surveys import invitations

CLOCKS = {"survey": ("responded_at", "sent_at"), "tickets": ("opened_at", "resolved_at")}
OF_ACCOUNT = ("segment", "region", "account_id")


def is_known(company: Company, fact: str, start: date, day: date, as_of: date) -> bool:
    days = [day_of(row[name]) for row in company[fact] for name in CLOCKS[fact] if row[name]]
    known = [one for one in days if one <= as_of]
    return bool(known) and min(known) <= day and max(known) >= start


def each_account(company: Company, fact: str, asked: Question) -> Iterator[tuple[Group, float, int]]:
    """Group, value and number of rows of each account in force on the last day of each part of the period."""
    book = terms(company)
    own = [name for name in asked.by if name not in OF_ACCOUNT]
    of_rows = replace(asked, where=tuple(part for part in asked.where if part[0] not in OF_ACCOUNT))
    of_accounts = replace(asked, where=tuple(part for part in asked.where if part[0] in OF_ACCOUNT))
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        if start > asked.as_of or not is_known(company, fact, start, day, asked.as_of):
            continue
        rows = [
            row
            for row in company[fact]
            if row["account_id"]
            and row[CLOCKS[fact][0]]
            and start <= day_of(row[CLOCKS[fact][0]]) <= day
            and passes(company, row, day, of_rows)
        ]
        worth: dict[tuple[Group, str], float] = defaultdict(float)
        for term in book:
            if is_on(term, day, asked.as_of) and passes(company, term, day, of_accounts):
                dims = tuple(dimension(company, term, part, day) for part in asked.by if part in OF_ACCOUNT)
                worth[dims, term["account_id"]] += term["amount"]
        for (dims, account), amount in worth.items():
            for kept in {tuple(row.get(part) for part in own) for row in rows} if own else [()]:
                values = dict(zip((*own, *(part for part in asked.by if part not in own)), (*kept, *dims), strict=True))
                mine = [
                    row for row in rows if row["account_id"] == account and tuple(row.get(part) for part in own) == kept
                ]
                if amount > 0:
                    yield (*(values[part] for part in asked.by), *name), amount, len(mine)


def reach(
    company: Company, asked: Question, fact: str, above: Callable[[float, int], float], below: Callable[[float], float]
) -> dict[Group, tuple[int, float, float]]:
    """Accounts, numerator and denominator of each group."""
    found: dict[Group, tuple[int, float, float]] = {}
    for group, amount, events in each_account(company, fact, asked):
        n, top, bottom = found.get(group, (0, 0.0, 0.0))
        found[group] = (n + 1, top + above(amount, events), bottom + below(amount))
    return found


def coverage(company: Company, asked: Question, of_money: bool) -> dict[Group, Figure]:
    """Reference 2.4: accounts with an answer in time / accounts invited, the invitations being those of the response rate.

    Of money each counts as what it was worth on the day of its last invitation.
    """
    book = terms(company) if of_money else []

    def made(found: list[Row]) -> Figure | None:
        pairs = []
        for account in sorted({row["account_id"] for row in found if row["account_id"]}):
            mine = [row for row in found if row["account_id"] == account]
            last = max(day_of(row["sent_at"]) for row in mine)
            own = [one["amount"] for one in book if one["account_id"] == account and is_on(one, last, asked.as_of)]
            weight = float(sum(own)) if of_money else 1.0
            if weight > 0:
                pairs.append((weight * any(row["answered"] for row in mine), weight))
        above, below = sum(answered for answered, _ in pairs), sum(weight for _, weight in pairs)
        return (100 * above / below, len(pairs), above, below) if pairs else None

    return figures(invitations(company, asked), made)


def contact_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    found = reach(company, asked, "tickets", lambda amount, events: float(events), lambda amount: 1.0)
    return {group: (above / below, n, above, below) for group, (n, above, below) in found.items()}


def nps_of_accounts(company: Company, asked: Question, by_revenue: bool) -> dict[Group, Figure]:
    """Each account once with the mean of its answers, or as often as it was worth on the day of its last one."""
    book = terms(company) if by_revenue else []
    rows = [
        (row, day_of(row["responded_at"]), day_of(row["responded_at"]))
        for row in company["survey"]
        if row["kind"] == "nps" and row["score"] is not None and row["account_id"]
    ]

    def made(found: list[Row]) -> Figure | None:
        above = below = 0.0
        accounts = 0
        for account in sorted({row["account_id"] for row in found}):
            mine = [row for row in found if row["account_id"] == account]
            mean = share([(row["score"] >= 9) - (row["score"] <= 6) for row in mine], 1.0)
            last = max(day_of(row["responded_at"]) for row in mine)
            mine_worth = sum(
                term["amount"] for term in book if term["account_id"] == account and is_on(term, last, asked.as_of)
            )
            weight = float(mine_worth) if by_revenue else 1.0
            if weight > 0 and mean:
                accounts, above, below = accounts + 1, above + weight * mean[0], below + weight
        return (100 * above / below, accounts, above, below) if accounts else None

    return figures(grouped(company, rows, asked), made)

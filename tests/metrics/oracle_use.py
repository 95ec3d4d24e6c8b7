"""Use by people and the beginning of value again in plain Python, from the reference and not from the code."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

from tests.metrics.company import Company, Row
from tests.metrics.oracle_contracts import is_on, parts, terms
from tests.metrics.oracle_groups import ACTIVE, TREND, Figure, Group, Question, dimension, figures, grouped, passes
from tests.metrics.oracle_tickets import kaplan_meier_quantile


def until(rows: list[Row], day: date) -> list[Row]:
    return [row for row in rows if day - timedelta(days=ACTIVE) < row["used_on"] <= day]


def people(rows: list[Row]) -> int | None:
    known = [row["active_users"] for row in rows if row["feature"] is None and row["active_users"] is not None]
    return max(known, default=None)


def paying_groups(company: Company, asked: Question, day: date) -> dict[Group, list[str]]:
    found: dict[Group, list[str]] = defaultdict(list)
    book = terms(company)
    for account in sorted({row["account_id"] for row in book}):
        alone = {"account_id": account}
        worth = sum(row["amount"] for row in book if row["account_id"] == account and is_on(row, day, asked.as_of))
        if worth > 0 and passes(company, alone, day, asked):
            found[tuple(dimension(company, alone, name, day) for name in asked.by)].append(account)
    return found


def trend(company: Company, asked: Question, falling: bool) -> dict[Group, Figure]:
    """Users now over users some months ago, of accounts with five or more then; or the share with fewer."""
    found: dict[Group, Figure] = {}
    used = company["usage"]
    told = [row["used_on"] for row in used if row["feature"] is None and row["active_users"] is not None]
    told = [day for day in told if day <= asked.as_of]
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        then = day - timedelta(days=TREND)
        if start > asked.as_of or not told or min(told) > then or max(told) <= day - timedelta(days=ACTIVE):
            continue
        for group, accounts in paying_groups(company, asked, day).items():
            pairs = []
            for account in accounts:
                mine = [row for row in used if row["account_id"] == account]
                lately = until(mine, day)
                before, now = people(until(mine, then)), people(lately) if lately else 0
                if before is not None and before >= 5 and now is not None:
                    pairs.append((now, before))
            if pairs and falling:
                share = sum(now < before for now, before in pairs)
                found[*group, *name] = (100 * share / len(pairs), len(pairs), share, len(pairs))
            elif pairs:
                above, below = sum(now for now, _ in pairs), sum(before for _, before in pairs)
                found[*group, *name] = (100 * above / below, len(pairs), above, below)
    return found


def depth(company: Company, asked: Question) -> dict[Group, Figure]:
    """The median over accounts of events for each user."""
    found: dict[Group, Figure] = {}
    used = company["usage"]
    known = [row["used_on"] for row in used if row["used_on"] <= asked.as_of]
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        if start > asked.as_of or not known or min(known) > day or max(known) <= day - timedelta(days=ACTIVE):
            continue
        for group, accounts in paying_groups(company, asked, day).items():
            values = []
            for account in accounts:
                rows = until([row for row in used if row["account_id"] == account], day)
                whole = [row["events"] for row in rows if row["feature"] is None and row["events"] is not None]
                each = [row["events"] for row in rows if row["events"] is not None]
                users = people(rows)
                if users and each:
                    values.append(sum(whole or each) / users)
            if values:
                found[*group, *name] = (median(values), len(values), len(values), len(values))
    return found


def time_to_first_value(company: Company, asked: Question) -> dict[Group, Figure]:
    """Days from a project's beginning to its first value; those not there yet are still waiting."""
    if not any(row["milestone"] == "first_value" and row["actual_on"] for row in company["milestones"]):
        return {}
    projects: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in company["milestones"]:
        projects[row["account_id"], row["project_id"]].append(row)
    starts: dict[str, date] = {}
    for row in terms(company):
        if row["amount"] > 0:
            starts[row["account_id"]] = min(row["starts_on"], starts.get(row["account_id"], row["starts_on"]))
    rows = []
    for (account, _), own in projects.items():
        kicked, valued = (first(own, kind) for kind in ("kickoff", "first_value"))
        alone = sum(1 for other, _ in projects if other == account) == 1
        began = kicked or (starts.get(account) if alone else None)
        if began and not (valued and valued < began):
            rows.append(({"account_id": account, "began": began, "valued": valued}, began, began))

    def made(found: list[Row]) -> Figure | None:
        cases = []
        for row in found:
            seen = row["valued"] is not None and row["valued"] <= asked.as_of
            cases.append((float(((row["valued"] if seen else asked.as_of) - row["began"]).days), seen))
        ended = sum(seen for _, seen in cases)
        return (kaplan_meier_quantile(cases, 0.5), len(cases), ended, len(cases)) if ended else None

    return figures(grouped(company, rows, asked), made)


def first(rows: list[Row], kind: str) -> date | None:
    return min((row["actual_on"] for row in rows if row["milestone"] == kind and row["actual_on"]), default=None)


def proactive_share(company: Company, asked: Question) -> dict[Group, Figure]:
    both = (None, "meeting", "call")
    rows = [
        (row, row["happened_at"].date(), row["happened_at"].date())
        for row in company["touches"]
        if row["account_id"] and row["initiated_by"] and row["kind"] in both
    ]

    def made(found: list[Row]) -> Figure:
        ours = sum(row["initiated_by"] == "us" for row in found)
        return 100 * ours / len(found), len(found), ours, len(found)

    return figures(grouped(company, rows, asked), made)

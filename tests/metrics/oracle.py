"""Every metric again in plain Python, written from the rules of the design and not from the code."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.metrics.company import Company, Row, later

Group = tuple[str | None, ...]
Figure = tuple[float | None, int, float, float]
"""Value, n, numerator, denominator."""
GRACE, REPEAT, ACTIVE, BREADTH = 30, 7, 28, 90
RATES = {"EUR": 1.0, "USD": 0.5}
SATISFIED = {"1-5": (4, 5), "1-7": (6, 7), "1-10": (9, 10), "0-2": (2,), "good-bad": (1,)}


@dataclass(frozen=True)
class Question:
    """What is asked: days, as-of, split, grain, filters and the first month of the fiscal year."""

    start: date
    end: date
    as_of: date
    by: tuple[str, ...] = ()
    grain: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    fiscal: int = 4
    between: tuple[date, date] | None = None


def first_day(day: date, grain: str, fiscal: int) -> date:
    """The first day of the day's week, month, fiscal quarter or fiscal year."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    first = date(day.year - 1, fiscal, 1)
    while later(first, months) <= day:
        first = later(first, months)
    return first


def attribute(company: Company, account: str | None, name: str, day: date) -> str | None:
    """Rule 14: as known on the day; what was known first also serves the days before it."""
    rows = sorted((row for row in company.get("accounts", []) if row["account_id"] == account),
                  key=lambda row: row["as_of"])  # fmt: skip
    known = [row for row in rows if row["as_of"] <= day] or rows[:1]
    return known[-1].get(name) if known else None


def dimension(company: Company, row: Row, name: str, day: date) -> str | None:
    own = row.get(name)
    return own if own is not None or name not in ("segment", "region") else \
        attribute(company, row.get("account_id"), name, day)  # fmt: skip


def passes(company: Company, row: Row, day: date, asked: Question) -> bool:
    """Values of one dimension are alternatives."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name, value in asked.where:
        wanted[name].add(value)
    return all((dimension(company, row, name, day) or "") in values for name, values in wanted.items())


def day_of(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def grouped(company: Company, rows: Iterable[tuple[Row, date | None, date]], asked: Question, due: bool = False,
            extra: str | None = None) -> dict[Group, list[Row]]:  # fmt: skip
    """Rows (with their clock and the day of their attributes) of the period, by group; time stands last."""
    found: dict[Group, list[Row]] = defaultdict(list)
    last = asked.end if due else min(asked.end, asked.as_of)
    for row, clock, known_on in rows:
        if clock is None or not asked.start <= clock <= last or not passes(company, row, known_on, asked):
            continue
        group = [dimension(company, row, name, known_on) for name in (*asked.by, *((extra,) if extra else ()))]
        if asked.grain:
            group.append(first_day(clock, asked.grain, asked.fiscal).isoformat())
        found[tuple(group)].append(row)
    return found


def share(values: list[float], scale: float = 100.0) -> Figure | None:
    return (scale * sum(values) / len(values), len(values), sum(values), len(values)) if values else None


def figures(groups: dict[Group, list[Row]], made: Callable[[list[Row]], Figure | None]) -> dict[Group, Figure]:
    return {group: figure for group, rows in groups.items() if (figure := made(rows)) is not None}


# Surveys


def answers(company: Company, asked: Question, wanted: Callable[[Row], bool], extra: str | None = None,
            worth: Callable[[Row], float] = lambda row: row["score"], scale: float = 100.0) -> dict[Group, Figure]:  # fmt: skip
    rows = [(row, day_of(row["responded_at"]), day_of(row["responded_at"] or row["sent_at"]))
            for row in company["survey"] if row["score"] is not None and wanted(row)]  # fmt: skip
    return figures(grouped(company, rows, asked, extra=extra), lambda found: share([worth(row) for row in found], scale))


def response_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    """Rule 5: one invitation a response, answered if any of its questions was by the as-of."""
    responses: dict[str, list[Row]] = defaultdict(list)
    for row in company["survey"]:
        responses[row["response_id"]].append(row)
    rows = []
    for parts in responses.values():
        came = [part["responded_at"] for part in parts if part["responded_at"]]
        one = {**parts[0], "answered": bool(came) and day_of(min(came)) <= asked.as_of}
        rows.append((one, day_of(one["sent_at"]), day_of(min(came) if came else one["sent_at"])))
    return figures(grouped(company, rows, asked), lambda found: share([float(row["answered"]) for row in found]))


# Tickets


def of_tickets(company: Company, asked: Question, clock: Callable[[Row], date | None], wanted: Callable[[Row], bool],
               worth: Callable[[Row], float], extra: str | None = None, scale: float = 100.0) -> dict[Group, Figure]:  # fmt: skip
    rows = [(row, clock(row), day_of(row["opened_at"])) for row in company["tickets"] if wanted(row)]
    return figures(grouped(company, rows, asked, extra=extra), lambda found: share([worth(row) for row in found], scale))


def median_time(company: Company, asked: Question, ended_at: str, unit: float) -> dict[Group, Figure]:
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
        return (kaplan_meier_median(cases), len(cases), ended, len(cases)) if ended else None

    return figures(grouped(company, rows, asked), made)


def kaplan_meier_median(cases: list[tuple[float, bool]]) -> float | None:
    left = 1.0
    for time in sorted({length for length, seen in cases if seen}):
        at_risk = sum(length >= time for length, _ in cases)
        left *= 1 - sum(length == time and seen for length, seen in cases) / at_risk
        if left <= 0.5 + 1e-9:
            return time
    return None


def first_contact(company: Company, row: Row) -> float:
    """Rule 6."""
    who = "contact_id" if row["contact_id"] else "account_id"
    again = any(
        other["ticket_id"] != row["ticket_id"] and row[who] is not None and other[who] == row[who]
        and other["category"] == row["category"]
        and row["resolved_at"] < other["opened_at"] <= row["resolved_at"] + timedelta(days=REPEAT)
        for other in company["tickets"])  # fmt: skip
    return float((row["replies"] or 0) <= 1 and not row["handoffs"] and not row["reopens"] and not again)


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


# Contracts


def terms(company: Company) -> list[Row]:
    """Rules 1 to 4: amounts converted, followers found, gaps closed, implied terms added."""
    given = [{**row, "amount": row["annual_value"] * RATES[row["currency"]],
              "after": None if row["value_after"] is None else row["value_after"] * RATES[row["currency"]],
              "implied": False} for row in company["renewals"]]  # fmt: skip
    added = []
    for row in given:
        own, akin = follower(row, given, True), follower(row, given, False)
        row["next"] = own or akin
        row["covered_to"] = max(row["ends_on"], own["starts_on"]) if own and row["ends_on"] else row["ends_on"]
        has_later = any(other["contract_id"] == row["contract_id"] and other["starts_on"] > row["starts_on"]
                        and other["amount"] > 0 for other in given)  # fmt: skip
        if row["outcome"] in ("renewed", "reduced") and row["after"] and row["ends_on"] and not (row["next"] or has_later):
            added.append({**row, "implied": True, "starts_on": row["ends_on"], "amount": row["after"],
                          "covered_to": equal_length_end(row["starts_on"], row["ends_on"])})  # fmt: skip
    return given + added


def follower(row: Row, given: list[Row], own: bool) -> Row | None:
    """The nearest later term of the same contract, or of the same account and product, within the grace period."""
    if row["ends_on"] is None:
        return None
    grace = timedelta(days=GRACE)
    found = []
    for other in given:
        if other["starts_on"] <= row["starts_on"] or other["amount"] == 0 or other["starts_on"] > row["ends_on"] + grace:
            continue
        same = other["contract_id"] == row["contract_id"]
        near = other["starts_on"] >= row["ends_on"] - grace
        alike = other["account_id"] == row["account_id"] and other["product"] == row["product"]
        if same if own else not same and alike and near:
            found.append(other)
    return min(found, key=lambda other: other["starts_on"], default=None)


def equal_length_end(start: date, end: date) -> date:
    months = (end.year - start.year) * 12 + end.month - start.month
    return later(end, months) if later(start, months) == end else end + (end - start)


def outcome(row: Row, as_of: date) -> str:
    """Rule 4."""
    if row["outcome"] == "pending" and row["next"] is None:
        return "pending"
    if row["outcome"] not in (None, "pending") and (row["decided_on"] is None or row["decided_on"] <= as_of):
        return str(row["outcome"])
    if row["next"]:
        return "renewed"
    return "pending" if as_of <= row["ends_on"] + timedelta(days=GRACE) else "lapsed"


def is_on(row: Row, day: date) -> bool:
    return row["starts_on"] <= day and (row["covered_to"] is None or row["covered_to"] > day)


def due_terms(company: Company, asked: Question) -> dict[Group, list[Row]]:
    rows = [(row, row["ends_on"], row["ends_on"]) for row in terms(company)
            if row["ends_on"] and not row["implied"] and row["amount"] > 0]  # fmt: skip
    return grouped(company, rows, asked, due=True)


def renewal_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    def made(rows: list[Row]) -> Figure | None:
        found = [outcome(row, asked.as_of) for row in rows]
        return share([float(word in ("renewed", "reduced")) for word in found if word != "pending"])

    return figures(due_terms(company, asked), made)


def gross_renewal_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    def made(rows: list[Row]) -> Figure | None:
        pairs = [(stayed(row, asked.as_of), row["amount"]) for row in rows if outcome(row, asked.as_of) != "pending"]
        known = [(after, before) for after, before in pairs if after is not None]
        above, below = sum(after for after, _ in known), sum(before for _, before in known)
        return (100 * above / below, len(known), above, below) if below else None

    return figures(due_terms(company, asked), made)


def stayed(row: Row, as_of: date) -> float | None:
    """What is left of a due term's value, never more than it was; None where nobody recorded it."""
    word = outcome(row, as_of)
    if word not in ("renewed", "reduced"):
        return 0.0
    after = row["after"] if row["after"] is not None else row["next"]["amount"] if row["next"] else None
    if after is None:
        return None if word == "reduced" else row["amount"]
    return min(after, row["amount"])


def revenue_due(company: Company, asked: Question) -> dict[Group, Figure]:
    return figures(due_terms(company, asked),
                   lambda rows: (sum(row["amount"] for row in rows), len(rows), sum(row["amount"] for row in rows), len(rows)))


def parts(asked: Question) -> list[tuple[tuple[str, ...], date, date]]:
    """The parts of the period by the grain: what each is called, its first and its last day."""
    if asked.grain is None:
        return [((), asked.start, asked.end)]
    days = [asked.start + timedelta(days=at) for at in range((asked.end - asked.start).days + 1)]
    found: dict[date, list[date]] = defaultdict(list)
    for day in days:
        found[first_day(day, asked.grain, asked.fiscal)].append(day)
    return [((name.isoformat(),), min(inside), max(inside)) for name, inside in found.items()]


def year_to(end: date) -> date:
    """The day before the twelve months that end with the day."""
    return later(end + timedelta(days=1), -12) - timedelta(days=1)


def retention(company: Company, asked: Question, unit: str,
              worth: Callable[[float, float], float], over_money: bool) -> dict[Group, Figure]:  # fmt: skip
    """Rule 3: the same units on two days."""
    book = terms(company)
    found = {}
    for name, _, end in parts(asked):
        before_day, after_day = asked.between if asked.between and not asked.grain else (year_to(end), end)
        values: dict[Group, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        for row in book:
            if not passes(company, row, before_day, asked):
                continue
            group = tuple(dimension(company, row, part, before_day) for part in asked.by)
            one = values[group][row["account_id"], row[unit]]
            one[0] += row["amount"] if is_on(row, before_day) else 0
            one[1] += row["amount"] if is_on(row, after_day) else 0
        for group, units in values.items():
            there = [(before, after) for before, after in units.values() if before > 0]
            if there:
                above = sum(worth(*pair) for pair in there)
                below = sum(before for before, _ in there) if over_money else len(there)
                found[(*group, *name)] = (100 * above / below, len(there), above, below)
    return found


# Adoption


def seat_adoption(company: Company, asked: Question) -> dict[Group, Figure]:
    """Rule 15: from the terms in force, else from usage rows without a feature in the 28 days."""
    found: dict[Group, Figure] = {}
    book = terms(company)
    for name, start, end in parts(asked):
        if start > asked.as_of:
            continue
        day = min(end, asked.as_of)
        seats: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        seated = set()
        for row in book:
            if not is_on(row, day) or row["seats_active"] is None or not row["seats_licensed"]:
                continue
            seated.add(row["account_id"])
            if passes(company, row, day, asked):
                group = tuple(dimension(company, row, part, day) for part in asked.by)
                seats[group][row["account_id"]][0] += row["seats_active"]
                seats[group][row["account_id"]][1] += row["seats_licensed"]
        if not {"product"} & {*asked.by, *(part for part, _ in asked.where)}:
            for row in company.get("usage", []):
                usable = row["feature"] is None and row["active_users"] is not None and row["licensed_users"]
                recent = day - timedelta(days=ACTIVE) < row["used_on"] <= day
                if usable and recent and row["account_id"] not in seated and passes(company, row, day, asked):
                    group = tuple(dimension(company, row, part, day) for part in asked.by)
                    one = seats[group][row["account_id"]]
                    one[0], one[1] = max(one[0], row["active_users"]), max(one[1], row["licensed_users"])
        for group, accounts in seats.items():
            above, below = (sum(one[at] for one in accounts.values()) for at in (0, 1))
            found[(*group, *name)] = (100 * above / below, len(accounts), above, below)
    return found


def is_use(row: Row) -> bool:
    """A row that says how much, and says none, is no use."""
    if row["events"] is None and row["active_users"] is None:
        return True
    return bool(row["events"]) or bool(row["active_users"])


def activity(company: Company, asked: Question, breadth: bool) -> dict[Group, Figure]:
    """Rule 15: of the paying accounts, those with any use in 28 days, or the share of features used in 90."""
    found: dict[Group, Figure] = {}
    book, rows = terms(company), company.get("usage", [])
    by_feature = "feature" in {*asked.by, *(part for part, _ in asked.where)}
    for name, start, end in parts(asked):
        day = min(end, asked.as_of)
        if start > asked.as_of or not any(row["used_on"] <= day for row in rows):
            continue
        used = [row for row in rows if is_use(row) and row["used_on"] <= day]
        wide = [row for row in used if row["used_on"] > day - timedelta(days=BREADTH) and row["feature"]]
        known = sorted({row["feature"] for row in wide})
        paying = {row["account_id"] for row in book
                  if sum(one["amount"] for one in book if one["account_id"] == row["account_id"] and is_on(one, day)) > 0}
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


def category(score: int) -> float:
    return 1.0 if score >= 9 else -1.0 if score <= 6 else 0.0


ORACLE: dict[str, Callable[[Company, Question], dict[Group, Figure]]] = {
    "nps": lambda c, q: answers(c, q, lambda r: r["kind"] == "nps", worth=lambda r: category(r["score"])),
    "csat": lambda c, q: answers(c, q, lambda r: r["kind"] == "csat", "scale",
                                 lambda r: float(r["score"] in SATISFIED[r["scale"]])),
    "ces": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "2.0", scale=1.0),
    "ces_easy": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "2.0", worth=lambda r: float(r["score"] >= 5)),
    "ces_1": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "1.0", scale=1.0),
    "response_rate": response_rate,
    "ticket_csat": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["opened_at"]), lambda r: r["satisfaction"] is not None,
        lambda r: float(r["satisfaction"] in SATISFIED[r["satisfaction_scale"]]), "satisfaction_scale"),
    "first_response_minutes": lambda c, q: median_time(c, q, "first_response_at", 60),
    "resolution_hours": lambda c, q: median_time(c, q, "resolved_at", 3600),
    "first_contact_resolution": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["resolved_at"]),
        lambda r: followed_up(r, q.as_of) and r["resolved_at"] >= r["opened_at"], lambda r: first_contact(c, r)),
    "reopen_rate": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["resolved_at"]), lambda r: followed_up(r, q.as_of) and r["reopens"] is not None,
        lambda r: float(r["reopens"] >= 1)),
    "handoffs_per_ticket": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["opened_at"]), lambda r: r["handoffs"] is not None, lambda r: r["handoffs"], scale=1.0),
    "sla_attainment": lambda c, q: of_tickets(c, q, promise_day, lambda r: promise_day(r) is not None, kept),
    "response_sla_attainment": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["response_promised_at"]), lambda r: r["response_promised_at"] is not None,
        answered_in_time),
    "grr": lambda c, q: retention(c, q, "account_id", min, True),
    "nrr": lambda c, q: retention(c, q, "account_id", lambda before, after: after, True),
    "logo_churn": lambda c, q: retention(c, q, "account_id", lambda before, after: float(after == 0), False),
    "contract_grr": lambda c, q: retention(c, q, "contract_id", min, True),
    "contract_churn": lambda c, q: retention(c, q, "contract_id", lambda before, after: float(after == 0), False),
    "renewal_rate": renewal_rate,
    "gross_renewal_rate": gross_renewal_rate,
    "revenue_due": revenue_due,
    "seat_adoption": seat_adoption,
    "active_account_rate": lambda c, q: activity(c, q, False),
    "feature_breadth": lambda c, q: activity(c, q, True),
}  # fmt: skip

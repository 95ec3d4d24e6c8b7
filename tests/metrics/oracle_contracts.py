"""Contract metrics again in plain Python, from the rules of the design and not from the code."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.metrics.company import LAST_DAY, Company, Row, later
from tests.metrics.oracle_groups import (
    GRACE,
    RATES,
    Figure,
    Group,
    Question,
    dimension,
    figures,
    first_day,
    grouped,
    passes,
    share,
)

LAST: dict[str, object] = {}
"""The company asked for last and its terms: every metric asks for them anew."""


def terms(company: Company) -> list[Row]:
    """The terms of the company, made once."""
    if LAST.get("company") is not company["renewals"]:
        LAST.update(company=company["renewals"], terms=made_terms(company))
    return LAST["terms"]  # type: ignore[return-value]


def made_terms(company: Company) -> list[Row]:
    """Rules 1 to 4: amounts converted, followers found, gaps closed, implied terms added."""
    given = [
        {
            **row,
            "amount": row["annual_value"] * RATES[row["currency"]],
            "after": None if row["value_after"] is None else row["value_after"] * RATES[row["currency"]],
            "implied": False,
        }
        for row in company["renewals"]
    ]
    added = []
    for row in given:
        own, akin = follower(row, given, True), follower(row, given, False)
        row["next"] = own or akin
        row["followers"] = [own] if own else followers(row, given)
        row["covered_to"] = max(row["ends_on"] or own["starts_on"], own["starts_on"]) if own else row["ends_on"]
        has_later = any(
            other["contract_id"] == row["contract_id"] and other["starts_on"] > row["starts_on"] and other["amount"] > 0
            for other in given
        )
        if (
            row["outcome"] in ("renewed", "reduced")
            and row["after"]
            and row["ends_on"]
            and not (row["next"] or has_later)
        ):
            added.append(
                {
                    **row,
                    "implied": True,
                    "starts_on": row["ends_on"],
                    "amount": row["after"],
                    "covered_to": equal_length_end(row["starts_on"], row["ends_on"]),
                }
            )
    near = {id(row): row["followers"] for row in given}
    for row in given:
        row["followers"] = [one for one in near[id(row)] if not any(one in near[id(other)] for other in near[id(row)])]
    for row in given:
        row["then"] = round_money(sum(share_of(row, other, given) for other in row["followers"]))
    return given + added


def share_of(row: Row, other: Row, given: list[Row]) -> float:
    """What a term that may follow several is worth to one of them: by their amounts, those that left aside."""
    ended = [
        one
        for one in given
        if any(then is other for then in one["followers"]) and (one is row or one["outcome"] != "churned")
    ]
    whole = sum(one["amount"] for one in ended)
    return float(other["amount"] * row["amount"] / whole if whole else other["amount"])


def round_money(amount: float) -> float:
    return float(Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP))


def follower(row: Row, given: list[Row], own: bool) -> Row | None:
    """The nearest later term of the same contract, or of the same account and product, within the grace period."""
    found = followers(row, given, own)
    return min(found, key=lambda other: other["starts_on"], default=None)


def followers(row: Row, given: list[Row], own: bool = False) -> list[Row]:
    """Every later term of the same contract, or of the same account and product, within the grace period."""
    if row["ends_on"] is None:
        return followers_of_endless(row, given) if own else []
    grace = timedelta(days=GRACE)
    found = []
    for other in given:
        if (
            other["starts_on"] <= row["starts_on"]
            or other["amount"] == 0
            or other["starts_on"] > row["ends_on"] + grace
        ):
            continue
        same = other["contract_id"] == row["contract_id"]
        near = other["starts_on"] >= row["ends_on"] - grace
        alike = other["account_id"] == row["account_id"] and other["product"] == row["product"]
        if same if own else not same and alike and near:
            found.append(other)
    return found


def followers_of_endless(row: Row, given: list[Row]) -> list[Row]:
    """What ends a term without an end of its own: every later term of the same contract."""
    return [
        other
        for other in given
        if other["contract_id"] == row["contract_id"] and other["starts_on"] > row["starts_on"] and other["amount"] > 0
    ]


def equal_length_end(start: date, end: date) -> date:
    months = (end.year - start.year) * 12 + end.month - start.month
    return later(end, months) if later(start, months) == end else end + (end - start)


def followed(row: Row, as_of: date) -> bool:
    """A later term is known once it starts; one still to start, on the last day of the data alone."""
    return bool(row["next"]) and (row["next"]["starts_on"] <= as_of or as_of >= LAST_DAY)


def outcome(row: Row, as_of: date) -> str:
    """Rule 4."""
    if row["outcome"] == "pending" and not followed(row, as_of):
        return "pending"
    told_on = row["decided_on"] or (as_of if as_of >= LAST_DAY else row["ends_on"])
    if row["outcome"] not in (None, "pending") and told_on and told_on <= as_of:
        return str(row["outcome"])
    if followed(row, as_of):
        return "renewed"
    return "pending" if as_of <= row["ends_on"] + timedelta(days=GRACE) else "lapsed"


def is_on(row: Row, day: date, as_of: date) -> bool:
    """Whether a term covers the day; one that is implied is known only once its renewal was decided."""
    if row["implied"] and row["decided_on"] is not None and row["decided_on"] > as_of:
        return False
    is_open = row["next"] and not followed(row, as_of)
    covered_to = row["ends_on"] if is_open else row["covered_to"]
    return row["starts_on"] <= day and (covered_to is None or covered_to > day)


def due_terms(company: Company, asked: Question) -> dict[Group, list[Row]]:
    rows = [
        (row, row["ends_on"], row["ends_on"])
        for row in terms(company)
        if row["ends_on"] and not row["implied"] and row["amount"] > 0
    ]
    return grouped(company, rows, asked, due=True)


def renewal_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    def made(rows: list[Row]) -> Figure | None:
        found = [outcome(row, asked.as_of) for row in rows]
        return share([float(word in ("renewed", "reduced")) for word in found if word != "pending"])

    return figures(due_terms(company, asked), made)


def on_time_renewal_rate(company: Company, asked: Question) -> dict[Group, Figure]:
    """Renewed by the day it was due; who was renewed on a day that nobody knows yet is left out."""

    def made(rows: list[Row]) -> Figure | None:
        ended = [row for row in rows if outcome(row, asked.as_of) != "pending"]
        stays = [row for row in ended if outcome(row, asked.as_of) in ("renewed", "reduced")]
        undated = [
            row
            for row in stays
            if not row["decided_on"] or (row["decided_on"] > asked.as_of and row["ends_on"] > asked.as_of)
        ]
        n = len(ended) - len(undated)
        in_time = sum(row not in undated and row["decided_on"] <= row["ends_on"] for row in stays)
        return (None if undated and not in_time else 100 * in_time / n, n, in_time, n) if n else None

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
    after = row["after"] if row["after"] is not None else row["then"] if followed(row, as_of) else None
    if after is None:
        return None if word == "reduced" else row["amount"]
    return min(after, row["amount"])


def revenue_due(company: Company, asked: Question) -> dict[Group, Figure]:
    return figures(
        due_terms(company, asked),
        lambda rows: (sum(row["amount"] for row in rows), len(rows), sum(row["amount"] for row in rows), len(rows)),
    )


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


def retention(
    company: Company, asked: Question, unit: str, worth: Callable[[float, float], float], over_money: bool
) -> dict[Group, Figure]:
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
            one[0] += row["amount"] if is_on(row, before_day, asked.as_of) else 0
            one[1] += row["amount"] if is_on(row, after_day, asked.as_of) else 0
        for group, units in values.items():
            there = [(before, after) for before, after in units.values() if before > 0]
            if there:
                above = sum(worth(*pair) for pair in there)
                below = sum(before for before, _ in there) if over_money else len(there)
                found[(*group, *name)] = (100 * above / below, len(there), above, below)
    return found

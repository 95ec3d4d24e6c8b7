"""The calendar of what is due: every term in one quarter and one month, standing as plain Python says, past ones apart."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.insights.due_calendar import due_calendar
from cx.metrics.due_terms import Standing
from cx.metrics.queries import UnknownDimension
from tests.metrics import company as made
from tests.metrics.asking import answer, term
from tests.metrics.company import SETTINGS, Row, opened
from tests.metrics.oracle_ahead import STAYED, band, can_be_due, known_ahead
from tests.metrics.oracle_contracts import outcome, terms
from tests.metrics.oracle_groups import dimension

EURO = Settings(base_currency="EUR", privacy_minimum=1)
NEVER = Filter("channel", ("email",))


def due(name: str, ends: str, worth: float = 100, **more: object) -> Row:
    return term(name, "2024-03-01", ends, worth, **more)


FULL = {"seats_licensed": 10, "seats_active": 9}
LOW = {"seats_licensed": 10, "seats_active": 4}
TERMS = [
    due("fine", "2025-01-15", 10, **FULL),
    due("low", "2025-01-31", 20.50, **LOW, notice_on="2024-12-01"),
    due("nobody knows", "2025-05-01", 40),
    due("unhappy", "2025-08-01", 80, **FULL),
    due("leaves", "2025-12-31", 160, outcome="churned", decided_on="2024-12-30"),
    due("stays", "2025-12-31", 320, outcome="renewed", decided_on="2024-12-30", **LOW),
    due("too late", "2026-01-01", 640, **LOW),
    due("past", "2024-12-31", 1280, outcome="pending"),
    due("in grace", "2024-12-20", 2560, **FULL),
    due("lapsed", "2024-11-01", 5120),
    due("trial", "2025-01-15", 0, **LOW),
    due("endless", None, 9000),  # type: ignore[arg-type]
    term("not begun", "2025-01-02", "2025-06-01", 9000),
]
ANSWERS = [answer(1, "nps", 3, account_id="unhappy", responded_at="2024-12-01", relationship="relationship")]
ACCOUNTS = [{"account_id": "low", "name": "Low Ltd", "tier": "gold", "as_of": "2020-01-01"}]


def test_each_term_stands_in_one_quarter_and_one_month_and_the_past_ones_apart():
    selection = Selection(Period(date(2024, 10, 1), date(2024, 12, 31)), date(2024, 12, 31))
    company = {"renewals": TERMS, "survey": ANSWERS, "accounts": ACCOUNTS}
    with opened(company, EURO) as store, store.cursor() as cursor:
        found = due_calendar(cursor, selection, EURO)
        with pytest.raises(UnknownDimension):
            due_calendar(cursor, Selection(selection.period, selection.as_of, (NEVER,)), EURO)
    assert found
    assert [(part.period.start.month, [term.account for term in part.terms]) for part in found.quarters] == [
        (1, ["low", "fine"]),
        (4, ["nobody knows"]),
        (7, ["unhappy"]),
        (10, ["stays", "leaves"]),
    ]
    assert {name: [term.account for term in found.whole.standing(name)] for name in Standing} == {
        Standing.AT_RISK: ["leaves", "unhappy", "low"],
        Standing.UNSCORED: ["nobody knows"],
        Standing.UNFLAGGED: ["fine"],
        Standing.STAYS: ["stays"],
    }
    assert [term.account for term in found.overdue] == ["in grace", "past"]
    assert found.whole.worth == 630.5 == sum(part.worth for part in found.months)
    (low,) = (term for term in found.whole.terms if term.account == "low")
    assert (low.name, low.tier, low.notice_on) == ("Low Ltd", "gold", date(2024, 12, 1))


@pytest.mark.parametrize(
    ("end", "last"), [(date(2024, 12, 31), date(2025, 12, 31)), (date(2024, 11, 13), date(2025, 9, 30))]
)
@pytest.mark.parametrize("where", [(), (("region", "East"),)])
def test_the_calendar_of_a_random_company_is_plain_pythons(end, last, where):
    """Also from a day within a quarter: then the first part is what is left of it."""
    chance = random.Random(7)
    company = {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 60),
        "renewals": made.renewals(chance, 80),
        "usage": made.usage(chance, 60),
    }
    expected: Counter[str] = Counter()
    overdue = 0.0
    for row in (row for row in terms(company) if can_be_due(row)):
        if where and dimension(company, row, "region", end) != "East":
            continue
        if row["ends_on"] <= end:
            overdue += row["amount"] * (outcome(row, end) == "pending")
        elif row["ends_on"] <= last and row["starts_on"] <= end:
            known, its_band = known_ahead(row, end), band(company, row, end)
            pending = {"risk": Standing.AT_RISK, "fine": Standing.UNFLAGGED, "unscored": Standing.UNSCORED}[its_band]
            decided = Standing.STAYS if known in STAYED else Standing.AT_RISK
            expected[pending if known == "pending" else decided] += row["amount"]
    filters = tuple(Filter(name, (word,)) for name, word in where)
    selection = Selection(Period(end - timedelta(days=30), end), end, filters, made.LAST_DAY)
    with opened(company) as store, store.cursor() as cursor:
        found = due_calendar(cursor, selection, SETTINGS)
    assert found
    told = {name: sum(term.amount for term in found.whole.standing(name)) for name in Standing}
    assert {name: worth for name, worth in told.items() if worth} == dict(expected)
    assert sum(term.amount for term in found.overdue) == overdue
    assert (len(found.quarters), found.quarters[0].period.start, found.quarters[-1].period.end) == (
        4,
        end + timedelta(days=1),
        last,
    )
    for cut in (found.quarters, found.months):
        assert sum(len(part.terms) for part in cut) == len(found.whole.terms)

"""The accounts at the bottom: their seats, what they are worth, where use is heading and when they are due."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.metrics.seats_by_account import seats_by_account
from cx.story.low_seats import low_seats_section
from cx.story.telling import Telling
from tests.metrics.asking import END, term
from tests.metrics.company import SETTINGS, opened

SELECTION = Selection(Period(date(2024, 10, 1), date(2024, 12, 31)), END)


def used(account: str, day: str, active: int, licensed: int | None = None):
    return {"account_id": account, "used_on": day, "active_users": active, "licensed_users": licensed}


COMPANY = {
    "renewals": [
        term("C1", "2024-01-01", "2025-02-01", 300, account="A", seats_licensed=10, seats_active=2),
        term("C2", "2024-01-01", "2025-06-01", 100, account="A", seats_licensed=10, seats_active=2),
        term("C3", "2024-01-01", None, 500, account="B"),
        term("C4", "2024-01-01", "2025-01-01", 50, account="C", seats_licensed=4, seats_active=0),
        term("C5", "2024-01-01", "2026-01-01", 900, account="D", seats_licensed=10, seats_active=8),
        term("C6", "2023-01-01", "2024-01-01", 900, account="E", seats_licensed=10, seats_active=1),
    ],
    "usage": [
        used("A", "2024-12-10", 6),
        used("A", "2024-09-10", 9),
        used("B", "2024-12-10", 12, 50),
        used("F", "2024-12-10", 1, 50),
    ],
    "accounts": [{"account_id": "A", "name": "Alpha Works", "tier": "gold", "as_of": "2020-01-01"}],
}


@pytest.fixture(scope="module")
def told():
    with opened(COMPANY) as store, store.cursor() as cursor:
        gold = Selection(SELECTION.period, SELECTION.as_of, (Filter("tier", ("gold",)),))
        return (
            seats_by_account(cursor, SELECTION, SETTINGS),
            seats_by_account(cursor, gold, SETTINGS),
            low_seats_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), None),
        )


def test_paying_accounts_with_five_seats_stand_in_the_order_of_their_share(told):
    found, gold, _ = told
    rows = [(item.account, item.active, item.licensed, item.worth, item.due_on) for item in found]
    assert rows == [
        ("A", 4, 20, 400.0, date(2025, 2, 1)),
        ("B", 12, 50, 500.0, None),
        ("D", 8, 10, 900.0, date(2026, 1, 1)),
    ]
    assert [(item.users, item.users_before) for item in found] == [(6, 9), (12, None), (None, None)]
    assert [item.account for item in gold] == ["A"]


def test_the_section_names_them_with_what_is_at_stake_and_when(told):
    *_, section = told
    assert (
        section.title
        == "Of 3 accounts with seats, 2 use fewer than half of them: €\u202f900 of €\u202f1\u202f800 a year."
    )
    assert section.meaning[0] == "1 of them is due within 180 days, worth €\u202f400 a year: Alpha Works on 1 Feb 2025."
    (table,) = section.exhibits
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert first == {
        "Account": "Alpha Works",
        "Seats in use": "20.0\u202f%",
        "Used": 4,
        "Licensed": 20,
        "Users": 6,
        "Change": -3,
        "EUR a year": 400.0,
        "Due on": date(2025, 2, 1),
        "Tier": "gold",
        "Account id": "A",
    }


def test_without_any_seats_there_is_no_bottom():
    with opened({"renewals": [term("C1", "2024-01-01", None, 10)]}) as store, store.cursor() as cursor:
        assert low_seats_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), None) is None

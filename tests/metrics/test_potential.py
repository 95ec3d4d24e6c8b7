"""What customers could be worth: the accounts and the sums of the metric, with the source and the day of each estimate."""

from datetime import date
from decimal import Decimal

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.metrics.compute import compute
from cx.metrics.potential import potential
from cx.metrics.queries import UnknownDimension
from cx.story.potential import potential_section
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import SETTINGS, opened

QUARTER, END = Period(date(2024, 10, 1), date(2024, 12, 31)), date(2024, 12, 31)


def account(name: str, tier: str, worth: float | None, source: str | None, on: str | None) -> dict[str, object]:
    return {
        "account_id": name,
        "tier": tier,
        "potential_value": worth,
        "potential_source": source,
        "potential_on": on,
        "as_of": "2020-01-01",
    }


ACCOUNTS = [
    account("A", "gold", 400, "plan", "2024-06-01"),
    account("B", "gold", 100, "survey", "2022-06-01"),
    account("C", "silver", 50, "plan", "2023-12-31"),
    account("D", "silver", None, None, None),
    account("gone", "gold", 900, "plan", "2024-06-01"),
]
TERMS = [
    term("A1", "2024-01-01", None, 60.25, account="A"),
    term("A2", "2024-01-01", None, 40, account="A"),
    term("B", "2024-01-01", None, 50, account="B"),
    term("C", "2024-01-01", None, 80, account="C"),
    term("D", "2024-01-01", None, 30, account="D"),
    term("gone", "2023-01-01", "2024-01-01", 30, outcome="churned"),
]


@pytest.fixture(scope="module")
def cursor():
    with opened({"accounts": ACCOUNTS, "renewals": TERMS}) as store, store.cursor() as found:
        yield found


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ((), (3, 1, "230.25", "550", "2022-06-01", "2024-06-01", 1)),
        ((Filter("tier", ("gold",)),), (2, 0, "150.25", "500", "2022-06-01", "2024-06-01", 0)),
        ((Filter("tier", ("silver",)),), (1, 1, "80", "50", "2023-12-31", "2023-12-31", 1)),
    ],
)
def test_the_accounts_are_those_of_the_metric(cursor, where, expected):
    selection = Selection(QUARTER, END, where)
    found = potential(cursor, selection, SETTINGS)
    told = (
        len(found.estimated),
        len(found.without),
        found.worth,
        found.potential,
        str(found.first_on),
        str(found.last_on),
    )
    assert told == (*expected[:2], Decimal(expected[2]), Decimal(expected[3]), *expected[4:6])
    assert sum(item.is_above for item in found.estimated) == expected[6]
    (value,) = compute(cursor, ["realised_potential"], selection, SETTINGS)
    assert (value.numerator, value.denominator, value.n) == (found.worth, found.potential, len(found.estimated))


def test_the_section_says_whose_estimates_they_are_and_which_are_old(cursor):
    section = potential_section(Telling(cursor, Selection(QUARTER, END), SETTINGS, Words("en")), None)
    assert section is not None
    assert section.title == (
        "Customers with an estimate are worth €\u202f230 a year: 41.9\u202f% of the €\u202f550 that they could be worth."
    )
    assert section.meaning[:4] == (
        "3 accounts have an estimate, made from 1 Jun 2022 to 1 Jun 2024: plan (2), survey (1).",
        "1 paying account worth €\u202f30 has none and is in no sum here.",
        "1 estimate, of €\u202f100 a year, is more than a year old.",
        "1 account is worth more than its estimate, which is then too low.",
    )
    value, realised, table = section.exhibits
    assert [(point.label, point.value) for one in value.series for point in one.points] == [
        *(("gold", 150.25), ("silver", 80.0)),
        *(("gold", 349.75), ("silver", 0.0)),
    ]
    assert [point.label for point in realised.series[0].points] == ["gold", "silver"]
    assert [row[:5] for row in table.rows] == [
        ("gold", "plan", 1, 100.25, 400.0),
        ("gold", "survey", 1, 50.0, 100.0),
        ("silver", "plan", 1, 80.0, 50.0),
    ]


def test_without_an_estimate_there_is_no_section_and_products_have_none():
    with opened({"accounts": [ACCOUNTS[3]], "renewals": TERMS}) as store, store.cursor() as found:
        telling = Telling(found, Selection(QUARTER, END), SETTINGS, Words("en"))
        assert potential_section(telling, None) is None
        with pytest.raises(UnknownDimension):
            potential(found, Selection(QUARTER, END, (Filter("product", ("Flow",)),)), SETTINGS)

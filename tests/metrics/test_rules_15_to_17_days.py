"""Rules 15 to 17 of the design: adoption, the as-of and periods."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.insights.finding import findings
from cx.metrics.as_of import as_of, default_period
from tests.metrics.asking import END, answer, term, value, values
from tests.metrics.company import Row, opened


@pytest.mark.parametrize(
    ("case", "row", "active"),
    [
        ("28 days ago counts", {"used_on": "2024-12-04", "events": 1}, 1),
        ("29 days ago does not", {"used_on": "2024-12-03", "events": 1}, 0),
        ("the day itself counts", {"used_on": "2024-12-31", "active_users": 1}, 1),
        ("no events is no use", {"used_on": "2024-12-31", "events": 0}, 0),
        ("a row is use where it does not say how much", {"used_on": "2024-12-31"}, 1),
    ],
)
def test_rule_15_an_account_is_active_after_any_use_in_28_days(case, row, active):
    company = {
        "renewals": [term("C1", "2023-01-01", None, 100, account="A"), term("C2", "2023-01-01", None, 0, account="B")],
        "usage": [
            {"account_id": "A", "feature": None, "events": None, "active_users": None, **row},
            {"account_id": "no customer", "used_on": "2024-12-30", "events": 1},
        ],
    }
    with opened(company) as store:
        found = value(store, "active_account_rate")
    assert (found.numerator, found.n) == (active, 1)


KEYS = ("active_account_rate", "feature_breadth", "seat_adoption")


@pytest.mark.parametrize(
    ("case", "last", "known"),
    [
        ("of today", "2024-12-31", (True, True, True)),
        ("of the first of the 28 days", "2024-12-04", (True, True, True)),
        ("of the day before them", "2024-12-03", (False, True, False)),
        ("of the first of the 90 days", "2024-10-03", (False, True, False)),
        ("of the day before them all", "2024-10-02", (False, False, False)),
        ("later than the as-of", "2025-01-05", (False, False, False)),
    ],
)
def test_rule_15_an_export_of_usage_that_ends_too_early_says_nothing(case, last, known):
    def use(day: str) -> Row:
        return {"account_id": "A", "used_on": day, "feature": "chat", "events": 1}

    seats = {"account_id": "A", "used_on": last, "feature": None, "active_users": 5, "licensed_users": 10}
    company = {
        "renewals": [term("C1", "2023-01-01", None, 100, account="A"), term("C2", "2023-01-01", None, 1, account="B")],
        "usage": [use("2023-06-01"), use(last), seats],
    }
    with opened(company) as store:
        found = [value(store, key) for key in KEYS]
        split = [values(store, key, by=("account_id",)) for key in KEYS]
    assert tuple(item.value is not None for item in found) == known
    assert tuple(len(items) > 0 for items in split) == known


def test_rule_15_in_days_that_the_export_covers_an_account_without_rows_is_inactive():
    company = {
        "renewals": [term("C1", "2023-01-01", None, 100, account="A")],
        "usage": [{"account_id": "A", "used_on": day, "feature": "chat", "events": 1} for day in ("2024-01-05", END)],
    }
    with opened(company) as store:
        found = value(store, "active_account_rate", Period(date(2024, 4, 1), date(2024, 6, 30)))
    assert (found.value, found.n) == (0.0, 1)


def test_rule_15_nothing_is_known_of_use_before_the_first_row_or_after_the_as_of():
    company = {
        "renewals": [term("C1", "2020-01-01", None, 100, account="A")],
        "usage": [{"account_id": "A", "used_on": "2024-06-01", "feature": "chat", "events": 1}],
    }
    with opened(company) as store:
        for key in ("active_account_rate", "feature_breadth"):
            assert value(store, key, Period(date(2023, 1, 1), date(2023, 12, 31))).value is None
            assert value(store, key, Period(date(2025, 1, 1), date(2025, 3, 31))).value is None


def test_rule_15_seats_come_from_terms_else_from_usage_of_the_product_never_from_features():
    def use(account: str, feature: str | None, active: int) -> Row:
        return {
            "account_id": account,
            "used_on": "2024-12-20",
            "feature": feature,
            "active_users": active,
            "licensed_users": 10,
        }

    company = {
        "renewals": [
            term("C1", "2023-01-01", None, 100, account="A", seats_licensed=20, seats_active=5),
            *(term(f"C{name}", "2023-01-01", None, 100, account=name) for name in "BC"),
        ],
        "usage": [use("A", None, 9), use("B", None, 9), use("C", "chat", 9)],
    }
    with opened(company) as store:
        found = value(store, "seat_adoption")
    assert (found.numerator, found.denominator, found.n) == (14.0, 30.0, 2)


def used(account: str, day: str, active: int | None, licensed: int | None) -> Row:
    return {"account_id": account, "used_on": day, "active_users": active, "licensed_users": licensed}


PAYING = [
    term("CA", "2024-01-01", None, 100, account="A"),
    term("CX", "2023-12-10", "2024-12-10", 100, account="X", outcome="churned"),
]
SEATS = {
    "who left and who never was a customer pay for no seats": (
        PAYING,
        [used("A", "2024-12-20", 5, 10), used("X", "2024-12-20", 90, 100), used("N", "2024-12-20", 40, 100)],
        (5.0, 10.0, 1),
    ),
    "without any book all who use it count": (
        [],
        [used("A", "2024-12-20", 5, 10), used("N", "2024-12-20", 40, 100)],
        (45.0, 110.0, 2),
    ),
    "licences are those of the latest row": (
        PAYING,
        [used("A", "2024-12-10", 6, 100), used("A", "2024-12-20", 8, 10)],
        (8.0, 10.0, 1),
    ),
    "users are the most of a row of the 28 days": (
        PAYING,
        [used("A", "2024-12-10", 9, 10), used("A", "2024-12-20", 8, 10)],
        (9.0, 10.0, 1),
    ),
    "where the latest row knows no licences, the one before it does": (
        PAYING,
        [used("A", "2024-12-03", 1, 80), used("A", "2024-12-10", 6, 20), used("A", "2024-12-20", 8, None)],
        (8.0, 20.0, 1),
    ),
    "a row without users still tells the licences": (
        PAYING,
        [used("A", "2024-12-10", 6, 20), used("A", "2024-12-20", None, 12)],
        (6.0, 12.0, 1),
    ),
    "who has no licences any more has no share": (
        PAYING,
        [used("A", "2024-12-10", 6, 20), used("A", "2024-12-20", 0, 0)],
        (0.0, 0.0, 0),
    ),
}


@pytest.mark.parametrize("case", SEATS)
def test_rule_15_seats_from_usage_are_of_customers_and_their_licences_those_at_the_end(case):
    terms, rows, expected = SEATS[case]
    with opened({"renewals": terms, "usage": rows}) as store:
        found, middle = value(store, "seat_adoption"), value(store, "median_seat_rate")
    assert (found.numerator or 0, found.denominator or 0, found.n) == expected
    assert middle.n == found.n
    if found.n == 1:
        assert found.value == middle.value == 100 * expected[0] / expected[1]


def test_rule_15_other_figures_of_use_are_of_paying_accounts_alone():
    rows = [
        {**used(account, day, 10, 10), "events": 20, "feature": feature}
        for account in "AXN"
        for day in ("2024-09-20", "2024-12-20")
        for feature in (None, "chat")
    ]
    with opened({"renewals": PAYING, "usage": rows}) as store:
        for key in ("active_account_rate", "feature_breadth", "adoption_trend", "adoption_falling", "depth"):
            assert value(store, key).n == 1, key


def test_rule_15_breadth_is_features_used_of_those_that_anyone_used_in_90_days():
    def use(account: str, feature: str, day: str) -> Row:
        return {"account_id": account, "used_on": day, "feature": feature, "events": 1}

    company = {
        "renewals": [
            term("C1", "2023-01-01", None, 100, account="A"),
            term("C2", "2023-01-01", None, 100, account="B"),
        ],
        "usage": [use("A", "chat", "2024-10-03"), use("A", "maps", "2024-10-02"), use("Z", "mail", "2024-12-01")],
    }
    with opened(company) as store:
        found = value(store, "feature_breadth")
    assert (found.value, found.n) == (25.0, 2)


HAPPENED = [
    ("survey", {"response_id": "R", "kind": "nps", "score": 9, "responded_at": "2024-05-01"}, date(2024, 5, 1)),
    ("survey", {"response_id": "R", "kind": "nps", "score": None, "sent_at": "2024-05-02"}, date(2024, 5, 2)),
    ("tickets", {"ticket_id": "T", "opened_at": "2024-05-03", "promised_at": "2024-08-01"}, date(2024, 5, 3)),
    ("tickets", {"ticket_id": "T", "opened_at": "2024-05-03", "resolved_at": "2024-05-04"}, date(2024, 5, 4)),
    ("usage", {"account_id": "A", "used_on": "2024-05-05"}, date(2024, 5, 5)),
    ("renewals", {**term("C", "2024-01-01", "2025-01-01", 1), "decided_on": "2024-05-06"}, date(2024, 5, 6)),
    (
        "milestones",
        {
            **dict.fromkeys(("milestone_id", "project_id", "account_id"), "M"),
            "milestone": "kickoff",
            "actual_on": "2024-05-07",
        },
        date(2024, 5, 7),
    ),
    ("touches", {"touch_id": "T", "happened_at": "2024-05-08", "promised_for": "2024-09-01"}, date(2024, 5, 8)),
]


@pytest.mark.parametrize(("extract", "row", "day"), HAPPENED)
def test_rule_16_the_as_of_is_the_latest_day_on_which_something_happened(extract, row, day):
    with opened({extract: [row]}) as store, store.cursor() as cursor:
        assert as_of(cursor) == day


def test_rule_16_with_renewals_alone_it_is_the_declared_day_of_the_export():
    with (
        opened(
            {"renewals": [term("C", "2024-01-01", "2030-01-01", 1)]}, renewals={"exported_on": "2024-11-30"}
        ) as store,
        store.cursor() as cursor,
    ):
        assert as_of(cursor) == date(2024, 11, 30)


def test_rule_17_both_ends_belong_to_a_period():
    days = ("2024-03-31 23:59", "2024-04-01 00:00", "2024-06-30 23:59", "2024-07-01 00:00")
    rows = [answer(at, "nps", 9, responded_at=day) for at, day in enumerate(days)]
    with opened({"survey": rows}) as store:
        assert value(store, "nps", Period(date(2024, 4, 1), date(2024, 6, 30))).n == 2


@pytest.mark.parametrize(
    ("fiscal", "known_to", "first", "last"),
    [
        (1, "2024-06-30", "2024-04-01", "2024-06-30"),
        (1, "2024-06-29", "2024-01-01", "2024-03-31"),
        (2, "2024-06-29", "2024-02-01", "2024-04-30"),
        (12, "2024-02-29", "2023-12-01", "2024-02-29"),
    ],
)
def test_rule_17_the_default_is_the_last_complete_quarter(fiscal, known_to, first, last):
    found = default_period(date.fromisoformat(known_to), Settings(fiscal_year_starts=fiscal))
    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("case", "period", "before", "year_ago"),
    [
        ("a quarter", ("2024-04-01", "2024-06-30"), ("2024-01-01", "2024-03-31"), ("2023-04-01", "2023-06-30")),
        ("february", ("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
        ("to date", ("2024-04-01", "2024-04-20"), ("2024-03-12", "2024-03-31"), ("2023-04-01", "2023-04-20")),
    ],
)
def test_rule_17_previous_and_last_year(case, period, before, year_ago):
    rows = [answer(1, "nps", 9, responded_at=period[0])]
    with opened({"survey": rows}, Settings()) as store, store.cursor() as cursor:
        now = Selection(Period(*map(date.fromisoformat, period)), END)
        found = findings(cursor, ["nps"], now, store.settings)["nps"]
    for compared, days in ((found.since_previous, before), (found.since_last_year, year_ago)):
        assert compared.before.period == Period(*map(date.fromisoformat, days))

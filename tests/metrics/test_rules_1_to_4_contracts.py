"""Rules 1 to 4 of the design: what contracts are worth, how long, and how they end."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.finding import findings
from cx.metrics.compute import compute
from cx.metrics.queries import UnknownDimension
from cx.metrics.renewal_flow import renewal_flow
from cx.story.cautions import cautions
from cx.story.telling import Telling
from tests.metrics.asking import END, YEAR, term, value, values
from tests.metrics.company import Row, opened

JUNE_TO_DECEMBER = (date(2024, 6, 30), END)


@pytest.mark.parametrize(("end_is", "kept"), [("last_day", 100.0), ("day_after", 0.0)])
def test_rule_1_a_book_that_ends_on_31_december_is_not_empty_on_31_december(end_is, kept):
    company = {"renewals": [term("C1", "2024-01-01", "2024-12-31", 100), term("C2", "2024-03-01", "2024-12-31", 50)]}
    with opened(company, renewals={"end_is": end_is}) as store:
        assert value(store, "grr", between=JUNE_TO_DECEMBER).value == kept


def test_rule_1_the_grace_period_runs_from_the_first_day_not_covered_however_the_file_writes_the_end():
    day = {"last_day": "2024-05-31", "day_after": "2024-06-01"}
    for end_is, end in day.items():
        with opened({"renewals": [term("C1", "2023-06-01", end, 100)]}, renewals={"end_is": end_is}) as store:
            assert [
                value(store, "renewal_rate", known_to=known).n for known in (date(2024, 7, 1), date(2024, 7, 2))
            ] == [0, 1]


def test_rule_2_account_value_is_the_sum_of_its_terms_in_force_at_fixed_rates():
    company = {
        "renewals": [
            term("C1", "2023-01-01", None, 100, account="A"),
            term("C2", "2024-03-01", None, 100, account="A", currency="USD"),
            term("C3", "2023-01-01", "2024-02-01", 50, account="A"),
        ]
    }
    with opened(company) as store:
        found = value(store, "nrr", between=(date(2023, 12, 31), END))
    assert (found.numerator, found.denominator, found.n) == (150.0, 150.0, 1)


def test_rule_2_a_trial_of_no_value_neither_makes_nor_loses_a_customer():
    company = {
        "renewals": [
            term("C1", "2023-06-01", "2024-06-01", 0, account="trial only"),
            term("C2", "2023-06-01", "2024-06-01", 0, account="both"),
            term("C3", "2023-06-01", None, 70, account="both"),
            term("C4", "2023-06-01", "2024-06-01", 70, account="left for a trial"),
            term("C5", "2024-06-01", None, 0, account="left for a trial"),
        ]
    }
    with opened(company) as store:
        lost = value(store, "logo_churn", between=(date(2023, 12, 31), END))
        due = value(store, "renewal_rate")
    assert (lost.n, lost.numerator) == (2, 1.0)
    assert (due.n, due.numerator) == (1, 0.0)


@pytest.mark.parametrize(
    ("case", "second", "day", "kept"),
    [
        ("in a gap of the grace period", "2024-07-01", "2024-06-15", 100.0),
        ("on the first day of that gap", "2024-07-01", "2024-06-01", 100.0),
        ("in a gap one day longer", "2024-07-02", "2024-06-15", 0.0),
        ("after a gap one day longer", "2024-07-02", "2024-07-02", 100.0),
    ],
)
def test_rule_3_a_gap_within_the_grace_period_is_counted_through(cases, case, second, day, kept):
    table = {
        start: [term("C1", "2023-06-01", "2024-06-01", 100), term("C1", start, "2025-06-01", 100)]
        for start in ("2024-07-01", "2024-07-02")
    }
    found = cases("renewals", table)(second, "grr", between=(date(2023, 12, 31), date.fromisoformat(day)))
    assert found.value == kept


@pytest.mark.parametrize(
    ("case", "more", "declared", "later"),
    [
        ("a renewed term with a value after", {"outcome": "renewed", "value_after": 80}, True, 80.0),
        ("a reduced one", {"outcome": "reduced", "value_after": 80}, True, 80.0),
        ("turned off by the mapping", {"outcome": "renewed", "value_after": 80}, False, 0.0),
        ("a renewed one without a value after", {"outcome": "renewed"}, True, 0.0),
        ("a churned one", {"outcome": "churned", "value_after": 80}, True, 0.0),
    ],
)
def test_rule_3_a_renewed_term_implies_one_of_equal_length(case, more, declared, later):
    company = {"renewals": [term("C1", "2023-06-01", "2024-06-01", 100, **more)]}
    with opened(company, renewals={"implied_terms": declared}) as store:
        found = [
            value(store, "nrr", between=(date(2024, 5, 31), date.fromisoformat(day))).numerator
            for day in ("2024-06-01", "2025-05-31", "2025-06-01")
        ]
    assert found == [later, later, 0.0]


@pytest.mark.parametrize(
    ("decided_on", "known_to", "later"),
    [
        ("2024-06-20", "2024-06-19", 0.0),
        ("2024-06-20", "2024-06-20", 80.0),
        ("2024-05-01", "2024-06-19", 80.0),
        (None, "2024-06-19", 80.0),
    ],
)
def test_rule_3_an_implied_term_is_not_known_before_its_renewal_was_decided(decided_on, known_to, later):
    more = {"outcome": "renewed", "value_after": 80, "decided_on": decided_on, "seats_licensed": 10, "seats_active": 5}
    company = {
        "renewals": [term("C1", "2023-06-01", "2024-06-01", 100, **more)],
        "usage": [{"account_id": "C1", "used_on": "2024-06-10", "events": 1}],
    }
    known = date.fromisoformat(known_to)
    with opened(company) as store:
        found = value(store, "nrr", known_to=known, between=(date(2024, 5, 31), date(2024, 6, 15)))
        seats = value(store, "seat_adoption", Period(date(2024, 6, 1), date(2024, 6, 30)), known)
        active = value(store, "active_account_rate", Period(date(2024, 6, 1), date(2024, 6, 30)), known)
    assert (found.numerator, found.denominator) == (later, 100.0)
    assert (seats.n, active.n) == ((1, 1) if later else (0, 0))


def test_rule_3_series_are_trailing_twelve_months():
    company = {"renewals": [term("C1", "2022-01-01", "2024-04-01", 100), term("C2", "2022-01-01", None, 100)]}
    with opened(company, Settings()) as store:
        found = values(
            store, "grr", Period(date(2024, 1, 1), date(2025, 6, 30)), date(2025, 6, 30), grain=Grain.QUARTER
        )
    assert [item.value for item in found] == [100.0, 50.0, 50.0, 50.0, 50.0, 100.0]


OUTCOMES = [
    # what the term says, who follows, renewed, known, pending, kept of 100
    ("stated renewed", {"outcome": "renewed"}, None, 1, 1, 0, 100),
    ("stated renewed for more", {"outcome": "renewed", "value_after": 300}, None, 1, 1, 0, 100),
    ("reduced is renewed for less", {"outcome": "reduced", "value_after": 40}, None, 1, 1, 0, 40),
    ("reduced, the next term says to what", {"outcome": "reduced"}, ("C1", "2024-06-01", 30), 1, 1, 0, 30),
    ("churned", {"outcome": "churned"}, None, 0, 1, 0, 0),
    ("a later term of the contract", {}, ("C1", "2024-06-20", 60), 1, 1, 0, 60),
    ("a later term of the account and product", {}, ("C2", "2024-05-10", 60), 1, 1, 0, 60),
    ("a later term too long after", {}, ("C1", "2024-07-02", 60), 0, 1, 0, 0),
    ("a later term of another product", {}, ("C3", "2024-06-01", 60), 0, 1, 0, 0),
    ("a trial follows", {}, ("C1", "2024-06-01", 0), 0, 1, 0, 0),
    ("nothing follows", {}, None, 0, 1, 0, 0),
    ("stated pending", {"outcome": "pending"}, None, 0, 0, 1, 0),
    ("decided after the as-of", {"outcome": "churned", "decided_on": "2025-01-05"}, None, 0, 1, 0, 0),
]


def outcome_rows(said: Row, follower: tuple[str, str, float] | None) -> list[Row]:
    rows = [term("C1", "2023-06-01", "2024-06-01", 100, account="A", product="Flow", **said)]
    if follower:
        contract, start, worth = follower
        rows.append(term(contract, start, None, worth, account="A", product="Desk" if contract == "C3" else "Flow"))
    return rows


@pytest.mark.parametrize(("case", "more", "then", "renewed", "known", "pending", "kept"), OUTCOMES)
def test_rule_4_the_outcome_of_a_due_term(cases, case, more, then, renewed, known, pending, kept):
    of = cases("renewals", {name: outcome_rows(said, follower) for name, said, follower, *_ in OUTCOMES})
    count, money = of(case, "renewal_rate"), of(case, "gross_renewal_rate")
    assert (count.numerator or 0, count.n, count.excluded.get("pending", 0)) == (renewed, known, pending)
    assert (money.numerator or 0, money.n, money.excluded.get("pending", 0)) == (kept, known, pending)
    assert count.mature is money.mature is (not pending)


@pytest.mark.parametrize(("known_to", "word"), [("2024-07-01", "pending"), ("2024-07-02", "lapsed")])
def test_rule_4_a_term_is_pending_until_its_grace_is_over_and_lapsed_then(known_to, word):
    with opened({"renewals": [term("C1", "2023-06-01", "2024-06-01", 100)]}) as store:
        found = value(store, "renewal_rate", known_to=date.fromisoformat(known_to))
    assert (found.value, found.n, found.excluded.get("pending", 0)) == (
        (None, 0, 1) if word == "pending" else (0, 1, 0)
    )


EXPORTED = {"end_is": "day_after", "exported_on": "2024-12-31"}


def test_rule_4_a_term_reduced_to_a_value_that_nobody_recorded_is_in_no_money_figure():
    company = {
        "renewals": [
            term("C1", "2023-06-01", "2024-06-01", 100, outcome="reduced"),
            term("C2", "2023-06-01", "2024-06-01", 50, outcome="renewed"),
        ]
    }
    with opened(company, renewals=EXPORTED) as store, store.cursor() as cursor:
        money, count = value(store, "gross_renewal_rate"), value(store, "renewal_rate")
        flow = renewal_flow(cursor, Selection(YEAR, END), store.settings)
    assert (money.numerator, money.denominator, money.n) == (50.0, 50.0, 1)
    assert (money.value, money.excluded, money.is_exact) == (100.0, {"unknown_value": 100.0}, False)
    assert (money.low, money.high) == (pytest.approx(100 * 50 / 150), 100.0)
    assert (count.numerator, count.n) == (2.0, 2)
    assert (flow.due, flow.unrecorded, flow.kept, flow.reduced) == (150.0, 100.0, 50.0, 0.0)


def test_rule_4_what_was_reduced_to_an_unknown_value_is_said_with_its_group_and_period():
    terms = [
        term("C1", "2023-06-01", "2024-06-01", 100, outcome="reduced", product="Flow"),
        term("C2", "2023-06-01", "2024-06-01", 50, outcome="churned", product="Desk"),
    ]
    with opened({"renewals": terms}, renewals=EXPORTED) as store, store.cursor() as cursor:
        split = values(store, "gross_renewal_rate", by=("product",), grain=Grain.MONTH)
        telling = Telling(cursor, Selection(YEAR, END), store.settings, Words("en"))
        (found,) = findings(cursor, ["gross_renewal_rate"], telling.selection, store.settings).values()
        said = cautions(found, telling)
    assert {item.name: (item.value, item.n, item.excluded) for item in split} == {
        "Desk · 2024-06-01": (0.0, 1, {}),
        "Flow · 2024-06-01": (None, 0, {"unknown_value": 100.0}),
    }
    assert (
        "Contract terms worth €\u202f100 were renewed for less, and nobody recorded for how much: they are not counted, and the "
        "range is from none of it kept to all."
    ) in said


def test_rule_4_retention_with_pending_terms_is_not_mature_and_shows_both_outcomes():
    company = {
        "renewals": [
            term("C1", "2023-06-01", "2024-12-15", 100, outcome="pending"),
            term("C2", "2023-06-01", None, 300),
        ]
    }
    with opened(company) as store:
        found = value(store, "grr", between=(date(2023, 12, 31), END))
    assert (found.value, found.low, found.high, found.mature) == (75.0, 75.0, 100.0, False)
    assert found.excluded["pending_value"] == 100.0


def ended(contract: str, worth: float, end: str = "2024-06-01", **more: object) -> Row:
    return term(contract, "2023-06-01", end, worth, account="A", product="Flow", **more)


def begun(contract: str, worth: float, start: str = "2024-06-01", end: str | None = None) -> Row:
    return term(contract, start, end, worth, account="A", product="Flow")


@pytest.mark.parametrize(
    ("case", "rows", "lost", "reduced", "kept", "grown"),
    [
        ("one into one", [ended("C1", 100), begun("N", 150)], 0, 0, 100, 50),
        ("two into one", [ended("C1", 100), ended("C2", 50), begun("N", 180)], 0, 0, 150, 30),
        ("two into one worth the same", [ended("C1", 100), ended("C2", 50), begun("N", 150)], 0, 0, 150, 0),
        ("two into one worth less", [ended("C1", 100), ended("C2", 50), begun("N", 90)], 0, 60, 90, 0),
        ("two that end apart", [ended("C1", 100), ended("C2", 50, "2024-06-20"), begun("N", 180)], 0, 0, 150, 30),
        ("three into one", [*(ended(f"C{at}", 50) for at in range(3)), begun("N", 210)], 0, 0, 150, 60),
        ("into one of theirs", [ended("C1", 100), ended("C2", 50), begun("C1", 180)], 0, 0, 150, 30),
        (
            "one of them left",
            [ended("C1", 100), ended("C2", 50, outcome="churned"), begun("N", 120)],
            50,
            0,
            100,
            20,
        ),
        ("one into two", [ended("C1", 100), begun("N", 70), begun("M", 50)], 0, 0, 100, 20),
        (
            "two into two",
            [ended("C1", 100), ended("C2", 50), begun("N", 70), begun("M", 90, "2024-06-05")],
            0,
            0,
            150,
            10,
        ),
        (
            "a chain of short terms",
            [ended("C1", 100), begun("N", 100, "2024-06-01", "2024-06-21"), begun("M", 100, "2024-06-21")],
            0,
            0,
            200,
            0,
        ),
    ],
)
def test_rule_4_what_a_term_that_follows_several_is_worth_is_counted_once(case, rows, lost, reduced, kept, grown):
    with opened({"renewals": rows}) as store, store.cursor() as cursor:
        flow = renewal_flow(cursor, Selection(YEAR, END), store.settings)
        rate = value(store, "gross_renewal_rate")
    assert (flow.lost, flow.reduced, flow.kept, flow.grown) == (lost, reduced, kept, grown)
    assert (rate.numerator, rate.denominator) == (kept, flow.due)


BOOK_KEYS = ("grr", "nrr", "logo_churn", "contract_grr", "contract_churn")


@pytest.mark.parametrize("key", BOOK_KEYS)
@pytest.mark.parametrize("name", ["outcome", "reason", "controllable"])
@pytest.mark.parametrize("asked", ["by", "where"])
def test_rule_3_retention_is_not_split_by_what_a_term_gets_as_it_ends(key, name, asked):
    how = {"by": (name,)} if asked == "by" else {"where": (Filter(name, ("churned",)),)}
    with opened({}) as store, pytest.raises(UnknownDimension) as caught:
        values(store, key, **how)
    assert (caught.value.fact, caught.value.dimension) == (key, name)
    assert not {"outcome", "reason", "controllable"} & {*caught.value.known}
    assert {"product", "segment", "account_id"} <= {*caught.value.known}


@pytest.mark.parametrize("key", ["renewal_rate", "gross_renewal_rate", "revenue_due"])
def test_rule_4_terms_that_were_due_are_split_by_how_they_ended(key):
    with opened({"renewals": [ended("C1", 100, outcome="churned")]}) as store:
        assert [item.group for item in values(store, key, by=("outcome",))] == [(("outcome", "churned"),)]


def test_rule_4_open_ended_terms_are_never_due():
    with opened({"renewals": [term("C1", "2023-06-01", None, 100)]}) as store:
        assert value(store, "revenue_due").n == 0
        assert value(store, "renewal_rate").value is None


LATEST = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({"followed": "2024-07-11"}, {date(2024, 7, 10): 0, date(2024, 7, 11): 1}),
        ({"outcome": "renewed", "decided_on": "2024-07-05"}, {date(2024, 7, 4): 0, date(2024, 7, 5): 1}),
        ({"outcome": "renewed"}, {date(2024, 7, 9): 0, date(2024, 7, 10): 1}),
    ],
)
def test_rule_4_an_earlier_as_of_knows_no_outcome_of_later(more, seen):
    followed = more.pop("followed", None)
    rows = [term("C1", "2023-07-10", "2024-07-10", 100, **more)]
    rows += [term("C1", followed, None, 90)] if followed else []
    with opened({"renewals": rows}) as store, store.cursor() as cursor:
        for as_of, known in seen.items():
            (found,) = compute(cursor, ["renewal_rate"], Selection(YEAR, as_of, latest=LATEST), store.settings)
            assert found.n == known, (more, as_of)


def test_rule_4_a_term_still_to_start_renews_on_the_latest_day_alone():
    rows = [term("C1", "2023-07-10", "2024-07-10", 100, seats_licensed=10, seats_active=1)]
    rows.append(term("C1", "2024-07-10", None, 90))
    day = date(2024, 6, 30)
    with opened({"renewals": rows}) as store, store.cursor() as cursor:
        for latest, at_risk in ((None, 0.0), (LATEST, 100.0)):
            asked = Selection(Period(date(2024, 4, 1), day), day, latest=latest)
            (found,) = compute(cursor, ["revenue_at_risk"], asked, store.settings)
            assert found.value == at_risk, latest


def test_rule_3_a_gap_is_open_until_the_term_that_closes_it_starts():
    rows = [term("C1", "2023-01-01", "2024-06-20", 100), term("C1", "2024-07-10", None, 100)]
    end = date(2024, 6, 30)
    with opened({"renewals": rows}) as store, store.cursor() as cursor:
        for as_of, worth in ((end, 0.0), (date(2024, 7, 10), 100.0)):
            asked = Selection(Period(date(2024, 4, 1), end), as_of, latest=LATEST)
            (found,) = compute(cursor, ["recurring_revenue"], asked, store.settings)
            assert found.value == worth, as_of

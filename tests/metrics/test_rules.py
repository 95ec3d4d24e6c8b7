"""The seventeen rules that decide numbers (design, section 6), each by an example of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.insights.change import change
from cx.insights.finding import findings
from cx.metrics.as_of import as_of, default_period
from cx.metrics.compute import Asked, compute
from cx.metrics.renewal_flow import renewal_flow
from cx.metrics.value import MetricValue
from cx.statistics import Verdict
from cx.store.database import Store
from tests.metrics.company import SETTINGS, Company, Row, load_rows, opened

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
END = date(2024, 12, 31)


def values(store: Store, key: str, period: Period = YEAR, known_to: date = END, where: tuple[Filter, ...] = (),
           **asked: Any) -> list[MetricValue]:  # fmt: skip
    with store.cursor() as cursor:
        return compute(cursor, [key], Selection(period, known_to, where), store.settings, Asked(**asked))


def value(store: Store, key: str, period: Period = YEAR, known_to: date = END, **asked: Any) -> MetricValue:
    (found,) = values(store, key, period, known_to, **asked)
    return found


@pytest.fixture(scope="module")
def cases() -> Iterator[Callable[[str, dict[str, list[Row]]], Callable[..., MetricValue]]]:
    """One database for a whole table of cases: each case's rows stand under accounts of its own."""
    stores: dict[str, Store] = {}
    with ExitStack() as stack:

        def opened_once(extract: str, table: dict[str, list[Row]]) -> Callable[..., MetricValue]:
            def its_own(case: str, row: Row) -> Row:
                ids = {name: f"{row[name]} {case}" for name in ("account_id", "contract_id", "ticket_id", "contact_id")
                       if row.get(name)}  # fmt: skip
                return {**row, **ids}

            name = "".join(table)
            if name not in stores:
                rows = [its_own(case, row) for case, given in table.items() for row in given]
                stores[name] = stack.enter_context(opened({extract: rows}))

            def of(case: str, key: str, **asked: Any) -> MetricValue:
                accounts = tuple(dict.fromkeys(str(its_own(case, row)["account_id"]) for row in table[case]))
                return value(stores[name], key, where=(Filter("account_id", accounts),), **asked)

            return of

        yield opened_once


def term(contract: str, start: str, end: str | None, worth: float, **more: Any) -> Row:
    return {"contract_id": contract, "account_id": more.pop("account", contract), "starts_on": start, "ends_on": end,
            "annual_value": worth, "currency": "EUR", "product": None, "outcome": None, "value_after": None,
            "decided_on": None, "seats_licensed": None, "seats_active": None, **more}  # fmt: skip


def ticket(number: int, opened_at: str, resolved_at: str | None = None, **more: Any) -> Row:
    return {"ticket_id": f"T{number}", "opened_at": opened_at, "resolved_at": resolved_at, "account_id": "A",
            "category": "billing", **more}  # fmt: skip


def answer(number: int, kind: str, score: int | None, **more: Any) -> Row:
    return {"response_id": f"R{number}", "kind": kind, "score": score, "responded_at": "2024-05-01",
            "account_id": f"A{number}", **more}  # fmt: skip


# 1 to 4: contracts

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
            assert [value(store, "renewal_rate", known_to=known).n for known in (date(2024, 7, 1), date(2024, 7, 2))] \
                == [0, 1]  # fmt: skip


def test_rule_2_account_value_is_the_sum_of_its_terms_in_force_at_fixed_rates():
    company = {"renewals": [term("C1", "2023-01-01", None, 100, account="A"),
                            term("C2", "2024-03-01", None, 100, account="A", currency="USD"),
                            term("C3", "2023-01-01", "2024-02-01", 50, account="A")]}  # fmt: skip
    with opened(company) as store:
        found = value(store, "nrr", between=(date(2023, 12, 31), END))
    assert (found.numerator, found.denominator, found.n) == (150.0, 150.0, 1)


def test_rule_2_a_trial_of_no_value_neither_makes_nor_loses_a_customer():
    company = {"renewals": [term("C1", "2023-06-01", "2024-06-01", 0, account="trial only"),
                            term("C2", "2023-06-01", "2024-06-01", 0, account="both"),
                            term("C3", "2023-06-01", None, 70, account="both"),
                            term("C4", "2023-06-01", "2024-06-01", 70, account="left for a trial"),
                            term("C5", "2024-06-01", None, 0, account="left for a trial")]}  # fmt: skip
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
    table = {start: [term("C1", "2023-06-01", "2024-06-01", 100), term("C1", start, "2025-06-01", 100)]
             for start in ("2024-07-01", "2024-07-02")}  # fmt: skip
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
        found = [value(store, "nrr", between=(date(2024, 5, 31), date.fromisoformat(day))).numerator
                 for day in ("2024-06-01", "2025-05-31", "2025-06-01")]  # fmt: skip
    assert found == [later, later, 0.0]


def test_rule_3_series_are_trailing_twelve_months():
    company = {"renewals": [term("C1", "2022-01-01", "2024-04-01", 100), term("C2", "2022-01-01", None, 100)]}
    with opened(company, Settings()) as store:
        found = values(store, "grr", Period(date(2024, 1, 1), date(2025, 6, 30)), date(2025, 6, 30), grain=Grain.QUARTER)
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
    assert (found.value, found.n, found.excluded.get("pending", 0)) == ((None, 0, 1) if word == "pending" else (0, 1, 0))


def test_rule_4_a_term_reduced_to_a_value_that_nobody_recorded_is_in_no_money_figure():
    company = {"renewals": [term("C1", "2023-06-01", "2024-06-01", 100, outcome="reduced"),
                            term("C2", "2023-06-01", "2024-06-01", 50, outcome="renewed")]}  # fmt: skip
    with opened(company) as store, store.cursor() as cursor:
        money, count = value(store, "gross_renewal_rate"), value(store, "renewal_rate")
        flow = renewal_flow(cursor, Selection(YEAR, END), store.settings)
    assert (money.numerator, money.denominator, money.n) == (50.0, 50.0, 1)
    assert (count.numerator, count.n) == (2.0, 2)
    assert (flow.due, flow.unrecorded, flow.kept, flow.reduced) == (150.0, 100.0, 50.0, 0.0)


def test_rule_4_retention_with_pending_terms_is_not_mature_and_shows_both_outcomes():
    company = {"renewals": [term("C1", "2023-06-01", "2024-12-15", 100, outcome="pending"),
                            term("C2", "2023-06-01", None, 300)]}  # fmt: skip
    with opened(company) as store:
        found = value(store, "grr", between=(date(2023, 12, 31), END))
    assert (found.value, found.low, found.high, found.mature) == (75.0, 75.0, 100.0, False)
    assert found.excluded["pending_value"] == 100.0


def test_rule_4_open_ended_terms_are_never_due():
    with opened({"renewals": [term("C1", "2023-06-01", None, 100)]}) as store:
        assert value(store, "revenue_due").n == 0
        assert value(store, "renewal_rate").value is None


# 5: response rate


def test_rule_5_a_file_of_answers_alone_gives_no_response_rate():
    with opened({"survey": [answer(1, "nps", 9), answer(2, "nps", 3)]}) as store:
        found = value(store, "response_rate")
    assert (found.value, found.n) == (None, 0)


def test_rule_5_invitations_are_counted_once_a_response_and_answers_only_up_to_the_as_of():
    sent = {"sent_at": "2024-04-20"}
    company = {"survey": [answer(1, "nps", 9, **sent), answer(1, "ces", 6, question="ease", ces_version="2.0", **sent),
                          answer(2, "nps", None, **sent) | {"responded_at": None}, answer(3, "nps", 2)]}  # fmt: skip
    with opened(company) as store:
        after, before = (value(store, "response_rate", known_to=day) for day in (END, date(2024, 4, 30)))
    assert (after.numerator, after.n) == (1.0, 2)
    assert (before.numerator, before.n) == (0.0, 2)


# 6 to 8: tickets

SOLVED = ticket(1, "2024-05-01 10:00", "2024-05-02 10:00")
FIRST_CONTACT = [
    ("plain", [SOLVED], 1, 1),
    ("one reply", [{**SOLVED, "replies": 1}], 1, 1),
    ("two replies", [{**SOLVED, "replies": 2}], 0, 1),
    ("a handoff", [{**SOLVED, "handoffs": 1}], 0, 1),
    ("a reopening", [{**SOLVED, "reopens": 1}], 0, 1),
    ("again on the seventh day", [SOLVED, ticket(2, "2024-05-09 10:00")], 0, 1),
    ("again a minute later than seven days", [SOLVED, ticket(2, "2024-05-09 10:01")], 1, 1),
    ("again before it was solved", [SOLVED, ticket(2, "2024-05-02 09:00")], 1, 1),
    ("again about something else", [SOLVED, ticket(2, "2024-05-03 09:00", category="login")], 1, 1),
    ("again by another account", [SOLVED, ticket(2, "2024-05-03 09:00", account_id="B")], 1, 1),
    ("again by another contact", [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id="Q")], 1, 1),
    ("again by the same contact", [{**SOLVED, "contact_id": "P"}, ticket(2, "2024-05-03 09:00", contact_id="P")], 0, 1),
    ("not solved", [ticket(1, "2024-05-01 10:00")], 0, 0),
    ("its seven days over on the last day", [ticket(1, "2024-12-01 10:00", "2024-12-24 23:00")], 1, 1),
    ("its seven days not over", [ticket(1, "2024-12-01 10:00", "2024-12-25 00:00")], 0, 0),
]


@pytest.mark.parametrize(("case", "rows", "good", "n"), FIRST_CONTACT)
def test_rule_6_first_contact_resolution(cases, case, rows, good, n):
    found = cases("tickets", {name: given for name, given, *_ in FIRST_CONTACT})(case, "first_contact_resolution")
    assert (found.numerator or 0, found.n) == (good, n)


PROMISES = [
    ("kept", {"promised_at": "2024-05-10 12:00"}, "2024-05-10 12:00", 1, 1),
    ("a minute late", {"promised_at": "2024-05-10 12:00"}, "2024-05-10 12:01", 0, 1),
    ("open past due is missed", {"promised_at": "2024-05-10 12:00"}, None, 0, 1),
    ("due on the last day", {"promised_at": "2024-12-31 23:00"}, None, 0, 1),
    ("not yet due is out", {"promised_at": "2025-01-01 00:00"}, "2024-05-10 12:00", 0, 0),
    ("no promise is out", {}, "2024-05-10 12:00", 0, 0),
    ("the tool's verdict where it is all there is", {"sla_met": "true"}, "2024-05-10 12:00", 1, 1),
    ("the tool's bad verdict", {"sla_met": "false"}, "2024-05-10 12:00", 0, 1),
    ("the date before the verdict", {"sla_met": "true", "promised_at": "2024-05-02 12:00"}, "2024-05-10 12:00", 0, 1),
]


@pytest.mark.parametrize(("case", "more", "resolved_at", "kept", "n"), PROMISES)
def test_rule_7_promises_kept(cases, case, more, resolved_at, kept, n):
    of = cases("tickets", {name: [ticket(1, "2024-05-01 10:00", solved, **said)] for name, said, solved, *_ in PROMISES})
    found = of(case, "sla_attainment", period=Period(date(2024, 1, 1), date(2025, 1, 31)))
    assert (found.numerator or 0, found.n) == (kept, n)


def test_rule_7_a_promise_belongs_to_the_period_in_which_it_falls_due():
    late = ticket(1, "2024-03-01 10:00", "2024-06-30 10:00", promised_at="2024-05-10 12:00")
    with opened({"tickets": [late]}) as store:
        found = values(store, "sla_attainment", grain=Grain.MONTH)
    assert [item.group for item in found] == [(("month", "2024-05-01"),)]


@pytest.mark.parametrize(
    ("case", "answered_at", "kept"),
    [("kept", "2024-05-01 11:00", 1), ("late", "2024-05-01 11:01", 0), ("unanswered past due is missed", None, 0)],
)
def test_rule_7_first_responses_stand_apart(case, answered_at, kept):
    row = ticket(1, "2024-05-01 10:00", first_response_at=answered_at, response_promised_at="2024-05-01 11:00")
    with opened({"tickets": [row]}) as store:
        assert value(store, "response_sla_attainment").numerator == kept
        assert value(store, "sla_attainment").n == 0


def test_rule_8_open_tickets_count_as_still_waiting():
    rows = [ticket(1, "2024-05-01 00:00", "2024-05-01 02:00"), ticket(2, "2024-05-01 00:00", "2024-05-01 10:00"),
            ticket(3, "2024-05-01 00:00"), ticket(4, "2024-12-31 23:00")]  # fmt: skip
    with opened({"tickets": rows}) as store:
        found = value(store, "resolution_hours")
    # At risk: 4 until 1 h, then 3; after 2 h two thirds are left, after 10 h one third.
    assert (found.value, found.n, found.numerator, found.excluded) == (10.0, 4, 2.0, {"open": 2.0})


def test_rule_8_negative_times_are_left_out_and_counted():
    rows = [ticket(1, "2024-05-01 10:00", "2024-05-01 12:00"), ticket(2, "2024-05-01 10:00", "2024-04-30 10:00")]
    with opened({"tickets": rows}) as store:
        found = value(store, "resolution_hours")
    assert (found.value, found.n, found.excluded) == (2.0, 1, {"negative": 1.0})


def test_rule_8_an_unanswered_ticket_that_was_resolved_before_it_was_opened_is_left_out_and_counted():
    rows = [ticket(1, "2024-05-01 10:00", "2024-05-03 10:00", first_response_minutes=30),
            ticket(2, "2024-05-01 10:00", "2024-04-30 10:00", first_response_minutes=None)]  # fmt: skip
    with opened({"tickets": rows}) as store:
        found = value(store, "first_response_minutes")
    assert (found.value, found.n, found.excluded) == (30.0, 1, {"negative": 1.0})


# 9 to 11: maturity, clusters, ledgers


def many_answers(month: str, promoters: int, detractors: int, start: int = 0, accounts: int = 10_000) -> list[Row]:
    return [answer(start + at, "nps", 10 if at < promoters else 0, responded_at=f"2024-{month}-10",
                   account_id=f"A{(start + at) % accounts}") for at in range(promoters + detractors)]  # fmt: skip


def test_rule_9_a_period_whose_follow_up_is_not_over_is_marked_and_never_compared():
    def invited(month: str, start: int, answered: int) -> list[Row]:
        return [answer(start + at, "nps", 9 if at < answered else None, sent_at=f"2024-{month}-02",
                       responded_at=f"2024-{month}-03" if at < answered else None) for at in range(100)]  # fmt: skip

    with opened({"survey": invited("10", 0, 90) + invited("11", 200, 20)}) as store, store.cursor() as cursor:
        for end, last, mature, word in (("2024-11-30", "2024-12-13", False, Verdict.CANNOT_TELL),
                                        ("2024-11-30", "2024-12-14", True, Verdict.SURE)):  # fmt: skip
            now = Selection(Period(date(2024, 11, 1), date.fromisoformat(end)), date.fromisoformat(last))
            found = findings(cursor, ["response_rate"], now, store.settings)["response_rate"]
            assert (found.value.mature, found.since_previous.verdict) == (mature, word)


def test_rule_9_two_periods_that_are_both_not_over_are_not_compared_either():
    rows = [answer(at, "nps", 9 if at < 100 and at % 10 else None, sent_at="2024-12-10" if at < 100 else "2024-12-18",
                   responded_at="2024-12-19" if at < 100 and at % 10 else None) for at in range(200)]  # fmt: skip
    with opened({"survey": rows}) as store, store.cursor() as cursor:
        week = Selection(Period(date(2024, 12, 16), date(2024, 12, 22)), date(2024, 12, 23))
        found = findings(cursor, ["response_rate"], week, store.settings)["response_rate"]
    assert not found.since_previous.before.mature
    assert found.since_previous.verdict is Verdict.CANNOT_TELL


def test_rule_9_retention_with_pending_terms_is_never_told_as_a_change():
    company = {"renewals": [term("C1", "2022-01-01", "2024-12-15", 100, outcome="pending"),
                            term("C2", "2022-01-01", None, 300)]}  # fmt: skip
    with opened(company, Settings()) as store, store.cursor() as cursor:
        quarter = Selection(Period(date(2024, 10, 1), END), END)
        found = findings(cursor, ["grr"], quarter, store.settings)["grr"]
    assert found.since_previous.value == -25.0
    assert not found.since_previous.is_told
    assert found.since_previous.is_better is None


def test_rule_10_answers_of_the_same_accounts_widen_the_range():
    def width(accounts: int) -> float:
        rows = [answer(at, "nps", 10 if at % 10 < 5 else 0, account_id=f"A{at % accounts}") for at in range(100)]
        with opened({"survey": rows}) as store:
            found = value(store, "nps")
        assert (found.value, found.n) == (0.0, 100)
        assert found.low is not None and found.high is not None
        return found.high - found.low

    # Ten accounts that each say one thing ten times say less than a hundred.
    assert width(10) > 2.5 * width(100)


def test_rule_11_a_ledger_is_exact_and_carries_no_word():
    company = {"renewals": [term("C1", "2022-01-01", "2024-11-01", 100, outcome="churned"), term("C2", "2022-01-01", None, 300)]}
    with opened(company, Settings()) as store, store.cursor() as cursor:
        found = findings(cursor, ["grr", "nrr"], Selection(Period(date(2024, 10, 1), END), END), store.settings)
    assert found["grr"].since_previous.verdict is None
    assert found["grr"].since_previous.is_told
    assert (found["nrr"].value.low, found["nrr"].value.high) == (None, None)


def test_rule_11_nrr_has_a_range_from_100_accounts_on():
    rows = [term(f"C{at}", "2022-01-01", "2024-11-01" if at % 5 else None, 100) for at in range(100)]
    with opened({"renewals": rows}) as store:
        whole = value(store, "nrr")
    with opened({"renewals": rows[1:]}) as store:
        fewer = value(store, "nrr")
    assert whole.low is not None and whole.high is not None
    assert (fewer.low, fewer.high) == (None, None)


# 12 to 17

SCALES = [
    ("csat", "1-5", None, {3: 0, 4: 1, 5: 1}), ("csat", "1-7", None, {5: 0, 6: 1, 7: 1}),
    ("csat", "1-10", None, {8: 0, 9: 1, 10: 1}), ("csat", "0-2", None, {1: 0, 2: 1}),
    ("csat", "good-bad", None, {0: 0, 1: 1}), ("ces_easy", "1-7", "2.0", {4: 0, 5: 1, 6: 1, 7: 1}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "scale", "version", "good"), SCALES)
def test_rule_12_which_answers_count_as_satisfied(key, scale, version, good):
    kind = "ces" if version else "csat"
    rows = [answer(score, kind, score, scale=scale, ces_version=version) for score in good]
    with opened({"survey": rows}) as store:
        found = values(store, key, by=("account_id",))
    assert {item.group[0][1]: item.value for item in found} == {f"A{score}": 100 * counts for score, counts in good.items()}


def test_rule_12_ces_is_the_mean_of_its_own_version():
    rows = [answer(1, "ces", 7, ces_version="2.0"), answer(2, "ces", 4, ces_version="2.0"),
            answer(3, "ces", 1, ces_version="1.0"), answer(4, "ces", 4, ces_version="1.0")]  # fmt: skip
    with opened({"survey": rows}) as store:
        found = {key: value(store, key) for key in ("ces", "ces_easy", "ces_1")}
    assert {key: (item.value, item.n) for key, item in found.items()} \
        == {"ces": (5.5, 2), "ces_easy": (50.0, 2), "ces_1": (2.5, 2)}  # fmt: skip


def test_rule_12_answers_on_several_scales_give_one_row_a_scale():
    rows = [answer(1, "csat", 5, scale="1-5"), answer(2, "csat", 5, scale="1-7"), answer(3, "csat", 4, scale="1-5")]
    with opened({"survey": rows}) as store:
        found = values(store, "csat")
    assert [(item.group, item.value, item.n) for item in found] \
        == [((("scale", "1-5"),), 100.0, 2), ((("scale", "1-7"),), 0.0, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "before", "after", "compared"),
    [
        ("another scale before", ["1-7"], ["1-5"], False),
        ("two scales before", ["1-10", "1-5"], ["1-5"], True),
        ("two scales now", ["1-5"], ["1-5", "1-5", "1-7"], True),
        ("a new scale is the usual one now", ["1-5"], ["1-5", "1-7", "1-7"], False),
    ],
)
def test_rule_12_scales_are_never_compared(case, before, after, compared):
    def answers(month: str, scales: list[str], start: int) -> list[Row]:
        return [answer(start + 100 * number + at, "csat", 4, scale=scale, responded_at=f"2024-{month}-10", segment=None)
                for number, scale in enumerate(scales) for at in range(40)]  # fmt: skip

    company = {"survey": [{k: v for k, v in row.items() if k != "segment"}
                          for row in answers("04", before, 0) + answers("08", after, 1000)]}  # fmt: skip
    with opened(company, Settings()) as store, store.cursor() as cursor:
        quarter = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), END)
        found = findings(cursor, ["csat"], quarter, store.settings)["csat"]
    assert (found.since_previous.value is not None) == compared
    assert found.since_previous.before.n in ((40,) if compared else (0,))
    assert {item.scale for item in found.series} == {found.value.scale}


def test_rule_13_handoffs_that_nobody_counted_are_not_none():
    rows = [ticket(1, "2024-05-01 10:00", handoffs=3), ticket(2, "2024-05-01 10:00", handoffs=0),
            ticket(3, "2024-05-01 10:00", handoffs=None)]  # fmt: skip
    with opened({"tickets": rows}) as store:
        found = value(store, "handoffs_per_ticket")
    assert (found.value, found.n) == (1.5, 2)


def test_rule_14_attributes_are_those_known_at_the_facts_date():
    company: Company = {
        "accounts": [{"account_id": "A", "as_of": "2024-02-01", "tier": "Silver"},
                     {"account_id": "A", "as_of": "2024-06-01", "tier": "Gold"}],
        "tickets": [ticket(at, day) for at, day in enumerate(("2024-01-05", "2024-05-31", "2024-06-01", "2024-09-01"))],
    }  # fmt: skip
    company["tickets"] = [{**row, "handoffs": 0} for row in company["tickets"]]
    with opened(company) as store:
        found = values(store, "handoffs_per_ticket", by=("tier",))
    assert [(item.group, item.n) for item in found] == [((("tier", "Gold"),), 2), ((("tier", "Silver"),), 2)]


def test_rule_14_retention_by_tier_takes_the_tier_of_the_first_day():
    company = {"accounts": [{"account_id": "A", "as_of": "2023-02-01", "tier": "Gold"},
                            {"account_id": "A", "as_of": "2024-06-01", "tier": "Lost"}],
               "renewals": [term("C1", "2023-01-01", "2024-07-01", 100, account="A")]}  # fmt: skip
    with opened(company) as store:
        found = values(store, "grr", by=("tier",), between=(date(2023, 12, 31), END))
    assert [(item.group, item.value) for item in found] == [((("tier", "Gold"),), 0.0)]


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
    company = {"renewals": [term("C1", "2023-01-01", None, 100, account="A"), term("C2", "2023-01-01", None, 0, account="B")],
               "usage": [{"account_id": "A", "feature": None, "events": None, "active_users": None, **row}]}  # fmt: skip
    with opened(company) as store:
        found = value(store, "active_account_rate")
    assert (found.numerator, found.n) == (active, 1)


def test_rule_15_nothing_is_known_of_use_before_the_first_row_or_after_the_as_of():
    company = {"renewals": [term("C1", "2020-01-01", None, 100, account="A")],
               "usage": [{"account_id": "A", "used_on": "2024-06-01", "feature": "chat", "events": 1}]}  # fmt: skip
    with opened(company) as store:
        for key in ("active_account_rate", "feature_breadth"):
            assert value(store, key, Period(date(2023, 1, 1), date(2023, 12, 31))).value is None
            assert value(store, key, Period(date(2025, 1, 1), date(2025, 3, 31))).value is None


def test_rule_15_seats_come_from_terms_else_from_usage_of_the_product_never_from_features():
    def use(account: str, feature: str | None, active: int) -> Row:
        return {"account_id": account, "used_on": "2024-12-20", "feature": feature, "active_users": active,
                "licensed_users": 10}  # fmt: skip

    company = {"renewals": [term("C1", "2023-01-01", None, 100, account="A", seats_licensed=20, seats_active=5),
                            *(term(f"C{name}", "2023-01-01", None, 100, account=name) for name in "BC")],
               "usage": [use("A", None, 9), use("B", None, 9), use("C", "chat", 9)]}  # fmt: skip
    with opened(company) as store:
        found = value(store, "seat_adoption")
    assert (found.numerator, found.denominator, found.n) == (14.0, 30.0, 2)


def test_rule_15_breadth_is_features_used_of_those_that_anyone_used_in_90_days():
    def use(account: str, feature: str, day: str) -> Row:
        return {"account_id": account, "used_on": day, "feature": feature, "events": 1}

    company = {"renewals": [term("C1", "2023-01-01", None, 100, account="A"), term("C2", "2023-01-01", None, 100, account="B")],
               "usage": [use("A", "chat", "2024-10-03"), use("A", "maps", "2024-10-02"), use("Z", "mail", "2024-12-01")]}  # fmt: skip
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
]


@pytest.mark.parametrize(("extract", "row", "day"), HAPPENED)
def test_rule_16_the_as_of_is_the_latest_day_on_which_something_happened(extract, row, day):
    with opened({extract: [row]}) as store, store.cursor() as cursor:
        assert as_of(cursor) == day


def test_rule_16_with_renewals_alone_it_is_the_declared_day_of_the_export():
    with opened({"renewals": [term("C", "2024-01-01", "2030-01-01", 1)]},
                renewals={"exported_on": "2024-11-30"}) as store, store.cursor() as cursor:  # fmt: skip
        assert as_of(cursor) == date(2024, 11, 30)


def test_rule_17_both_ends_belong_to_a_period():
    days = ("2024-03-31 23:59", "2024-04-01 00:00", "2024-06-30 23:59", "2024-07-01 00:00")
    rows = [answer(at, "nps", 9, responded_at=day) for at, day in enumerate(days)]
    with opened({"survey": rows}) as store:
        assert value(store, "nps", Period(date(2024, 4, 1), date(2024, 6, 30))).n == 2


@pytest.mark.parametrize(
    ("fiscal", "known_to", "first", "last"),
    [(1, "2024-06-30", "2024-04-01", "2024-06-30"), (1, "2024-06-29", "2024-01-01", "2024-03-31"),
     (2, "2024-06-29", "2024-02-01", "2024-04-30"), (12, "2024-02-29", "2023-12-01", "2024-02-29")],
)  # fmt: skip
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


# How sure


def test_the_four_words_follow_the_size_of_a_change():
    def word(promoters: int, n: int) -> Verdict | None:
        rows = many_answers("05", n // 2, n - n // 2) + many_answers("08", promoters, n - promoters, 5000)
        with opened({"survey": rows}, Settings()) as store:
            before, after = (value(store, "nps", Period(date(2024, month, 1), date(2024, month + 2, 30)))
                             for month in (4, 7))  # fmt: skip
        return change(before, after).verdict

    assert [word(70, 100), word(61, 100), word(53, 100), word(28, 29)] \
        == [Verdict.SURE, Verdict.LIKELY, Verdict.CANNOT_TELL, Verdict.TOO_FEW]  # fmt: skip


def test_a_sure_change_that_is_too_small_to_matter_is_not_told():
    rows = many_answers("05", 1000, 9000) + many_answers("08", 1140, 8860, 20_000, 100_000)
    with opened({"survey": rows}, Settings()) as store:
        before, after = (value(store, "nps", Period(date(2024, month, 1), date(2024, month + 2, 30))) for month in (4, 7))
    found = change(before, after)
    assert found.value == pytest.approx(2.8)
    assert found.low is not None and found.low > 0
    assert found.verdict is Verdict.CANNOT_TELL


# Loads do not move figures

SOME: Callable[[], Company] = lambda: {
    "survey": many_answers("05", 6, 3, accounts=4), "tickets": [ticket(1, "2024-05-01 10:00", "2024-05-02 10:00", handoffs=2)],
    "renewals": [term("C1", "2023-06-01", "2024-06-01", 100), term("C1", "2024-06-01", None, 80)]}  # fmt: skip
KEYS = ("nps", "resolution_hours", "handoffs_per_ticket", "grr", "renewal_rate", "gross_renewal_rate")


def figures(store: Store) -> list[tuple[object, ...]]:
    found = [value(store, key) for key in KEYS]
    return [(item.value, item.low, item.high, item.n, item.numerator, item.denominator) for item in found]


def test_the_order_of_rows_moves_no_figure():
    company = SOME()
    with opened(company, SETTINGS) as store:
        first = figures(store)
    with opened({name: rows[::-1] for name, rows in company.items()}, SETTINGS) as store:
        assert figures(store) == first


def test_loading_a_file_twice_moves_no_figure(tmp_path):
    company = SOME()
    with opened(company) as store:
        first = figures(store)
        for extract, rows in company.items():
            load_rows(store, tmp_path, extract, rows)
        assert figures(store) == first

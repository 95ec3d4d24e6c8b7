"""Customers won, back, grown, shrunk and lost between two days: what each counts, and that the bridge closes."""

import json
import random
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.metrics.book_bridge import book_bridge, bridge_of
from cx.metrics.book_worth import BOUGHT, EARNED, WORTH, Held
from cx.metrics.possible_limits import possible
from cx.metrics.registry import REGISTRY
from tests.metrics.asking import END, YEAR, term, value, values
from tests.metrics.company import Row, opened

MONEY = st.integers(0, 30_000).map(lambda cents: Decimal(cents) / 100)
CAME = st.sampled_from([None, EARNED, BOUGHT])
DAYS = Period(date(2023, 12, 31), END)


@st.composite
def accounts(draw: st.DrawFn) -> Held:
    before, after = draw(st.just(Decimal(0)) | MONEY), draw(st.just(Decimal(0)) | MONEY)
    return Held("A", before, after, was_here=before > 0 or draw(st.booleans()), came_by=draw(CAME))


@settings(deadline=None, max_examples=200)
@given(items=st.lists(accounts(), max_size=30))
def test_the_bridge_closes_to_the_unit_and_to_the_cent(items):
    found = bridge_of(items, DAYS)
    assert found.customers.closes and found.value.closes
    assert all(step >= 0 for side in (found.customers, found.value) for step in asdict(side).values())
    assert all(step == int(step) for step in asdict(found.customers).values())


def test_what_a_record_says_of_a_value_is_what_it_is_counted_for():
    chance, items = random.Random(1), []
    for _ in range(400):
        before, after = (chance.choice([Decimal(0), Decimal(chance.randrange(30_000)) / 100]) for _ in "12")
        was_here, came_by = before > 0 or chance.random() < 0.5, chance.choice([None, EARNED, BOUGHT])
        items.append(Held("A", before, after, was_here=was_here, came_by=came_by))
    rows = [(item.before, item.after, item.was_here, item.came_by) for item in items]
    with duckdb.connect() as memory:
        memory.execute("CREATE TABLE h (before DECIMAL(18,2), after DECIMAL(18,2), was_here BOOLEAN, came_by VARCHAR)")
        memory.executemany("INSERT INTO h VALUES (?, ?, ?, ?)", rows)
        for key, worth in WORTH.items():
            metric = REGISTRY[key]
            counted = [item for item in items if metric.newcomers or item.before > 0]
            where = "true" if metric.newcomers else "before > 0"
            told = memory.execute(f"SELECT sum({metric.value}) FROM h WHERE {where}").fetchall()[0][0]
            assert Decimal(told) == sum((Decimal(worth(item)) for item in counted), Decimal(0)), key


@settings(deadline=None, max_examples=200)
@given(item=accounts(), pending=st.lists(MONEY.filter(bool), max_size=4))
def test_no_outcome_of_what_is_pending_or_unknown_lies_outside_the_range(item, pending):
    open_one = replace(item, pending=sum(pending, Decimal(0)), least_pending=min(pending, default=Decimal(0)))
    ends = [
        replace(
            item,
            after=item.after
            + sum((amount for amount, stays in zip(pending, chosen, strict=True) if stays), Decimal(0)),
        )
        for chosen in product((False, True), repeat=len(pending))
    ]
    ends = [
        replace(end, came_by=word)
        for end in ends
        for word in ((EARNED, BOUGHT) if end.came_by is None else (end.came_by,))
    ]
    for key, worth in WORTH.items():
        every, told = [worth(end) for end in ends], [worth(one) for one in possible(open_one)]
        assert (min(told), max(told)) == (min(every), max(every)), key


ONCE = term("once", "2021-01-01", "2022-01-01", 10, outcome="churned")
"""A term that ended long ago shows that the book goes back far enough to tell who is new."""
BOOK = [
    term("grows", "2023-01-01", "2024-06-01", 100),
    term("grows", "2024-06-01", "2025-06-01", 150.25),
    term("shrinks", "2023-01-01", "2024-06-01", 100),
    term("shrinks", "2024-06-01", "2025-06-01", 80),
    term("leaves", "2023-01-01", "2024-06-01", 100, outcome="churned"),
    term("new", "2024-03-01", "2025-03-01", 500, acquired_by="earned"),
    term("bought", "2024-03-01", None, 40, acquired_by="bought"),
    term("back", "2021-01-01", "2022-01-01", 30, acquired_by="earned"),
    term("back again", "2024-07-01", None, 60.5, account="back"),
    term("trial", "2022-01-01", "2023-01-01", 0, account="tried before"),
    term("sold", "2024-02-01", None, 10, account="tried before"),
    term("came and went", "2024-02-01", "2024-05-01", 70, outcome="churned"),
]
EXPECTED = {
    "customers": (6, 7),
    "customers_gained": (3, 7),
    "customers_returned": (1, 7),
    "customers_lost": (1, 7),
    "recurring_revenue": (840.75, 7),
    "value_gained": (550, 7),
    "value_returned": (60.5, 7),
    "value_expanded": (50.25, 7),
    "value_contracted": (20, 7),
    "value_lost": (100, 7),
    "expansion_rate": (100 * 50.25 / 300, 3),
    "contraction_rate": (100 * 20 / 300, 3),
    "revenue_churn": (40, 3),
    "grr": (60, 3),
    "nrr": (100 * 230.25 / 300, 3),
    "earned_growth": (100 * (230.25 + 500 - 300) / 300, 7),
}


@pytest.fixture(scope="module")
def store():
    with opened({"renewals": BOOK}) as filled:
        yield filled


def test_what_became_of_each_customer_is_counted_once(store):
    found = {key: value(store, key) for key in EXPECTED}
    assert {key: (item.value, item.n) for key, item in found.items()} == {
        key: (pytest.approx(worth), n) for key, (worth, n) in EXPECTED.items()
    }
    open_amount = 10  # Nobody says how the customer came who once tried us.
    known = found["earned_growth"]
    assert (known.low, known.high) == (known.value, pytest.approx(100 * (430.25 + open_amount) / 300))
    assert known.excluded == {"unknown_value": open_amount}
    with store.cursor() as cursor:
        bridge = book_bridge(cursor, Selection(YEAR, END), store.settings)
    assert bridge and bridge.customers.closes and bridge.value.closes
    assert (bridge.customers.start, bridge.value.start) == (3, 300)
    assert (bridge.customers.end, bridge.value.end) == (6, Decimal("840.75"))


GOLDEN = {case["id"]: case for case in json.loads((Path(__file__).parents[1] / "golden" / "kpis.json").read_text())}
SUMS = GOLDEN["rev-001"]["inputs"]
WORTHS: dict[str, dict[str, tuple[float, float]]] = {
    "rev-001": {
        "lost": (SUMS["churn"], 0),
        "shrunk": (SUMS["contraction"] + 1, 1),
        "grown": (1, SUMS["expansion"] + 1),
        "same": (same := SUMS["beginning_arr"] - SUMS["churn"] - SUMS["contraction"] - 2, same),
    },
    "rev-005": {
        name: (GOLDEN["rev-005"]["inputs"]["start"].get(name, 0), GOLDEN["rev-005"]["inputs"]["end"].get(name, 0))
        for name in "ABCD"
    },
    "rev-006": {"old": (1000, 920), "earned": (0, 150), "bought": (0, 130)},
}
"""What each account of a published case is worth before and after; a new one is named after how it came."""


def test_the_published_cases_come_out_of_the_book():
    rows = [ONCE]
    for case, accounts_of in WORTHS.items():
        for name, (before, after) in accounts_of.items():
            more = {"account": f"{case} {name}", "region": case}
            rows += (
                [term(f"{case} {name} 1", "2023-01-01", "2024-06-01", before, **more, outcome="churned")]
                if before
                else []
            )
            came = name if name in (EARNED, BOUGHT) else None
            rows += [term(f"{case} {name} 2", "2024-06-01", None, after, **more, acquired_by=came)] if after else []
    keys = ("grr", "nrr", "logo_churn", "revenue_churn", "expansion_rate", "contraction_rate", "earned_growth")
    with opened({"renewals": rows}) as filled:
        found = {(key, item.group[0][1]): item.value for key in keys for item in values(filled, key, by=("region",))}
    for case, expected in ((name, GOLDEN[name]["expected"]) for name in WORTHS):
        for key in ("grr", "nrr", "earned_growth"):
            assert key not in expected or found[key, case] == pytest.approx(expected[key])
        assert found["revenue_churn", case] == pytest.approx(100 - (found["grr", case] or 0))
        assert found["expansion_rate", case] == pytest.approx((found["nrr", case] or 0) - (found["grr", case] or 0))
    assert found["logo_churn", "rev-005"] == pytest.approx(100 - GOLDEN["rev-005"]["expected"]["logo_retention"])
    assert found["contraction_rate", "rev-001"] == pytest.approx(6)


def test_a_book_that_begins_later_tells_no_newcomers(store):
    early = Period(date(2022, 1, 1), date(2022, 12, 31))
    for key in ("customers_gained", "value_gained", "earned_growth", "customers_lost"):
        assert value(store, key, early).value is None
    assert value(store, "customers", early).value == 0
    with store.cursor() as cursor:
        assert book_bridge(cursor, Selection(early, END), store.settings) is None


CAME_AS: dict[str, tuple[list[tuple[str, str | None]], float, float]] = {
    "earned": ([("2024-03-01", "earned")], 50, 50),
    "bought": ([("2024-03-01", "bought")], 0, 0),
    "unknown": ([("2024-03-01", "unknown")], 0, 50),
    "said later": ([("2024-03-01", None), ("2024-04-01", "earned")], 50, 50),
    "the first says it": ([("2024-03-01", "earned"), ("2024-04-01", "bought")], 50, 50),
    "both at once": ([("2024-03-01", "earned"), ("2024-03-01", "bought")], 0, 50),
    "one says it": ([("2024-03-01", "earned"), ("2024-03-01", None)], 50, 50),
}


def test_a_customer_came_as_the_first_terms_that_say_so():
    rows = [ONCE]
    for case, (first_terms, _, _) in CAME_AS.items():
        rows.append(term(f"{case} old", "2023-01-01", None, 100, acquired_by="bought", region=case))
        rows += [
            term(f"{case} {at}", day, None, 50 / len(first_terms), account=case, acquired_by=word, region=case)
            for at, (day, word) in enumerate(first_terms)
        ]
    with opened({"renewals": rows}) as filled:
        found = {item.group[0][1]: item for item in values(filled, "earned_growth", by=("region",))}
    for case, (_, low, high) in CAME_AS.items():
        item = found[case]
        assert item.value == pytest.approx(low), case
        assert (item.low, item.high) == ((low, high) if high > low else (None, None)), case


def test_what_is_pending_shows_both_outcomes():
    rows = [
        ONCE,
        term("stays", "2023-01-01", None, 100),
        term("open", "2023-12-01", "2024-12-20", 60, account="half"),
        term("more", "2023-12-01", "2024-12-20", 20, account="half"),
    ]
    with opened({"renewals": rows}) as filled:
        found = {
            key: value(filled, key) for key in ("contraction_rate", "customers_lost", "value_lost", "revenue_churn")
        }
    assert {key: (item.value, item.low, item.high) for key, item in found.items()} == {
        "contraction_rate": (0, 0, pytest.approx(100 * 60 / 180)),
        "customers_lost": (1, 0, 1),
        "value_lost": (80, 0, 80),
        "revenue_churn": (pytest.approx(100 * 80 / 180), 0, pytest.approx(100 * 80 / 180)),
    }
    assert not any(item.mature for item in found.values())


def test_the_parts_of_a_filter_and_the_groups_of_a_split_sum_to_the_whole(store):
    chance = random.Random(5)
    keys = ("customers_gained", "customers_returned", "customers_lost", "customers")
    names = tuple(sorted({row["account_id"] for row in BOOK}))
    part = chance.sample(names, 4)
    for key in keys:
        whole = value(store, key).value or 0
        halves = [
            values(store, key, where=(Filter("account_id", tuple(wanted)),))[0].value or 0
            for wanted in (part, [name for name in names if name not in part])
        ]
        assert sum(halves) == whole
        by_account = values(store, key, by=("account_id",))
        assert sum(item.value or 0 for item in by_account) == whole


DUE = "2024-06-01"
IN_TIME: dict[str, tuple[list[Row], tuple[float | None, float | None, float | None, int]]] = {
    "on the day": ([{"outcome": "renewed", "decided_on": DUE}], (100, None, None, 1)),
    "early": ([{"outcome": "reduced", "decided_on": "2024-01-10", "value_after": 50}], (100, None, None, 1)),
    "a day late": ([{"outcome": "renewed", "decided_on": "2024-06-02"}], (0, None, None, 1)),
    "left": ([{"outcome": "churned", "decided_on": "2024-05-01"}], (0, None, None, 1)),
    "lapsed": ([{}], (0, None, None, 1)),
    "nobody wrote when": ([{"outcome": "renewed"}, {"outcome": "churned"}], (None, None, None, 1)),
    "one undated": (
        [{"outcome": "renewed", "decided_on": DUE}, {"outcome": "renewed"}, {"outcome": "churned"}],
        (50, 100 / 3, 200 / 3, 2),
    ),
    "pending": ([{"outcome": "pending"}, {"outcome": "renewed", "decided_on": DUE}], (100, None, None, 1)),
}


def test_a_renewal_is_in_time_up_to_the_day_it_was_due():
    rows = [
        term(f"{case} {at}", "2023-06-01", DUE, 100, region=case, **more)
        for case, (given_terms, _) in IN_TIME.items()
        for at, more in enumerate(given_terms)
    ]
    with opened({"renewals": rows}) as filled:
        found = {
            item.group[0][1]: item for item in values(filled, "on_time_renewal_rate", by=("region",), ranged=False)
        }
        early = value(filled, "on_time_renewal_rate", known_to=date(2024, 5, 15), where=())
    for case, (_, expected) in IN_TIME.items():
        item = found[case]
        shown = (item.low, item.high) if item.excluded.get("unknown") else (None, None)
        assert (item.value, *shown, item.n) == pytest.approx(expected), case
        assert item.is_exact == (case not in ("nobody wrote when", "one undated", "pending")), case
    assert early.numerator == 1  # As of then, only the early renewal and three departures are known.
    assert early.n == 4


POTENTIAL = [
    {"account_id": "half", "as_of": "2023-01-01", "potential_value": 200, "segment": "Small"},
    {"account_id": "over", "as_of": "2023-01-01", "potential_value": 400, "segment": "Large"},
    {"account_id": "over", "as_of": "2024-07-01", "potential_value": 100, "segment": "Large"},
    {"account_id": "zero", "as_of": "2023-01-01", "potential_value": 0, "segment": "Small"},
    {"account_id": "gone", "as_of": "2023-01-01", "potential_value": 900, "segment": "Small"},
]


def test_realised_potential_sums_the_paying_accounts_that_have_an_estimate():
    rows = [
        term("1", "2023-01-01", None, 60, account="half"),
        term("2", "2023-01-01", None, 40, account="half"),
        term("3", "2023-01-01", None, 200, account="over"),
        term("4", "2023-01-01", None, 70, account="zero"),
        term("5", "2023-01-01", "2024-01-01", 70, account="gone", outcome="churned"),
        term("6", "2023-01-01", None, 70, account="not listed"),
    ]
    with opened({"renewals": rows, "accounts": POTENTIAL}) as filled:
        whole = value(filled, "realised_potential")
        groups = {item.group[0][1]: item.value for item in values(filled, "realised_potential", by=("segment",))}
        before = value(filled, "realised_potential", Period(date(2024, 1, 1), date(2024, 6, 30)))
    assert (whole.value, whole.n, whole.numerator, whole.denominator) == (100, 2, 300, 300)
    assert whole.excluded == {"no_base": 2}
    assert groups == {"Small": 50, "Large": 200, None: None}
    assert before.value == 50


@pytest.mark.parametrize(
    ("ended_on", "is_early"),
    [("2024-01-01", False), ("2024-01-07", False), ("2024-01-08", True), (None, True)],
)
@pytest.mark.parametrize("key", ["grr", "nrr", "logo_churn", "contract_grr", "contract_churn", "expansion_rate"])
def test_retention_is_marked_where_nobody_is_known_to_have_left_by_its_first_day(key, ended_on, is_early):
    rows = [term("C1", "2023-01-01", "2026-01-01", 100), term("C2", "2022-01-01", ended_on or "2025-06-01", 50)]
    with opened({"renewals": rows}) as store:
        found = value(store, key)
    assert (found.excluded.get("begins_later") == 1.0) == is_early
    assert found.is_partial == is_early and found.mature
    assert found.days == DAYS


@pytest.mark.parametrize("key", ["customers", "recurring_revenue"])
def test_a_level_of_the_book_is_marked_by_its_last_day_and_compares_none(key):
    for ended_on, is_early in (("2024-12-31", False), ("2025-06-01", True)):
        rows = [term("C1", "2023-01-01", "2026-01-01", 100), term("C2", "2022-01-01", ended_on, 50)]
        with opened({"renewals": rows}) as store:
            found = value(store, key)
        assert (found.excluded.get("begins_later") == 1.0, found.days) == (is_early, None)


@pytest.mark.parametrize(
    ("value_after", "others", "is_marked"),
    [(None, 1, True), (None, 200, False), (100, 1, False)],
    ids=["nothing shows what followed", "too little of the book to matter", "its value after shows it"],
)
@pytest.mark.parametrize("key", ["grr", "nrr", "logo_churn"])
def test_retention_is_marked_where_much_that_is_called_renewed_has_no_later_term(key, value_after, others, is_marked):
    rows = [
        term("C0", "2022-01-01", "2023-06-01", 1, outcome="churned"),
        term("C1", "2023-07-01", "2024-07-01", 100, outcome="renewed", value_after=value_after),
        *(term(f"D{at}", "2023-01-01", "2026-01-01", 100) for at in range(others)),
    ]
    with opened({"renewals": rows}) as store:
        found = value(store, key)
    assert found.excluded == ({"unshown_value": 100.0} if is_marked else {})
    assert found.is_exact is not is_marked

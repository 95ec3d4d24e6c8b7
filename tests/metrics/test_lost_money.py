"""What was lost and reduced, by reason, is what plain Python makes of the terms, and sums to the renewal money to the cent."""

import random
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.metrics.lost_money import LostFor, lost_money
from cx.metrics.queries import UnknownDimension
from cx.metrics.renewal_flow import renewal_flow
from tests.metrics import company as made
from tests.metrics.asking import term
from tests.metrics.company import SETTINGS, opened
from tests.metrics.oracle_contracts import outcome, stayed, terms
from tests.metrics.oracle_groups import dimension

YEAR, END = Period(date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31)
EAST = Filter("region", ("East",))


def due(name: str, worth: float, **more: object) -> dict[str, object]:
    return term(name, "2023-06-01", "2024-06-01", worth, **more)


TERMS = [
    due("stays", 10.01, outcome="renewed"),
    due("grows", 20.02, outcome="renewed", value_after=30.03),
    due("price", 1000.10, outcome="churned", reason="price", controllable="ours"),
    due("price less", 500.55, outcome="reduced", value_after=400.44, reason="price", controllable="ours"),
    due("cut", 70.07, outcome="churned", reason="budget cut", controllable="not ours"),
    due("silent", 33.33, outcome="churned"),
    due("lapses", 3.03),
    due("said whose", 0.01, outcome="churned", controllable="ours"),
    due("unknown size", 88.0, outcome="reduced", reason="price", controllable="ours"),
    due("open", 600, outcome="pending"),
    due("trial", 0, outcome="churned", reason="price"),
    term("later", "2024-06-01", "2025-06-01", 900, outcome="churned", reason="price", controllable="ours"),
]
EXPECTED = [
    LostFor("price", "ours", 1, Decimal("1000.10"), 1, Decimal("100.11"), 1),
    LostFor("budget cut", "not ours", 1, Decimal("70.07"), 0, Decimal(0), 0),
    LostFor(None, None, 2, Decimal("36.36"), 0, Decimal(0), 0),
    LostFor(None, "ours", 1, Decimal("0.01"), 0, Decimal(0), 0),
]


def test_each_reason_has_its_terms_and_its_money_and_the_parts_of_what_was_due_sum_to_the_cent():
    with opened({"renewals": TERMS}) as store, store.cursor() as cursor:
        found = lost_money(cursor, Selection(YEAR, END), SETTINGS)
        flow = renewal_flow(cursor, Selection(YEAR, END), SETTINGS)
        with pytest.raises(UnknownDimension):
            lost_money(cursor, Selection(YEAR, END, (Filter("channel", ("email",)),)), SETTINGS)
    assert list(found) == EXPECTED
    assert [flow.lost, flow.reduced, flow.pending, flow.unrecorded] == [1106.54, 100.11, 600.0, 88.0]
    assert [flow.due, flow.kept, flow.grown, flow.now] == [2325.12, 430.47, 10.01, 440.48]
    cents = [round(100 * part) for part in (flow.lost, flow.reduced, flow.pending, flow.unrecorded, flow.kept)]
    assert sum(cents) == round(100 * flow.due)


@pytest.mark.parametrize("where", [(), (EAST,)])
@pytest.mark.parametrize("seed", [1, 2])
def test_reasons_of_a_random_company_are_plain_pythons(seed, where):
    chance = random.Random(seed)
    company = {"accounts": made.accounts(chance), "renewals": made.renewals(chance, 80)}
    for row in company["renewals"]:
        row |= {
            "reason": chance.choice(["price", "fit", None]),
            "controllable": chance.choice(["ours", "not ours", None]),
        }
    counted: dict[tuple[str | None, str | None], list[float]] = defaultdict(lambda: [0, 0.0, 0, 0.0])
    for row in terms(company):
        end = row["ends_on"]
        if row["implied"] or not row["amount"] or end is None or not YEAR.start <= end <= YEAR.end:
            continue
        if where and dimension(company, row, "region", end) != "East":
            continue
        became, left, cell = outcome(row, END), stayed(row, END), counted[row["reason"], row["controllable"]]
        if became in ("churned", "lapsed"):
            cell[0], cell[1] = cell[0] + 1, cell[1] + row["amount"]
        elif became in ("renewed", "reduced") and left is not None and left < row["amount"]:
            cell[2], cell[3] = cell[2] + 1, cell[3] + row["amount"] - left
    with opened(company) as store, store.cursor() as cursor:
        found = lost_money(cursor, Selection(YEAR, END, where), SETTINGS)
        flow = renewal_flow(cursor, Selection(YEAR, END, where), SETTINGS)
    told = {
        (item.reason, item.whose): (item.left, float(item.lost), item.shrunk, float(item.reduced)) for item in found
    }
    assert {key: cell for key, cell in told.items() if any(cell)} == {
        key: pytest.approx(tuple(cell)) for key, cell in counted.items() if any(cell)
    }
    assert any(any(cell) for cell in counted.values())
    assert sum(item.amount for item in found) == Decimal(str(flow.lost)) + Decimal(str(flow.reduced))
    assert round(flow.lost + flow.reduced + flow.pending + flow.unrecorded + flow.kept - flow.due, 4) == 0

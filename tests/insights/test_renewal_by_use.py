"""Renewal by seats in use: dated use alone, measured before the due date, and told only where there is enough."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.renewal_by_use import renewal_by_use
from cx.statistics import Verdict, newcombe, wilson
from cx.story.renewal_by_use import renewal_by_use_section
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import Row, opened

SETTINGS = Settings(fiscal_year_starts=1, base_currency="EUR")
SELECTION = Selection(Period(date(2024, 10, 1), date(2024, 12, 31)), date(2025, 3, 1))
DUE = date(2024, 8, 1)


def use(account: str, active: int, days_before: int = 90, licensed: int | None = 100, **more: Any) -> Row:
    day = (DUE - timedelta(days=days_before)).isoformat()
    return {"account_id": account, "used_on": day, "active_users": active, "licensed_users": licensed, **more}


def due(account: str, renewed: bool, **more: Any) -> Row:
    said = {"outcome": "renewed" if renewed else "churned", "decided_on": "2024-07-20", **more}
    return term(f"C{account}", "2023-08-01", DUE.isoformat(), 100, account=account, **said)


def found_in(company, selection=SELECTION):
    with opened(company, SETTINGS) as store, store.cursor() as cursor:
        return (
            renewal_by_use(cursor, selection, SETTINGS),
            renewal_by_use_section(Telling(cursor, selection, SETTINGS, Words("en")), None),
        )


SEEN = {
    "49 of 100": ([use("A", 49)], "low"),
    "50 of 100": ([use("A", 50)], "middle"),
    "80 of 100": ([use("A", 80)], "middle"),
    "81 of 100": ([use("A", 81)], "high"),
    "more than licensed": ([use("A", 120)], "high"),
    "seen 117 days before": ([use("A", 30, 117)], "low"),
    "seen too long before": ([use("A", 30, 118)], "unknown"),
    "seen after it was judged": ([use("A", 30, 89)], "unknown"),
    "of a feature alone": ([use("A", 30, feature="reports")], "unknown"),
    "without a licence": ([use("A", 30, licensed=None)], "unknown"),
    "of the licences known last": ([use("A", 6, 100, 100), use("A", 8, 92, 10), use("A", 8, 91, None)], "middle"),
}


@pytest.mark.parametrize("name", SEEN)
def test_use_is_that_of_the_days_up_to_ninety_days_before_the_term_was_due(name):
    rows, band = SEEN[name]
    company = {
        "renewals": [
            due("A", True, seats_licensed=10, seats_active=1),
            due("B", True),
            due("C", True, outcome="pending"),
        ],
        "usage": [*rows, use("B", 90)],
    }
    found, _ = found_in(company)
    counts = {part: getattr(found, part).terms for part in ("low", "middle", "high", "unknown")}
    counts["high"] -= 1
    assert counts == {part: int(part == band) for part in counts}


def company_of(low: tuple[int, int], high: tuple[int, int], tiers: bool = False):
    """So many accounts under half of their seats and above 80 %, and how many of them renewed."""
    made = [(f"L{at}", 30, at < low[1]) for at in range(low[0])] + [
        (f"H{at}", 90, at < high[1]) for at in range(high[0])
    ]
    rows = {
        "renewals": [due(name, renewed) for name, _, renewed in made],
        "usage": [use(name, active) for name, active, _ in made],
    }
    if tiers:
        rows["accounts"] = [
            {"account_id": name, "tier": ("gold", "silver")[at % 2], "as_of": "2020-01-01"}
            for at, (name, *_) in enumerate(made)
        ]
    return rows


def test_a_sure_link_is_told_with_its_numbers_and_as_an_association():
    found, section = found_in(company_of((60, 36), (80, 72), tiers=True))
    plain = newcombe(72, 80, 36, 60)
    assert found.verdict is Verdict.SURE
    assert (found.difference.value, found.difference.low) == pytest.approx((plain.value, plain.low))
    assert found.high.rate == wilson(72, 80) and found.low.rate == wilson(36, 60)
    assert section.title == (
        "Accounts that used at least half of their seats renewed more often than those that used fewer (sure): 90.0\u202f% "
        "against 60.0\u202f%."
    )
    assert section.meaning[0].startswith("At least half of the seats less fewer: +30.0\u202fpp (95 % range ")
    assert section.meaning[0].endswith("80 and 60 accounts; sure).")
    assert section.meaning[1].startswith("Within tiers, taken together, it is +30.0\u202fpp")
    assert section.meaning[-1].startswith("This is an association")


@pytest.mark.parametrize(
    ("low", "high"),
    [((29, 15), (80, 72)), ((60, 36), (29, 20)), ((60, 56), (80, 75)), ((60, 40), (80, 76)), ((60, 36), (0, 0))],
    ids=["29 below", "29 above", "9 lost in all", "4 lost above", "none above"],
)
def test_too_few_accounts_or_losses_tell_no_link(low, high):
    found, section = found_in(company_of(low, high))
    assert found.verdict is Verdict.TOO_FEW
    assert section.title.startswith("Too few contracts were due")
    few = {point.label: point.is_few for point in section.exhibits[0].series[0].points}
    assert few["Under 50 %"] is (low[0] < 30)


def test_accounts_with_many_terms_widen_the_ranges():
    rng = Random(2)
    rows = {"renewals": [], "usage": []}
    for at in range(70):
        name, active = f"A{at}", 30 if at < 35 else 90
        stays = rng.random() < (0.6 if at < 35 else 0.8)
        rows["renewals"] += [
            due(name, stays, product=f"P{part}") | {"contract_id": f"C{at}-{part}"} for part in range(6)
        ]
        rows["usage"].append(use(name, active))
    found, _ = found_in(rows)
    plain = wilson(found.low.renewed, found.low.terms)
    assert (found.low.terms, found.low.accounts) == (210, 35)
    assert found.low.rate.high - found.low.rate.low > 1.5 * (plain.high - plain.low)


def test_a_filter_keeps_the_terms_of_its_accounts():
    company = company_of((60, 36), (80, 72), tiers=True)
    narrowed = Selection(SELECTION.period, SELECTION.as_of, (Filter("tier", ("gold",)),))
    found, _ = found_in(company, narrowed)
    assert (found.low.terms, found.high.terms, found.by_tier) == (30, 40, None)


def test_tiers_that_differ_are_shown_apart_and_not_taken_together():
    company = company_of((80, 40), (80, 72), tiers=True)
    gold = {row["account_id"] for row in company["accounts"] if row["tier"] == "gold"}
    company["renewals"] = [
        due(name, name[0] == "H" if name in gold else int(name[1:]) % 3 > 0)
        for name in (row["account_id"] for row in company["accounts"])
    ]
    _, section = found_in(company)
    assert "It is not alike in all tiers (Breslow-Day), so they are not taken together." in section.meaning
    assert "gold: 40 of 40 renewed with half of the seats in use or more, 0 of 40 with fewer." in section.meaning


def test_without_dated_use_nothing_is_told():
    assert found_in({"renewals": [due("A", True, seats_licensed=10, seats_active=9)]}) == (None, None)

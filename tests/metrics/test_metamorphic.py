"""What must hold of every figure of the registry, whatever it is: what moves none, and what moves each in a known way."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cx.contracts.figure_limits import FIGURE_LIMITS, lies_within
from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import Grid
from cx.metrics.registry import METRICS
from cx.metrics.value import MetricValue
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.company import ORDER, Company, Row, load_rows, opened

WHOLE = Period(date(2023, 1, 1), date(2024, 12, 31))
KEYS = [metric.key for metric in METRICS]
OTHER = {"Small": "Large", "Large": "Small"}
Figures = dict[tuple[object, ...], list[float | None]]

NOT_OF_PARTS = {
    Grid.BOOK_BY_ACCOUNT: "it compares two days, and what happens between two others is in neither",
    Grid.BOOK_BY_CONTRACT: "it compares two days, and what happens between two others is in neither",
    Grid.DAY: "it is what is on one day",
    Grid.REACH: "it counts accounts of the last day, each once for the whole period",
    Grid.INVITED: "it counts each account once for the whole period",
    Grid.WEIGHTED: "it counts each account once for the whole period",
    Grid.OPEN: "it is what is on one day",
    Grid.AHEAD: "it looks ahead from one day",
    Grid.LIFETIME: "it is what is on one day, by the year that ends with it",
}
"""Why the parts of a period do not sum to the whole; every other figure's parts must."""
NOT_OF_GROUPS = dict.fromkeys((Grid.INVITED, Grid.WEIGHTED), "an account whose segment changed counts once in each")
"""Why groups do not sum to the whole; every other figure's groups must."""
MOVED_BY_A_PASSIVE = {
    "nps": "towards 0: a test says so",
    "promoter_share": "down: a passive is no promoter",
    "passive_share": "up",
    "detractor_share": "down: a passive is no detractor",
    "nps_by_account": "the account's mean moves towards 0, and the mean of all either way",
    "nps_by_revenue": "the account's mean moves towards 0, and the mean of all either way",
}
"""Figures that one more passive answer moves; every other one must stay."""


def small_company() -> Company:
    """Rows of every extract, so many and so complete that every metric has a value."""
    chance = random.Random(3)
    found: Company = {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 150),
        "tickets": made.tickets(chance, 150),
        "renewals": made.renewals(chance, 60),
        "usage": made.usage(chance, 600),
        "milestones": made.milestones(chance, 30),
        "touches": made.touches(chance, 60),
    }
    found["owner_changes"] = made.owner_changes(chance, found["tickets"])
    for at, row in enumerate(found["tickets"]):
        row["first_response_at"] = row["first_response_at"] or (
            row["opened_at"] + timedelta(hours=1) if at % 9 else None
        )
    for row in found["accounts"]:
        row["segment"] = row["segment"] or "Large"
    grown = {**found["renewals"][0], "contract_id": "grown", "account_id": "A1", "value_after": None, "outcome": None}
    found["renewals"].append(
        {**grown, "starts_on": date(2024, 6, 1), "ends_on": None, "annual_value": 9000, "decided_on": None}
    )
    for row in found["milestones"]:
        row["actual_on"] = row["actual_on"] or made.some_day(chance)
    return found


@pytest.fixture(scope="module")
def company() -> Company:
    return small_company()


@pytest.fixture(scope="module")
def store(company: Company) -> Iterator[Store]:
    with opened(company) as filled:
        yield filled


def values(store: Store, asked: Asked, keys: list[str] = KEYS) -> list[MetricValue]:
    with store.cursor() as cursor:
        return compute(cursor, keys, Selection(WHOLE, WHOLE.end), store.settings, asked)


def figures(store: Store, asked: Asked, keys: list[str] = KEYS) -> Figures:
    """Everything that a value tells, by metric and group."""
    return {
        (value.metric.key, value.scale, *value.group): [
            *(value.value, value.low, value.high, value.n, value.numerator, value.denominator),
            *(value.excluded[name] for name in sorted(value.excluded)),
        ]
        for value in values(store, asked, keys)
    }


def same(ours: Figures, theirs: Figures) -> bool:
    return ours.keys() == theirs.keys() and all(
        line == [None if one is None else pytest.approx(one, rel=1e-9, abs=1e-9) for one in theirs[name]]
        for name, line in ours.items()
    )


@pytest.fixture(scope="module")
def first(store: Store) -> Figures:
    return figures(store, Asked())


def test_every_metric_has_a_value_to_be_moved(first):
    assert {name[0] for name, line in first.items() if line[0] is not None} == set(KEYS)


def test_every_figure_lies_where_it_can_lie(first):
    outside = [name for name, (value, *_) in first.items() if not lies_within(value or 0.0, FIGURE_LIMITS[name[0]])]
    assert {name[0] for name in outside if first[name][0] is not None} == set()


def test_neither_the_order_of_rows_nor_a_file_loaded_twice_moves_any_figure(company, first, tmp_path):
    with opened({name: rows[::-1] for name, rows in company.items()}) as turned:
        assert same(figures(turned, Asked()), first)
        for extract in ORDER:
            load_rows(turned, tmp_path, extract, company[extract])
        assert same(figures(turned, Asked()), first)


def test_one_scan_of_many_metrics_gives_what_each_gives_alone(store, first):
    alone = {name: line for key in KEYS for name, line in figures(store, Asked(), [key]).items()}
    assert same(alone, first)


def sums(store: Store, asked: Asked, keys: list[str]) -> dict[tuple[str, str | None], list[float]]:
    """Numerator and denominator by metric and by what is never pooled."""
    found: dict[tuple[str, str | None], list[float]] = {}
    for value in values(store, asked, keys):
        if value.denominator:
            one = found.setdefault((value.metric.key, value.scale), [0.0, 0.0])
            one[0], one[1] = one[0] + (value.numerator or 0), one[1] + value.denominator
    return found


@pytest.mark.parametrize(
    ("asked", "without"),
    [
        *((Asked(grain=grain, ranged=False), NOT_OF_PARTS) for grain in Grain),
        (Asked(("segment",), ranged=False), NOT_OF_GROUPS),
        (Asked(("account_id",), ranged=False), NOT_OF_GROUPS),
    ],
    ids=[*Grain, "segment", "account"],
)
def test_the_parts_of_a_period_and_the_groups_of_a_split_sum_to_the_whole(store, asked, without):
    keys = [metric.key for metric in METRICS if metric.grid not in without]
    whole, parts = sums(store, Asked(ranged=False), keys), sums(store, asked, keys)
    assert {key for key, _ in whole} == set(keys)
    assert parts == {name: pytest.approx(one, rel=1e-9) for name, one in whole.items()}


def test_a_range_moves_no_value_and_holds_it(store):
    for one, other in zip(values(store, Asked(ranged=False)), values(store, Asked()), strict=True):
        assert (one.n, one.mature) == (other.n, other.mature)
        assert (one.value, one.numerator, one.denominator) == (
            pytest.approx(other.value),
            pytest.approx(other.numerator),
            pytest.approx(other.denominator),
        )
        if other.value is not None and other.low is not None and other.high is not None:
            assert other.low - 1e-9 <= other.value <= other.high + 1e-9, one.metric.key


def test_groups_that_change_names_change_figures(store, company):
    """Where every account of one segment is of the other, each has the other's figures, in every metric."""
    accounts = [{**row, "segment": OTHER.get(row["segment"])} for row in company["accounts"]]
    asked = Asked(("segment",))
    before = figures(store, asked)
    with opened({**company, "accounts": accounts}) as swapped:
        after = figures(swapped, asked)
    words = {("segment", word): ("segment", OTHER.get(word)) for word in OTHER}
    turned = {tuple(words.get(part, part) for part in name): line for name, line in before.items()}
    assert same(after, turned)
    assert {name[0] for name, line in before.items() if words.keys() & set(name) and line[3]} == set(KEYS)


def test_a_passive_answer_moves_what_asks_for_it_alone(company, first):
    """From an account that has answered before, asked for by nobody and about one event."""
    known = next(
        row for row in company["survey"] if row["kind"] == "nps" and row["score"] is not None and row["account_id"]
    )
    passive = {**known, "response_id": "one more", "score": 8, "relationship": "transactional"}
    followed = {"contact_id": None, "sent_at": None, "contacted_at": None, "closed_at": None}
    with opened({**company, "survey": [*company["survey"], {**passive, **followed}]}) as more:
        after = figures(more, Asked())
    moved = {name[0] for name, line in after.items() if not same({name: line}, {name: first[name]})}
    assert moved == set(MOVED_BY_A_PASSIVE)


def test_a_passive_answer_never_draws_nps_from_0():
    chance = random.Random(3)
    rows: list[Row] = []
    for group in range(20):
        scores = [chance.randint(0, 10) for _ in range(chance.randint(1, 9))]
        for name, given in ((f"{group}", scores), (f"{group} and a passive", [*scores, chance.choice([7, 8])])):
            rows += [
                {
                    "response_id": f"{name} {at}",
                    "kind": "nps",
                    "score": score,
                    "survey_name": name,
                    "responded_at": "2024-05-01",
                }
                for at, score in enumerate(given)
            ]
    with opened({"survey": rows}) as filled, filled.cursor() as cursor:
        found = {
            value.group[0][1]: value.value
            for value in compute(
                cursor, ["nps"], Selection(WHOLE, WHOLE.end), filled.settings, Asked(by=("survey_name",))
            )
        }
    assert len(found) == 40
    assert all(abs(found[f"{group} and a passive"]) <= abs(found[f"{group}"]) for group in range(20))

"""Rules 12 to 14 of the design: scales, handoffs, and attributes as known at the time."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.continuity import Continuity
from cx.insights.finding import findings, recent
from cx.metrics.book_bridge import book_bridge
from cx.metrics.counted_rows import counted_rows
from cx.metrics.hindsight import hindsight
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.story.exhibits import known_later
from cx.story.telling import Telling
from tests.metrics.asking import END, YEAR, answer, term, ticket, value, values
from tests.metrics.company import Company, Row, opened

SCALES = [
    ("csat", "1-5", None, {3: 0, 4: 1, 5: 1}),
    ("csat", "1-7", None, {5: 0, 6: 1, 7: 1}),
    ("csat", "1-10", None, {8: 0, 9: 1, 10: 1}),
    ("csat", "0-2", None, {1: 0, 2: 1}),
    ("csat", "good-bad", None, {0: 0, 1: 1}),
    ("ces_easy", "1-7", "2.0", {4: 0, 5: 1, 6: 1, 7: 1}),
    ("ces_hard", "1-7", "2.0", {1: 1, 2: 1, 3: 1, 4: 0}),
    ("ces_1_high", "1-5", "1.0", {2: 0, 3: 0, 4: 1, 5: 1}),
]


@pytest.mark.parametrize(("key", "scale", "version", "good"), SCALES)
def test_rule_12_which_answers_count_as_satisfied(key, scale, version, good):
    kind = "ces" if version else "csat"
    rows = [answer(score, kind, score, scale=scale, ces_version=version) for score in good]
    with opened({"survey": rows}) as store:
        found = values(store, key, by=("account_id",))
    assert {item.group[0][1]: item.value for item in found} == {
        f"A{score}": 100 * counts for score, counts in good.items()
    }


def test_rule_12_ces_is_the_mean_of_its_own_version():
    rows = [
        answer(1, "ces", 7, ces_version="2.0"),
        answer(2, "ces", 4, ces_version="2.0"),
        answer(3, "ces", 1, ces_version="1.0"),
        answer(4, "ces", 4, ces_version="1.0"),
    ]
    with opened({"survey": rows}) as store:
        found = {key: value(store, key) for key in ("ces", "ces_easy", "ces_1")}
    assert {key: (item.value, item.n) for key, item in found.items()} == {
        "ces": (5.5, 2),
        "ces_easy": (50.0, 2),
        "ces_1": (2.5, 2),
    }


def test_rule_12_answers_on_several_scales_give_one_row_a_scale():
    rows = [answer(1, "csat", 5, scale="1-5"), answer(2, "csat", 5, scale="1-7"), answer(3, "csat", 4, scale="1-5")]
    with opened({"survey": rows}) as store:
        found = values(store, "csat")
        means = values(store, "csat_mean")
    assert [(item.group, item.value, item.n) for item in found] == [
        ((("scale", "1-5"),), 100.0, 2),
        ((("scale", "1-7"),), 0.0, 1),
    ]
    assert [(item.group, item.value, item.n) for item in means] == [
        ((("scale", "1-5"),), 4.5, 2),
        ((("scale", "1-7"),), 5.0, 1),
    ]


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
        return [
            answer(start + 100 * number + at, "csat", 4, scale=scale, responded_at=f"2024-{month}-10", segment=None)
            for number, scale in enumerate(scales)
            for at in range(40)
        ]

    company = {
        "survey": [
            {k: v for k, v in row.items() if k != "segment"}
            for row in answers("04", before, 0) + answers("08", after, 1000)
        ]
    }
    with opened(company, Settings()) as store, store.cursor() as cursor:
        quarter = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), END)
        found = findings(cursor, ["csat"], quarter, store.settings)["csat"]
        (points,) = recent([found], Continuity(cursor, quarter, store.settings))
    assert (found.since_previous.value is not None) == compared
    assert found.since_previous.before.n in ((40,) if compared else (0,))
    assert {item.scale for item in points} == {found.value.scale}


def test_rule_13_handoffs_that_nobody_counted_are_not_none():
    rows = [
        ticket(1, "2024-05-01 10:00", handoffs=3),
        ticket(2, "2024-05-01 10:00", handoffs=0),
        ticket(3, "2024-05-01 10:00", handoffs=None),
    ]
    with opened({"tickets": rows}) as store:
        found = value(store, "handoffs_per_ticket")
        twice = value(store, "passed_on_twice")
    assert (found.value, found.n) == (1.5, 2)
    assert (twice.value, twice.n) == (50.0, 2)


def test_rule_14_attributes_are_those_known_at_the_facts_date():
    company: Company = {
        "accounts": [
            {"account_id": "A", "as_of": "2024-02-01", "tier": "Silver"},
            {"account_id": "A", "as_of": "2024-06-01", "tier": "Gold"},
        ],
        "tickets": [ticket(at, day) for at, day in enumerate(("2024-01-05", "2024-05-31", "2024-06-01", "2024-09-01"))],
    }
    company["tickets"] = [{**row, "handoffs": 0} for row in company["tickets"]]
    with opened(company) as store:
        found = values(store, "handoffs_per_ticket", by=("tier",))
    assert [(item.group, item.n) for item in found] == [((("tier", "Gold"),), 2), ((("tier", "Silver"),), 2)]


def test_rule_14_retention_by_tier_takes_the_tier_of_the_first_day():
    company = {
        "accounts": [
            {"account_id": "A", "as_of": "2023-02-01", "tier": "Gold"},
            {"account_id": "A", "as_of": "2024-06-01", "tier": "Lost"},
        ],
        "renewals": [term("C1", "2023-01-01", "2024-07-01", 100, account="A")],
    }
    with opened(company) as store:
        found = values(store, "grr", by=("tier",), between=(date(2023, 12, 31), END))
    assert [(item.group, item.value) for item in found] == [((("tier", "Gold"),), 0.0)]


def test_rule_14_a_level_of_the_last_day_takes_the_tier_of_that_day_and_the_bridge_says_who_moved():
    company = {
        "accounts": [
            {"account_id": name, "as_of": day, "tier": tier}
            for name, day, tier in (
                ("A", "2023-02-01", "Gold"),
                ("A", "2024-06-01", "Silver"),
                ("B", "2023-02-01", "Gold"),
                ("C", "2023-02-01", "Silver"),
                ("C", "2025-02-01", "Gold"),
            )
        ],
        "renewals": [
            term("old", "2022-01-01", "2023-01-01", 10, account="B"),
            *(term(f"C{name}", "2023-01-02", None, 100, account=name) for name in "ABC"),
        ],
    }
    with opened(company) as store, store.cursor() as cursor:
        for key, each in (("recurring_revenue", 100), ("customers", 1)):
            tiers = {dict(item.group)["tier"]: item.value for item in values(store, key, by=("tier",))}
            assert tiers == {"Gold": each, "Silver": 2 * each}
            for tier, there in tiers.items():
                (found,) = values(store, key, where=(Filter("tier", (str(tier),)),))
                assert found.value == there
                rows = counted_rows(cursor, key, Selection(YEAR, END, (Filter("tier", (str(tier),)),)), store.settings)
                assert sum(float(str(row[rows.columns.index("numerator")])) for row in rows.rows) == there
        gold, whole = (
            book_bridge(cursor, Selection(YEAR, END, where), store.settings)
            for where in ((Filter("tier", ("Gold",)),), ())
        )
        late = hindsight(cursor, REGISTRY["customers"], "tier", Selection(YEAR, END), store.settings)
    assert gold and whole and gold.value.closes and gold.customers.closes and late == 0
    assert (gold.value.start, gold.value.moved, gold.value.end, whole.value.moved) == (200, -100, 100, 0)


def test_rule_14_how_much_is_known_only_with_hindsight_is_told_for_the_day_of_the_attributes():
    company = {
        "accounts": [
            {"account_id": name, "as_of": day, "tier": "Gold"}
            for name, day in (("A", "2023-02-01"), ("B", "2024-05-01"))
        ],
        "tickets": [ticket(1, "2024-04-01", account_id="B"), *(ticket(at, "2024-06-01") for at in (2, 3, 4))],
        "renewals": [term("C1", "2023-01-01", None, 100, account="A")],
    }
    with opened(company) as store, store.cursor() as cursor:
        found = {
            (key, by): hindsight(cursor, REGISTRY[key], by, Selection(YEAR, END), store.settings)
            for key in ("resolution_hours", "grr", "seat_adoption")
            for by in ("tier", "category")
            if by in dimensions_of(REGISTRY[key])
        }
        late = Filter("account_id", ("B",))
        told, all_told = (
            known_later(
                "resolution_hours", "tier", Telling(cursor, Selection(YEAR, END, where), store.settings, Words("en"))
            )
            for where in ((), (late,))
        )
    assert told == ["25 % of the cases are placed by a tier recorded later"]
    assert all_told == ["all cases are placed by a tier recorded later: none is known from then"]
    assert found == {
        ("resolution_hours", "tier"): 0.25,
        ("resolution_hours", "category"): 0.0,
        ("grr", "tier"): 0.5,
        ("seat_adoption", "tier"): 0.0,
    }

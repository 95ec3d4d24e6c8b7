"""The bridge from last year's customers to today's: the same steps in its pictures, its sentences and its figures."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.units import Unit
from cx.contracts.words import Words
from cx.metrics.compute import compute
from cx.story.bridge import bridge_section
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import SETTINGS, opened

QUARTER, END = Period(date(2024, 10, 1), date(2024, 12, 31)), date(2024, 12, 31)
NORTH = Filter("region", ("North",))
TERMS = [
    term("once", "2021-01-01", "2022-01-01", 10, region="North", outcome="churned"),
    term("grows", "2023-01-01", "2024-06-01", 100, region="North"),
    term("grows", "2024-06-01", "2025-06-01", 150, region="North"),
    term("leaves", "2023-01-01", "2024-06-01", 70, region="South", outcome="churned"),
    term("new", "2024-03-01", None, 40, region="North"),
    term("open", "2023-12-01", "2024-12-20", 5, region="North"),
]
STEPS = {"New": "gained", "Left": "lost", "Grew": "expanded", "Shrank": "contracted", "Came back": "returned"}
ENDS = {"At the end": ("recurring_revenue", "customers")}


@pytest.mark.parametrize(
    ("where", "customers", "pending"),
    [
        ((), "Customers: 3 a year before, 2 at the end; 1 new, 0 back, 2 gone.", True),
        ((NORTH,), "Customers: 2 a year before, 2 at the end; 1 new, 0 back, 1 gone.", True),
        (
            (Filter("region", ("South",)),),
            "Customers: 1 a year before, 0 at the end; 0 new, 0 back, 1 gone.",
            False,
        ),
    ],
)
def test_the_steps_lead_from_one_end_to_the_other_and_are_the_commands_figures(where, customers, pending):
    selection = Selection(QUARTER, END, where)
    with opened({"renewals": TERMS}) as store, store.cursor() as cursor:
        section = bridge_section((), Telling(cursor, selection, SETTINGS, Words("en")))
        assert section is not None
        for exhibit in section.exhibits:
            side, at = ("value", 0) if exhibit.unit is Unit.MONEY else ("customers", 1)
            marks = {point.label: point for point in exhibit.series[0].points}
            signs = {"up": 1, "down": -1, "total": 0}
            steps = sum(signs[point.role] * (point.value or 0) for point in marks.values())
            assert (marks["A year before"].value or 0) + steps == marks["At the end"].value
            keys = {name: f"{side}_{step}" for name, step in STEPS.items()} | {"At the end": ENDS["At the end"][at]}
            shown = {keys[name]: point.value for name, point in marks.items() if name in keys}
            assert {value.metric.key: value.value for value in compute(cursor, shown, selection, SETTINGS)} == shown
    assert section.meaning[0] == customers
    assert (len(section.meaning) == 2) == pending


def test_there_is_no_bridge_where_the_book_begins_later():
    with opened({"renewals": [term("old", "2023-01-01", None, 40)]}) as store, store.cursor() as cursor:
        assert bridge_section((), Telling(cursor, Selection(QUARTER, END), SETTINGS, Words("en"))) is None

"""Every metric on random companies is what a plain-Python oracle says: in all, by dimension, by time, filtered."""

import os
import random
from datetime import date
from functools import cache
from math import isclose

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.compute import Asked, compute
from cx.metrics.metric import BOOKS
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import METRICS, REGISTRY
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.company import SETTINGS, Company, opened
from tests.metrics.oracle import ORACLE, Figure, Group, Question

LAST = made.LAST_DAY
BY = {
    "survey": (
        ("segment",),
        ("region",),
        ("survey_name", "segment"),
        ("account_id",),
        ("kind", "segment"),
        ("question",),
    ),
    "tickets": (("segment",), ("region",), ("priority", "region"), ("account_id",)),
    "renewals": (("segment",), ("region",), ("product",), ("product", "segment"), ("account_id",)),
    "usage": (("segment",), ("feature",), ("region", "feature"), ("account_id",)),
    "milestones": (("segment",), ("region",), ("account_id",)),
    "touches": (("segment",), ("kind",), ("role", "region"), ("account_id",)),
}
WHERE = {
    "survey": (
        (("segment", "Small"),),
        (("segment", ""), ("segment", "Large")),
        (("survey_name", "Pulse"),),
        (("kind", "nps"),),
        (("kind", "csat"), ("kind", "ces"), ("segment", "Large")),
        (("kind", "nps"), ("survey_name", "Again")),
    ),
    "tickets": ((("priority", ""),), (("region", "East"), ("region", "North")), (("segment", "Large"),)),
    "renewals": ((("product", "Flow"),), (("segment", "Small"), ("segment", "")), (("region", "East"),)),
    "usage": ((("segment", "Small"),), (("feature", "chat"),), (("region", "North"), ("segment", "Large"))),
    "milestones": ((("segment", "Small"),), (("region", "North"), ("segment", "Large"))),
    "touches": ((("segment", "Small"),), (("kind", "call"), ("kind", "")), (("role", "support"),)),
}
PERIODS = (
    (date(2023, 4, 1), date(2024, 3, 31)),
    (date(2024, 1, 1), LAST),
    (date(2023, 8, 17), date(2024, 6, 5)),
    (date(2023, 1, 1), LAST),
    (date(2024, 7, 1), date(2025, 3, 31)),
)
AS_OF = (LAST, date(2024, 6, 30), date(2024, 2, 29))


def test_the_oracle_knows_every_metric():
    assert set(ORACLE) == {metric.key for metric in METRICS}


def computed(store: Store, keys: list[str], asked: Question, ranged: bool) -> dict[str, dict[Group, Figure]]:
    """The product's figures that are data, in the oracle's form; the scale stands before time as the oracle has it."""
    filters: dict[str, list[str]] = {}
    for name, value in asked.where:
        filters.setdefault(name, []).append(value)
    selection = Selection(
        Period(asked.start, asked.end),
        asked.as_of,
        tuple(Filter(name, tuple(values)) for name, values in filters.items()),
        LAST,
    )
    how = Asked(asked.by, Grain(asked.grain) if asked.grain else None, ranged, asked.between)
    with store.cursor() as cursor:
        values = compute(cursor, keys, selection, store.settings, how)
    found: dict[str, dict[Group, Figure]] = {key: {} for key in keys}
    for value in values:
        if value.n:
            group = [item for _, item in value.group]
            if value.alone:
                group.insert(len(asked.by), value.alone)
            assert tuple(group) not in found[value.metric.key]
            found[value.metric.key][tuple(group)] = (value.value, value.n, value.numerator, value.denominator)
        else:
            assert value.value is None
    return found


def close(one: Figure, other: Figure) -> bool:
    return all(
        a == b if a is None or b is None else isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        for a, b in zip(one, other, strict=True)
    )


def check(store: Store, company: Company, keys: list[str], asked: Question, ranged: bool = False) -> None:
    names = {*asked.by, *(name for name, _ in asked.where)}
    able = [key for key in keys if names <= set(dimensions_of(REGISTRY[key]))]
    for key, ours in computed(store, able, asked, ranged).items():
        theirs = ORACLE[key](company, asked)
        assert set(ours) == set(theirs), (key, asked)
        for group, figure in theirs.items():
            assert close(ours[group], figure), (key, group, asked, ours[group], figure)


@cache
def questions(fact: str, seed: int) -> tuple[tuple[Question, bool], ...]:
    """Questions of each sort: overall, as of earlier, by a split, by a grain, filtered, and all at once."""
    chance = random.Random(seed)
    (start, end), earlier = chance.choice(PERIODS), chance.choice(AS_OF[1:])
    spans = {"day": (date(2024, 3, 29), date(2024, 4, 3)), "week": (date(2024, 2, 14), date(2024, 4, 9))}
    grain = ("day", "week", "month", "quarter", "year")[seed % 5]
    return (
        (Question(start, end, LAST), True),
        (Question(start, end, earlier), False),
        (Question(start, end, LAST, chance.choice(BY[fact])), False),
        (Question(*spans.get(grain, (start, end)), LAST, grain=grain), False),
        (Question(start, end, LAST, where=chance.choice(WHERE[fact])), True),
        (
            Question(
                max(start, date(2024, 1, 10)),
                end,
                earlier,
                chance.choice(BY[fact]),
                chance.choice(("month", "quarter")),
                chance.choice(WHERE[fact]),
            ),
            True,
        ),
    )


MAKERS = {
    "survey": made.survey,
    "tickets": made.tickets,
    "renewals": made.renewals,
    "usage": made.usage,
    "milestones": made.milestones,
    "touches": made.touches,
}
EXAMPLES = settings(
    max_examples=60 if os.environ.get("CX_FUZZ") else 4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("fact", MAKERS)
@EXAMPLES
@given(seed=st.integers(0, 10_000), size=st.integers(1, 60))
def test_every_figure_is_the_oracles(fact, seed, size):
    chance = random.Random(seed)
    company: Company = {"accounts": made.accounts(chance), fact: MAKERS[fact](chance, size)}
    company["renewals"] = company.get("renewals") or made.renewals(chance, 8)  # Whom we hear from is of those in force.
    if fact in ("renewals", "usage"):  # Adoption reads both.
        company["usage"] = company.get("usage") or made.usage(chance, 30)
    if fact == "renewals":  # What is due ahead reads answers too.
        company["survey"] = made.survey(chance, 40)
    if fact == "tickets":
        company["owner_changes"] = made.owner_changes(chance, company["tickets"])
    with opened(company) as store:
        for asked, ranged in questions(fact, seed):
            check(store, company, [metric.key for metric in METRICS if metric.fact == fact], asked, ranged)


@EXAMPLES
@given(seed=st.integers(0, 10_000), size=st.integers(1, 15))
def test_retention_between_two_days_is_the_oracles(seed, size):
    chance = random.Random(seed)
    company: Company = {"accounts": made.accounts(chance), "renewals": made.renewals(chance, size)}
    first, second = sorted((made.some_day(chance), made.some_day(chance)))
    asked = Question(first, second, LAST, chance.choice(((), *BY["renewals"])), between=(first, second))
    with opened(company) as store:
        check(store, company, [metric.key for metric in METRICS if metric.grid in BOOKS], asked)


def test_the_settings_have_a_fiscal_year_of_their_own():
    assert SETTINGS.fiscal_year_starts != 1
    assert set(REGISTRY) == set(ORACLE)

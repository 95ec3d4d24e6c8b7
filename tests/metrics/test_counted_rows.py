"""The rows shown behind a mark make its figure again, and no row of an anonymous survey is among them."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from math import isclose
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.compute import Asked, compute
from cx.metrics.counted_rows import CountedRows, counted_rows
from cx.metrics.metric import Form, Metric
from cx.metrics.queries import dimensions_of
from cx.metrics.registry import REGISTRY
from cx.metrics.value import Hidden, MetricValue
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.asking import answer
from tests.metrics.company import SETTINGS, Company, Row, load_rows, opened
from tests.metrics.oracle_tickets import kaplan_meier_quantile

YEAR = Selection(Period(date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31))
SPLIT = {
    "survey": "survey_name",
    "tickets": "priority",
    "renewals": "product",
    "usage": "region",
    "milestones": "region",
    "touches": "role",
}
PERCENT = (Form.NPS, Form.SHARE, Form.RATIO, Form.WEIGHTED)


def _company(seed: int) -> Company:
    chance = random.Random(seed)
    tickets = made.tickets(chance, 60)
    return {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 80),
        "tickets": tickets,
        "owner_changes": made.owner_changes(chance, tickets),
        "renewals": made.renewals(chance, 40),
        "usage": [*made.usage(chance, 60), *made.steady_use(chance)],
        "milestones": made.milestones(chance, 400),
        "touches": made.touches(chance, 60),
    }


@pytest.fixture(scope="module")
def stores() -> Iterator[list[Store]]:
    """Random companies; in the second one each response has one row, whose id the wide table leaves out."""
    first, second = _company(3), _company(8)
    alone = {row["response_id"]: row for row in second["survey"]}
    with ExitStack() as stack:
        companies = (first, second | {"survey": list(alone.values())})
        yield [stack.enter_context(opened(company, SETTINGS)) for company in companies]


def mark_of(value: MetricValue, selection: Selection) -> Selection:
    """The selection that a figure of a split is the whole of."""
    mark = selection.over(value.period)
    group = [(name, word) for name, word in value.group if name not in set(Grain)]
    for name, word in (*group, *(((value.metric.split, value.alone),) if value.alone else ())):
        mark = mark.within(name, word or "")
    return mark


def figure_of(metric: Metric, found: CountedRows) -> float | None:
    """The figure, worked out from the rows alone."""
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    above, below = (sum(float(str(row[name])) for row in rows) for name in ("numerator", "denominator"))
    if metric.form is Form.MEDIAN:
        return kaplan_meier_quantile(
            [(float(str(row["duration"])), bool(row["numerator"])) for row in rows], metric.quantile
        )
    if metric.form is Form.MIDDLE:
        return median(float(str(row["duration"])) for row in rows)
    if metric.form is Form.TOTAL:
        return above
    return (100.0 if metric.form in PERCENT else 1.0) * above / below


def total(found: CountedRows, name: str) -> float:
    return sum(float(str(row[found.columns.index(name)])) for row in found.rows)


def marks(metric: Metric) -> tuple[Asked, ...]:
    """The whole, the groups of one dimension, and the periods of a trend."""
    by = SPLIT[metric.fact] if SPLIT[metric.fact] in dimensions_of(metric) else "segment"
    return Asked(ranged=False), Asked((by,), ranged=False), Asked(grain=Grain.QUARTER, ranged=False)


@pytest.mark.parametrize("key", REGISTRY)
def test_the_rows_of_every_mark_make_its_figure(key: str, stores: list[Store]):
    metric, looked_at = REGISTRY[key], 0
    for store in stores if metric.fact == "survey" else stores[:1]:
        with store.cursor() as cursor:
            for asked in marks(metric):
                for value in compute(cursor, [key], YEAR, store.settings, asked)[-2:]:
                    looked_at += bool(value.n)
                    check(value, counted_rows(cursor, key, mark_of(value, YEAR), store.settings))
    assert looked_at > 3


def check(value: MetricValue, found: CountedRows) -> None:
    assert (found.total, len(found.rows)) == (value.n, value.n), value.group
    if value.n:
        assert isclose(total(found, "numerator"), value.numerator or 0, rel_tol=1e-9, abs_tol=1e-9)
        assert isclose(total(found, "denominator"), value.denominator or 0, rel_tol=1e-9)
    if value.value is not None:
        assert isclose(figure_of(value.metric, found) or 0, value.value, rel_tol=1e-9, abs_tol=1e-9)


def test_a_limit_shows_the_first_rows_and_counts_all(stores: list[Store]):
    for key in ("handoffs_per_ticket", "grr"):
        with stores[0].cursor() as cursor:
            every = counted_rows(cursor, key, YEAR, SETTINGS)
            few = counted_rows(cursor, key, YEAR, SETTINGS, 3)
        assert (few.total, few.columns, few.rows) == (every.total, every.columns, every.rows[:3])


def test_rows_carry_the_ids_of_the_file(stores: list[Store]):
    for store in stores:
        with store.cursor() as cursor:
            found = counted_rows(cursor, "nps", YEAR, SETTINGS)
            there = cursor.execute("SELECT response_id, question, score FROM survey").fetchall()
        at = [found.columns.index(name) for name in ("response_id", "question", "score")]
        assert {tuple(row[place] for place in at) for row in found.rows} <= set(there)


def _answers(number: int, segment: str, first: int) -> list[Row]:
    return [
        answer(
            at, "nps", 9, scale="0-10", contacted_at="2024-05-02", closed_at="2024-05-02", account_id=f"{segment}{at}"
        )
        | {"region": segment, "sent_at": "2024-04-30"}
        for at in range(first, first + number)
    ]


SURVEYED = [key for key, metric in REGISTRY.items() if metric.fact == "survey"]


@pytest.fixture(scope="module")
def anonymous() -> Iterator[Store]:
    """Ten anonymous answers in the north, with contracts, so that every metric of answers has a figure to hide."""
    rows = [row | {"score": 3} for row in _answers(10, "North", 0)]
    terms = [
        {"contract_id": f"C{at}", "account_id": row["account_id"], "starts_on": "2023-06-01", "ends_on": "2026-06-01"}
        | {"annual_value": 100, "currency": "EUR"}
        for at, row in enumerate(rows)
    ]
    with opened({"survey": rows, "renewals": terms}, survey={"survey": "anonymous"}) as store:
        yield store


@pytest.mark.parametrize("key", SURVEYED)
def test_no_row_of_an_anonymous_survey_is_shown(key: str, anonymous: Store):
    with anonymous.cursor() as cursor:
        found = counted_rows(cursor, key, YEAR, SETTINGS)
    told: Any = (found.rows, found.columns, found.total)
    assert told == ((), (), 0)
    assert found.hidden is Hidden.PRIVACY or not any(value.n for value in found.values)


def test_a_hidden_figure_shows_no_row():
    few = SETTINGS.model_copy(update={"privacy_minimum": 5})
    with (
        opened({"survey": _answers(3, "North", 0)}, few, survey={"survey": "anonymous"}) as store,
        store.cursor() as cursor,
    ):
        north = YEAR.within("region", "North")
        assert compute(cursor, ["nps"], north, few)[0].hidden is Hidden.PRIVACY
        assert counted_rows(cursor, "nps", north, few).hidden is Hidden.PRIVACY


def test_an_unknown_filter_is_refused_as_the_figure_refuses_it(stores: list[Store]):
    with stores[0].cursor() as cursor, pytest.raises(ValueError, match="feature"):
        counted_rows(cursor, "nps", Selection(YEAR.period, YEAR.as_of, (Filter("feature", ("x",)),)), SETTINGS)


@pytest.mark.parametrize(("left", "hidden"), [(3, Hidden.SUBTRACTION), (4, Hidden.SUBTRACTION), (5, Hidden.NO)])
def test_named_answers_are_hidden_where_they_would_tell_the_few_anonymous_ones_beside_them(
    left: int, hidden: Hidden, tmp_path: Path
):
    few = SETTINGS.model_copy(update={"privacy_minimum": 5})
    with opened({}, few) as store:
        load_rows(store, tmp_path, "survey", _answers(left, "South", 0), survey="anonymous")
        load_rows(store, tmp_path, "survey", _answers(6, "North", 10), survey="named")
        with store.cursor() as cursor:
            for key in ("nps", "nps_by_account"):
                found = counted_rows(cursor, key, YEAR.within("region", "North"), few)
                assert (found.hidden, found.total) == (hidden, 0 if hidden else 6), key

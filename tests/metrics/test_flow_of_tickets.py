"""The backlog and its flow, bounces between teams, and the slow end of the waiting times."""

from collections.abc import Iterator
from datetime import date
from random import Random

import numpy as np
import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.metrics.open_rows import flow
from cx.metrics.registry import REGISTRY
from cx.statistics import median_bootstrap, median_change_bootstrap
from cx.store.database import Store
from tests.metrics import company as made
from tests.metrics.asking import YEAR, ticket, value, values
from tests.metrics.company import opened

BOUNCES: dict[str, tuple[list[tuple[str | None, str | None]], float | None]] = {
    "one team": ([(None, "Desk")], 0.0),
    "passed on": ([("Desk", "Field")], 0.0),
    "there and back": ([("Desk", "Field"), ("Field", "Desk")], 100.0),
    "back by a third": ([("Desk", "Field"), ("Field", "Lab"), ("Lab", "Desk")], 100.0),
    "spelled otherwise": ([("Desk", "desk"), ("desk", "DESK")], 0.0),
    "put down and taken up": ([("Desk", None), (None, "Desk")], 0.0),
    "put down and passed on": ([("Desk", None), (None, "Field"), ("Field", None)], 0.0),
    "nobody's": ([(None, None)], None),
    "no change known": ([], None),
}


@pytest.fixture(scope="module")
def bounces() -> Iterator[Store]:
    tickets = [ticket(0, "2024-05-01 10:00") | {"ticket_id": name, "priority": name} for name in BOUNCES]
    changes = [
        {"ticket_id": name, "changed_at": f"2024-05-0{2 + at} 10:00", "from_team": before, "to_team": after}
        for name, (moves, _) in BOUNCES.items()
        for at, (before, after) in enumerate(moves)
    ]
    with opened({"tickets": tickets, "owner_changes": changes}) as filled:
        yield filled


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_is_a_team_that_passed_a_ticket_on_and_got_it_back(bounces, name):
    assert value(bounces, "bounce_rate", where=(Filter("priority", (name,)),)).value == BOUNCES[name][1]


def test_a_bounce_is_known_from_its_day_on(bounces):
    where = (Filter("priority", ("there and back",)),)
    known = [value(bounces, "bounce_rate", known_to=date(2024, 5, day), where=where).value for day in (1, 2, 3)]
    assert known == [None, 0.0, 100.0]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with opened({"tickets": made.tickets(Random(11), 150)}) as filled:
        yield filled


@pytest.mark.parametrize("grain", [Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_each_backlog_is_the_one_before_with_what_came_and_without_what_went(store, grain):
    points = [item for item in values(store, "backlog", grain=grain) if item.value is not None]
    assert len(points) > 3
    with store.cursor() as cursor:
        flows = [flow(cursor, REGISTRY["backlog"], Selection(item.period, YEAR.end), store.settings) for item in points]
    found = [item for item in flows if item]
    assert [item.after for item in found] == [item.value for item in points]
    assert all(item.after == item.before + item.begun - item.ended for item in found)
    assert [item.before for item in found[1:]] == [item.after for item in found[:-1]]
    assert sum(item.begun + item.ended for item in found) > len(found)


def test_the_backlogs_of_groups_sum_to_the_whole(store):
    parts = values(store, "backlog", by=("priority", "region"))
    whole = value(store, "backlog")
    assert sum(item.value or 0 for item in parts) == whole.value
    assert sum(item.n for item in parts) == whole.n


@pytest.mark.parametrize(("resolved", "expected"), [(None, None), ("2024-05-03 10:00", 1.0)])
def test_without_any_known_resolution_there_is_no_backlog(resolved, expected):
    rows = [ticket(1, "2024-05-01 10:00", resolved), ticket(2, "2024-05-01 10:00")]
    with opened({"tickets": rows}) as filled:
        assert value(filled, "backlog", Period(date(2024, 5, 1), date(2024, 5, 31))).value == expected


def test_nine_in_ten_have_an_answer_by_the_90th_percentile():
    """Without open cases it is the order statistic, and its bootstrap is that of the same quantile."""
    chance = np.random.default_rng(4)
    times, accounts = chance.exponential(60, 200).round(), chance.integers(0, 40, 200)
    seen = np.ones(200, dtype=bool)
    found = median_bootstrap(times, seen, accounts, 7, q=0.9)
    assert found.value == np.quantile(times, 0.9, method="inverted_cdf")
    assert found.low is not None and found.high is not None and found.low <= found.value <= found.high
    change = median_change_bootstrap((times, seen, accounts), (times + 500, seen, accounts), 7, q=0.9)
    assert change.value == 500 and (change.low or 0) > 0
    rows = [
        ticket(at, "2024-05-01 10:00", first_response_minutes=int(minutes), account_id=f"A{account}")
        for at, (minutes, account) in enumerate(zip(times, accounts, strict=True))
    ]
    with opened({"tickets": rows}) as filled:
        assert value(filled, "first_response_p90").value == found.value


def test_the_range_of_a_mean_of_counts_never_lies_below_zero():
    rows = [ticket(at, "2024-05-01", None, handoffs=count, account_id=f"A{at}") for at, count in enumerate((0, 0, 1))]
    with opened({"tickets": rows}) as store:
        found = value(store, "handoffs_per_ticket")
    assert found.low == 0.0 and found.value == pytest.approx(1 / 3) and found.high > 1

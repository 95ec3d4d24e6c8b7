"""The flow of tickets: each count made by itself, and the sum that they close."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.metrics.queries import UnknownDimension
from cx.metrics.ticket_flow import flow_by, ticket_flow
from cx.story.telling import Telling
from cx.story.ticket_flow import flow_section
from tests.metrics import company as made
from tests.metrics.asking import END, YEAR, ticket
from tests.metrics.company import SETTINGS, opened

QUARTER = Period(date(2024, 10, 1), date(2024, 12, 31))
MAY = Period(date(2024, 5, 1), date(2024, 5, 31))
BY_HAND = [
    ticket(1, "2024-04-20 10:00", "2024-05-02 10:00", reopens=1),
    ticket(2, "2024-04-20 10:00"),
    ticket(3, "2024-05-01 00:00", "2024-05-31 23:59"),
    ticket(4, "2024-05-31 23:59", "2024-06-01 00:01"),
    ticket(5, "2024-05-10 10:00", "2024-05-09 10:00"),
    ticket(6, "2024-06-02 10:00", "2024-06-03 10:00"),
]


def test_by_hand_the_flow_of_may_is_two_open_two_in_two_out_and_two_open():
    with opened({"tickets": BY_HAND}) as store, store.cursor() as cursor:
        found = ticket_flow(cursor, Selection(MAY, END), SETTINGS)
        section = flow_section(Telling(cursor, Selection(MAY, END), SETTINGS, Words("en")), None)
    assert found is not None and section is not None
    span = found.whole
    assert (span.before, span.opened, span.resolved, span.after, span.reopened) == (2, 2, 2, 2, 1)
    assert found.left_out == 1
    assert [item.period.days for item in found.spans] == [7] * 6
    assert section.title == "Tickets in May 2024: 2 opened, 2 resolved, as many open as before."
    assert section.meaning[:2] == (
        "2 open at first + 2 opened − 2 resolved = 2 open at the end.",
        "The same sum closes in each of 6 weeks.",
    )
    assert "1 ticket that was resolved before it was opened is left out." in section.meaning


@pytest.mark.parametrize("where", [(), (Filter("priority", ("high",)),)])
@pytest.mark.parametrize("period", [YEAR, QUARTER, MAY, Period(date(2024, 5, 3), date(2024, 6, 20))])
def test_every_span_counts_like_plain_python_and_hands_its_backlog_to_the_next(filled, period, where):
    store, rows = filled
    with store.cursor() as cursor:
        found = ticket_flow(cursor, Selection(period, END, where), SETTINGS)
    rows = [row for row in rows if not where or row["priority"] == "high"]
    good = [row for row in rows if row["resolved_at"] is None or row["resolved_at"] >= row["opened_at"]]
    for span in (found.whole, *found.spans):
        first, last = span.period.start, span.period.end
        began = [row["opened_at"].date() for row in good]
        ended = [row["resolved_at"].date() if row["resolved_at"] else date.max for row in good]
        assert span.opened == sum(first <= day <= last for day in began)
        assert span.resolved == sum(first <= day <= last for day in ended)
        assert span.before == sum(came < first <= went for came, went in zip(began, ended, strict=True))
        assert span.after == sum(came <= last < went for came, went in zip(began, ended, strict=True))
        assert span.closes
    assert all(later.before == earlier.after for earlier, later in pairwise(found.spans))
    assert found.spans[-1].period.end == period.end


@pytest.mark.parametrize("where", [(), (Filter("category", ("billing",)),)])
@pytest.mark.parametrize("by", ["priority", "team", "region"])
@pytest.mark.parametrize("period", [YEAR, MAY])
def test_each_group_flows_like_its_own_rows_closes_and_sums_to_the_whole(filled, period, by, where):
    store, rows = filled
    selection = Selection(period, END, where)
    with store.cursor() as cursor:
        whole, groups = ticket_flow(cursor, selection, SETTINGS).whole, flow_by(cursor, selection, SETTINGS, by)
        section = flow_section(Telling(cursor, selection, SETTINGS, Words("en")), by)
    first, last = period.start, period.end
    for name, span in groups:
        own = [row for row in rows if (row.get(by) or "") == name and (not where or row["category"] == "billing")]
        good = [row for row in own if row["resolved_at"] is None or row["resolved_at"] >= row["opened_at"]]
        days = [(row["opened_at"].date(), (row["resolved_at"] or date.max)) for row in good]
        days = [(came, went if went == date.max else went.date()) for came, went in days]
        assert span.before == sum(came < first <= went for came, went in days)
        assert span.opened == sum(first <= came <= last for came, _ in days)
        assert span.resolved == sum(first <= went <= last for _, went in days)
        assert span.after == sum(came <= last < went for came, went in days)
        assert span.closes
    for part in ("before", "opened", "resolved", "reopened", "after"):
        assert sum(getattr(span, part) for _, span in groups) == getattr(whole, part)
    (table,) = (item for item in section.exhibits if item.by)
    assert section.by == by and [row[0] for row in table.rows] == [*(name or "not given" for name, _ in groups), "all"]
    assert all(row[1] + row[2] - row[3] == row[5] and row[6] == row[5] - row[1] for row in table.rows)
    assert f"The same sum closes in each of the {len(groups)} groups, which sum to the whole." in section.meaning


def test_one_group_alone_is_no_table_and_a_dimension_that_tickets_lack_is_unknown():
    with opened({"tickets": BY_HAND}) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(MAY, END), SETTINGS, Words("en"))
        assert [name for name, _ in flow_by(cursor, Selection(MAY, END), SETTINGS, "category")] == ["billing"]
        assert flow_section(telling, "category") == flow_section(telling, None)
        with pytest.raises(UnknownDimension):
            flow_section(telling, "touchpoint")


@pytest.fixture(scope="module")
def filled():
    teams = ("Desk", "Field", "Lab", "North", "South", "East", "West", "Night", None)
    rows = [row | {"team": teams[at % 9]} for at, row in enumerate(made.tickets(Random(5), 150))]
    with opened({"tickets": rows}) as store:
        yield store, rows


@pytest.mark.parametrize(
    "rows", [[], [ticket(1, "2024-05-02 10:00")], [ticket(1, "2024-09-02 10:00", "2024-09-03 10:00")]]
)
def test_without_tickets_or_any_resolution_there_is_no_flow(rows):
    with opened({"tickets": rows}) as store, store.cursor() as cursor:
        assert flow_section(Telling(cursor, Selection(MAY, END), SETTINGS, Words("en")), None) is None

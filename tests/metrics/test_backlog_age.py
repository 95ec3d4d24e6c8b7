"""How old open tickets are: bands by hand and as plain Python counts them."""

from collections import Counter
from datetime import date, datetime
from random import Random

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.metrics.backlog_age import backlog_age
from cx.metrics.queries import UnknownDimension
from cx.story.backlog_age import age_section
from cx.story.telling import Telling
from tests.metrics import company as made
from tests.metrics.asking import END, YEAR, ticket, value
from tests.metrics.company import SETTINGS, opened

MAY = Selection(Period(date(2024, 5, 1), date(2024, 5, 31)), END)
OPENED = ("2024-05-31 10:00", "2024-05-31 00:00", "2024-05-30 23:59", "2024-05-20 10:00", "2024-04-01 00:00")
BY_HAND = [
    *(ticket(at, moment, priority="low") for at, moment in enumerate(OPENED)),
    ticket(10, "2024-05-01 10:00", "2024-06-01 10:00", priority="urgent"),
    ticket(11, "2024-05-01 10:00", "2024-05-31 10:00", priority="urgent"),
    ticket(12, "2024-05-01 10:00", "2024-04-30 10:00", priority="urgent"),
    ticket(13, "2024-06-01 00:00", priority="urgent"),
]


def test_by_hand_six_are_open_in_bands_that_end_with_their_limit():
    accounts = [{"account_id": "A", "name": "Alpha Works", "as_of": "2020-01-01"}]
    with opened({"tickets": BY_HAND, "accounts": accounts}) as store, store.cursor() as cursor:
        found = backlog_age(cursor, MAY, SETTINGS)
        section = age_section(Telling(cursor, MAY, SETTINGS, Words("en")), None)
    assert found.counts == {"urgent": (0, 0, 0, 0, 1), "low": (2, 1, 0, 1, 1)}
    assert (found.total, found.older_than(7)) == (6, 3)
    assert section.title.startswith("Of 6 tickets open at the end of") and section.title.endswith(
        "3 have waited more than 7 days."
    )
    bands, oldest = section.exhibits
    assert [[point.value for point in one.points] for one in bands.series] == [
        [0, 2, 2],
        [0, 1, 1],
        [0, 0, 0],
        [0, 1, 1],
        [1, 1, 2],
        [1, 5, 6],
    ]
    assert oldest.rows[0] == ("Alpha Works", date(2024, 4, 1), 61.0, "low", None, "T4")
    assert len(oldest.rows) == 6


@pytest.fixture(scope="module")
def filled():
    rows = [row | {"team": f"Team {at % 17:02}"} for at, row in enumerate(made.tickets(Random(9), 200))]
    with opened({"tickets": rows}) as store:
        yield store, rows


@pytest.mark.parametrize("by", ["priority", "team", "region"])
@pytest.mark.parametrize("where", [(), (Filter("priority", ("high",)),)])
def test_of_a_random_company_every_open_ticket_stands_in_its_band(filled, where, by):
    store, rows = filled
    with store.cursor() as cursor:
        found = backlog_age(cursor, Selection(YEAR, END, where), SETTINGS, by)
    assert found.total == value(store, "backlog", where=where).value
    expected = Counter()
    for row in rows:
        closed = row["resolved_at"] or datetime.max
        if row["opened_at"].date() <= END < closed.date() and closed >= row["opened_at"]:
            age = (datetime(2025, 1, 1) - row["opened_at"]).total_seconds() / 86400
            if not where or row["priority"] == "high":
                expected[row[by] or None, sum(age > limit for limit in (1, 3, 7, 30))] += 1
    got = {(name, at): n for name, bands in found.counts.items() for at, n in enumerate(bands) if n}
    assert got == expected


def test_the_map_follows_the_split_and_rows_beyond_those_that_can_be_read_are_one(filled):
    store, _ = filled
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(YEAR, END), SETTINGS, Words("en"))
        found, section = backlog_age(cursor, telling.selection, SETTINGS, "team"), age_section(telling, "team")
        with pytest.raises(UnknownDimension):
            age_section(telling, "touchpoint")
    bands = section.exhibits[0]
    labels = [point.label for point in bands.series[0].points]
    assert section.by == "team" and "by team" in bands.caption
    assert (labels[:2], labels[-2:]) == (list(found.counts)[:2], ["6 others", "all"])
    for one in bands.series:
        *groups, whole = (point.value for point in one.points)
        assert sum(groups) == whole
    old = {name: sum(counts[3:]) for name, counts in found.counts.items()}
    most = next(name for name in old if old[name] == max(old.values()))
    assert section.meaning[0] == (
        f"By team, {most} has most of those that have waited more than 7 days: {old[most]} of its "
        f"{sum(found.counts[most])}."
    )


def test_where_nothing_is_open_or_no_resolution_is_known_there_is_no_age():
    for rows in ([], [ticket(1, "2024-05-01 10:00")], [ticket(1, "2024-05-01 10:00", "2024-05-02 10:00")]):
        with opened({"tickets": rows}) as store, store.cursor() as cursor:
            assert age_section(Telling(cursor, MAY, SETTINGS, Words("en")), None) is None

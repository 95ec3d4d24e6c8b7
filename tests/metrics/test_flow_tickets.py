"""The tickets of a flow: each counts where its days say, and of too many none is listed."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.metrics import flow_tickets as module
from cx.metrics.flow_tickets import flow_tickets
from tests.metrics.asking import ticket
from tests.metrics.company import SETTINGS, opened

MAY = Period(date(2024, 5, 1), date(2024, 5, 31))
ROWS = [
    ticket(1, "2024-03-01 10:00", "2024-04-01 10:00"),
    ticket(2, "2024-04-01 10:00", "2024-05-01 10:00"),
    ticket(3, "2024-05-31 10:00"),
    ticket(4, "2024-05-01 10:00", "2024-06-20 10:00"),
    ticket(5, "2024-06-01 10:00", "2024-06-02 10:00"),
    ticket(6, "2024-05-05 10:00", "2024-05-04 10:00"),
]


STAYS, GOES = (False, True, False, True), (True, False, True, False)


@pytest.mark.parametrize(
    ("most", "expected"),
    [(3, [("3", None, STAYS), ("4", None, STAYS), ("2", date(2024, 5, 1), GOES)]), (2, [])],
)
def test_each_ticket_counts_where_its_days_say(most, expected, monkeypatch):
    """What was resolved before May, opened after it or resolved before it was opened is left out."""
    monkeypatch.setattr(module, "MOST_TICKETS", most)
    module._query.cache_clear()
    with opened({"tickets": ROWS}) as store, store.cursor() as cursor:
        found = flow_tickets(cursor, Selection(MAY, date(2024, 6, 10)), SETTINGS, MAY.start)
    module._query.cache_clear()
    ways = [
        (item.is_open_before(MAY), item.is_opened_in(MAY), item.is_resolved_in(MAY), item.is_open_after(MAY))
        for item in found
    ]
    assert [(item.ticket.strip("T"), item.resolved_on, way) for item, way in zip(found, ways, strict=True)] == expected

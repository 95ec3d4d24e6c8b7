"""Rule 17: which quarters a story may be told of, and which one it opens with."""

from datetime import date

import pytest

from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.headline import headline_values
from cx.metrics.quarters import complete_quarters, opening_quarter, running_quarter
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, opened

Q3, Q4 = Period(date(2026, 7, 1), date(2026, 9, 30)), Period(date(2026, 10, 1), date(2026, 12, 31))
RUNNING = Period(date(2026, 10, 1), date(2026, 11, 12), Grain.QUARTER)
KNOWN_TO = RUNNING.end


@pytest.mark.parametrize(
    ("company", "opens_with"),
    [
        ({"tickets": [ticket(1, "2026-10-01 09:00")]}, RUNNING),
        ({"tickets": [ticket(1, "2026-09-30 09:00")]}, Q3),
        ({"survey": [answer(1, "nps", 9, responded_at="2026-11-02")]}, RUNNING),
        ({"survey": [answer(1, "nps", 9, responded_at="2026-11-02", sent_at="2026-09-20")]}, Q3),
        ({"usage": [{"account_id": "A", "used_on": "2026-10-09"}]}, RUNNING),
        ({"renewals": [term("C", "2026-11-01", "2027-11-01", 100)]}, RUNNING),
        ({"renewals": [term("C", "2025-11-01", "2027-11-01", 100)]}, Q3),
        ({"renewals": [term("C", "2025-11-01", "2026-11-01", 100, outcome="churned", decided_on="2026-10-20")]}, Q3),
        ({}, Q3),
    ],
    ids=lambda given: next(iter(given), "no data") if isinstance(given, dict) else "",
)
def test_rule_17_opens_with_the_last_complete_quarter_unless_the_data_begin_later(company: Company, opens_with: Period):
    with opened(company, Settings()) as store, store.cursor() as cursor:
        assert opening_quarter(cursor, KNOWN_TO, store.settings) == opens_with


@pytest.mark.parametrize(
    ("known_to", "starts", "running", "last"),
    [
        (KNOWN_TO, 1, RUNNING, Q3),
        (Q3.end, 1, None, Q3),
        (Q4.start, 1, Period(Q4.start, Q4.start, Grain.QUARTER), Q3),
        (
            KNOWN_TO,
            2,
            Period(date(2026, 11, 1), KNOWN_TO, Grain.QUARTER),
            Period(date(2026, 8, 1), date(2026, 10, 31)),
        ),
    ],
)
def test_the_running_quarter_is_offered_beside_the_complete_ones(
    known_to: date, starts: int, running: Period | None, last: Period
):
    settings = Settings(fiscal_year_starts=starts)
    assert running_quarter(known_to, settings) == running
    complete = complete_quarters(known_to, settings)
    assert (len(complete), complete[0]) == (13, last)
    assert all(later.start > earlier.end for later, earlier in zip(complete, complete[1:], strict=False))


def test_the_preview_of_a_first_export_in_mid_quarter_shows_its_figures():
    company = {"tickets": [ticket(n, "2026-10-05 09:00", satisfaction=5, satisfaction_scale="1-5") for n in range(3)]}
    with opened(company, Settings()) as store, store.cursor() as cursor:
        found = {value.metric.key: value.value for value in headline_values(cursor, store.settings)}
    assert found == {"ticket_csat": 100.0}

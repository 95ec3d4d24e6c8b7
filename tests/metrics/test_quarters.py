"""Rule 17: which quarter a story opens with."""

from datetime import date

import pytest

from cx.contracts.periods import Grain, Period
from cx.contracts.settings import Settings
from cx.metrics.headline import headline_values
from cx.metrics.quarters import opening_quarter
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, opened

Q3 = Period(date(2026, 7, 1), date(2026, 9, 30))
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
        ({"renewals": [term("C", "2025-11-01", "2027-11-01", 100)]}, RUNNING),
        ({"renewals": [term("C", "2025-11-20", "2027-11-01", 100)]}, Q3),
        ({"renewals": [term("C", "2025-07-01", "2027-11-01", 100)]}, Q3),
        (
            {"renewals": [term("C", "2025-11-01", "2026-11-01", 100, outcome="churned", decided_on="2026-10-20")]},
            RUNNING,
        ),
        ({"renewals": [term("C", "2024-11-01", "2026-11-01", 100, outcome="churned", decided_on="2026-10-20")]}, Q3),
        ({"tickets": [ticket(1, "2026-10-05 09:00")], "renewals": [term("C", "2025-11-01", None, 100)]}, RUNNING),
        ({"tickets": [ticket(1, "2026-03-05 09:00"), ticket(2, "2026-10-05 09:00")]}, RUNNING),
        ({}, Q3),
    ],
    ids=lambda given: next(iter(given), "no data") if isinstance(given, dict) else "",
)
def test_rule_17_opens_with_the_last_complete_quarter_unless_only_the_running_one_has_any_data(
    company: Company, opens_with: Period
):
    with opened(company, Settings()) as store, store.cursor() as cursor:
        assert opening_quarter(cursor, KNOWN_TO, store.settings) == opens_with


def test_the_preview_of_a_first_export_in_mid_quarter_shows_its_figures():
    company = {"tickets": [ticket(n, "2026-10-05 09:00", satisfaction=5, satisfaction_scale="1-5") for n in range(3)]}
    with opened(company, Settings()) as store, store.cursor() as cursor:
        found = {value.metric.key: value.value for value in headline_values(cursor, store.settings)}
    assert found == {"ticket_csat": 100.0}

"""Follow-up that is not over is marked and counted apart, and is in no figure: in every metric that waits for one."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from cx.contracts.filters import Filter
from cx.contracts.periods import Period
from cx.metrics.metric import Form
from cx.metrics.registry import METRICS, REGISTRY
from cx.store.database import Store
from tests.metrics.asking import answer, term, ticket, value
from tests.metrics.company import SETTINGS, Row, opened

OVER, WAITING = date(2024, 5, 1), date(2024, 5, 20)
INVITING = ("response_rate", "account_coverage", "revenue_coverage")
FOLLOWED = {"closed_loop_rate": "contacted_at", "loop_closed_rate": "closed_at"}
MONTH = Period(date(2024, 5, 1), date(2024, 5, 31))


def began(key: str, day: date, good: bool) -> tuple[str, Row]:
    """A row whose follow-up begins on the day, and what the metric counts it for at its end."""
    name, at = f"{key} {day} {good}", day.isoformat()
    if key in INVITING:
        came = (day + timedelta(days=3)).isoformat() if good else None
        row = answer(0, "nps", 9 if good else None, sent_at=at, responded_at=came, survey_name=key)
        return "survey", row | {"response_id": name}
    if key in FOLLOWED:
        followed = (day + timedelta(days=1)).isoformat() if good else None
        row = answer(0, "nps", 2, responded_at=at, survey_name=key, **{FOLLOWED[key]: followed})
        return "survey", row | {"response_id": name}
    done: dict[str, Any] = {"resolved_at": at, "reopens": int(good == (key == "reopen_rate")), "priority": key}
    return "tickets", ticket(0, at, **done) | {"ticket_id": name, "category": name}


WINDOWED = [metric.key for metric in METRICS if metric.window]
PART = {"survey": "survey_name", "tickets": "priority"}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    rows: dict[str, list[Row]] = {"survey": [], "tickets": []}
    for key in WINDOWED:
        for day in (OVER, WAITING):
            for good in (True, False, False):
                extract, row = began(key, day, good)
                number = len(rows[extract])
                names = {
                    name: f"{row[name]} {number}" for name in ("response_id", "ticket_id", "category") if row.get(name)
                }
                rows[extract].append({**row, **names, "account_id": f"A{number}"})
    rows["renewals"] = [term(f"C{at}", "2020-01-01", None, 100, account=f"A{at}") for at in range(len(rows["survey"]))]
    with opened(rows) as filled:
        yield filled


@pytest.mark.parametrize("key", WINDOWED)
def test_what_is_not_over_is_marked_and_counted_apart(store, key):
    """A third is good in either half, so that only the count tells whether the waiting ones are mixed in.

    The figure is mature once the period and every follow-up in it are over, not that of a case on its last day.
    """
    window = timedelta(days=getattr(SETTINGS, REGISTRY[key].window))
    of_key = {"where": (Filter(PART[REGISTRY[key].fact], (key,)),)}
    at_end = (6, 0) if WAITING + window < MONTH.end else (3, 3)
    for known_to, n, apart, mature in (
        (OVER + window - timedelta(days=1), 0, 3, False),
        (OVER + window, 3, 0, False),
        (WAITING + window - timedelta(days=1), 3, 3, False),
        (MONTH.end - timedelta(days=1), *at_end, False),
        (MONTH.end, *at_end, not at_end[1]),
        (max(MONTH.end, WAITING + window), 6, 0, True),
        (MONTH.end + window, 6, 0, True),
    ):
        found = value(store, key, MONTH, known_to, **of_key)
        assert (found.n, found.mature) == (n, mature), known_to
        assert found.excluded.get("unripe", 0) == apart, known_to
        assert found.value == (pytest.approx(100 / 3) if n else None)


def test_every_metric_that_waits_says_what_it_counts_apart():
    """A duration needs no window: what is open counts as still waiting, and a promise that is not due is out."""
    assert set(WINDOWED) == {*INVITING, *FOLLOWED, "first_contact_resolution", "reopen_rate"}
    for metric in METRICS:
        assert bool(metric.window) == bool(metric.unripe), metric.key
        assert not (metric.window and metric.form is Form.MEDIAN)

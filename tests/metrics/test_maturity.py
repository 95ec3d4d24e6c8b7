"""Follow-up that is not over is marked and counted apart, and is in no figure: in every metric that waits for one."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Grain, Period
from cx.contracts.words import Words
from cx.metrics.metric import Form
from cx.metrics.registry import METRICS, REGISTRY
from cx.store.database import Store
from cx.story.exhibits import trend
from cx.story.telling import Telling
from tests.metrics.asking import answer, term, ticket, value, values
from tests.metrics.company import SETTINGS, Row, opened

OVER, WAITING = date(2024, 5, 1), date(2024, 5, 20)
INVITING = ("response_rate", "account_coverage", "revenue_coverage")
FOLLOWED = {"closed_loop_rate": "contacted_at", "loop_closed_rate": "closed_at"}
MONTH_12 = Period(date(2024, 12, 1), date(2024, 12, 31))
DECLARED = {"end_is": "day_after", "exported_on": "2024-12-31"}
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


DECEMBER = "2024-12-01"
TERMS = [term("C1", "2023-06-01", "2024-06-01", 100), term("C2", "2023-12-15", "2024-12-15", 100)]
SOLVED = [ticket(at, f"{day} 10:00", f"{day} 12:00", reopens=0) for at, day in ((1, "2024-06-02"), (2, "2024-12-30"))]
ANSWERED = [
    answer(at, "nps", 3, sent_at=day, responded_at=day, contacted_at=day, closed_at=day)
    for at, day in ((1, "2024-06-01"), (2, "2024-12-30"))
]
DUE_KEYS = ("renewal_rate", "gross_renewal_rate", "on_time_renewal_rate")
WAITED_FOR: dict[str, tuple[dict[str, list[Row]], str]] = {
    **dict.fromkeys(DUE_KEYS, ({"renewals": TERMS}, "pending")),
    **dict.fromkeys(("first_contact_resolution", "reopen_rate"), ({"tickets": SOLVED}, "unripe")),
    **dict.fromkeys((*INVITING, *FOLLOWED), ({"survey": ANSWERED}, "unripe")),
}
YEAR_2024 = Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("key", WAITED_FOR)
def test_a_month_in_which_all_still_wait_stands_without_a_figure(key):
    company, apart = WAITED_FOR[key]
    contracts = [term(f"S{at}", "2020-01-01", None, 100, account=f"A{at}") for at in (1, 2)]
    with opened({"renewals": contracts} | company, renewals=DECLARED) as filled:
        months = {
            dict(item.group)["month"]: item
            for item in values(filled, key, YEAR_2024, grain=Grain.MONTH)
            if item.n or item.excluded
        }
        with filled.cursor() as cursor:
            telling = Telling(cursor, Selection(MONTH_12, date(2024, 12, 31)), filled.settings, Words("en"))
            line = trend(key, "", telling)
    assert [*months] == ["2024-06-01", DECEMBER]
    last = months[DECEMBER]
    assert (last.value, last.n, last.mature, last.excluded) == (None, 0, False, {apart: 1.0})
    assert [point.on for point in line.series[0].points] == [date(2024, 6, 1)]
    assert "no figure yet for Dec 2024: all that counts there is still waited for" in line.caption


@pytest.mark.parametrize("survey", ["named", "anonymous"])
def test_a_group_of_an_anonymous_survey_that_only_waits_is_not_told(survey):
    """That there is anything to follow up would tell that somebody there did not recommend us."""
    rows = [
        answer(at, "nps", 3, responded_at="2024-12-20", contacted_at="2024-12-20") | {"region": "North"}
        for at in range(9)
    ]
    rows.append(answer(9, "nps", 3, responded_at="2024-12-30", account_id="B") | {"region": "South"})
    with opened({"survey": rows}, survey={"survey": survey}) as filled:
        found = {item.name: item.excluded for item in values(filled, "closed_loop_rate", YEAR_2024, by=("region",))}
    assert found.get("South") == ({"unripe": 1.0} if survey == "named" else None)

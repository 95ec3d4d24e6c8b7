"""The renewal forecast is its metrics' figure, tries itself on past quarters as known then, and names what is at risk."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.insights.forecast import Forecast, RiskRow, renewal_forecast, revenue_at_risk_rows
from cx.metrics.ahead import expected
from cx.metrics.compute import compute
from cx.metrics.due_terms import Band, Reason, past_terms, terms_ahead
from cx.metrics.renewal_chances import renewal_chances
from cx.store.database import Store
from tests.metrics.asking import answer, term
from tests.metrics.company import Company, Row, opened

END = date(2025, 12, 31)
SELECTION = Selection(Period(date(2025, 10, 1), END), END)
SETTINGS = Settings(base_currency="EUR", privacy_minimum=1)


def company(names: int = 120) -> Company:
    """Yearly contracts since 2021 that are renewed nine in ten where seats are used, six in ten where they are not."""
    chance = random.Random(11)
    terms: list[Row] = []
    for number in range(names):
        start = date(2021, 1, 1) + timedelta(days=chance.randrange(365))
        used = chance.random() < 0.7
        for year in range(6):
            begins, ends = (start.replace(year=start.year + at) for at in (year, year + 1))
            if begins > END:
                break
            terms.append(
                term(
                    f"C{number}",
                    begins.isoformat(),
                    ends.isoformat(),
                    100 + number,
                    account=f"A{number}",
                    seats_licensed=10,
                    seats_active=8 if used else 2,
                )
            )
            if chance.random() > (0.9 if used else 0.6):
                break
    return {"renewals": terms}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with opened(company(), SETTINGS) as filled:
        yield filled


@pytest.fixture(scope="module")
def forecast(store: Store) -> Forecast:
    with store.cursor() as cursor:
        found = renewal_forecast(cursor, SELECTION, SETTINGS)
    assert found
    return found


def test_forecast_and_expected_loss_are_the_metrics_and_sum_to_what_is_due(store, forecast):
    with store.cursor() as cursor:
        stays, loss, exposed = compute(
            cursor, ("renewal_forecast", "expected_loss", "revenue_at_risk"), SELECTION, SETTINGS
        )
        rows = revenue_at_risk_rows(cursor, SELECTION, SETTINGS)
    assert (stays.value, stays.low, stays.high, stays.n) == (
        forecast.expected.value,
        forecast.expected.low,
        forecast.expected.high,
        forecast.terms,
    )
    assert stays.value + loss.value == pytest.approx(forecast.due) == sum(row.term.amount for row in rows)
    assert loss.value == pytest.approx(sum(row.expected_loss for row in rows))
    assert exposed.value == pytest.approx(sum(row.term.amount for row in rows if row.reasons))
    assert exposed.value > 0 < loss.value != exposed.value
    assert sum(part.due for part in forecast.quarters) == forecast.due


def test_chances_tell_the_two_habits_apart(forecast):
    chances = {cell.band: cell.chance for cell in forecast.cells}
    assert chances[Band.AT_RISK] < 0.75 < chances[Band.NOT_AT_RISK]
    assert forecast.past == sum(cell.n for cell in forecast.cells)


def test_past_quarters_are_tried_and_the_range_holds_most_of_them(forecast):
    assert len(forecast.tried) == 8
    assert sum(quarter.is_inside for quarter in forecast.tried) >= 7
    assert forecast.brier < forecast.brier_of_average
    assert sum(band.n for band in forecast.calibration) == sum(quarter.terms for quarter in forecast.tried)
    assert all(quarter.pending == 0 for quarter in forecast.tried[:-1])


def test_a_past_quarter_is_foretold_with_what_was_known_before_it(store, forecast):
    """On a company whose file ends on the day before a quarter, the forecast of that quarter is the same."""
    quarter = forecast.tried[-2].period
    day = quarter.day_before
    known = [row for row in company()["renewals"] if date.fromisoformat(row["starts_on"]) <= day]
    with opened({"renewals": known}, SETTINGS) as earlier, earlier.cursor() as cursor:
        chances = renewal_chances(past_terms(cursor, SETTINGS, day))
        (terms,) = terms_ahead(cursor, Selection(quarter, day), SETTINGS, quarter).values()
    assert expected(terms, chances).value == pytest.approx(forecast.tried[-2].expected.value)


def test_a_shock_is_the_worst_quarter_brought_upon_all(forecast):
    assert forecast.shock.times >= 1
    assert forecast.shock.stays < forecast.expected.value


def test_too_few_past_terms_give_no_forecast_but_tell_what_is_at_risk():
    few = [
        term("C1", "2025-03-01", "2026-03-01", 100, seats_licensed=10, seats_active=4),
        term("C0", "2024-03-01", "2025-03-01", 100),
    ]
    with opened({"renewals": few}, SETTINGS) as store, store.cursor() as cursor:
        assert renewal_forecast(cursor, SELECTION, SETTINGS) is None
        (row,) = revenue_at_risk_rows(cursor, SELECTION, SETTINGS)
    assert (row.band, row.reasons, row.chance, row.expected_loss) == (Band.AT_RISK, (Reason.SEATS,), None, None)


def due(name: str, **more: object) -> Row:
    return term(name, "2025-03-01", more.pop("ends", "2026-03-01"), 100, account=name, **more)  # type: ignore[arg-type]


def said(name: str, score: int, day: str, **more: object) -> Row:
    return answer(0, "nps", score, responded_at=day, account_id=name, **more) | {"response_id": f"{name} {day} {score}"}


HALF = {"seats_licensed": 10, "seats_active": 5}
FLAGS: dict[str, tuple[Row, list[Row], Band | None, tuple[Reason, ...]]] = {
    "half": (due("half", **HALF), [], Band.NOT_AT_RISK, ()),
    "below": (due("below", **HALF | {"seats_active": 4}), [], Band.AT_RISK, (Reason.SEATS,)),
    "neither": (due("neither"), [], Band.UNSCORED, ()),
    "six": (due("six", **HALF), [said("six", 6, "2025-06-01")], Band.AT_RISK, (Reason.DETRACTOR,)),
    "seven": (due("seven"), [said("seven", 7, "2025-06-01")], Band.NOT_AT_RISK, ()),
    "last": (due("last"), [said("last", 2, "2025-06-01"), said("last", 9, "2025-07-01")], Band.NOT_AT_RISK, ()),
    "two": (due("two"), [said("two", score, "2025-06-01") for score in (9, 3)], Band.AT_RISK, (Reason.DETRACTOR,)),
    "old": (due("old"), [said("old", 2, "2024-12-31")], Band.UNSCORED, ()),
    "ticket": (due("ticket"), [said("ticket", 2, "2025-06-01", relationship="transactional")], Band.UNSCORED, ()),
    "both": (
        due("both", **HALF | {"seats_active": 1}),
        [said("both", 0, "2025-06-01")],
        Band.AT_RISK,
        (Reason.SEATS, Reason.DETRACTOR),
    ),
    "leaving": (due("leaving", outcome="churned", **HALF), [], Band.NOT_AT_RISK, (Reason.LEAVING,)),
    "renewed": (due("renewed", outcome="renewed", seats_licensed=10, seats_active=0), [], Band.AT_RISK, ()),
    "first day": (due("first day", ends="2026-01-01", **HALF), [], Band.NOT_AT_RISK, ()),
    "due today": (due("due today", ends="2025-12-31", **HALF), [], None, ()),
    "last day": (due("last day", ends="2026-06-29", **HALF), [], Band.NOT_AT_RISK, ()),
    "a day later": (due("a day later", ends="2026-06-30", **HALF), [], None, ()),
    "open-ended": (due("open-ended", ends=None, **HALF), [], None, ()),
}  # fmt: skip


@pytest.fixture(scope="module")
def flagged() -> Iterator[dict[str, RiskRow]]:
    rows = {
        "renewals": [row for row, *_ in FLAGS.values()],
        "survey": [one for _, given, *_ in FLAGS.values() for one in given],
    }
    with opened(rows, SETTINGS) as store, store.cursor() as cursor:
        yield {row.term.account: row for row in revenue_at_risk_rows(cursor, SELECTION, SETTINGS)}


@pytest.mark.parametrize("name", FLAGS)
def test_the_risk_rule(flagged, name):
    *_, band, reasons = FLAGS[name]
    assert (flagged[name].band, flagged[name].reasons) == (band, reasons) if band else name not in flagged


def test_at_risk_stand_first_then_what_cannot_be_scored(flagged):
    kinds = [(not row.reasons, row.band is not Band.UNSCORED) for row in flagged.values()]
    assert kinds == sorted(kinds)


def test_an_anonymous_answer_flags_nobody():
    rows = {"renewals": [due("A")], "survey": [said("A", 0, "2025-06-01")]}
    with opened(rows, SETTINGS, survey={"survey": "anonymous"}) as store, store.cursor() as cursor:
        (row,) = revenue_at_risk_rows(cursor, SELECTION, SETTINGS)
        (exposed,) = compute(cursor, ("revenue_at_risk",), SELECTION, SETTINGS)
    assert row.band is Band.UNSCORED
    assert (exposed.value, exposed.excluded) == (None, {"unscored_value": 100.0})


def test_a_part_of_the_book_takes_the_chances_of_all_of_it(store):
    part = Selection(SELECTION.period, END, (Filter("account_id", ("A1", "A2", "A3", "A4", "A5", "A6", "A7")),))
    with store.cursor() as cursor:
        of_part, whole = (renewal_forecast(cursor, selection, SETTINGS) for selection in (part, SELECTION))
    assert of_part.cells == whole.cells
    assert 0 < of_part.terms <= 7


@pytest.mark.parametrize(
    ("used_on", "latest", "seats", "undated"),
    [
        ("2025-12-15", None, 0.9, False),
        ("2025-12-15", date(2026, 6, 30), 0.2, False),
        ("2025-12-03", date(2026, 6, 30), 0.9, True),
        ("2026-01-01", date(2026, 6, 30), 0.9, True),
    ],
)
def test_of_an_earlier_day_dated_use_goes_before_the_seats_of_the_export(used_on, latest, seats, undated):
    rows = {
        "renewals": [due("A", seats_licensed=10, seats_active=9)],
        "usage": [{"account_id": "A", "used_on": used_on, "active_users": 2, "licensed_users": 10}],
    }
    with opened(rows, SETTINGS) as store, store.cursor() as cursor:
        (row,) = revenue_at_risk_rows(cursor, replace(SELECTION, latest=latest), SETTINGS)
    assert (row.term.seats, row.term.undated) == (seats, undated)

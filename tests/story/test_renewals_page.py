"""The sections that only the page on renewals has: their sentences, their sums, and what they say where little is known."""

from collections.abc import Iterator
from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.compute import compute
from cx.metrics.counted_rows import counted_rows
from cx.metrics.queries import UnknownDimension
from cx.metrics.renewal_flow import renewal_flow
from cx.store.database import Store
from cx.story.at_risk import risk_section
from cx.story.board import RENEWALS
from cx.story.due_calendar import calendar_section
from cx.story.exhibit import Exhibit, Section, Shape
from cx.story.explored import explored
from cx.story.foretold import forecast_section
from cx.story.parts import OWN
from cx.story.reasons import reasons_section
from cx.story.telling import Telling
from tests.insights.test_forecast import company
from tests.metrics.asking import answer, term
from tests.metrics.company import opened

END = date(2025, 12, 31)
QUARTER = Period(date(2025, 10, 1), END)
SETTINGS = Settings(base_currency="EUR", privacy_minimum=1)
CHANNEL = Filter("channel", ("email",))


def telling(cursor, *where: Filter) -> Telling:
    return Telling(cursor, Selection(QUARTER, END, where), SETTINGS, Words("en"))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Contracts of five years, and some whose fate is known: lost, reduced, overdue, unhappy and not to be scored."""
    made = company()
    made["renewals"] += [
        term("gone", "2024-11-01", "2025-11-01", 123.45, outcome="churned", reason="price", controllable="ours"),
        term("less", "2024-11-01", "2025-11-01", 90.1, outcome="reduced", value_after=70, reason="budget cut"),
        term("blind", "2025-02-01", "2026-02-01", 7777, account="Blind"),
        term("open", "2024-12-15", "2025-12-15", 50.5, account="Open", outcome="pending"),
        term("sad", "2025-02-01", "2026-02-01", 200.2, account="Sad", seats_licensed=10, seats_active=9),
    ]
    made["survey"] = [answer(1, "nps", 3, account_id="Sad", responded_at="2025-11-01")]
    made["accounts"] = [{"account_id": "Blind", "name": "Blind Ltd", "as_of": "2020-01-01"}]
    with opened(made, SETTINGS) as filled:
        yield filled


def exhibit(section: Section | None, key: str) -> Exhibit:
    assert section is not None
    return next(item for item in section.exhibits if item.key == key)


def total(one: Exhibit) -> float:
    return sum(point.value or 0.0 for series in one.series for point in series.points)


def test_the_parts_of_every_picture_sum_to_the_figures_of_the_page(store):
    with store.cursor() as cursor:
        now = telling(cursor)
        reasons, calendar, risk = (tell(now, None) for tell in (reasons_section, calendar_section, risk_section))
        flow = renewal_flow(cursor, now.selection, SETTINGS)
        exposed, loss = compute(cursor, ("revenue_at_risk", "expected_loss"), now.selection, SETTINGS)
    assert reasons is not None and reasons.title not in reasons.meaning
    assert total(exhibit(reasons, "reasons-period")) == pytest.approx(flow.lost + flow.reduced, abs=0.004)
    assert total(exhibit(calendar, "due-quarters")) == pytest.approx(total(exhibit(calendar, "due-months")), abs=0.004)
    told, rest = exhibit(risk, "at-risk").series
    assert [point.value for point in told.points] == [exposed.value, loss.value]
    *others, everything = (point.value for point in rest.points)
    assert exposed.value + sum(others) == pytest.approx(everything) == exposed.denominator
    table = exhibit(risk, "at-risk-terms")
    at = table.columns.index("EUR a year")
    assert sum(row[at] for row in table.rows) == pytest.approx(exposed.value)


def test_what_cannot_be_scored_is_listed_apart_and_never_called_safe(store):
    with store.cursor() as cursor:
        section = risk_section(telling(cursor), None)
    assert section is not None
    table = exhibit(section, "at-risk-unscored")
    assert [row[0] for row in table.rows] == ["Blind Ltd"]
    said = "1 term worth €\u202f7\u202f777 has neither seats nor a named answer and cannot be scored: it is not safe."
    assert said in section.meaning
    flagged = exhibit(section, "at-risk-terms")
    assert {row[flagged.columns.index("Risk")] for row in flagged.rows} == {
        "under half of seats used",
        "last answer 0–6",
    }
    assert not {row[flagged.columns.index("Account id")] for row in flagged.rows} & {"Blind"}


@pytest.mark.parametrize("key", ["revenue_at_risk", "expected_loss", "renewal_forecast"])
def test_the_terms_behind_a_figure_make_it(store, key):
    with store.cursor() as cursor:
        now = telling(cursor)
        (value,) = compute(cursor, [key], now.selection, SETTINGS)
        found = counted_rows(cursor, key, now.selection, SETTINGS)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    assert len(rows) == value.n
    assert sum(row["numerator"] for row in rows) == pytest.approx(value.value)
    assert sum(row["denominator"] for row in rows) == pytest.approx(value.denominator)


def test_the_forecast_says_how_well_it_would_have_done(store):
    with store.cursor() as cursor:
        section = forecast_section(telling(cursor), None)
    assert section is not None
    assert {item.key for item in section.exhibits if item.is_proof} == {"forecast-calibration", "forecast-chances"}
    foretold, came = exhibit(section, "forecast-trial").series
    inside = sum(one.low <= other.value <= one.high for one, other in zip(foretold.points, came.points, strict=True))
    said = (
        f"Tried on 8 past quarters with what was known on the day before each: what came lay in the range in {inside}."
    )
    assert said in section.meaning
    bands = exhibit(section, "forecast-calibration")
    assert sum(line.startswith("Of ") and "were renewed" in line for line in section.meaning) == len(bands.rows)
    assert any(line.startswith("Scenario: were all terms lost as often") for line in section.meaning)
    assert any("Brier score of" in line and "on these terms" in line for line in section.meaning)


FEW = {
    "nothing ends": ([term("open", "2024-01-01", None, 100)], ()),
    "three contracts": (
        [
            term("K1", "2025-01-01", "2026-01-01", 100),
            term("K2", "2025-03-01", "2026-03-01", 50.25, seats_licensed=10, seats_active=1),
            term("K0", "2024-06-01", "2025-06-01", 70),
        ],
        ("reasons", "due", "forecast", "at-risk"),
    ),
    "only past ones": ([term("K0", "2024-06-01", "2025-10-15", 70, outcome="pending")], ("due",)),
}


@pytest.mark.parametrize("name", FEW)
def test_a_few_contracts_tell_what_they_can(name):
    terms, keys = FEW[name]
    with opened({"renewals": terms}, SETTINGS) as few, few.cursor() as cursor:
        sections = {made.key: made for tell in OWN[RENEWALS] if (made := tell(telling(cursor), None))}
    assert tuple(sections) == keys
    if "forecast" in keys:
        assert sections["forecast"].exhibits == ()
        assert sections["forecast"].title == (
            "What will be renewed cannot be foretold yet: 1 past outcome is known, and 20 are needed."
        )
        assert sections["at-risk"].title == (
            "€\u202f150 comes due from 1 Jan to 29 Jun 2026: €\u202f50 of it is at risk; what will be lost cannot be foretold "
            "yet."
        )
    if name == "only past ones":
        assert sections["due"].title == (
            "1 term worth €\u202f70 is past its date and still pending, since 15 Oct 2025: it is in no figure ahead."
        )


@pytest.mark.parametrize("tell", OWN[RENEWALS])
def test_a_filter_that_terms_do_not_have_leaves_the_section_out(store, tell):
    with store.cursor() as cursor, pytest.raises(UnknownDimension):
        tell(telling(cursor, CHANNEL), None)


def test_a_part_of_the_customers_has_a_page_of_its_own(store):
    with store.cursor() as cursor:
        story = explored(RENEWALS, None, telling(cursor, Filter("account_id", ("Sad", "Blind", "A7", "Open"))))
    sections = {section.key: section for section in story.sections}
    assert {"due", "forecast", "at-risk"} <= set(sections)
    assert all("Account: Sad, Blind, A7, Open" in one.caption for one in sections["due"].exhibits)
    said = "The chances and the trial are of all customers: of Account: Sad, Blind, A7, Open alone there are too few."
    assert said in sections["forecast"].meaning


def test_retention_stands_over_nine_quarters():
    terms = [
        term(f"C{at}", f"{2020 + year}-01-01", f"{2021 + year}-01-01", 100.1 + year, account=f"A{at}")
        for at in range(3)
        for year in range(6)
    ]
    with opened({"renewals": terms}, SETTINGS) as store, store.cursor() as cursor:
        story = explored(RENEWALS, None, telling(cursor))
    trends = {one.key: one for section in story.sections for one in section.exhibits if one.shape is Shape.TREND}
    assert [len(trends[key].series[0].points) for key in ("grr-trend", "nrr-trend")] == [9, 9]

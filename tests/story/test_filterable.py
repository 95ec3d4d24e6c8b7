"""A filter leaves out the figures that it cannot be applied to, and the page says so instead of failing."""

from collections.abc import Iterator
from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.queries import UnknownDimension
from cx.store.database import Store
from cx.story.board import ADOPTION, RENEWALS, SERVICE, VOICE, board
from cx.story.exhibit import Story
from cx.story.explored import explored
from cx.story.telling import Telling, of_whom
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
PAGES = {"voice": VOICE, "service": SERVICE, "renewals": RENEWALS, "adoption": ADOPTION}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Answers that tell department and product, tickets that tell the department, contracts that tell the product."""
    told = {"department": "Support", "product": "Flow", "responded_at": "2024-08-01", "scale": "0-10"}
    seats = {"seats_licensed": 10, "seats_active": 5, "product": "Flow"}
    company = {
        "survey": [answer(at, "nps", 9, **told) for at in range(6)],
        "tickets": [ticket(at, "2024-08-01", "2024-08-02", department="Support") for at in range(6)],
        "renewals": [term(f"C{at}", "2023-08-01", "2024-08-01", 100, **seats) for at in range(6)],
    }
    with opened(company, Settings(fiscal_year_starts=1)) as made:
        yield made


def told(store: Store, page: str, dimension: str, value: str) -> Story:
    selection = Selection(QUARTER, date(2024, 12, 31)).within(dimension, value)
    with store.cursor() as cursor:
        telling = Telling(cursor, selection, store.settings, Words("en"))
        return board(telling) if page == "board" else explored(PAGES[page], "segment", telling)


@pytest.mark.parametrize(
    ("page", "dimension", "value", "tiles", "left_out"),
    [
        (
            "board",
            "department",
            "Support",
            {"nps", "resolution_hours"},
            "Gross revenue retention",
        ),
        ("board", "product", "Flow", {"nps", "grr"}, "Promises kept (SLA)"),
        ("voice", "department", "Support", {"nps"}, ""),
        ("service", "department", "Support", {"resolution_hours"}, ""),
        ("service", "product", "Flow", set(), "Promises kept (SLA)"),
        ("renewals", "product", "Flow", {"gross_renewal_rate"}, ""),
        ("renewals", "channel", "email", set(), "Gross renewal rate"),
        ("adoption", "department", "Support", set(), "Seats in use"),
    ],
)
def test_figures_that_cannot_be_filtered_are_named_once_and_left_out(store, page, dimension, value, tiles, left_out):
    story = told(store, page, dimension, value)
    said = [line for line in story.missing if line.startswith("Left out")]
    assert tiles <= {tile.key for tile in story.tiles}
    assert [left_out in line and f"filtered by {dimension}" in line for line in said] == ([True] if left_out else [])
    assert story.filters == f"{dimension.capitalize()}: {value}"
    assert story.headline.startswith(f"{dimension.capitalize()} {value}: ") == bool(tiles)
    assert not any(section.title.startswith(dimension.capitalize()) for section in story.sections)
    if not tiles:
        assert story.sections == ()
        assert story.headline == f"The figures of this page cannot be filtered by {dimension}."


@pytest.mark.parametrize(
    ("filters", "headline"),
    [
        ((), "Much."),
        ((Filter("region", ("East",)),), "Region East: Much."),
        ((Filter("region", ("East", "West")), Filter("tier", ("gold",))), "Region East, West; Tier gold: Much."),
        ((Filter("product", ("A", "B", "C", "D", "E")),), "Product A, B, C and 2 more: Much."),
    ],
)
def test_a_heading_names_whom_it_is_about_in_front(store, filters, headline):
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(QUARTER, QUARTER.end, filters), store.settings, Words("en"))
        assert of_whom("Much.", telling) == headline


@pytest.mark.parametrize("page", ["board", *PAGES])
def test_what_no_fact_has_is_refused(store, page):
    with pytest.raises(UnknownDimension):
        told(store, page, "shoe_size", "43")


def test_a_value_that_no_row_has_leaves_nothing_and_says_so(store):
    story = told(store, "voice", "department", "Sales")
    assert (story.tiles, story.sections) == ((), ())
    assert story.headline == "Nothing is known for 2024 Q3 with these filters: Department: Sales."

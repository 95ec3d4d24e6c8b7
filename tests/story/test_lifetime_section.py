"""Lifetime value stands by segment, with what two points of retention more or less make of it."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.story.exhibit import Section, Shape
from cx.story.lifetime import lifetime_section
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import SETTINGS, Row, opened

QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))


def accounts(margin: float | None) -> list[Row]:
    """Twenty of either segment."""
    return [
        {"account_id": f"A{at}", "as_of": "2023-01-01", "segment": "Small" if at < 20 else "Large", "margin": margin}
        for at in range(40)
    ]


TERMS = [
    term(
        f"C{at}",
        "2023-01-01",
        "2024-01-01" if at < 5 else None,
        100,
        account=f"A{at}",
        outcome="churned" if at < 5 else None,
    )
    for at in range(40)
]


def told(margin: float | None, discount: float = 0.10) -> Section | None:
    settings = SETTINGS.model_copy(update={"discount_rate": discount})
    with opened({"accounts": accounts(margin), "renewals": TERMS}, settings) as store, store.cursor() as cursor:
        return lifetime_section(Telling(cursor, Selection(QUARTER, QUARTER.end), settings, Words("en")), None)


@pytest.mark.parametrize("discount", [0.10, 0.25])
def test_each_segment_has_its_own_retention_and_two_points_either_way(discount: float) -> None:
    section = told(200.0, discount)
    assert section is not None
    (table,) = (item for item in section.exhibits if item.shape is Shape.TABLE)
    large, small = table.rows
    assert (large[0], large[1], small[0], small[1]) == ("Large", 20, "Small", 15)
    for row, retention in ((large, 1.0), (small, 0.75)):
        expected = [200 * r / (1 + discount - r) for r in (retention, retention - 0.02, min(retention + 0.02, 1.0))]
        assert list(row[4:]) == pytest.approx(expected, abs=0.5)
    assert section.evidence[0].metric == "customer_lifetime_value"


def test_without_a_margin_there_is_no_section() -> None:
    assert told(None) is None

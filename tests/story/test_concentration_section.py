"""The section on the largest account: its figures and those of the tiles are the same, also while some are undecided."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.metrics.compute import compute
from cx.story.concentration import concentration_section
from cx.story.phrases import EXACT, level
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import Row, opened

END = date(2025, 12, 31)
SETTINGS = Settings(base_currency="EUR")


def book(*more: Row) -> list[Row]:
    """Two accounts that stay, and what else there is."""
    return [
        term(f"C{at}", f"{year}-03-01", f"{year + 1}-03-01", 100 + at, account=f"A{at}")
        for at in (1, 2)
        for year in (2022, 2023, 2024, 2025)
    ] + list(more)


@pytest.mark.parametrize(
    ("more", "cell", "sure", "without"),
    [
        ((), "–", EXACT, "100.0\u202f%"),
        (
            (term("C3", "2024-06-01", "2025-06-01", 50, account="A3", outcome="pending"),),
            "none: the limits of what is not known yet",
            "",
            "66.9 to 100.0\u202f%",
        ),
    ],
)
def test_an_undecided_book_has_limits_wherever_its_figure_is_told(more, cell, sure, without):
    with opened({"renewals": book(*more)}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(Period(date(2025, 10, 1), END), END), SETTINGS, Words("en"))
        section = concentration_section(telling, None)
        (nrr,) = compute(cursor, ("nrr",), telling.selection, SETTINGS)
    assert section is not None
    told = level(nrr, telling.words)
    assert f"NRR is {told}, and {without} without it" in section.title
    assert {(row.value, row.range, row.certainty) for row in section.evidence} == {(told, cell, sure)}
    mark = section.exhibits[0].series[0].points[0]
    assert (mark.low, mark.high) == (pytest.approx((nrr.low, nrr.high)) if more else (None, None))
    assert (mark.text or told) == told

"""The section about renewals says what its figures leave out: terms without an end are never due."""

from datetime import date

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.story.board import RENEWALS
from cx.story.explored import opening
from cx.story.renewed import ONLY_ENDED, renewal_section
from cx.story.telling import Telling
from tests.metrics.asking import term
from tests.metrics.company import opened

QUARTER, END = Period(date(2024, 7, 1), date(2024, 9, 30)), date(2024, 12, 31)
SETTINGS = Settings(fiscal_year_starts=1)
ENDS = term("C1", "2023-08-01", "2024-08-01", 70, region="North")
ENDLESS = [
    term("C2", "2024-09-30", None, 400, region="North"),
    term("C3", "2023-01-01", None, 500, region="South"),
    term("a trial", "2023-01-01", None, 0),
    term("not begun", "2024-10-01", None, 9000),
]


@pytest.mark.parametrize(
    ("terms", "where", "said", "noted"),
    [
        ([ENDS], (), None, None),
        (
            [ENDS, *ENDLESS],
            (),
            "2 contract terms that run at the end of 2024 Q3, worth €\u202f900 a year, have no end date and are never due: what "
            "becomes of such terms shows in gross revenue retention.",
            "without 2 running terms worth €\u202f900 a year that have no end date and are never due",
        ),
        (
            [ENDS, *ENDLESS],
            (Filter("region", ("North",)),),
            "1 contract term that runs at the end of 2024 Q3, worth €\u202f400 a year, has no end date and is never due: what "
            "becomes of such terms shows in gross revenue retention.",
            "without 1 running term worth €\u202f400 a year that has no end date and is never due",
        ),
    ],
)
def test_running_terms_without_an_end_date_are_named_beside_what_was_due(terms, where, said, noted):
    with opened({"renewals": terms}, SETTINGS) as store, store.cursor() as cursor:
        section = renewal_section(None, Telling(cursor, Selection(QUARTER, END, where), SETTINGS, Words("en")))
    assert section is not None
    assert [line for line in section.meaning if "end date and" in line] == ([said] if said else [])
    assert section.exhibits[0].caption.split(" · ")[3:] == ([noted] if noted else [])


@pytest.mark.parametrize(
    ("terms", "on", "begins"),
    [
        ([ENDS], END, "All €\u202f70 that was up for renewal left."),
        ([ENDS, *ENDLESS], END, "All €\u202f70 with an end date left; contracts worth €\u202f900 a year have none"),
        ([ENDS], date(2024, 8, 9), "€\u202f70 was up for renewal, and all of it is still open."),
    ],
)
def test_a_rate_of_nothing_is_told_as_what_it_is(terms, on, begins):
    selection = Selection(Period(QUARTER.start, min(on, QUARTER.end)), on)
    with opened({"renewals": terms}, SETTINGS) as store, store.cursor() as cursor:
        section = renewal_section(None, Telling(cursor, selection, SETTINGS, Words("en")))
    assert section is not None and section.title.startswith(begins)
    assert (ONLY_ENDED in section.meaning) is ("with an end date" in begins)


@pytest.mark.parametrize(("terms", "is_said"), [([ENDS], False), ([ENDS, *ENDLESS], True)])
def test_a_rate_of_nothing_does_not_stand_alone_where_only_what_left_had_an_end_date(terms, is_said):
    with opened({"renewals": terms}, SETTINGS) as store, store.cursor() as cursor:
        story = opening(RENEWALS, Telling(cursor, Selection(QUARTER, END), SETTINGS, Words("en"))).story
    rates = [item for item in story.tiles if item.key in ("gross_renewal_rate", "renewal_rate")]
    assert rates and {item.value for item in rates} == {"0.0\u202f%"}
    assert {item.detail.endswith("only what left had an end date") for item in rates} == {is_said}
    assert [item for item in story.tiles if item not in rates and "end date" in item.detail] == []
    assert story.lede[0].startswith("Read renewal rates with care: all €\u202f70") is is_said

"""Pages that show values of contracts say where a contract counts twice."""

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import compute
from cx.story.board import ADOPTION, RENEWALS, board
from cx.story.explored import explored
from cx.story.telling import Telling

RENEWED_EARLY = "C{at},A{at},{first}-01-01,{second}-02-01,100\nC{at},A{at},{first}-11-01,{second}-11-01,110\n"
LEDGER = (
    "contract_id,account_id,starts_on,ends_on,annual_value\n"
    + RENEWED_EARLY.format(at=1, first=2023, second=2024)
    + RENEWED_EARLY.format(at=2, first=2020, second=2021)
    + "".join(f"B{at},B{at},2020-01-01,2027-01-01,100\n" for at in range(9))
)


@pytest.mark.parametrize(("period", "contracts"), [("2023Q4", 1), ("2025Q4", 1), ("2023Q3", 0), ("2026Q1", 0)])
def test_opening_says_which_values_are_counted_twice(loaded, store, period, contracts):
    loaded("renewals", LEDGER, declare={"end_is": "day_after"})
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(period_named(period), as_of(cursor)), store.settings, Words("en"))
        for story in (board(telling), explored(RENEWALS, None, telling)):
            said = [line for line in story.lede if "two terms at once" in line]
            assert len(said) == contracts
            assert all(f"{contracts} contract has" in line and "sum of both, 100 a year more" in line for line in said)
        assert not [line for line in explored(ADOPTION, None, telling).lede if "two terms at once" in line]


def test_an_endless_term_counts_until_the_next_of_its_contract_begins(loaded, store):
    rows = "C1,A1,2023-01-01,,100\nC1,A1,2024-06-01,,150\n"
    loaded("renewals", f"contract_id,account_id,starts_on,ends_on,annual_value\n{rows}")
    with store.cursor() as cursor:
        (found,) = compute(cursor, ["nrr"], Selection(period_named("2024Q4"), as_of(cursor)), store.settings)
    assert (found.value, found.numerator, found.denominator) == (150.0, 150.0, 100.0)

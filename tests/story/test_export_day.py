"""A quiet ledger whose day of export nobody declared claims nothing of the days after what it tells."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.compute import compute
from cx.metrics.value import ENDS_EARLIER
from cx.story.board import RENEWALS, board
from cx.story.doubts import DOUBTS, doubt_of
from cx.story.explored import explored
from cx.story.phrases import EXACT
from cx.story.telling import Telling

LEDGER = "contract_id,account_id,starts_on,ends_on,annual_value\nC99,A99,2020-01-01,2021-01-01,100\n" + "".join(
    f"C{at},A{at},2022-01-01,{f'2024-0{at + 1}-01' if at < 6 else ''},100\n" for at in range(12)
)


@pytest.mark.parametrize(
    ("declared", "period", "is_unsure"),
    [({}, "2026Q3", True), ({}, "2024Q1", False), ({"exported_on": "2024-07-01"}, "2024Q2", False)],
)
def test_headline_and_first_line_say_what_is_not_sure(loaded, store, declared, period, is_unsure):
    loaded("renewals", LEDGER, today=date(2026, 11, 23), declare={"end_is": "day_after", **declared})
    with store.cursor() as cursor:
        selection = Selection(period_named(period), as_of(cursor))
        telling = Telling(cursor, selection, store.settings, Words("en"))
        stories = [board(telling), explored(RENEWALS, None, telling)]
    for story in stories:
        assert (
            story.headline == "It is not sure that anything is known of the contracts after 1 Jun 2024."
        ) == is_unsure
        assert any("nobody said on which day they were exported" in line for line in story.lede[:1]) == is_unsure
        assert not (is_unsure and [tile for tile in story.tiles if tile.certainty == EXACT])
        assert any("after the export may be missing" in tile.detail for tile in story.tiles) == is_unsure


def test_the_shell_says_it_too(loaded, store):
    loaded("renewals", LEDGER, today=date(2026, 11, 23), declare={"end_is": "day_after"})
    with store.cursor() as cursor:
        for word, is_unsure in (("2026Q3", True), ("2024Q1", False)):
            (found,) = compute(cursor, ["grr"], Selection(period_named(word), as_of(cursor)), store.settings)
            assert (ENDS_EARLIER in found.excluded, found.is_exact) == (is_unsure, not is_unsure)
            assert (doubt_of(found) is DOUBTS[ENDS_EARLIER]) == is_unsure

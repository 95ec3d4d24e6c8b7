"""Retention without the largest account and of the one in the middle, by hand and beside the metrics."""

import pytest

from cx.contracts.filters import Filter, Selection
from cx.metrics.compute import compute
from cx.metrics.concentration import Concentration, concentration
from cx.metrics.queries import UnknownDimension
from tests.metrics.asking import END, YEAR, term
from tests.metrics.company import SETTINGS, opened


def pair(name: str, before: float, after: float | None, region: str = "North") -> list[dict[str, object]]:
    """An account that is worth so much on 31 December 2023, and so much a year later."""
    gone = {"outcome": "churned"} if after is None else {}
    found = [term(name, "2023-03-01", "2024-03-01", before, region=region, **gone)]
    return found if after is None else [*found, term(name, "2024-03-01", "2025-03-01", after, region=region)]


BOOK = [*pair("whale", 600, 900), *pair("small", 100, 80, "South"), *pair("same", 200, 200), *pair("left", 100, None)]
NEW = [term("new", "2024-02-01", None, 5000, region="North")]
ACCOUNTS = [{"account_id": "whale", "name": "Whale Ltd", "as_of": "2020-01-01"}]


def asked(book: list[dict[str, object]], *where: Filter) -> tuple[Concentration | None, dict[str, float | None]]:
    selection = Selection(YEAR, END, where)
    with opened({"renewals": book, "accounts": ACCOUNTS}) as store, store.cursor() as cursor:
        found = concentration(cursor, selection, SETTINGS)
        told = {value.metric.key: value.value for value in compute(cursor, ("nrr", "grr"), selection, SETTINGS)}
    return found, told


def test_the_largest_account_is_named_and_taken_out():
    found, told = asked([*BOOK, *NEW])
    assert found
    assert (found.top, found.name, found.accounts, found.share, found.is_large) == ("whale", "Whale Ltd", 4, 60.0, True)
    assert (found.nrr, found.grr) == (told["nrr"], told["grr"]) == (118.0, 88.0)
    assert (found.top_nrr, found.nrr_without, found.grr_without) == (150.0, 70.0, 70.0)
    assert found.median_nrr == 90.0


@pytest.mark.parametrize(
    ("book", "where", "expected"),
    [
        (BOOK, (Filter("region", ("North",)),), (3, "whale", 100 * 600 / 900, 100 * 200 / 300)),
        ([row for at in range(10) for row in pair(f"A{at}", 10, 10 + at)], (), (10, "A0", 10.0, 100 * 135 / 90)),
    ],
)
def test_a_part_of_the_book_has_a_largest_account_of_its_own(book, where, expected):
    found, _ = asked(book, *where)
    assert found
    assert (found.accounts, found.top) == expected[:2]
    assert (found.share, found.nrr_without) == pytest.approx(expected[2:])
    assert found.is_large == (expected[2] > 10)


@pytest.mark.parametrize("book", [NEW, pair("one", 10, 10)])
def test_one_account_is_all_there_is(book):
    assert asked(book)[0] is None


def test_a_filter_that_the_book_does_not_have_is_refused():
    with pytest.raises(UnknownDimension):
        asked(BOOK, Filter("channel", ("email",)))

"""A group that stands far outside the others is named with its figure and theirs; one that does not is not."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.words import Words
from cx.metrics.registry import REGISTRY
from cx.story.board import SERVICE
from cx.story.explored import opening
from cx.story.outside import outside_sentences
from cx.story.sections import metric_section
from cx.story.telling import Telling
from tests.insights.asked import NOW, SETTINGS
from tests.metrics.asking import ticket
from tests.metrics.company import opened

SAID = "Region East stands far outside the others: 1.50 ("


def tickets(handoffs: dict[str, tuple[int, int]], size: int = 60) -> list:
    """As many tickets of each region, the first half with the one and the second half with the other count."""
    return [
        ticket(
            f"{region}-{at}",
            "2024-08-05 10:00",
            "2024-08-05 12:00",
            region=region,
            handoffs=counts[at % 2],
            account_id=f"{region}-{at}",
        )
        for region, counts in handoffs.items()
        for at in range(size)
    ]


FAR = {"North": (0, 1), "South": (0, 1), "West": (0, 1), "East": (1, 2)}


@pytest.mark.parametrize(
    ("handoffs", "size", "is_told"),
    [
        (FAR, 60, True),
        (FAR, 5, False),
        ({"North": (0, 1), "East": (1, 2)}, 60, False),
        ({"North": (0, 1), "South": (0, 2), "West": (1, 1), "East": (1, 2)}, 60, False),
        ({"North": (0, 1), "South": (0, 1), "West": (0, 1), "East": (0, 1)}, 60, False),
    ],
    ids=["far", "too few", "no others", "one of a row", "alike"],
)
def test_a_group_far_outside_the_others_is_named(handoffs, size, is_told) -> None:
    with opened({"tickets": tickets(handoffs, size)}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(NOW, date(2024, 12, 31)), SETTINGS, Words("en"))
        said = outside_sentences("handoffs_per_ticket", "region", telling)
        finding = opening(SERVICE, telling).found["handoffs_per_ticket"]
        section = metric_section("handoffs_per_ticket", finding, "region", telling)
        assert outside_sentences("handoffs_per_ticket", None, telling) == ()
        assert REGISTRY["grr"].ledger and outside_sentences("grr", "region", telling) == ()
    assert len(said) == is_told and set(said) <= set(section.meaning)
    assert all(
        line.startswith(SAID) and "the others 0.50 to 0.50 (sure, adjusted for the 4 groups" in line for line in said
    )

"""Promises kept to whom: the groups of the page's split are compared too, adjusted with those that are shown."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.words import Words
from cx.metrics.queries import UnknownDimension
from cx.story.promises import promises_section
from cx.story.telling import Telling
from tests.metrics.asking import END, ticket
from tests.metrics.company import SETTINGS, opened

SELECTION = Selection(Period(date(2024, 4, 1), date(2024, 6, 30)), END)
CHANNELS, TEAMS, PRIORITIES = ("chat", "phone", "email"), ("Desk", "Field"), ("high", "low")


@pytest.fixture(scope="module")
def store():
    """By chat no promise is kept, by phone and email each is; teams and priorities are alike."""
    rows = [
        ticket(
            at,
            "2024-05-01 10:00",
            "2024-05-02 10:00",
            account_id=f"A{at}",
            channel=CHANNELS[at % 3],
            team=TEAMS[at // 3 % 2],
            priority=PRIORITIES[at // 6 % 2],
            promised_at="2024-05-01 20:00" if at % 3 == 0 else "2024-05-03 10:00",
        )
        for at in range(180)
    ]
    with opened({"tickets": rows}) as filled:
        yield filled


@pytest.mark.parametrize(
    ("by", "told", "compared"),
    [
        (None, "Whether promises are kept more to some than to others cannot be told yet.", 4),
        ("priority", "Whether promises are kept more to some than to others cannot be told yet.", 4),
        ("channel", "Channel chat has fewer of its promises kept than the rest (sure): ", 7),
    ],
)
def test_the_groups_of_the_split_are_compared_with_those_shown(store, by, told, compared):
    with store.cursor() as cursor:
        section = promises_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), by)
    assert section.title.startswith(told)
    assert all(exhibit.by != by for exhibit in section.exhibits)
    assert section.meaning[-1] == (
        f"{compared} groups were compared, each with the rest of its split; ranges and words are adjusted for that (Holm)."
    )


def test_a_dimension_that_tickets_do_not_have_is_unknown(store):
    with store.cursor() as cursor, pytest.raises(UnknownDimension):
        promises_section(Telling(cursor, SELECTION, SETTINGS, Words("en")), "touchpoint")

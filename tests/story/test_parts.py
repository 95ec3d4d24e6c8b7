"""The parts of the pages to explore hold every section once, and say what they are about."""

import pytest

from cx.contracts.words import Words
from cx.story.board import ADOPTION, BRIDGED, RENEWALS, SERVICE, VOICE
from cx.story.parts import EVERYTHING, PARTS, contents, parts_of

TOLD_ELSEWHERE = {*BRIDGED, "revenue_due"}
"""Steps of the bridge, and what the waterfall of what was due begins with."""


@pytest.mark.parametrize("page", [VOICE, SERVICE, RENEWALS, ADOPTION])
def test_each_metric_and_each_own_section_of_a_page_stands_in_one_part(page):
    items = [item for part in parts_of(page) for item in part.items]
    assert [item for item in page if item in items] == [item for item in page if item not in TOLD_ELSEWHERE]
    assert len(set(items)) == len(items)
    also = [name for part in parts_of(page) for name in part.also]
    names = [about for _, line in contents(parts_of(page), Words("en"), page) for about in line.split(" · ")]
    assert len(set(names)) == len(names) == len(items) + len(also)


@pytest.mark.parametrize(
    ("told", "scores", "followed_up"),
    [
        (("nps", "ces"), "Net Promoter Score · Promoters, passives and detractors · Customer Effort Score", ()),
        ((), "Promoters, passives and detractors", ()),
        (("closed_loop_rate",), "Promoters, passives and detractors", ("Closed-loop rate",)),
    ],
)
def test_a_metric_without_data_is_not_announced_and_the_comments_are(told, scores, followed_up):
    found = dict(contents(parts_of(VOICE), Words("en"), told))
    assert found["Scores"] == scores
    assert found["Follow-up and comments"].split(" · ") == [
        *followed_up,
        "Recovery after a bad answer",
        "What customers wrote",
    ]


def test_each_part_has_a_key_and_a_name_of_its_own():
    for parts in PARTS.values():
        for told in ([part.key for part in parts], [part.name for part in parts]):
            assert len({*told, EVERYTHING, "Everything"}) == len(told) + 2


def test_metrics_that_are_no_page_make_one_part():
    (part,) = parts_of(("nps", "grr"))
    assert part.items == ("nps", "grr")

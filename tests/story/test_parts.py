"""The parts of the pages to explore hold every section once, and say what they are about."""

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.words import Words
from cx.metrics.registry import REGISTRY
from cx.story.board import ADOPTION, BRIDGED, RENEWALS, SERVICE, VOICE
from cx.story.parts import EVERYTHING, PARTS, columns_of, contents, parts_of

TOLD_ELSEWHERE = {*BRIDGED, "revenue_due"}
"""Steps of the bridge, and what the waterfall of what was due begins with."""


@pytest.mark.parametrize("page", [VOICE, SERVICE, RENEWALS, ADOPTION])
def test_each_metric_and_each_own_section_of_a_page_stands_in_one_part(page):
    items = [item for part in parts_of(page) for item in part.items]
    assert [item for item in page if item in items] == [item for item in page if item not in TOLD_ELSEWHERE]
    assert len(set(items)) == len(items)
    also = [name for part in parts_of(page) for name in part.also]
    known = {*page, *columns_of(page)}
    names = [about for _, line in contents(parts_of(page), Words("en"), known) for about in line.split(" · ")]
    assert len(set(names)) == len(names) == len(items) + len(also)


@pytest.mark.parametrize("page", [VOICE, SERVICE, RENEWALS, ADOPTION])
def test_sections_are_told_from_metrics_and_columns_that_there_are(page):
    sources = [names for part in parts_of(page) for names in part.also_from]
    sources += [
        names
        for part in parts_of(page)
        for item in part.items
        for names in ([(item,)] if isinstance(item, str) else item.sources)
    ]
    for name in (name for names in sources for name in names):
        extract, _, column = name.partition(".")
        assert column in EXTRACTS[extract].columns if column else extract in REGISTRY


SPLIT = "Promoters, passives and detractors"


@pytest.mark.parametrize(
    ("page", "part", "known", "expected"),
    [
        (VOICE, "Scores", ("nps", "ces"), ["Net Promoter Score", SPLIT, "Customer Effort Score"]),
        (VOICE, "Scores", (), [""]),
        (VOICE, "Follow-up and comments", ("survey.comment",), ["What customers wrote"]),
        (VOICE, "Follow-up and comments", ("survey.contacted_at",), [""]),
        (
            VOICE,
            "Follow-up and comments",
            ("closed_loop_rate", "survey.contacted_at", "survey.contact_id"),
            ["Closed-loop rate", "Recovery after a bad answer"],
        ),
        (SERVICE, "Handoffs", ("sla_attainment", "tickets.ticket_id"), [""]),
        (SERVICE, "Handoffs", ("owner_changes.to_role",), ["From team to team", "From role to role"]),
        (SERVICE, "Promises and times", ("resolution_hours",), ["Resolution time", "How long until it is solved"]),
        (
            RENEWALS,
            "Retention",
            ("expansion_rate", "contraction_rate", "nrr"),
            ["Net revenue retention", "Concentration"],
        ),
    ],
)
def test_only_what_is_known_is_announced(page, part, known, expected):
    assert dict(contents(parts_of(page), Words("en"), known))[part].split(" · ") == expected


def test_each_part_has_a_key_and_a_name_of_its_own():
    for parts in PARTS.values():
        for told in ([part.key for part in parts], [part.name for part in parts]):
            assert len({*told, EVERYTHING, "Everything"}) == len(told) + 2


def test_metrics_that_are_no_page_make_one_part():
    (part,) = parts_of(("nps", "grr"))
    assert part.items == ("nps", "grr")

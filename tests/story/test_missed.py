"""A missed target of any segment is told with its figure, its goal and its owner; a met or a hidden one is not."""

from datetime import UTC, date, datetime

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.store.entries import entry_row, keep_entry
from cx.story.board import SERVICE, VOICE, board
from cx.story.explored import opening
from cx.story.telling import Telling
from tests.insights.asked import NOW
from tests.metrics.asking import answer
from tests.metrics.company import load_rows, opened

SETTINGS = Settings(fiscal_year_starts=1, privacy_minimum=5)
EAST, WEB = Filter("region", ("East",)), Filter("channel", ("web",))


def target(value: int, segment: str = "", owner: str = "", period: str = "2024Q3") -> dict[str, str]:
    return {"metric": "nps", "period": period, "value": str(value), "segment": segment, "owner": owner}


def said(tmp_path, targets, filters=(), counts=None, survey="named", page=VOICE) -> list[str]:
    """The line of a page and of the board about answers that are all 10 in the North and all 3 in the East."""
    rows = [
        answer(f"{region}-{at}", "nps", 10 if region == "North" else 3, responded_at="2024-08-01", **more)
        for region, count in (counts or {"North": 60, "East": 60}).items()
        for at in range(count)
        for more in ({"region": region, "channel": ("web", "phone")[at % 2]},)
    ]
    with opened({}, SETTINGS) as store:
        load_rows(store, tmp_path, "survey", rows, survey=survey)
        for cells in targets:
            keep_entry(store, "targets", entry_row("targets", cells), "tester", datetime(2024, 12, 31, tzinfo=UTC))
        with store.cursor() as cursor:
            telling = Telling(cursor, Selection(NOW, date(2024, 12, 31), filters), SETTINGS, Words("en"))
            lines = [line for line in opening(page, telling).story.lede if line.startswith("Missed")]
            on_board = [line for line in board(telling).lede if line.startswith("Missed")]
    assert page is SERVICE or lines == on_board
    return lines


@pytest.mark.parametrize(
    ("targets", "filters", "named"),
    [
        (
            [target(50, "region=East", "Ana")],
            (),
            ["(Region: East): −100 (−100 to −89 · 60 answers) against at least 50"],
        ),
        ([target(50, "region=North", "Ana")], (), []),
        ([target(50)], (), ["Net Promoter Score: 0 ("]),
        ([target(50, "region=East"), target(10, "region=East", period="2024")], (), ["for 2024 Q3"]),
        ([target(50, "region=East", period="2024Q2")], (), []),
        ([target(50, "region=East", period="2025Q1")], (), []),
        ([target(50, "region=East")], (EAST,), ["(Region: East)"]),
        ([target(50, "region=East")], (WEB,), []),
        ([target(50, "region=East;channel=web")], (WEB,), ["(Channel: web; Region: East)"]),
        ([target(50), target(40, "region=East")], (EAST,), ["(Region: East)"]),
        ([target(50), target(40, "region=East", "Ana")], (), ["Net Promoter Score: 0", "for 2024 Q3 (Ana)"]),
    ],
)
def test_missed_targets_of_the_selection_and_of_its_parts_are_told(tmp_path, targets, filters, named):
    lines = said(tmp_path, targets, filters)
    parts = [part for line in lines for part in line.split("; ")] if len(named) > 1 else lines
    assert len(parts) == len(named) and all(name in part for name, part in zip(named, parts, strict=True)), lines
    assert [line.startswith("Missed targets: ") for line in lines] == [len(named) > 1] * bool(named)


def test_a_long_list_says_how_many_more_there_are_and_another_page_has_none(tmp_path):
    many = [
        target(50 + at, f"region=East;channel={('web', 'phone')[at % 2]}", period=period)
        for at, period in enumerate(("2024Q3", "2024Q3"))
    ]
    many += [target(60, segment) for segment in ("", "channel=web", "channel=phone", "region=East", "kind=nps")]
    (line,) = said(tmp_path, many)
    assert line.count(" against ") == 5 and line.endswith("; and 2 more.")
    assert said(tmp_path, many, page=SERVICE) == []


@pytest.mark.parametrize(
    ("counts", "survey", "is_told"),
    [
        ({"North": 3, "East": 60}, "anonymous", False),
        ({"North": 3, "East": 60}, "named", True),
        ({"North": 60, "East": 60}, "anonymous", True),
        ({"North": 60, "East": 4}, "anonymous", False),
    ],
)
def test_a_figure_that_stays_hidden_is_told_in_no_missed_target(tmp_path, counts, survey, is_told):
    """Of 63 answers 60 are East's: what they say gives away the other three."""
    assert bool(said(tmp_path, [target(50, "region=East")], counts=counts, survey=survey)) == is_told

"""A tile tells the change that the headings tell: no screen says that a figure moved and that it cannot be told."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.metrics.as_of import as_of
from cx.metrics.registry import REGISTRY
from cx.store.database import Store, open_store
from cx.story.exhibit import Tile, Tone
from cx.story.explored import opening
from cx.story.parts import PARTS
from cx.story.sections import title, told
from cx.story.telling import Telling
from cx.story.tiles import spark_line, tiles

WORDS = Words("en")


@pytest.fixture(scope="module")
def company(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opening = open_store(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("tiles") / "cx.duckdb")))
    yield opening
    opening.close()


def telling_of(cursor, store: Store, period: str, *filters: Filter) -> Telling:
    known_to = as_of(cursor)
    assert known_to is not None
    return Telling(cursor, Selection(period_named(period), known_to, filters), store.settings, WORDS)


@pytest.mark.parametrize("filters", [(), (Filter("region", ("East",)),)], ids=["everybody", "East"])
def test_a_tile_tells_what_the_heading_of_its_figure_tells(company: Store, filters: tuple[Filter, ...]) -> None:
    of_year = 0
    with company.cursor() as cursor:
        for page in PARTS:
            telling = telling_of(cursor, company, "2026Q3", *filters)
            found = list(opening(page, telling).found.values())
            for finding, tile in zip(found, tiles(found, telling), strict=True):
                heading, change = title(finding, telling), told(finding)
                since = re.search(r"(?:than in|since) (\d{4} Q\d)", heading)
                assert (change is None) == (tile.tone is Tone.NEUTRAL), heading
                if since is not None and change is finding.since_last_year:
                    assert f"since {since[1]}" in tile.of_year, heading
                    of_year += 1
                elif since is not None:
                    assert tile.of_year == "" and f"against {since[1]}" in tile.detail, heading
    assert of_year


def one(company: Store, page: int, key: str) -> Tile:
    with company.cursor() as cursor:
        telling = telling_of(cursor, company, "2026Q3")
        return next(tile for tile in opening(list(PARTS)[page], telling).story.tiles if tile.key == key)


@pytest.mark.parametrize(
    ("page", "key", "said", "arrow", "certainty"),
    [
        (0, "nps", "+21 since 2025 Q3, sure", "up", "cannot tell yet"),
        (1, "sla_attainment", "+9.0\u202fpp since 2025 Q3, sure", "up", "cannot tell yet"),
        (0, "ces", "", "down", "sure"),
        (2, "grr", "", "up", "exact, all counted"),
    ],
)
def test_the_change_of_the_year_stands_on_a_line_of_its_own(company, page, key, said, arrow, certainty) -> None:
    tile = one(company, page, key)
    assert (tile.of_year, tile.arrow, tile.certainty) == (said, arrow, certainty)


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([38.0, 37.8, 37.6], (37.6, 37.6, 37.6)),
        ([38.0, 37.4, 37.6], (38.0, 37.4, 37.6)),
        ([38.0], (38.0,)),
        ([], ()),
    ],
    ids=["less than the smallest change", "more", "one", "none"],
)
def test_a_line_is_level_while_all_of_it_differs_by_less_than_the_smallest_change(values, drawn):
    assert REGISTRY["depth"].smallest_change == 0.5
    assert spark_line(values, REGISTRY["depth"]) == drawn

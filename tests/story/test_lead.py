"""What leads a page has a tile and a section of its own, in the part that the page opens with."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cx.contracts.filters import Filter, Selection
from cx.contracts.periods import period_named
from cx.contracts.words import Words
from cx.store.database import Store, open_store
from cx.story.board import RENEWALS, SERVICE, VOICE
from cx.story.explored import explored, opening
from cx.story.parts import part_of, parts_of
from cx.story.sections import title
from cx.story.telling import Telling
from tests.insights.asked import NOW, SETTINGS
from tests.metrics.asking import ticket
from tests.metrics.company import opened


@pytest.fixture(scope="module")
def company(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opening = open_store(Path(shutil.copy(sample_database, tmp_path_factory.mktemp("lead") / "cx.duckdb")))
    yield opening
    opening.close()


@pytest.mark.parametrize(
    ("page", "region", "lead", "part", "by"),
    [
        (SERVICE, "East", "handoffs_per_ticket", "handoffs", ""),
        (SERVICE, "", "resolution_hours", "promises", "category"),
        (VOICE, "", "ces", "scores", "journey_stage"),
        (RENEWALS, "East", "gross_renewal_rate", "due", ""),
    ],
)
def test_the_part_that_a_page_opens_with_holds_what_leads_it(company: Store, page, region, lead, part, by) -> None:
    filters = (Filter("region", (region,)),) if region else ()
    with company.cursor() as cursor:
        selection = Selection(period_named("2026Q3"), date(2026, 9, 30), filters)
        telling = Telling(cursor, selection, company.settings, Words("en"))
        begun = opening(page, telling)
        (found,) = [item for item in parts_of(page) if item.key == part]
        tell = begun.sections_of(found)[found.items.index(lead)]
        section = tell(telling, None)
    assert (begun.lead, part_of(page, begun.lead), begun.by) == (lead, part, by)
    assert section is not None and section.title in begun.story.headline


@pytest.mark.parametrize(
    ("metric", "part"), [("adoption_falling", "promises"), ("passed_on_twice", "handoffs"), ("", "promises")]
)
def test_a_metric_beside_another_stands_in_its_part_and_none_in_the_first(metric, part) -> None:
    assert part_of(SERVICE, metric) == part


def test_a_metric_beside_another_that_leads_has_the_tile_and_the_section() -> None:
    """First answers come in time more often; promises to resolve are kept as before."""
    rows = [
        ticket(
            f"{month}-{at}",
            f"2024-0{month}-05 10:00",
            f"2024-0{month}-05 1{1 + at % 3}:00",
            promised_at=f"2024-0{month}-05 12:30",
            first_response_at=f"2024-0{month}-05 10:30",
            response_promised_at=f"2024-0{month}-05 10:{45 if at < share else 15}",
        )
        for month, share in ((5, 30), (8, 90))
        for at in range(100)
    ]
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(NOW, date(2024, 12, 31)), SETTINGS, Words("en"))
        begun = opening(("sla_attainment",), telling)
        story = explored(("sla_attainment",), None, telling)
        heading = title(begun.found["response_sla_attainment"], telling)
    assert begun.lead == "response_sla_attainment" and story.headline == heading
    assert [tile.key for tile in story.tiles] == ["response_sla_attainment"]
    (section,) = story.sections
    assert (section.key, section.title) == ("response_sla_attainment", heading)
    assert section.metrics == ("response_sla_attainment", "sla_attainment")

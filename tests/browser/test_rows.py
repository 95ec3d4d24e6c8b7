"""From a tile to its definition and back, and from a mark to its rows in a file, under the filters of the address."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Server


def test_a_tile_leads_to_its_definition_and_a_mark_to_a_file_of_its_rows(
    filled: Server, visit: Callable, tmp_path: Path
):
    visitor = visit(filled, "service?channel=phone")
    page, shown = visitor.page, visitor.tile("sla_attainment").inner_text()
    page.locator(".st-key-tile-sla_attainment a").first.click()
    visitor.expect_query(channel="phone", metric="sla_attainment")
    first = page.get_by_test_id("stMain").get_by_test_id("stExpander").first
    expect(first).to_contain_text(f"Channel: phone · {shown}")
    page.reload()
    expect(first).to_contain_text(f"Channel: phone · {shown}")
    page.go_back()
    expect(visitor.tile("sla_attainment")).to_have_text(shown)
    visitor.settled()
    page.get_by_text("Show the figures and the rows").first.click()
    expect(page.locator(".st-key-csv-rows-sla_attainment button")).to_be_visible()
    visitor.settled()  # a button that is drawn anew while it is pressed hands out nothing
    with page.expect_download() as taken:
        page.locator(".st-key-csv-rows-sla_attainment button").click()
    taken.value.save_as(tmp_path / "rows.csv")
    written = (tmp_path / "rows.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.reader(io.StringIO(written)))
    head = next(at for at, line in enumerate(lines) if line[0] == "Counts as")
    about, words = {line[0]: line[1] for line in lines[:head]}, [line[0] for line in lines[head + 1 :]]
    assert (about["Filters"], about["Figure"]) == ("Channel: phone", f"{shown} from {len(words)} promises")
    assert f"{100 * words.count('met') / len(words):.1f}\u202f%" == shown

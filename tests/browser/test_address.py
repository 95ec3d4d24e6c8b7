"""The address says what is shown: links, back, reload, and two tabs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import ROOT, Server, environment

HOLDER = """
import sys
from cx.store.database import database_path, open_store
store = open_store(database_path())
print("open", flush=True)
sys.stdin.read()
store.close()
"""


def nps(server: Server, *where: str) -> str:
    """The figure that the shell gives, as a tile writes it."""
    return f"{json.loads(server.cx('kpi', 'nps', *where, '--json'))['rows'][0]['value']:.0f}"


def test_a_link_opens_its_view_at_the_first_visit_to_a_fresh_server(
    survey_database: Path, serving_fresh: Callable[[Path], Server], visit: Callable, tmp_path: Path
):
    server = serving_fresh(Path(shutil.copy(survey_database, tmp_path / "cx.duckdb")))
    visitor = visit(server, "voice?segment=Small")
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(visitor.page.get_by_test_id("stSidebarNav").get_by_role("link", name="Definitions")).to_be_visible()
    expect(visitor.pill("segment", "Small")).to_have_attribute("aria-pressed", "true")
    expect(visitor.tile("nps")).to_have_text(nps(server, "--where", "segment=Small"))
    assert nps(server, "--where", "segment=Small") != nps(server)
    visitor.expect_query(segment="Small")


def test_a_link_waits_while_a_command_holds_the_database(
    survey_database: Path, serving_fresh: Callable[[Path], Server], visit: Callable, tmp_path: Path
):
    database = Path(shutil.copy(survey_database, tmp_path / "cx.duckdb"))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        env=environment(database),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None and holder.stdout.readline() == b"open\n"
    visitor = visit(serving_fresh(database), None)
    visitor.page.goto(f"{visitor.server.address}/voice?segment=Small")
    expect(visitor.page.get_by_text("A command in a shell is working with the database.")).to_be_visible()
    holder.communicate(timeout=20)
    expect(visitor.tile("nps")).to_be_visible()
    expect(visitor.pill("segment", "Small")).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)


def test_back_and_reload_keep_the_filters(heard: Server, visit: Callable):
    visitor = visit(heard)
    everyone = visitor.tile("nps").inner_text()
    visitor.pill("segment", "Small").click()
    visitor.expect_query(segment="Small")
    expect(visitor.tile("nps")).not_to_have_text(everyone)
    small = visitor.tile("nps").inner_text()
    assert (everyone, small) == (nps(heard), nps(heard, "--where", "segment=Small"))
    visitor.page.reload()
    expect(visitor.tile("nps")).to_have_text(small)
    visitor.link("Definitions")
    expect(visitor.page.get_by_role("heading", name="Definitions")).to_be_visible()
    visitor.page.go_back()
    expect(visitor.tile("nps")).to_have_text(small)
    visitor.expect_query(segment="Small")


def test_back_takes_back_one_choice_after_the_other_and_then_the_page(heard: Server, visit: Callable):
    visitor = visit(heard)
    visitor.link("Voice of customer")
    expect(visitor.tile("nps")).to_have_text(nps(heard))
    everyone = visitor.settled().tile("nps").inner_text()
    visitor.pill("segment", "Small").click()
    expect(visitor.tile("nps")).not_to_have_text(everyone)
    visitor.expect_query(segment="Small")
    visitor.page.go_back()
    expect(visitor.tile("nps")).to_have_text(everyone)
    expect(visitor.pill("segment", "Small")).to_have_attribute("aria-pressed", "false")
    assert urlsplit(visitor.page.url).path == "/voice" and not visitor.query
    visitor.page.go_back()
    visitor.page.wait_for_url(f"{heard.address}/")


def test_filters_and_split_go_along_to_the_next_page(filled: Server, visit: Callable):
    visitor = visit(filled, "renewals")
    split = visitor.page.locator(".st-key-by-seen [role=radio][aria-checked=true]")
    visitor.pill("region", "North").click()
    visitor.page.get_by_role("radio", name="Tier").click()
    visitor.expect_query(region="North", by="tier")
    visitor.link("Adoption")
    visitor.expect_query(region="North", by="tier")
    expect(split).to_have_text("Tier")
    expect(visitor.page.get_by_text("Feature breadth by tier, with 95 % range · Region: North")).to_be_visible()
    visitor.link("Service")
    expect(split).to_have_text("Category")  # its groups are what the headline names
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Region North: ")
    visitor.expect_query(region="North")


def test_two_tabs_show_what_each_asked_for(heard: Server, visit: Callable):
    first, second = visit(heard, "voice?segment=Small"), visit(heard, "voice?segment=Enterprise")
    first.link("Board")
    second.link("Service")
    second.link("Board")
    for tab, segment in ((first, "Small"), (second, "Enterprise")):
        expect(tab.pill("segment", segment)).to_have_attribute("aria-pressed", "true")
        expect(tab.tile("nps")).to_have_text(nps(heard, "--where", f"segment={segment}"))

"""Every page as it looks, light and dark, wide and narrow: for people to look at, and nothing may be cut off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server

FOLDER = Path(__file__).parent / "screenshots"
PAGES = {
    "board": "Board",
    "voice": "Voice of customer",
    "service": "Service",
    "renewals": "Renewals",
    "adoption": "Adoption",
    "upload": "Upload",
    "loads": "Loads",
    "definitions": "Definitions",
}
"""The name of a picture -> the name of its page in the navigation."""
TALLEST = 4000  # pixels
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = "() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_has_its_picture_taken(scheme: str, filled: Server, visit: Callable):
    FOLDER.mkdir(exist_ok=True)
    visitor = visit(filled, "mappings", scheme)
    page = visitor.page
    for name, link in PAGES.items():
        page.set_viewport_size({"width": 1440, "height": 900})
        before = page.locator("h1").first.inner_text()
        visitor.link(link)
        expect(page.locator("h1").first).not_to_have_text(before)
        visitor.settled()
        for width in (1440, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(150)
            page.set_viewport_size({"width": width, "height": min(TALLEST, 60 + page.evaluate(HEIGHT))})
            page.wait_for_timeout(250)
            assert page.evaluate(WIDER) == 0
            picture = FOLDER / f"{name}-{scheme}-{width}.png"
            page.screenshot(path=picture)
            assert picture.stat().st_size > 10_000

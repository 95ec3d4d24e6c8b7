"""Every page as it looks, light and dark, wide and narrow: for people to look at, and nothing may be cut off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Server

FOLDER = Path(__file__).parent / "screenshots"
PAGES = ("", "voice", "service", "renewals", "adoption", "upload", "loads", "definitions")
TALLEST = 4000  # pixels
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = "() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_has_its_picture_taken(scheme: str, filled: Server, visit: Callable):
    FOLDER.mkdir(exist_ok=True)
    visitor = visit(filled, None, scheme)
    page = visitor.page
    for name in PAGES:
        page.set_viewport_size({"width": 1440, "height": 900})
        visitor.go(name)
        for width in (1440, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(150)
            page.set_viewport_size({"width": width, "height": min(TALLEST, 60 + page.evaluate(HEIGHT))})
            page.wait_for_timeout(250)
            assert page.evaluate(WIDER) == 0
            picture = FOLDER / f"{name or 'board'}-{scheme}-{width}.png"
            page.screenshot(path=picture)
            assert picture.stat().st_size > 10_000

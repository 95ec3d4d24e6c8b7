"""What the themes and the stylesheet make of the page: every word stands out, and stands where it belongs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Server

LOWEST = 4.5
"""Contrast of text, WCAG 2.2 AA."""
CONTRAST = """element => {
    const parts = colour => { const found = colour.match(/[\\d.]+/g).map(Number); found.push(1); return found; };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
    const light = colour => colour.map(c => c / 255)
        .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parts(getComputedStyle(at).backgroundColor));
    const ground = layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
    const text = over(parts(getComputedStyle(element).color), ground);
    const [less, more] = [light(text), light(ground)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
}"""
BESIDE = """tile => {
    const text = tile.querySelector('a p').firstChild, last = document.createRange();
    last.setStart(text, text.length - 2);
    last.setEnd(text, text.length - 1);
    const word = last.getBoundingClientRect();
    const sign = tile.querySelector('a p [role="img"]').getBoundingClientRect();
    return sign.top < word.bottom && sign.bottom > word.top && sign.left >= word.right
        && sign.right <= tile.getBoundingClientRect().right;
}"""


@pytest.fixture(scope="module")
def empty(serving: Callable[[Path], Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with nothing in its database, for both schemes."""
    return serving(tmp_path_factory.mktemp("empty") / "cx.duckdb")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_selected_values_and_hints_can_be_read(scheme: str, heard: Server, empty: Server, visit: Callable):
    page = visit(heard, "voice?segment=Small", scheme).page
    chosen = page.locator("button[data-selected=true] p")
    assert sorted(chosen.all_inner_texts()) == ["Journey stage", "Quarter", "Scores", "Small"]
    hint = visit(empty, "voice", scheme).page.get_by_test_id("stAlertContainer").locator("p")
    found = [word.evaluate(CONTRAST) for word in (*chosen.all(), hint.first)]
    assert [value for value in found if value < LOWEST] == []


def test_the_sign_that_leads_to_a_definition_stands_beside_the_last_word_of_its_name(filled: Server, visit: Callable):
    page = visit(filled).page
    tiles = page.locator('[class*="st-key-tile-"]')
    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(150)
        assert tiles.count() == 5
        assert [tile.inner_text() for tile in tiles.all() if not tile.evaluate(BESIDE)] == []

"""The first screen, and files that cannot be loaded."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cx.contracts.extracts import EXTRACTS

BAD_FILES = {
    "no_header.csv": (b"1,2026-07-01,5\n2,2026-07-02,4\n", "has no header line"),
    "open_quote.csv": (b'ticket_id,opened_at\n"T1,2026-07-01\nT2,2026-07-02\n', "is never closed"),
    "workbook.csv": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(200), "is damaged or was cut off"),
    "cells.csv": (b"ticket_id,opened_at\n,2026-07-01\n", "none of its 1 rows could be loaded"),
}


def test_the_first_screen_offers_two_doors(fresh, visit: Callable):
    visitor = visit(fresh)
    page = visitor.page
    expect(page.get_by_role("button", name="Upload your exports")).to_be_visible()
    page.get_by_role("button", name="Look at the sample company").click()
    expect(visitor.tile("nps")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(5)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert len(json.loads(fresh.cx("loads", "--json"))["loads"]) == len(EXTRACTS)
    assert fresh.cx("kpi", "nps").splitlines()[1].split()[1] == visitor.tile("nps").inner_text()


def test_the_other_door_leads_to_the_upload_and_a_bad_file_gets_its_sentence(fresh, visit: Callable, tmp_path: Path):
    visitor = visit(fresh)
    page = visitor.page
    page.get_by_role("button", name="Upload your exports").click()
    expect(page.get_by_role("heading", name="Upload your exports")).to_be_visible()
    for name, (content, sentence) in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
        visitor.go("upload")
        page.locator("input[type=file]").set_input_files(tmp_path / name)
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        alert, check = page.get_by_role("alert").first, page.get_by_role("button", name="Check the file")
        expect(alert.or_(check)).to_be_visible()
        visitor.settled()
        if check.is_visible():
            check.click()
        expect(alert).to_contain_text(sentence)
        expect(alert).to_contain_text(name)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert '"loads": []' in fresh.cx("loads", "--json")

"""Cancel, pressed in the browser while a file is read, leaves nothing behind."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

MANY = b"ticket_id,opened_at\n" + b"".join(b"T%d,2026-07-02\n" % number for number in range(800_000))


def test_a_file_under_way_is_cancelled(fresh, visit: Callable, tmp_path: Path):
    (tmp_path / "tickets.csv").write_bytes(MANY)
    page = visit(fresh, None).go("upload").page
    page.locator("input[type=file]").set_input_files(tmp_path / "tickets.csv")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("stopped before it was done. Nothing was changed.")).to_be_visible()
    assert json.loads(fresh.cx("loads", "--json")) == {"loads": []}

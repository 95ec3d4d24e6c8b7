"""A load from the shell while the app is open in a browser."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

HEADER = "ticket_id,opened_at,resolved_at,satisfaction,satisfaction_scale\n"


def test_what_the_shell_loads_shows_at_the_next_look(fresh, visit: Callable, tmp_path: Path):
    visitor = visit(fresh)
    expect(visitor.page.get_by_role("button", name="Look at the sample company")).to_be_visible()
    for last, shown in ((4, "100.0\u202f%"), (1, "50.0\u202f%")):
        rows = [
            f"T{number},2026-09-{20 + number} 09:00,2026-09-30 15:00,{score},1-5"
            for number, score in enumerate((5, last))
        ]
        (tmp_path / "tickets.csv").write_text(HEADER + "\n".join(rows) + "\n")
        answer = json.loads(fresh.cx("load", "tickets", str(tmp_path / "tickets.csv"), "--json"))
        assert (answer["new"], answer["changed"]) == ((2, 0) if last == 4 else (0, 1))
        visitor.link("Service" if last == 4 else "Board")
        expect(visitor.tile("ticket_csat")).to_have_text(shown)
    visitor.link("Loads")
    expect(visitor.page.get_by_role("combobox", name="Open a load")).to_have_value("2 · tickets.csv")

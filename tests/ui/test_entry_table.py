"""A status has its sign and its word, the list is narrowed by it, and short cells are not broken in two."""

import pytest

from cx.insights.target import Status
from cx.story.entry_lists import EntryList
from cx.ui.entry_table import shown_table

TARGETS = EntryList(
    ("Period", "Status", "Note"),
    (
        ("2026 Q4", "met", "*A* long note with words"),
        ("2025", "missed", ""),
        ("Jul 2026", "cannot tell yet: no data", ""),
    ),
    (Status.MET, Status.MISSED, Status.CANNOT_TELL),
)
MET = ["2026\u00a0Q4", ":green[:material/check_circle:\u00a0met]", r"\*A\* long note with words"]
MISSED = ["2025", ":orange[:material/cancel:\u00a0missed]", ""]
UNTOLD = ["Jul\u00a02026", ":material/help:\u00a0cannot tell yet\\: no data", ""]


@pytest.mark.parametrize(
    ("status", "rows"),
    [(None, [MET, MISSED, UNTOLD]), (Status.MET, [MET]), (Status.MISSED, [MISSED]), (Status.CANNOT_TELL, [UNTOLD])],
)
def test_the_list_is_narrowed_and_says_each_status(status: Status | None, rows: list[list[str]]) -> None:
    assert shown_table(TARGETS, status).to_numpy().tolist() == rows


def test_what_is_not_judged_has_no_sign() -> None:
    assert shown_table(EntryList(("Status",), (("met",),)), None).to_numpy().tolist() == [["met"]]

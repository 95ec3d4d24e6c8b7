"""Exports that tools wrote load as they are: nothing above the answers is taken for one."""

from pathlib import Path

import pytest

from cx.store.database import Store

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
QUALTRICS = {"response_id": "ResponseID", "responded_at": "EndDate"}
TICKETS = {
    "ticket_id": "Ticket ID",
    "opened_at": "Created Date",
    "resolved_at": "Resolved Date",
    "priority": "Priority",
    "status": "Status",
    "category": "Issue Type",
}


@pytest.mark.parametrize(
    ("file", "extract", "said", "loaded_rows", "first"),
    [
        ("Sample_Survey.csv", "survey", {"columns": QUALTRICS}, 5, "R_9RWrgh1F9m7488l"),
        (
            "Test_Survey_for_Coded_Comments.csv",
            "survey",
            {"columns": {**QUALTRICS, "comment": "Q2"}},
            10,
            "R_bdygJsbbIhnpYz3",
        ),
        ("SidebySide_Questions_Legacy.csv", "survey", {"columns": QUALTRICS}, 25, "R_ewCdw76T6j8eNRH"),
        ("steak-risk-survey.csv", "survey", {"columns": {"response_id": "RespondentID"}}, 550, "3237565956"),
        ("zendesk_tickets.csv", "tickets", {"columns": TICKETS}, 50, "TICKET-1001"),
    ],
)
def test_every_answer_loads_and_no_header_row_does(loaded, store: Store, file, extract, said, loaded_rows, first):
    if extract == "survey":
        said = {**said, "constants": {"kind": "nps"}}
    done = loaded(extract, (EXPORTS / file).read_bytes(), file, **said)
    assert (done.records, done.skipped, done.merged.new, done.refused) == (loaded_rows, 0, loaded_rows, 0)
    key = {"survey": "response_id", "tickets": "ticket_id"}[extract]
    found = {row[0] for row in store.rows(f"SELECT {key} FROM {extract}")}
    assert len(found) == loaded_rows and first in found

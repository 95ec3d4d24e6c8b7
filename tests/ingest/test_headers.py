"""Which of a file's columns is which of our fields."""

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.ingest.headers import (
    Confidence,
    candidates,
    extract_of,
    fingerprint,
    fits,
    guesses,
    matches,
    nearest,
    normalised,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Response_ID", "response id"),
        ("  Réponse – Id ", "reponse id"),
        ("CSAT (1-5)", "csat 1 5"),
        ("ДАТА", "дата"),
        ("a__b--c", "a b c"),
        ("№", "no"),
    ],
)
def test_header_is_compared_without_case_accents_and_signs(text: str, plain: str) -> None:
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("extract", "header", "expected"),
    [
        (
            "survey",
            ("Response ID", "NPS Score", "Survey Type"),
            {"response_id": "Response ID", "score": "NPS Score", "kind": "Survey Type"},
        ),
        ("survey", ("response_id", "id", "kind"), {"response_id": "response_id", "kind": "kind"}),
        (
            "tickets",
            ("Id", "Created at", "Solved at", "Via", "Group"),
            {
                "ticket_id": "Id",
                "opened_at": "Created at",
                "resolved_at": "Solved at",
                "channel": "Via",
                "team": "Group",
            },
        ),
        (
            "renewals",
            ("subscription_id", "account_id", "start_date", "end_date", "arr_amount", "seats"),
            {
                "contract_id": "subscription_id",
                "account_id": "account_id",
                "starts_on": "start_date",
                "ends_on": "end_date",
                "annual_value": "arr_amount",
                "seats_licensed": "seats",
            },
        ),
        (
            "touches",
            ("Gsid", "ActivityDate", "TypeName", "GsCompanyId", "AuthorName", "Subject"),
            {
                "touch_id": "Gsid",
                "happened_at": "ActivityDate",
                "kind": "TypeName",
                "account_id": "GsCompanyId",
                "person": "AuthorName",
            },
        ),
        (
            "initiatives",
            ("CTA Id", "CTA Name", "OwnerName", "CreatedDate", "ClosedDate"),
            {
                "initiative_id": "CTA Id",
                "name": "CTA Name",
                "owner": "OwnerName",
                "started_on": "CreatedDate",
                "ended_on": "ClosedDate",
            },
        ),
        (
            "owner_changes",
            ("DocumentKey", "OldValue", "NewValue", "sys_created_on"),
            {
                "ticket_id": "DocumentKey",
                "from_team": "OldValue",
                "to_team": "NewValue",
                "changed_at": "sys_created_on",
            },
        ),
        (
            "owner_changes",
            ("Ticket number", "Changed on", "From group", "To group"),
            {
                "ticket_id": "Ticket number",
                "changed_at": "Changed on",
                "from_team": "From group",
                "to_team": "To group",
            },
        ),
        (
            "milestones",
            ("Unique ID", "Project", "Customer", "Task Name", "Baseline Finish", "Actual Finish", "Baseline Cost"),
            {
                "milestone_id": "Unique ID",
                "project_id": "Project",
                "account_id": "Customer",
                "milestone": "Task Name",
                "planned_on": "Baseline Finish",
                "actual_on": "Actual Finish",
                "budget_planned": "Baseline Cost",
            },
        ),
        (
            "milestones",
            ("Issue key", "Project key", "Company", "Summary", "Due Date", "Resolved"),
            {
                "milestone_id": "Issue key",
                "project_id": "Project key",
                "account_id": "Company",
                "milestone": "Summary",
                "planned_on": "Due Date",
                "actual_on": "Resolved",
            },
        ),
        (
            "account_roles",
            ("Account ID", "Team Role", "Team Member"),
            {"account_id": "Account ID", "role": "Team Role", "person": "Team Member"},
        ),
        (
            "accounts",
            ("Account Name", "Country", "customer id"),
            {"name": "Account Name", "region": "Country", "account_id": "customer id"},
        ),
    ],
)
def test_known_spellings_are_exact(extract: str, header: tuple[str, ...], expected: dict[str, str]) -> None:
    found = matches(header, EXTRACTS[extract])
    assert {match.field: match.header for match in found} == expected
    assert {match.confidence for match in found} == {Confidence.EXACT}
    missing = set(EXTRACTS[extract].required) - set(expected)
    assert missing or extract_of(header) == EXTRACTS[extract]


def test_misspelling_is_likely() -> None:
    found = matches(("acount_id", "sgment"), EXTRACTS["accounts"])
    assert {(match.field, match.header, match.confidence) for match in found} == {
        ("account_id", "acount_id", Confidence.LIKELY),
        ("segment", "sgment", Confidence.LIKELY),
    }


def test_what_is_a_little_like_a_field_is_a_guess_and_no_proposal() -> None:
    header = ("ticket_id", "opened_at", "Priorities", "Zzz")
    proposed = {match.field for match in matches(header, EXTRACTS["tickets"])}
    guessed = {match.field: (match.header, match.confidence) for match in guesses(header, EXTRACTS["tickets"])}
    assert proposed == {"ticket_id", "opened_at"}
    assert guessed == {"priority": ("Priorities", Confidence.UNSURE)}


def test_column_is_used_once_and_the_better_name_wins() -> None:
    found = {match.field: match.header for match in matches(("id", "account_id", "account"), EXTRACTS["accounts"])}
    assert found["account_id"] == "account_id"
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
def test_extract_is_recognised_by_its_own_names_and_titles(extract) -> None:
    assert extract_of(tuple(extract.columns)) == extract
    assert extract_of(tuple(column.title for column in extract.columns.values())) == extract
    assert fits(tuple(extract.columns), extract) == 2


@pytest.mark.parametrize(
    ("header", "recognised"),
    [
        ("Id,Created at,Updated at,Solved at,Group,Status,Priority,Assignee", "tickets"),
        ("number,opened_at,sys_created_on,assignment_group,state,priority,resolved_at", "tickets"),
        ("Issue key,Summary,Created,Resolved,Status,Priority,Project key,Assignee,Due Date", "tickets"),
        ("Case Number,Account Name,Subject,Opened Date,Closed Date,Owner,Team,Role", "tickets"),
        ("Response ID,Date,Score,Type,Department,Role,Owner,Title", "survey"),
        ("Account ID,Account Name,Created Date,Owner,Role,Person,Segment,Industry,Region", "accounts"),
        ("contract,company,start date,end date,arr,owner,name,period,value,metric", "renewals"),
        ("number,sys_created_on,assignment_group,state,priority,resolved_at,category", ""),
    ],
)
def test_export_of_a_core_extract_is_not_taken_for_a_smaller_one(header: str, recognised: str) -> None:
    """Small extracts need few columns, which larger exports have too; a header that lacks something is none."""
    found = extract_of(tuple(header.split(",")))
    assert (found.name if found else "") == recognised


SPOKEN_FOR = [
    ("Date,Customer ID,NPS,Comment", {"usage", "survey"}, "survey"),
    ("Date,Customer ID,Score,Comment,Region", {"accounts", "usage", "survey"}, "survey"),
    ("customerID,gender,tenure,PhoneService,Contract,MonthlyCharges,Churn", {"accounts", "renewals"}, "renewals"),
    ("churn_event_id,account_id,churn_date,reason_code,feedback_text", {"accounts", "renewals"}, "renewals"),
    ("Customer,Plan,MRR,Start date,End date", set(), "renewals"),
    ("acount_id,Segmnt", set(), "accounts"),
    ("Account ID,Account Name,ARR,Owner,Region", {"accounts"}, "accounts"),
]


@pytest.mark.parametrize(("text", "may_be", "guess"), SPOKEN_FOR)
def test_header_that_several_extracts_may_be_decides_for_none(text: str, may_be: set[str], guess: str) -> None:
    """Nor does likeness alone: the browser guesses, and the shell asks between those that it may be."""
    header = tuple(text.split(","))
    found = extract_of(header)
    assert {extract.name for extract in candidates(header)} == may_be
    assert (found.name if found else None) == (next(iter(may_be)) if len(may_be) == 1 else None)
    assert nearest(header).name == guess


@pytest.mark.parametrize("header", [(), ("a", "b"), ("response_id", "score")])
def test_header_without_what_any_extract_needs_is_none(header: tuple[str, ...]) -> None:
    assert extract_of(header) is None


def test_mapping_is_remembered_by_names_in_any_order_and_case() -> None:
    assert fingerprint(("Score", "Response ID")) == fingerprint(("response_id", "score"))
    assert fingerprint(("score",)) != fingerprint(("score", "kind"))
    assert fingerprint(("a", "b c")) != fingerprint(("a b", "c"))


NEAREST = [
    (("Respondent", "Submitted", "How likely are you to recommend us?", "Company"), "survey"),
    (("ID", "Data", "Ne-ați recomanda unui prieten", "Firma"), "survey"),
    (("№", "Насколько вы довольны?", "Комментарий"), "survey"),
    (("Case Number", "Status", "Priority", "Owner"), "tickets"),
    (("Contract ID", "Start Date", "Term"), "renewals"),
]


@pytest.mark.parametrize(("header", "name"), NEAREST)
def test_a_header_that_lacks_something_is_taken_for_what_it_is_most_like(header: tuple[str, ...], name: str) -> None:
    assert nearest(header).name == name

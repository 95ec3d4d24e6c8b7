"""Source profiles: each knows its own export and no other, maps it, and says what it leaves out and asks."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import ValidationError

from cx.contracts.extracts import EXTRACTS
from cx.contracts.file_units import FILE_UNITS
from cx.contracts.mapping import Declared, FileColumn, Make, Mapping
from cx.contracts.mapping_text import mapping_from_toml, toml
from cx.contracts.problems import FileRefused
from cx.contracts.values import READERS
from cx.contracts.words import Words
from cx.ingest.profile import Profile, Spelled, profiles
from cx.ingest.profile_asks import asked_sentences
from cx.ingest.profile_proposal import columns_used, left_out, proposal
from cx.ingest.proposal import better_extract, checked, likely_extract, proposed
from cx.ingest.reading import Reading, reading
from cx.ingest.recognition import recognised
from cx.ingest.spellings import first_spelled, is_spelled

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "data" / "profiles"
NAMED = {profile.name: profile for profile in profiles()}


@dataclass(frozen=True)
class Case:
    """What a profile makes of its export: field -> column, the columns that nobody knows, what it asks first."""

    profile: str
    columns: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    scores: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    asked: str | None = None
    zone: str = "UTC"


CASES = {
    "zendesk": Case(
        "Zendesk",
        {
            "ticket_id": "Id",
            "account_id": "Organization",
            "contact_id": "Requester id",
            "opened_at": "Created at",
            "first_response_minutes": "First reply time in minutes",
            "resolved_at": "Solved at",
            "status": "Status",
            "priority": "Priority",
            "channel": "Via",
            "need": "Ticket type",
            "category": "Ticket Category [list]",
            "team": "Group",
            "handoffs": "Group stations",
            "replies": "Replies",
            "reopens": "Reopens",
            "satisfaction": "Satisfaction Score",
        },
        other=("Contract level [list]",),
    ),
    "freshdesk": Case(
        "Freshdesk",
        {
            "ticket_id": "Ticket ID",
            "account_id": "Company Name",
            "contact_id": "Contact ID",
            "opened_at": "Created time",
            "first_response_at": "Initial response time",
            "resolved_at": "Resolved time",
            "promised_at": "Due by Time",
            "sla_met": "Resolution status",
            "status": "Status",
            "priority": "Priority",
            "channel": "Source",
            "category": "Type",
            "team": "Group",
            "replies": "Agent interactions",
            "product": "Product",
        },
    ),
    "jira": Case(
        "Jira Service Management",
        {
            "ticket_id": "Issue key",
            "account_id": "Custom field (Organizations)",
            "opened_at": "Created",
            "first_response_at": "Custom field ([CHART] Date of First Response)",
            "resolved_at": "Resolved",
            "sla_met": "Custom field (Time to resolution)",
            "status": "Status",
            "priority": "Priority",
            "category": "Custom field (Request Type)",
            "satisfaction": "Satisfaction rating",
        },
    ),
    "jira_spanish": Case(
        "Jira Service Management",
        {
            "ticket_id": "Clave de incidencia",
            "account_id": "Campo personalizado (Organizations)",
            "opened_at": "Creada",
            "first_response_at": "Campo personalizado ([CHART] Date of First Response)",
            "resolved_at": "Resuelta",
            "sla_met": "Campo personalizado (Time to resolution)",
            "status": "Estado",
            "priority": "Prioridad",
            "category": "Tipo de Incidencia",
            "satisfaction": "Calificación de satisfacción",
        },
    ),
    "intercom_conversations": Case(
        "Intercom conversations",
        {
            "ticket_id": "Conversation ID",
            "account_id": "Company ID",
            "opened_at": "Conversation started at (America/New_York)",
            "first_response_minutes": "First response time (seconds)",
            "resolved_at": "Conversation last closed at (America/New_York)",
            "status": "Current conversation state",
            "priority": "Conversation priority",
            "channel": "Channel",
            "team": "Team currently assigned",
            "handoffs": "Number of reassignments",
            "replies": "Replies to close a conversation",
            "satisfaction": "Last teammate rating",
        },
        zone="America/New_York",
    ),
    "intercom_csat": Case(
        "Intercom ratings",
        {
            "response_id": ("Conversation ID", "Agent rated type"),
            "score": "Conversation rating",
            "comment": "Conversation rating remark",
            "responded_at": "Updated at (America/New_York)",
            "account_id": "Company name",
            "touchpoint": "Agent rated type",
        },
        zone="America/New_York",
    ),
    "hubspot_tickets": Case(
        "HubSpot tickets",
        {
            "ticket_id": "Ticket ID",
            "account_id": "Associated Company IDs",
            "opened_at": "Create date",
            "first_response_at": "First agent email response date",
            "resolved_at": "Close date",
            "status": "Ticket status",
            "priority": "Priority",
            "channel": "Source",
            "category": "Category",
            "team": "HubSpot team",
        },
    ),
    "hubspot_feedback": Case(
        "HubSpot feedback",
        {
            "response_id": "Record ID",
            "contact_id": "Contact Id",
            "score": "Rating",
            "comment": "Response",
            "responded_at": "Date",
            "survey_name": "Survey Name",
        },
        asked="ask_kind",
    ),
    "qualtrics": Case(
        "Qualtrics",
        {
            "response_id": "ResponseId",
            "responded_at": "RecordedDate",
            "account_id": "ExternalReference",
            "channel": "DistributionChannel",
            "language": "UserLanguage",
        },
        scores=("Q1", "Q2"),
        other=("Q3", "Q3 - Topics", "segment"),
        asked="ask_kind",
    ),
    "surveymonkey": Case(
        "SurveyMonkey",
        {"response_id": "Respondent ID", "responded_at": "End Date"},
        scores=(
            "How likely is it that you would recommend us to a friend or colleague?",
            "How satisfied are you with our support?",
        ),
        other=("Custom Data 1", "What could we do better?"),
        asked="ask_kind",
    ),
    "typeform": Case(
        "Typeform",
        {"response_id": "#", "responded_at": "Submit Date (UTC)", "account_id": "account_id"},
        scores=("How likely are you to <strong>recommend</strong> us?", "How easy was it to get help?"),
        other=("What is the main reason?",),
        asked="ask_kind",
    ),
    "delighted": Case(
        "Delighted",
        {
            "response_id": "id",
            "kind": "survey_type",
            "score": "score",
            "comment": "comment",
            "responded_at": "created_at",
            "account_id": "company_id",
            "contact_id": "person",
            "channel": "Delighted Source",
        },
    ),
    "medallia_agent_connect": Case(
        "Medallia Agent Connect",
        {
            "response_id": "request_id",
            "sent_at": "request_sent_at",
            "responded_at": "response_received_at",
            "score": "star_rating",
            "channel": "channel",
            "product": "brand",
        },
    ),
    "medallia_experience_cloud": Case(
        "Medallia Experience Cloud",
        {
            "response_id": "Survey ID",
            "responded_at": "Response Date",
            "survey_name": "Survey Program",
            "account_id": "Account ID",
        },
        scores=("Likelihood to Recommend Score", "Overall Satisfaction"),
        other=("Ease of Ordering",),
    ),
    "salesforce_cases": Case(
        "Salesforce cases",
        {
            "ticket_id": "Case Number",
            "account_id": "Account ID",
            "opened_at": "Date/Time Opened",
            "resolved_at": "Date/Time Closed",
            "status": "Status",
            "priority": "Priority",
            "channel": "Case Origin",
            "category": "Case Reason",
            "product": "Product",
        },
    ),
    "salesforce_contracts": Case(
        "Salesforce contracts",
        {
            "contract_id": "Contract Number",
            "account_id": "Account ID",
            "starts_on": "Contract Start Date",
            "ends_on": "Contract End Date",
            "annual_value": "Annual Contract Value",
            "currency": "Annual Contract Value Currency",
        },
    ),
    "salesforce_opportunities": Case("Salesforce opportunities", asked="fits_no_extract"),
    "gainsight_cta": Case(
        "Gainsight calls to action",
        {
            "touch_id": "Gsid",
            "happened_at": "ClosedDate",
            "account_id": "CompanyId",
            "person": "OwnerName",
            "kind": "TypeName",
            "outcome": "StatusName",
        },
    ),
    "gainsight_timeline": Case(
        "Gainsight timeline",
        {
            "touch_id": "Gsid",
            "happened_at": "ActivityDate",
            "account_id": "CompanyId",
            "person": "OwnerName",
            "kind": "ActivityTypeName",
        },
    ),
    "chartmogul_subscriptions": Case(
        "ChartMogul subscriptions",
        {
            "contract_id": "CUSTOMER_SUBSCRIPTION_ID",
            "account_id": "CUSTOMER_UUID",
            "starts_on": "START_DATE",
            "ends_on": "END_DATE",
            "annual_value": "ARR",
            "currency": "CURRENCY",
            "product": "PLAN_NAME",
            "seats_licensed": "QUANTITY",
            "outcome": "STATUS",
        },
    ),
    "chartmogul_movements": Case("ChartMogul movements", asked="fits_no_extract"),
    "stripe_subscriptions": Case(
        "Stripe subscriptions",
        {
            "contract_id": "id",
            "account_id": "Customer ID",
            "starts_on": "Start Date (UTC)",
            "ends_on": "Ended At (UTC)",
            "currency": "Currency",
            "product": "Product",
            "seats_licensed": "Quantity",
            "outcome": "Status",
            "notice_on": "Canceled At (UTC)",
            "reason": "Cancellation Reason",
        },
        other=("crm_id (metadata)",),
        asked="ask_column",
    ),
    "google_forms": Case(
        "Google Forms",
        {"response_id": ("Timestamp", "Email Address"), "responded_at": "Timestamp", "account_id": "Company"},
        scores=("How likely are you to recommend us?",),
        other=("What is the reason?",),
        asked="ask_kind",
    ),
}
"""Export -> what its profile makes of it."""
AWAITED_EXTRACTS = ("touches",)
"""Extracts of profiles that may come later than the profile."""
MAPPED = [
    name for name, case in CASES.items() if case.asked != "fits_no_extract" and NAMED[case.profile].extract in EXTRACTS
]
CHECKED = [name for name in MAPPED if not any(isinstance(said, tuple) for said in CASES[name].columns.values())]
"""Exports whose mapping the check of mappings understands."""


def header(name: str) -> tuple[str, ...]:
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return tuple(next(csv.reader(opened)))


@pytest.fixture
def read(tmp_path: Path):
    def reading_of(name: str) -> Reading:
        return reading(FILES / f"{name}.csv", tmp_path, f"{name}.csv", Declared(), largest_mb=1)

    return reading_of


@pytest.fixture
def mapped(read):
    def mapping_of(name: str) -> Mapping:
        return proposal(NAMED[CASES[name].profile], read(name))

    return mapping_of


@pytest.mark.parametrize("name", CASES)
def test_export_is_recognised_as_itself_and_as_nothing_else(name: str) -> None:
    found = recognised(header(name))
    assert found is not None and found.name == CASES[name].profile
    assert found is recognised(tuple(cell.upper() for cell in reversed(header(name))))


@pytest.mark.parametrize("name", ["qualtrics_three_rows", "surveymonkey_two_rows", "jira_repeated"])
def test_export_with_further_header_rows_or_repeated_columns_is_recognised(name: str) -> None:
    found = recognised(header(name))
    assert found is not None and found.name == CASES[name.split("_")[0]].profile


def foreign_headers() -> Iterator[tuple[str, tuple[str, ...]]]:
    found = [*(ROOT / "data" / "sample").glob("*.csv"), *(ROOT / "tests" / "data").rglob("*.csv")]
    for path in found:
        if FILES not in path.parents:
            with path.open(encoding="utf-8-sig", newline="", errors="replace") as opened:
                yield path.name, tuple(next(csv.reader(opened)))
    yield from ((extract.name, tuple(extract.columns)) for extract in EXTRACTS.values())
    yield from (
        (f"{extract.name} titles", tuple(item.title for item in extract.columns.values()))
        for extract in EXTRACTS.values()
    )


OWN = {"Qualtrics": ("responseid", "importid"), "SurveyMonkey": ("collector id",)}
"""Files of tests that a tool did write, by what their header holds."""


def test_other_files_are_recognised_by_no_profile() -> None:
    found = {name: profile.name for name, cells in foreign_headers() if (profile := recognised(cells)) is not None}
    cells = {name: {cell.lower() for cell in held} for name, held in foreign_headers()}
    assert [name for name, profile in found.items() if not cells[name] & set(OWN.get(profile, ()))] == []


def test_profiles_that_fit_alike_leave_the_file_to_its_names(monkeypatch) -> None:
    twin = NAMED["Zendesk"].model_copy(update={"name": "Twin"})
    monkeypatch.setattr("cx.ingest.recognition.profiles", lambda: (NAMED["Zendesk"], twin))
    assert recognised(header("zendesk")) is None
    closer = twin.model_copy(update={"recognised_by": (*twin.recognised_by, ("Summation column",))})
    monkeypatch.setattr("cx.ingest.recognition.profiles", lambda: (NAMED["Zendesk"], closer))
    assert recognised(header("zendesk")) is closer


@pytest.mark.parametrize("name", MAPPED)
def test_proposal_fills_the_fields_and_names_the_profile(name: str, mapped) -> None:
    mapping, case = mapped(name), CASES[name]
    said = {
        key: target.make if isinstance(target, Make) else mapping.header_of(key)
        for key, target in mapping.columns.items()
    }
    assert said == case.columns
    assert (mapping.source, mapping.extract) == (case.profile, NAMED[case.profile].extract)
    assert tuple(item.score for item in mapping.answers) == case.scores
    assert mapping.declare.time_zone == case.zone
    assert mapping_from_toml(toml(mapping)) == mapping


@pytest.mark.parametrize("name", MAPPED)
def test_every_column_is_mapped_or_left_out_with_its_reason_or_unknown(name: str, read, mapped) -> None:
    cells, mapping, profile = header(name), mapped(name), NAMED[CASES[name].profile]
    out = dict(left_out(profile, cells, mapping))
    assert set(cells) == columns_used(mapping) | out.keys()
    unknown = [cell for cell in out if not any(is_spelled(spelling, cell) for spelling in profile.leaves_out)]
    assert tuple(unknown) == CASES[name].other


@pytest.mark.parametrize("name", CHECKED)
def test_proposal_is_valid_or_asks_what_only_a_person_can_say(name: str, read, mapped, words) -> None:
    mapping, asked = mapped(name), CASES[name].asked
    if asked is None:
        found = checked(mapping, read(name))
        assert [found.header_of(key) for key in mapping.columns] == [mapping.header_of(key) for key in mapping.columns]
        return
    with pytest.raises(FileRefused) as caught:
        checked(mapping, read(name))
    assert caught.value.problem.code == asked
    assert caught.value.problem.sentence(words).startswith(f"{name}.csv")


@pytest.mark.parametrize("name", MAPPED)
def test_chosen_extract_gets_the_profile_and_another_one_is_told(name: str, read, mapped) -> None:
    own = EXTRACTS[NAMED[CASES[name].profile].extract]
    assert proposed(read(name), own) == mapped(name)
    assert likely_extract(header(name)) is own and better_extract(header(name), own) is None
    for other in EXTRACTS.values():
        if other is not own:
            with pytest.raises(FileRefused) as caught:
                proposed(read(name), other)
            assert (caught.value.problem.code, caught.value.problem.value) == ("wrong_extract", own.name)


@pytest.mark.parametrize(
    ("name", "words_of_it"),
    [
        ("chartmogul_movements", "Export the subscriptions instead."),
        ("salesforce_opportunities", "a report of contracts"),
    ],
)
def test_export_that_fits_no_extract_is_refused_with_what_to_export(name: str, words_of_it: str, read, words) -> None:
    for extract in EXTRACTS.values():
        with pytest.raises(FileRefused) as caught:
            proposed(read(name), extract)
        assert words_of_it in caught.value.problem.sentence(words)


@pytest.mark.parametrize(
    ("constants", "kinds"),
    [({"kind": "csat", "scale": "1-7"}, ["nps", "csat"]), ({"kind": "ces", "ces_version": "2.0"}, ["nps", "ces"])],
)
def test_what_is_said_of_all_rows_answers_what_was_asked(constants, kinds: list[str], read, mapped) -> None:
    mapping = mapped("qualtrics").model_copy(update={"constants": constants})
    answers = checked(mapping, read("qualtrics")).answers
    assert [item.set["kind"] for item in answers] == kinds
    assert answers[0].set["scale"] == "0-10" and answers[1].set.get("scale") == constants.get("scale")


def test_what_is_said_of_all_rows_says_nothing_of_several_questions(read, mapped) -> None:
    mapping = mapped("typeform").model_copy(update={"constants": {"kind": "nps", "scale": "0-10"}})
    with pytest.raises(FileRefused) as caught:
        checked(mapping, read("typeform"))
    assert caught.value.problem.code == "ask_kind"


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (("1", "7"), True),
        (("0", "10"), True),
        (("", "4"), True),
        (("1", ""), False),
        (("1", "2"), False),
        (("5", "11"), False),
        (("5", "good"), False),
        (("5", "4.5"), False),
        (("", ""), False),
    ],
)
def test_column_that_looks_like_scores_is_asked_about(cells, asked: bool, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = "".join(f"r{at},{cell},2026-02-01 10:00:00,n\n" for at, cell in enumerate(cells))
    path.write_text(f"#,How was it?,Submit Date (UTC),Network ID\n{rows}")
    mapping = proposal(NAMED["Typeform"], reading(path, tmp_path, "export.csv", Declared(), 1))
    assert bool(mapping.answers) is asked


def test_columns_called_like_a_field_fill_it_and_are_no_questions(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("#,Easy?,region,Rating,kind,Submit Date (UTC),Network ID\nr1,7,3,5,4,2026-02-01 10:00:00,n\n")
    mapping = proposal(NAMED["Typeform"], reading(path, tmp_path, "export.csv", Declared(), 1))
    assert mapping.columns == {"response_id": "#", "responded_at": "Submit Date (UTC)", "region": "region"}
    assert [item.score for item in mapping.answers] == ["Easy?", "Rating", "kind"]


def test_hubspot_surveys_are_asked_one_by_one(mapped) -> None:
    when = mapped("hubspot_feedback").when
    assert [item.like for item in when] == [
        "Customer Loyalty Survey",
        "Customer Support Survey",
        "Customer Satisfaction Survey",
    ]
    assert all(set(item.set.values()) == {""} for item in when)


def test_headers_with_several_zones_keep_each_their_own(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Conversation ID,Conversation started at (America/New_York),Conversation last closed at (Europe/Paris),"
        "Number of reassignments\n1,2026-03-02 09:00:00,2026-03-02 17:00:00,0\n"
    )
    mapping = proposal(NAMED["Intercom conversations"], reading(path, tmp_path, "export.csv", Declared(), 1))
    assert (mapping.zone_of("opened_at"), mapping.zone_of("resolved_at")) == ("America/New_York", "Europe/Paris")
    assert mapping.columns["opened_at"] == FileColumn(
        header="Conversation started at (America/New_York)", time_zone="America/New_York"
    )


@pytest.mark.parametrize(
    ("spelling", "cell", "fits"),
    [
        ("Closed at (*)", "Closed  At (Europe/Paris)", True),
        ("Closed at (*)", "Closed at", False),
        ("*(Organizations)", "Campo personalizado (Organizations)", True),
        ("Calificación de satisfacción", "CALIFICACION DE SATISFACCION", True),
        ("First response time", "first_response_time", True),
        ("#", "#", True),
        ("#", "?", False),
        ("LTR Comment", "LTR[br]Comment", True),
        ("*?*", "Why?", True),
        ("*?*", "Why", False),
    ],
)
def test_spelling(spelling: str, cell: str, fits: bool) -> None:
    assert is_spelled(spelling, cell) is fits


def test_earliest_spelling_wins() -> None:
    assert first_spelled(("b", "a*"), ("a1", "B")) == "B"


def sets(profile: Profile) -> Iterator[tuple[str, str]]:
    """Everything that a profile writes into a field as it stands."""
    yield from profile.constants.items()
    for name, said in profile.values.items():
        yield from ((name, value) for value in said.values())
    for block in (*profile.when, *profile.answers, *profile.questions):
        yield from block.set.items()


@pytest.mark.parametrize("name", NAMED)
def test_profile_says_only_what_its_extract_holds(name: str) -> None:
    profile = NAMED[name]
    extract = EXTRACTS.get(profile.extract)
    assert extract is not None or profile.extract in AWAITED_EXTRACTS
    if extract is None:
        return
    assert {*profile.columns, *profile.values} <= extract.columns.keys()
    for field_name, value in sets(profile):
        assert not value or READERS[extract.columns[field_name].kind](value, extract.columns[field_name]) is not None
    units = [item.unit for several in profile.columns.values() for item in several if isinstance(item, Spelled)]
    assert {unit for unit in units if unit} <= set(FILE_UNITS)
    assert bool(profile.refuse) != bool(profile.columns)


@pytest.mark.parametrize("name", NAMED)
def test_every_profile_has_an_export_in_the_tests_and_speaks_in_sentences(name: str) -> None:
    profile = NAMED[name]
    assert name in {case.profile for case in CASES.values()}
    said = [text for text in (profile.refuse, *asked_sentences(profile, Words()), *profile.leaves_out.values()) if text]
    assert all(text[0].isupper() and text[-1] in ".?" for text in said)


@pytest.mark.parametrize(
    "said",
    [{"colour": "red"}, {"columns": {"score": {"head": "x"}}}, {"recognised_by": []}, {"declare": {"end_is": "x"}}],
)
def test_profile_with_a_fault_is_not_read(said) -> None:
    with pytest.raises(ValidationError):
        Profile.model_validate({"name": "x", "extract": "survey", "recognised_by": ["id"], **said})

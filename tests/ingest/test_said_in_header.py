"""What a header says besides its name: the unit or the time zone of its column."""

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import FileColumn
from cx.ingest.headers import Confidence, matches
from cx.ingest.said_in_header import said_in_header, target_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("First response time (in hrs)", ("First response time", "hours", None)),
        ("First Response Time (in Hrs)", ("First Response Time", "hours", None)),
        ("First response time (seconds)", ("First response time", "seconds", None)),
        ("First reply time (min)", ("First reply time", "minutes", None)),
        ("Time to close (HH:mm:ss)", ("Time to close", "h:mm:ss", None)),
        ("MRR (cents)", ("MRR", "cents", None)),
        ("Submit Date (UTC)", ("Submit Date", None, "UTC")),
        ("Conversation started at (America/New_York)", ("Conversation started at", None, "America/New_York")),
        ("Ticket Category [list]", ("Ticket Category", None, None)),
        ("account (metadata)", ("account", None, None)),
        ("CSAT (1-5)", ("CSAT (1-5)", None, None)),
        ("Custom field (Time to resolution)", ("Custom field (Time to resolution)", None, None)),
        ("At [UTC]", ("At", None, "UTC")),
        ("Created (Mars/Olympus)", ("Created (Mars/Olympus)", None, None)),
        ("(UTC)", ("(UTC)", None, None)),
        ("plain", ("plain", None, None)),
    ],
)
def test_brackets_say_a_unit_or_a_zone(header: str, expected: tuple[str, str | None, str | None]) -> None:
    assert said_in_header(header) == expected


@pytest.mark.parametrize(
    ("header", "field", "expected"),
    [
        (
            "First reply time (hours)",
            "first_response_minutes",
            FileColumn(header="First reply time (hours)", unit="hours"),
        ),
        ("First reply time (min)", "first_response_minutes", "First reply time (min)"),
        ("Created at (UTC)", "opened_at", FileColumn(header="Created at (UTC)", time_zone="UTC")),
        ("Replies (hours)", "replies", "Replies (hours)"),
        ("Category [list]", "category", "Category [list]"),
    ],
)
def test_only_what_the_field_can_have_is_taken(header: str, field: str, expected: str | FileColumn) -> None:
    assert target_of(header, EXTRACTS["tickets"].columns[field]) == expected


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Created at (America/New_York)", "opened_at"),
        ("First response time (in hrs)", "first_response_minutes"),
        ("First reply time (seconds)", "first_response_minutes"),
        ("Ticket Category [list]", "category"),
    ],
)
def test_column_is_known_by_its_bare_name(header: str, field: str) -> None:
    (found,) = matches((header,), EXTRACTS["tickets"])
    assert (found.field, found.header, found.confidence) == (field, header, Confidence.EXACT)

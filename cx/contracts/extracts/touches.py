"""The touches extract: one contact with a customer, or a promise between departments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import (
    INITIATED_BY,
    account_column,
    day_column,
    department_column,
    past_moment_column,
    role_column,
)
from cx.contracts.row import Row, check_order

TOUCHES = (
    Term("meeting", ("business review", "qbr", "ebr", "executive business review", "in-person meeting", "web meeting")),
    Term("call", ("phone call", "phone", "telephone", "web conference", "conference call")),
    Term("training", ("workshop", "enablement", "webinar")),
    Term("field_visit", ("field visit", "site visit", "on-site visit", "onsite", "visit")),
    Term("follow_up", ("follow-up", "follow up", "followup")),
    Term("handover", ("hand-over", "hand over", "handoff", "hand-off")),
    Term("opportunity", ("lead", "expansion", "upsell", "cross-sell")),
    Term("report", ("status report", "value report")),
    Term("celebration", ("success celebration", "win")),
    Term("incident_notice", ("incident notice", "outage notice", "incident notification")),
    Term("own_use", ("own use", "dogfooding")),
    Term("promise", ("commitment", "internal promise", "ola")),
)


class Touches(Row):
    """One contact with a customer, or a promise between departments."""

    touch_id: Annotated[
        str,
        Column(
            "Touch id",
            "Names the contact.",
            required=True,
            aliases=("activity id", "interaction id", "engagement id", "timeline id", "gsid"),
        ),
    ]
    happened_at: Annotated[
        datetime,
        past_moment_column(
            "Happened",
            "When it took place; for a promise, when it was made.",
            "activity date",
            "activitydate",
            "interaction date",
            "meeting date",
            required=True,
        ),
    ]
    account_id: Annotated[
        str | None,
        account_column("The customer; empty for a promise inside.", "company", "gs company id", "gscompanyid"),
    ] = None
    role: Annotated[str | None, role_column("Role", "The role of the person on our side.", "author role")] = None
    department: Annotated[str | None, department_column("The department of the person on our side.")] = None
    person: Annotated[
        str | None,
        Column(
            "Person",
            "Who it was on our side, as a name or a code.",
            aliases=("author", "author name", "authorname", "owner name", "owner"),
        ),
    ] = None
    kind: Annotated[
        str | None,
        Column(
            "Kind",
            "What kind of contact it was.",
            Kind.WORD,
            vocabulary=TOUCHES,
            aliases=("activity type", "type name", "typename", "interaction type", "engagement type"),
            dimension=True,
        ),
    ] = None
    initiated_by: Annotated[str | None, INITIATED_BY] = None
    to_department: Annotated[
        str | None,
        department_column("The department that it was passed or promised to.", title="To department"),
    ] = None
    to_role: Annotated[str | None, role_column("To role", "The role that it was passed or promised to.")] = None
    taken_up_at: Annotated[
        datetime | None,
        past_moment_column("Taken up", "When the other side took it up.", "accepted at", "picked up at"),
    ] = None
    value: Annotated[
        Decimal | None,
        Column(
            "Value",
            "What it is worth, in the base currency: of an opportunity, the amount a year.",
            Kind.MONEY,
            low=0,
            aliases=("opportunity value", "opportunity amount"),
        ),
    ] = None
    promise: Annotated[
        str | None, Column("Promise", "What was promised.", aliases=("commitment", "promised what", "action item"))
    ] = None
    promised_for: Annotated[
        date | None, day_column("Promised for", "The day by which it was promised.", "promised by", "promise due")
    ] = None
    kept_at: Annotated[
        datetime | None,
        past_moment_column("Kept", "When the promise was kept; empty while it is open.", "promise kept at"),
    ] = None
    outcome: Annotated[
        str | None, Column("Outcome", "What came of it.", aliases=("result", "activity outcome"), dimension=True)
    ] = None

    @model_validator(mode="after")
    def _check_what_follows(self) -> "Touches":
        check_order(self, "out_of_order", "taken_up_at", "happened_at")
        return check_order(self, "out_of_order", "kept_at", "happened_at")

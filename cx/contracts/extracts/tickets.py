"""The tickets extract: one ticket."""

from datetime import datetime
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import (
    INITIATED_BY,
    REGION,
    account_column,
    department_column,
    product_column,
    role_column,
)
from cx.contracts.row import Row, refusal
from cx.contracts.scales import GOOD_BAD, SCALE_RANGES, SCALES

NEEDS = (
    Term("problem", ("incident", "bug", "fault")),
    Term("question", ("how-to", "how to", "inquiry", "general inquiry")),
    Term("training", ()),
    Term("request", ("service request", "feature request", "task", "change")),
    Term("complaint", ()),
)


class Tickets(Row):
    """One ticket."""

    ticket_id: Annotated[
        str,
        Column(
            "Ticket id",
            "Names the ticket.",
            required=True,
            aliases=(
                "id",
                "ticket",
                "ticket number",
                "case number",
                "issue key",
                "conversation id",
                "case id",
                "number",
            ),
        ),
    ]
    opened_at: Annotated[
        datetime,
        Column(
            "Opened",
            "When the ticket was opened.",
            Kind.MOMENT,
            required=True,
            aliases=(
                "created at",
                "created",
                "created date",
                "created time",
                "submitted at",
                "opened",
                "opened date",
                "create date",
                "date opened",
            ),
            happened=True,
        ),
    ]
    account_id: Annotated[
        str | None,
        account_column("The customer who asked.", "organization", "company", "company name"),
    ] = None
    contact_id: Annotated[
        str | None,
        Column(
            "Contact id",
            "The person who asked, as a code.",
            aliases=("contact", "requester id", "requester", "user id"),
        ),
    ] = None
    first_response_at: Annotated[
        datetime | None,
        Column(
            "First response",
            "When a person first answered.",
            Kind.MOMENT,
            aliases=("first replied at", "initial response time", "first reply at"),
            happened=True,
        ),
    ] = None
    first_response_minutes: Annotated[
        float | None,
        Column(
            "First response (minutes)",
            "Minutes from opening to the first human answer.",
            Kind.NUMBER,
            aliases=("first reply time in minutes", "first response time minutes", "first reply time (min)"),
        ),
    ] = None
    resolved_at: Annotated[
        datetime | None,
        Column(
            "Resolved",
            "When the ticket was last resolved; empty while it is open.",
            Kind.MOMENT,
            aliases=(
                "solved at",
                "closed at",
                "resolved",
                "resolved time",
                "resolved date",
                "closed date",
                "close date",
                "closed time",
            ),
            happened=True,
        ),
    ] = None
    response_promised_at: Annotated[
        datetime | None,
        Column(
            "Response promised by",
            "By when a first answer was promised.",
            Kind.MOMENT,
            aliases=("first response due", "response due by"),
        ),
    ] = None
    promised_at: Annotated[
        datetime | None,
        Column(
            "Resolution promised by",
            "By when the resolution was promised.",
            Kind.MOMENT,
            aliases=("due by time", "due date", "due by", "due at", "resolution due by"),
        ),
    ] = None
    sla_met: Annotated[
        bool | None,
        Column(
            "Promise kept",
            "The tool's own verdict on its promise (SLA).",
            Kind.FLAG,
            aliases=("sla met", "within sla", "resolution status"),
        ),
    ] = None
    status: Annotated[
        str | None, Column("Status", "Where the ticket stands.", aliases=("ticket status", "state"), dimension=True)
    ] = None
    priority: Annotated[str | None, Column("Priority", "How urgent it is.", aliases=("urgency",), dimension=True)] = (
        None
    )
    channel: Annotated[
        str | None, Column("Channel", "How the customer came.", aliases=("via", "source"), dimension=True)
    ] = None
    category: Annotated[
        str | None,
        Column(
            "Category", "What the ticket is about.", aliases=("ticket category", "issue type", "topic"), dimension=True
        ),
    ] = None
    need: Annotated[
        str | None,
        Column(
            "Need",
            "What the customer needs.",
            Kind.WORD,
            vocabulary=NEEDS,
            aliases=("ticket type", "request type"),
            dimension=True,
        ),
    ] = None
    department: Annotated[str | None, department_column("The department that holds the ticket.")] = None
    team: Annotated[
        str | None,
        Column(
            "Team",
            "The team that holds the ticket.",
            aliases=("group", "assignment group", "support group"),
            dimension=True,
        ),
    ] = None
    first_role: Annotated[
        str | None,
        role_column("First role", "The role that first took the ticket; told by the owner changes where it is empty."),
    ] = None
    resolving_role: Annotated[
        str | None, role_column("Resolving role", "The role that resolved it; the team's where it is empty.")
    ] = None
    role_path: Annotated[str | None, Column("Role path", "The roles that held the ticket, in order, joined by >.")] = (
        None
    )
    handoffs: Annotated[
        int | None,
        Column(
            "Handoffs",
            "Changes of team after the first assignment.",
            Kind.WHOLE,
            low=0,
            aliases=("number of reassignments", "transfers", "handovers"),
        ),
    ] = None
    replies: Annotated[
        int | None,
        Column(
            "Replies",
            "Replies of the company to the customer.",
            Kind.WHOLE,
            low=0,
            aliases=("agent replies", "agent interactions", "replies to close a conversation"),
        ),
    ] = None
    reopens: Annotated[
        int | None,
        Column(
            "Reopens", "How often the ticket was opened again.", Kind.WHOLE, low=0, aliases=("reopen count", "reopened")
        ),
    ] = None
    satisfaction: Annotated[
        int | None,
        Column(
            "Satisfaction",
            "How satisfied the customer was with this ticket.",
            Kind.WHOLE,
            low=0,
            high=10,
            words=GOOD_BAD,
            aliases=(
                "satisfaction score",
                "satisfaction rating",
                "csat",
                "survey results",
                "conversation rating",
                "rating",
            ),
        ),
    ] = None
    satisfaction_scale: Annotated[
        str | None,
        Column(
            "Satisfaction scale",
            "The scale of the satisfaction rating, as declared.",
            Kind.WORD,
            vocabulary=SCALES,
            aliases=("csat scale", "rating scale"),
            dimension=True,
        ),
    ] = None
    product: Annotated[str | None, product_column("The product that the ticket is about.")] = None
    region: Annotated[str | None, REGION] = None
    initiated_by: Annotated[str | None, INITIATED_BY] = None

    @model_validator(mode="after")
    def _check_satisfaction_on_scale(self) -> "Tickets":
        if self.satisfaction is not None and self.satisfaction_scale is not None:
            low, high = SCALE_RANGES[self.satisfaction_scale]
            if not low <= self.satisfaction <= high:
                raise refusal("off_scale", "satisfaction")
        return self

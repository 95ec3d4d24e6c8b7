"""The milestones extract: one milestone of a customer project."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import account_column, day_column, past_day_column
from cx.contracts.row import Row

MILESTONES = (
    Term("handover", ("sales handover", "hand-over", "handoff", "hand-off", "sales handoff")),
    Term("kickoff", ("kick-off", "kick off", "project start", "project kickoff")),
    Term("go_live", ("go-live", "go live", "golive", "launch", "cutover", "production start")),
    Term("first_value", ("first value", "value realized", "first success")),
    Term("documentation", ("docs", "documents handed over")),
    Term("acceptance", ("sign-off", "signoff", "customer acceptance", "uat sign-off", "final acceptance")),
    Term("retrospective", ("retro", "lessons learned", "project review", "post-mortem")),
    Term("scope_change", ("scope change", "change request", "change order")),
    Term("other", ("others", "another")),
)


def _budget(title: str, description: str, *aliases: str) -> Column:
    return Column(title, description, Kind.MONEY, low=0, aliases=aliases)


class Milestones(Row):
    """One milestone of a customer project."""

    milestone_id: Annotated[
        str,
        Column(
            "Milestone id",
            "Names the milestone.",
            required=True,
            aliases=("unique id", "task id", "row id", "issue key", "id"),
        ),
    ]
    project_id: Annotated[
        str,
        Column(
            "Project id",
            "The project that it belongs to.",
            required=True,
            aliases=("project", "project key", "project number", "project name"),
        ),
    ]
    account_id: Annotated[
        str, account_column("The customer whose project it is.", "company", "customer", "client", required=True)
    ]
    milestone: Annotated[
        str,
        Column(
            "Milestone",
            "Which milestone it is; other for those that no figure asks about.",
            Kind.WORD,
            required=True,
            vocabulary=MILESTONES,
            aliases=("milestone name", "milestone type", "task name", "primary column", "summary"),
            dimension=True,
        ),
    ]
    planned_on: Annotated[
        date | None,
        day_column(
            "Planned on",
            "The day that was agreed.",
            "baseline finish",
            "baseline end date",
            "planned finish",
            "planned date",
            "target date",
            "target end date",
            "due date",
        ),
    ] = None
    actual_on: Annotated[
        date | None,
        past_day_column(
            "Actual on",
            "The day on which it was reached; empty while it is not.",
            "actual finish",
            "actual end date",
            "actual date",
            "completed on",
            "completion date",
            "resolved",
        ),
    ] = None
    buffer_days: Annotated[
        int | None,
        Column(
            "Buffer (days)",
            "Days of reserve inside the plan.",
            Kind.WHOLE,
            low=0,
            aliases=("buffer", "contingency days", "total slack"),
        ),
    ] = None
    complete: Annotated[
        bool | None,
        Column(
            "Complete", "Whether all that belongs to it was there.", Kind.FLAG, aliases=("is complete", "completed")
        ),
    ] = None
    budget_planned: Annotated[
        Decimal | None,
        _budget("Budget", "What the project may cost up to here.", "planned budget", "baseline cost", "planned cost"),
    ] = None
    budget_actual: Annotated[
        Decimal | None, _budget("Spent", "What it has cost up to here.", "actual cost", "actual budget")
    ] = None
    red_flag_on: Annotated[
        date | None,
        past_day_column("Red flag on", "When somebody first warned.", "flagged on", "at risk since", "escalated on"),
    ] = None
    red_flag_note: Annotated[
        str | None, Column("Red flag", "What the warning said.", aliases=("risk note", "flag note"))
    ] = None
    lesson: Annotated[
        str | None, Column("Lesson", "What the project learned from it.", aliases=("lesson learned", "lessons learned"))
    ] = None
    accepted_by_customer: Annotated[
        bool | None,
        Column(
            "Accepted by the customer",
            "Whether the customer accepted it.",
            Kind.FLAG,
            aliases=("customer accepted", "accepted", "signed off"),
        ),
    ] = None

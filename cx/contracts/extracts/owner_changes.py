"""The owner changes extract: one change of who holds a ticket."""

from datetime import datetime
from typing import Annotated

from cx.contracts.column import Column
from cx.contracts.extracts.dimensions import past_moment_column, role_column
from cx.contracts.row import Row


class OwnerChanges(Row):
    """One change of who holds a ticket."""

    ticket_id: Annotated[
        str,
        Column(
            "Ticket id",
            "The ticket that changed hands.",
            required=True,
            aliases=("ticket", "ticket number", "case number", "case id", "issue key", "number", "documentkey"),
        ),
    ]
    changed_at: Annotated[
        datetime,
        past_moment_column(
            "Changed",
            "When it changed hands.",
            "change date",
            "changed on",
            "reassigned at",
            "transferred at",
            "assigned at",
            "event time",
            "sys created on",
            required=True,
        ),
    ]
    from_team: Annotated[
        str | None,
        Column(
            "From team",
            "The team that held it before; empty for the first assignment.",
            aliases=("from group", "previous group", "previous team", "old value", "oldvalue", "previous value"),
            dimension=True,
        ),
    ] = None
    to_team: Annotated[
        str | None,
        Column(
            "To team",
            "The team that holds it from then on; empty where nobody does.",
            aliases=("to group", "new group", "new team", "new value", "newvalue"),
            dimension=True,
        ),
    ] = None
    from_role: Annotated[
        str | None, role_column("From role", "The role that held it before; the team's where it is empty.", "old role")
    ] = None
    to_role: Annotated[
        str | None,
        role_column("To role", "The role that holds it from then on; the team's where it is empty.", "new role"),
    ] = None
    reason: Annotated[
        str | None,
        Column(
            "Reason",
            "Why it changed hands.",
            aliases=("transfer reason", "reassignment reason", "escalation reason"),
            dimension=True,
        ),
    ] = None

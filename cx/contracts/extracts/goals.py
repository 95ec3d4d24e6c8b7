"""The goals extract: what a customer wants to reach with us."""

from datetime import date
from typing import Annotated

from cx.contracts.column import Column, Kind
from cx.contracts.extracts.dimensions import account_column, day_column, past_day_column
from cx.contracts.row import Row


class Goals(Row):
    """What a customer wants to reach with us."""

    account_id: Annotated[str, account_column("The customer.", "company", "account name", required=True)]
    goal: Annotated[
        str,
        Column(
            "Goal",
            "What the customer wants to reach, in the customer's words.",
            required=True,
            aliases=("objective", "objective name", "success goal", "desired outcome", "success criterion"),
        ),
    ]
    measure: Annotated[
        str | None,
        Column("Measure", "By what both sides will know.", aliases=("success measure", "key result", "success metric")),
    ] = None
    due_on: Annotated[
        date | None, day_column("Due on", "By when it is to be reached.", "due date", "target date", "due")
    ] = None
    reached_on: Annotated[
        date | None,
        past_day_column("Reached on", "When it was reached.", "achieved on", "completed on", "completion date"),
    ] = None
    confirmed_by_customer: Annotated[
        bool | None,
        Column(
            "Confirmed by the customer",
            "Whether the customer said that it is reached.",
            Kind.FLAG,
            aliases=("customer confirmed", "confirmed"),
        ),
    ] = None

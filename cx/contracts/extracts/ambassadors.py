"""The ambassadors extract: one CX ambassador."""

from datetime import date
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column
from cx.contracts.extracts.dimensions import day_column, department_column
from cx.contracts.row import Row, check_order


class Ambassadors(Row):
    """One CX ambassador."""

    person_id: Annotated[
        str,
        Column(
            "Person id",
            "The ambassador, as a code.",
            required=True,
            aliases=("ambassador id", "ambassador", "cx ambassador", "employee id", "employee number"),
        ),
    ]
    department: Annotated[str, department_column("The department that they speak for.", required=True)]
    name: Annotated[
        str | None, Column("Name", "What they are called.", aliases=("ambassador name", "employee name", "full name"))
    ] = None
    since: Annotated[date | None, day_column("Since", "From when.", "ambassador since", "appointed on")] = None
    until: Annotated[date | None, day_column("Until", "Last day; empty while they are.", "ambassador until")] = None

    @model_validator(mode="after")
    def _check_until_after_since(self) -> "Ambassadors":
        return check_order(self, "ends_before_start", "until", "since")

"""The account roles extract: who holds a role at a customer."""

from datetime import date
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column
from cx.contracts.extracts.dimensions import account_column, day_column, role_column
from cx.contracts.row import Row, check_order


class AccountRoles(Row):
    """Who holds a role at a customer."""

    account_id: Annotated[str, account_column("The customer.", "company", "account name", required=True)]
    role: Annotated[
        str,
        role_column("Role", "The role that the person holds.", "team role", "team member role", required=True),
    ]
    person: Annotated[
        str,
        Column(
            "Person",
            "Who holds it, as a name or a code.",
            required=True,
            aliases=("team member", "team member name", "member", "role holder"),
        ),
    ]
    since: Annotated[
        date | None,
        day_column(
            "Since", "From when; empty where it always was so, as far as is known.", "member since", "held from"
        ),
    ] = None
    until: Annotated[date | None, day_column("Until", "Last day; empty while the person holds it.", "held to")] = None

    @model_validator(mode="after")
    def _check_until_after_since(self) -> "AccountRoles":
        return check_order(self, "ends_before_start", "until", "since")

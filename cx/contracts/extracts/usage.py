"""The usage extract: use of one feature, or of the product, by one account in one period."""

from datetime import date
from typing import Annotated

from cx.contracts.column import Column, Kind
from cx.contracts.extracts.dimensions import account_column
from cx.contracts.row import Row


class Usage(Row):
    """Use of one feature (empty: of the product) by one account in one period."""

    account_id: Annotated[str, account_column("The customer.", required=True)]
    used_on: Annotated[
        date,
        Column(
            "Used on",
            "The day, or the first day of the period.",
            Kind.DAY,
            required=True,
            aliases=("usage date", "date", "day", "period"),
            happened=True,
        ),
    ]
    feature: Annotated[
        str | None,
        Column(
            "Feature",
            "The feature; empty for the product as a whole.",
            aliases=("feature name", "module"),
            dimension=True,
        ),
    ] = None
    active_users: Annotated[
        int | None,
        Column("Active users", "Users who were active.", Kind.WHOLE, low=0, aliases=("users", "active seats")),
    ] = None
    licensed_users: Annotated[
        int | None,
        Column("Licensed users", "Users who could have been.", Kind.WHOLE, low=0, aliases=("licensed seats", "seats")),
    ] = None
    events: Annotated[
        int | None,
        Column("Events", "How often it was used.", Kind.WHOLE, low=0, aliases=("usage count", "count", "event count")),
    ] = None

"""The accounts extract: one customer, as known on a date."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from cx.contracts.column import Column, Kind
from cx.contracts.row import Row


class Accounts(Row):
    """One customer, as known on a date."""

    account_id: Annotated[
        str,
        Column(
            "Account id",
            "Names the customer.",
            required=True,
            aliases=("id", "account", "company id", "customer id", "organization id", "customerid"),
        ),
    ]
    name: Annotated[
        str | None,
        Column(
            "Name", "The customer's name.", aliases=("account name", "company name", "customer name", "organization")
        ),
    ] = None
    segment: Annotated[
        str | None,
        Column(
            "Segment",
            "The customer's segment, for example by size.",
            aliases=("customer segment", "size"),
            dimension=True,
        ),
    ] = None
    industry: Annotated[
        str | None, Column("Industry", "The customer's industry.", aliases=("vertical", "sector"), dimension=True)
    ] = None
    region: Annotated[
        str | None, Column("Region", "The customer's region.", aliases=("territory", "geo", "country"), dimension=True)
    ] = None
    tier: Annotated[
        str | None,
        Column(
            "Tier", "The customer's tier by value.", aliases=("plan tier", "customer tier", "level"), dimension=True
        ),
    ] = None
    owner: Annotated[
        str | None,
        Column(
            "Owner",
            "Who looks after the customer.",
            aliases=("account owner", "account manager", "csm"),
            dimension=True,
        ),
    ] = None
    customer_since: Annotated[
        date | None,
        Column(
            "Customer since",
            "First day as a customer.",
            Kind.DAY,
            aliases=("signup date", "sign up date", "created date", "subscriber since"),
        ),
    ] = None
    margin: Annotated[
        Decimal | None,
        Column("Margin", "Margin a year, in the base currency.", Kind.MONEY, aliases=("annual margin", "gross margin")),
    ] = None
    potential_value: Annotated[
        Decimal | None,
        Column(
            "Potential value",
            "What the customer could spend with us a year.",
            Kind.MONEY,
            low=0,
            aliases=("potential", "addressable value"),
        ),
    ] = None
    potential_chance: Annotated[
        float | None, Column("Potential chance", "How likely the potential is, 0 to 1.", Kind.NUMBER, low=0, high=1)
    ] = None
    potential_source: Annotated[
        str | None, Column("Potential source", "Where the estimate of the potential comes from.")
    ] = None
    potential_on: Annotated[date | None, Column("Potential on", "When the potential was estimated.", Kind.DAY)] = None
    contact_rhythm_days: Annotated[
        int | None, Column("Contact rhythm", "Days between contacts that were agreed.", Kind.WHOLE, low=1)
    ] = None
    preferred_channel: Annotated[
        str | None, Column("Preferred channel", "How the customer wants to be reached.", dimension=True)
    ] = None
    club: Annotated[
        str | None, Column("Club", "The customer programme that the customer belongs to.", dimension=True)
    ] = None
    parent_id: Annotated[str | None, Column("Parent id", "The account that this one belongs to.")] = None
    left_on: Annotated[date | None, Column("Left on", "When the customer left.", Kind.DAY, aliases=("churn date",))] = (
        None
    )
    as_of: Annotated[
        date | None,
        Column(
            "As of",
            "The day on which this was known; the day of the load where empty.",
            Kind.DAY,
            aliases=("snapshot date", "valid from"),
        ),
    ] = None

"""The renewals extract: one contract term."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import REGION, account_column, product_column
from cx.contracts.row import Row, check_order

OUTCOMES = (
    Term("renewed", ("renew", "won", "closed won", "extended", "active renewal")),
    Term("churned", ("churn", "lost", "closed lost", "cancelled", "canceled", "not renewed")),
    Term("reduced", ("contracted", "downgraded", "downsell")),
    Term("pending", ("open", "in progress", "due")),
)
CONTROL = (Term("ours", ("controllable", "yes", "true")), Term("not ours", ("uncontrollable", "no", "false")))
ACQUISITION = (
    Term("earned", ("referral", "recommendation", "word of mouth")),
    Term("bought", ("paid", "marketing", "ads", "sales")),
    Term("unknown", ("n/a",)),
)


class Renewals(Row):
    """One contract term."""

    contract_id: Annotated[
        str,
        Column(
            "Contract id",
            "Names the contract; its later terms carry the same id, and terms that overlap are added.",
            required=True,
            aliases=("contract", "subscription id", "contract number", "subscription"),
        ),
    ]
    account_id: Annotated[str, account_column("The customer.", "company", required=True)]
    starts_on: Annotated[
        date,
        Column(
            "Starts on",
            "First day of the term.",
            Kind.DAY,
            required=True,
            aliases=("start date", "contract start date", "starts", "term start", "start"),
        ),
    ]
    annual_value: Annotated[
        Decimal,
        Column(
            "Annual value",
            "What the term is worth a year, in its currency.",
            Kind.MONEY,
            required=True,
            low=0,
            aliases=("arr", "arr amount", "annual contract value", "acv", "annual recurring revenue"),
        ),
    ]
    ends_on: Annotated[
        date | None,
        Column(
            "Ends on",
            "The renewal is due; empty for an open-ended contract, which the next term of the same contract ends.",
            Kind.DAY,
            aliases=("end date", "contract end date", "renewal date", "ends", "term end", "end", "due on"),
        ),
    ] = None
    currency: Annotated[
        str | None,
        Column(
            "Currency",
            "The currency of the amounts, as its three letters; a sign such as € or £ is read as its letters, $ as USD.",
            aliases=("currency code", "billing currency"),
            dimension=True,
        ),
    ] = None
    product: Annotated[str | None, product_column("The product under contract.", "plan", "plan name")] = None
    outcome: Annotated[
        str | None,
        Column(
            "Outcome",
            "What became of the term; worked out from the next term where empty.",
            Kind.WORD,
            vocabulary=OUTCOMES,
            aliases=("renewal status", "renewal outcome"),
            dimension=True,
        ),
    ] = None
    decided_on: Annotated[
        date | None,
        Column(
            "Decided on",
            "When the outcome was decided.",
            Kind.DAY,
            aliases=("signed at", "signed on", "decision date"),
            happened=True,
        ),
    ] = None
    value_after: Annotated[
        Decimal | None,
        Column(
            "Value after",
            "The annual value after the renewal.",
            Kind.MONEY,
            low=0,
            aliases=("renewed value", "new annual value", "arr after", "renewal amount"),
        ),
    ] = None
    reason: Annotated[
        str | None,
        Column("Reason", "Why the customer left or shrank.", aliases=("churn reason", "reason code"), dimension=True),
    ] = None
    controllable: Annotated[
        str | None,
        Column("Ours or not", "Whether the reason was in our hands.", Kind.WORD, vocabulary=CONTROL, dimension=True),
    ] = None
    notice_on: Annotated[
        date | None, Column("Notice on", "When the customer gave notice.", Kind.DAY, aliases=("notice date",))
    ] = None
    seats_licensed: Annotated[
        int | None,
        Column(
            "Seats licensed",
            "Seats that the term covers.",
            Kind.WHOLE,
            low=0,
            aliases=("seats", "licensed seats", "quantity", "licenses", "licences"),
        ),
    ] = None
    seats_active: Annotated[
        int | None,
        Column(
            "Seats in use",
            "Seats in use at the time of the export.",
            Kind.WHOLE,
            low=0,
            aliases=("active seats", "active users", "used seats"),
        ),
    ] = None
    acquired_by: Annotated[
        str | None,
        Column(
            "Acquired by",
            "Whether the customer came by recommendation or by marketing and sales.",
            Kind.WORD,
            vocabulary=ACQUISITION,
            aliases=("acquisition",),
            dimension=True,
        ),
    ] = None
    region: Annotated[str | None, REGION] = None

    @model_validator(mode="after")
    def _check_ends_after_start(self) -> "Renewals":
        return check_order(self, "ends_before_start", "ends_on", "starts_on")

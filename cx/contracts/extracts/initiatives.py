"""The initiatives extract: one customer-experience initiative."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import day_column, department_column, past_day_column
from cx.contracts.extracts.targets import SELECTION
from cx.contracts.metric_keys import METRIC_TERMS
from cx.contracts.row import Row, check_order

HORIZONS = (
    Term("quick_win", ("quick win", "short term", "short-term")),
    Term("long_term", ("long term", "long-term", "strategic")),
)


class Initiatives(Row):
    """One customer-experience initiative."""

    initiative_id: Annotated[
        str,
        Column(
            "Initiative id",
            "Names the initiative.",
            required=True,
            aliases=("initiative number", "initiative key", "cta id", "gsid"),
        ),
    ]
    name: Annotated[
        str,
        Column("Name", "What it is called.", required=True, aliases=("initiative", "initiative name", "cta name")),
    ]
    started_on: Annotated[
        date,
        day_column(
            "Started on",
            "When it starts or started.",
            "initiative start",
            "start date",
            "createddate",
            required=True,
        ),
    ]
    owner: Annotated[
        str | None,
        Column("Owner", "Who answers for it.", aliases=("initiative owner", "owner name", "ownername"), dimension=True),
    ] = None
    department: Annotated[str | None, department_column("The department that leads it.")] = None
    metric: Annotated[
        str | None,
        Column(
            "Metric",
            "The key of the figure that it is to move, as docs/definitions.md names it.",
            Kind.WORD,
            aliases=("target metric", "metric key"),
            vocabulary=METRIC_TERMS,
        ),
    ] = None
    scope: Annotated[
        str | None,
        Column(
            "Scope",
            "Whom it is for: dimensions with their values; empty for everybody.",
            aliases=("applies to",),
            form=SELECTION,
        ),
    ] = None
    expected_change: Annotated[
        float | None,
        Column(
            "Expected change",
            "By how much the figure is to move, in its unit.",
            Kind.NUMBER,
            aliases=("expected effect", "expected impact"),
        ),
    ] = None
    expected_lag_days: Annotated[
        int | None,
        Column(
            "Expected lag (days)",
            "Days from the start until the change is to show.",
            Kind.WHOLE,
            low=0,
            aliases=("expected lag",),
        ),
    ] = None
    horizon: Annotated[
        str | None,
        Column(
            "Horizon",
            "A quick win or a long-term change.",
            Kind.WORD,
            vocabulary=HORIZONS,
            aliases=("time horizon",),
            dimension=True,
        ),
    ] = None
    cost: Annotated[
        Decimal | None,
        Column(
            "Cost",
            "What it costs, in the base currency.",
            Kind.MONEY,
            low=0,
            aliases=("initiative cost", "investment"),
        ),
    ] = None
    ended_on: Annotated[
        date | None,
        day_column("Ended on", "When it ends or ended; empty while that is open.", "initiative end", "closeddate"),
    ] = None
    declared_on: Annotated[
        date | None,
        past_day_column(
            "Declared on",
            "When the expected change was written down; counted as evidence only where that was before it showed.",
            "registered on",
        ),
    ] = None

    @model_validator(mode="after")
    def _check_end_after_start(self) -> "Initiatives":
        return check_order(self, "ends_before_start", "ended_on", "started_on")

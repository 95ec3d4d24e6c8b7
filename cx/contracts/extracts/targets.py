"""The targets extract: a target for a metric, a segment and a period."""

from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Form, Kind
from cx.contracts.figure_limits import check_figure_value
from cx.contracts.metric_keys import METRIC_TERMS
from cx.contracts.row import Row

PERIOD = Form(r"[0-9]{4}(Q[1-4]|-(0[1-9]|1[0-2]))?", "2026, 2026Q3, 2026-07")
"""One spelling each, so that the same target in a later load is the same row."""
SELECTION = Form(r"[a-z_]+=[^;=]+(; ?[a-z_]+=[^;=]+)*", "region=North; product=Desk", is_list=True)


class Targets(Row):
    """A target for a metric, a segment and a period."""

    metric: Annotated[
        str,
        Column(
            "Metric",
            "The key of the figure, as docs/definitions.md names it.",
            Kind.WORD,
            required=True,
            aliases=("metric key", "kpi"),
            vocabulary=METRIC_TERMS,
        ),
    ]
    segment: Annotated[
        str | None,
        Column(
            "Segment",
            "For whom: dimensions with their values, in any order; empty for everybody.",
            aliases=("target segment",),
            form=SELECTION,
        ),
    ] = None
    period: Annotated[
        str,
        Column(
            "Period",
            "The fiscal year or quarter, or the month, that the target is for.",
            required=True,
            aliases=("target period", "quarter"),
            form=PERIOD,
        ),
    ]
    value: Annotated[
        float,
        Column(
            "Value",
            "The target, in the figure's own unit; percentages from 0 to 100.",
            Kind.NUMBER,
            required=True,
            aliases=("target", "target value", "goal value"),
        ),
    ]
    owner: Annotated[
        str | None, Column("Owner", "Who answers for it.", aliases=("target owner", "responsible"), dimension=True)
    ] = None

    @model_validator(mode="after")
    def _check_value(self) -> "Targets":
        return check_figure_value(self)

"""A benchmark: what others reach, by whose word and of which day."""

from datetime import date as day
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind
from cx.contracts.extracts.dimensions import day_column
from cx.contracts.extracts.targets import SELECTION
from cx.contracts.figure_limits import check_figure_value
from cx.contracts.metric_keys import METRIC_TERMS
from cx.contracts.row import Row, refusal


class Benchmarks(Row):
    """An outside value that a figure is read against; it is nothing that anybody here promised."""

    metric: Annotated[
        str,
        Column(
            "Metric",
            "The key of the figure, as docs/definitions.md names it.",
            Kind.WORD,
            required=True,
            vocabulary=METRIC_TERMS,
        ),
    ]
    segment: Annotated[
        str | None,
        Column(
            "Segment", "Our segment that it compares with: dimensions with their values, in any order.", form=SELECTION
        ),
    ] = None
    industry: Annotated[str | None, Column("Industry", "Of whom it speaks: an industry, a region, a size.")] = None
    value: Annotated[
        float,
        Column(
            "Value",
            "The outside value, in the figure's own unit; percentages from 0 to 100.",
            Kind.NUMBER,
            required=True,
        ),
    ]
    source: Annotated[str, Column("Source", "Who measured it, and where that can be read.", required=True)]
    date: Annotated[day, day_column("Date", "The day that the outside value is of.", required=True)]

    @model_validator(mode="after")
    def _check_value(self) -> "Benchmarks":
        return check_figure_value(self)

    @model_validator(mode="after")
    def _check_source(self) -> "Benchmarks":
        if not any(sign.isalpha() for sign in self.source):
            raise refusal("missing", "source")
        return self

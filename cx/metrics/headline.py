"""The headline figures of the data as it stands: what a preview shows before and after."""

from duckdb import DuckDBPyConnection

from cx.contracts.filters import Selection
from cx.contracts.settings import Settings
from cx.metrics.as_of import as_of
from cx.metrics.compute import Asked, compute
from cx.metrics.quarters import opening_quarter
from cx.metrics.value import MetricValue

HEADLINE = ("nps", "csat", "ces", "sla_attainment", "ticket_csat", "grr", "nrr", "seat_adoption", "active_account_rate")


def headline_values(cursor: DuckDBPyConnection, settings: Settings) -> list[MetricValue]:
    """The headline figures, of the quarter that a story opens with, that have a value; none where there is no data."""
    known_to = as_of(cursor)
    if known_to is None:
        return []
    selection = Selection(opening_quarter(cursor, known_to, settings), known_to)
    values = compute(cursor, HEADLINE, selection, settings, Asked(ranged=False))
    return [value for value in values if value.value is not None]

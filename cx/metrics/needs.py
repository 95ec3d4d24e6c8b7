"""Which columns of its extract a metric needs, and so which metrics a database cannot tell yet."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.contracts.extracts import EXTRACTS
from cx.metrics.registry import REGISTRY
from cx.store.sparse import held

Alternatives = tuple[str, ...]
"""Columns of which one is enough."""

ANSWERED: tuple[Alternatives, ...] = (("score",), ("responded_at", "sent_at"))
ENDING: tuple[Alternatives, ...] = (("ends_on",),)
NEEDS: dict[str, tuple[Alternatives, ...]] = {
    "nps": ANSWERED,
    "csat": ANSWERED,
    "ces": ANSWERED,
    "ces_easy": ANSWERED,
    "ces_1": ANSWERED,
    "response_rate": (("sent_at",),),
    "ticket_csat": (("satisfaction",),),
    "first_response_minutes": (("first_response_at", "first_response_minutes"),),
    "resolution_hours": (("resolved_at",),),
    "first_contact_resolution": (("resolved_at",),),
    "reopen_rate": (("resolved_at",), ("reopens",)),
    "handoffs_per_ticket": (("handoffs",),),
    "sla_attainment": (("promised_at", "sla_met"),),
    "response_sla_attainment": (("response_promised_at",),),
    "grr": ENDING,
    "nrr": ENDING,
    "logo_churn": ENDING,
    "contract_grr": ENDING,
    "contract_churn": ENDING,
    "renewal_rate": ENDING,
    "gross_renewal_rate": ENDING,
    "revenue_due": ENDING,
    "seat_adoption": (("seats_licensed", "licensed_users"), ("seats_active", "active_users")),
    "active_account_rate": (("active_users", "events"),),
    "feature_breadth": (("feature",),),
    "nps_by_account": (*ANSWERED, ("account_id",)),
    "nps_by_revenue": (*ANSWERED, ("account_id",)),
    "account_coverage": (("responded_at", "sent_at"), ("account_id",)),
    "revenue_coverage": (("responded_at", "sent_at"), ("account_id",)),
    "first_response_p90": (("first_response_at", "first_response_minutes"),),
    "backlog": (("resolved_at",),),
    "contact_rate": (("account_id",),),
    "bounce_rate": (("ticket_id",), ("to_team", "to_role")),
    "closed_loop_rate": (("contacted_at",),),
    "loop_close_hours": (("closed_at",),),
}
"""By metric, the columns besides those that every row of its extract has."""


@dataclass(frozen=True)
class Lacking:
    """Metrics that cannot be told, and the columns that they lack, each with what would do as well."""

    metrics: tuple[str, ...]
    columns: tuple[Alternatives, ...]


def lacking(cursor: DuckDBPyConnection, extract: str) -> tuple[Lacking, ...]:
    """What the loaded rows of an extract cannot tell for want of columns, by the columns that nothing has filled."""
    there = set(held(cursor, extract))
    found: dict[tuple[Alternatives, ...], list[str]] = {}
    for key, metric in REGISTRY.items():
        own = tuple(item for item in NEEDS.get(key, ()) if set(item) & set(EXTRACTS[extract].columns))
        absent = tuple(item for item in own if not set(item) & there)
        if metric.extract == extract and absent:
            found.setdefault(absent, []).append(key)
    return tuple(Lacking(tuple(keys), columns) for columns, keys in found.items())

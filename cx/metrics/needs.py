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
    "promoter_share": ANSWERED,
    "passive_share": ANSWERED,
    "detractor_share": ANSWERED,
    "csat": ANSWERED,
    "ces": ANSWERED,
    "ces_easy": ANSWERED,
    "ces_1": ANSWERED,
    "ces_hard": ANSWERED,
    "ces_1_high": ANSWERED,
    "csat_mean": ANSWERED,
    "response_rate": (("sent_at",),),
    "ticket_csat": (("satisfaction",),),
    "first_response_minutes": (("first_response_at", "first_response_minutes"),),
    "resolution_hours": (("resolved_at",),),
    "first_contact_resolution": (("resolved_at",),),
    "reopen_rate": (("resolved_at",), ("reopens",)),
    "handoffs_per_ticket": (("handoffs",),),
    "passed_on_twice": (("handoffs",),),
    "sla_attainment": (("promised_at", "sla_met"),),
    "response_sla_attainment": (("response_promised_at",),),
    "grr": ENDING,
    "nrr": ENDING,
    "logo_churn": ENDING,
    "expansion_rate": ENDING,
    "contraction_rate": ENDING,
    "revenue_churn": ENDING,
    "customers": ENDING,
    "customers_gained": ENDING,
    "customers_returned": ENDING,
    "customers_lost": ENDING,
    "recurring_revenue": ENDING,
    "value_gained": ENDING,
    "value_returned": ENDING,
    "value_expanded": ENDING,
    "value_contracted": ENDING,
    "value_lost": ENDING,
    "earned_growth": (*ENDING, ("acquired_by",)),
    "earned_growth_ratio": (*ENDING, ("acquired_by",)),
    "customer_lifetime_value": (*ENDING, ("margin",)),
    "realised_potential": (("annual_value",), ("potential_value",)),
    "contract_grr": ENDING,
    "contract_churn": ENDING,
    "renewal_rate": ENDING,
    "on_time_renewal_rate": (*ENDING, ("decided_on",)),
    "gross_renewal_rate": ENDING,
    "revenue_due": ENDING,
    "seat_adoption": (("seats_licensed", "licensed_users"), ("seats_active", "active_users")),
    "median_seat_rate": (("seats_licensed", "licensed_users"), ("seats_active", "active_users")),
    "active_account_rate": (("active_users", "events"),),
    "feature_breadth": (("feature",),),
    "nps_by_account": (*ANSWERED, ("account_id",)),
    "nps_by_revenue": (*ANSWERED, ("account_id",)),
    "account_coverage": (("sent_at",), ("account_id",)),
    "revenue_coverage": (("sent_at",), ("account_id",)),
    "first_response_p90": (("first_response_at", "first_response_minutes"),),
    "backlog": (("resolved_at",),),
    "contact_rate": (("account_id",),),
    "bounce_rate": (("ticket_id",), ("to_team", "to_role")),
    "time_to_first_value": (("milestone",), ("actual_on",)),
    "adoption_trend": (("active_users",),),
    "adoption_falling": (("active_users",),),
    "depth": (("events",), ("active_users",)),
    "proactive_share": (("initiated_by",), ("account_id",)),
    "revenue_at_risk": (*ENDING, ("seats_active", "active_users", "score")),
    "expected_loss": ENDING,
    "renewal_forecast": ENDING,
    "closed_loop_rate": (("contacted_at",),),
    "loop_close_hours": (("closed_at",),),
    "recovery_rate": (("score",), ("contacted_at",), ("contact_id",)),
    "recovery_rate_uncalled": (("score",), ("contacted_at",), ("contact_id",)),
    "loop_closed_rate": (("closed_at",),),
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
    for key in REGISTRY:
        absent = tuple(item for item in _told_by(key, extract) if not set(item) & there)
        if absent:
            found.setdefault(absent, []).append(key)
    return tuple(Lacking(tuple(keys), columns) for columns, keys in found.items())


def _told_by(key: str, extract: str) -> tuple[Alternatives, ...]:
    """The needs of a metric that the extract fills: of its own one all that it can, of another those it alone has."""
    own = REGISTRY[key].extract
    filled = tuple(item for item in NEEDS.get(key, ()) if set(item) & set(EXTRACTS[extract].columns))
    return filled if own == extract else tuple(item for item in filled if not set(item) & set(EXTRACTS[own].columns))

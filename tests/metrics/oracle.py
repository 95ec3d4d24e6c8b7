"""Every metric again in plain Python, by its key: written from the rules of the design and not from the code."""

from collections.abc import Callable

from tests.metrics.company import Company
from tests.metrics.oracle_adoption import activity, median_seat_rate, realised_potential, seat_adoption
from tests.metrics.oracle_ahead import ahead
from tests.metrics.oracle_book import flow
from tests.metrics.oracle_contracts import (
    gross_renewal_rate,
    on_time_renewal_rate,
    renewal_rate,
    retention,
    revenue_due,
)
from tests.metrics.oracle_groups import (
    SATISFIED,
    Figure,
    Group,
    Question,
    day_of,
)
from tests.metrics.oracle_lifetime import lifetime_value
from tests.metrics.oracle_reach import contact_rate, coverage, nps_of_accounts
from tests.metrics.oracle_surveys import answers, category, response_rate
from tests.metrics.oracle_tickets import (
    answered_in_time,
    backlog,
    bounced,
    first_contact,
    followed_up,
    kept,
    of_tickets,
    promise_day,
    time_to,
)
from tests.metrics.oracle_use import depth, proactive_share, time_to_first_value, trend
from tests.metrics.oracle_voice import closed_loop_rate, loop_close_hours, loop_closed_rate, recovery_rate

ORACLE: dict[str, Callable[[Company, Question], dict[Group, Figure]]] = {
    "nps": lambda c, q: answers(c, q, lambda r: r["kind"] == "nps", worth=lambda r: category(r["score"])),
    "promoter_share": lambda c, q: answers(c, q, lambda r: r["kind"] == "nps", worth=lambda r: r["score"] in (9, 10)),
    "passive_share": lambda c, q: answers(c, q, lambda r: r["kind"] == "nps", worth=lambda r: r["score"] in (7, 8)),
    "detractor_share": lambda c, q: answers(c, q, lambda r: r["kind"] == "nps", worth=lambda r: r["score"] in range(7)),
    "csat": lambda c, q: answers(
        c, q, lambda r: r["kind"] == "csat", "scale", lambda r: float(r["score"] in SATISFIED[r["scale"]])
    ),
    "ces": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "2.0", scale=1.0),
    "ces_easy": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "2.0", worth=lambda r: float(r["score"] >= 5)),
    "ces_1": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "1.0", scale=1.0),
    "ces_hard": lambda c, q: answers(c, q, lambda r: r["ces_version"] == "2.0", worth=lambda r: float(r["score"] <= 3)),
    "ces_1_high": lambda c, q: answers(
        c, q, lambda r: r["ces_version"] == "1.0", worth=lambda r: float(r["score"] > 3)
    ),
    "csat_mean": lambda c, q: answers(
        c, q, lambda r: r["kind"] == "csat" and r["scale"] != "good-bad", "scale", scale=1.0
    ),
    "response_rate": response_rate,
    "ticket_csat": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["opened_at"]),
        lambda r: r["satisfaction"] is not None,
        lambda r: float(r["satisfaction"] in SATISFIED[r["satisfaction_scale"]]),
        "satisfaction_scale",
    ),
    "first_response_minutes": lambda c, q: time_to(c, q, "first_response_at", 60),
    "resolution_hours": lambda c, q: time_to(c, q, "resolved_at", 3600),
    "first_contact_resolution": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["resolved_at"]),
        lambda r: followed_up(r, q.as_of) and r["resolved_at"] >= r["opened_at"],
        lambda r: first_contact(c, r),
    ),
    "reopen_rate": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["resolved_at"]),
        lambda r: followed_up(r, q.as_of) and r["reopens"] is not None and r["resolved_at"] >= r["opened_at"],
        lambda r: float(r["reopens"] >= 1),
    ),
    "handoffs_per_ticket": lambda c, q: of_tickets(
        c, q, lambda r: day_of(r["opened_at"]), lambda r: r["handoffs"] is not None, lambda r: r["handoffs"], scale=1.0
    ),
    "passed_on_twice": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["opened_at"]),
        lambda r: r["handoffs"] is not None,
        lambda r: float(r["handoffs"] > 1),
    ),
    "sla_attainment": lambda c, q: of_tickets(c, q, promise_day, lambda r: promise_day(r) is not None, kept),
    "response_sla_attainment": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["response_promised_at"]),
        lambda r: r["response_promised_at"] is not None,
        answered_in_time,
    ),
    "grr": lambda c, q: retention(c, q, "account_id", min, True),
    "nrr": lambda c, q: retention(c, q, "account_id", lambda before, after: after, True),
    "logo_churn": lambda c, q: retention(c, q, "account_id", lambda before, after: float(after == 0), False),
    "expansion_rate": lambda c, q: retention(c, q, "account_id", lambda before, after: max(after - before, 0), True),
    "contraction_rate": lambda c, q: retention(
        c, q, "account_id", lambda before, after: max(before - after, 0) if after else 0, True
    ),
    "revenue_churn": lambda c, q: retention(c, q, "account_id", lambda before, after: max(before - after, 0), True),
    "customers": flow(lambda one: one.after > 0, is_level=True),
    "customers_gained": flow(lambda one: one.is_new),
    "customers_returned": flow(lambda one: one.is_back),
    "customers_lost": flow(lambda one: one.is_gone),
    "recurring_revenue": flow(lambda one: one.after, is_level=True),
    "value_gained": flow(lambda one: one.after if one.is_new else 0),
    "value_returned": flow(lambda one: one.after if one.is_back else 0),
    "value_expanded": flow(lambda one: one.growth),
    "value_contracted": flow(lambda one: one.shrinkage),
    "value_lost": flow(lambda one: one.before if one.is_gone else 0),
    "earned_growth": flow(lambda one: one.earned, is_rate=True, needs_source=True),
    "earned_growth_ratio": flow(lambda one: one.earned, of_growth=True, needs_source=True),
    "customer_lifetime_value": lifetime_value,
    "realised_potential": realised_potential,
    "contract_grr": lambda c, q: retention(c, q, "contract_id", min, True),
    "contract_churn": lambda c, q: retention(c, q, "contract_id", lambda before, after: float(after == 0), False),
    "renewal_rate": renewal_rate,
    "on_time_renewal_rate": on_time_renewal_rate,
    "gross_renewal_rate": gross_renewal_rate,
    "revenue_due": revenue_due,
    "seat_adoption": seat_adoption,
    "median_seat_rate": median_seat_rate,
    "active_account_rate": lambda c, q: activity(c, q, False),
    "feature_breadth": lambda c, q: activity(c, q, True),
    "nps_by_account": lambda c, q: nps_of_accounts(c, q, False),
    "nps_by_revenue": lambda c, q: nps_of_accounts(c, q, True),
    "account_coverage": lambda c, q: coverage(c, q, False),
    "revenue_coverage": lambda c, q: coverage(c, q, True),
    "first_response_p90": lambda c, q: time_to(c, q, "first_response_at", 60, 0.9),
    "backlog": backlog,
    "contact_rate": contact_rate,
    "bounce_rate": lambda c, q: of_tickets(
        c,
        q,
        lambda r: day_of(r["opened_at"]),
        lambda r: bounced(c, r, q.as_of) is not None,
        lambda r: bounced(c, r, q.as_of) or 0.0,
    ),
    "closed_loop_rate": closed_loop_rate,
    "loop_close_hours": loop_close_hours,
    "loop_closed_rate": loop_closed_rate,
    "recovery_rate": lambda c, q: recovery_rate(c, q, True),
    "recovery_rate_uncalled": lambda c, q: recovery_rate(c, q, False),
    "time_to_first_value": time_to_first_value,
    "adoption_trend": lambda c, q: trend(c, q, False),
    "adoption_falling": lambda c, q: trend(c, q, True),
    "depth": depth,
    "proactive_share": proactive_share,
    "revenue_at_risk": lambda c, q: ahead(c, q, "exposed"),
    "expected_loss": lambda c, q: ahead(c, q, "goes"),
    "renewal_forecast": lambda c, q: ahead(c, q, "stays"),
}

"""How a row counts in its figure, in words."""

from cx.contracts.words import N_, Words
from cx.metrics.due_terms import Standing
from cx.metrics.metric import BOOKS, Form, Grid, Metric
from cx.story.due_table import STANDING_NAMES

YES_NO: dict[str, tuple[str, str]] = {
    "promoter_share": (N_("promoter"), N_("not a promoter")),
    "passive_share": (N_("passive"), N_("not a passive")),
    "detractor_share": (N_("detractor"), N_("not a detractor")),
    "csat": (N_("satisfied"), N_("not satisfied")),
    "ticket_csat": (N_("satisfied"), N_("not satisfied")),
    "ces_easy": (N_("found it easy"), N_("did not find it easy")),
    "ces_hard": (N_("found it hard"), N_("did not find it hard")),
    "ces_1_high": (N_("much effort"), N_("not much effort")),
    "passed_on_twice": (N_("passed on twice or more"), N_("passed on once or never")),
    "response_rate": (N_("answered"), N_("not answered")),
    "first_contact_resolution": (N_("solved in one go"), N_("not solved in one go")),
    "reopen_rate": (N_("opened again"), N_("stayed solved")),
    "sla_attainment": (N_("met"), N_("missed")),
    "response_sla_attainment": (N_("met"), N_("missed")),
    "first_response_minutes": (N_("answered"), N_("still waiting")),
    "first_response_p90": (N_("answered"), N_("still waiting")),
    "resolution_hours": (N_("resolved"), N_("still waiting")),
    "loop_close_hours": (N_("closed"), N_("still waiting")),
    "backlog": (N_("open"), N_("resolved by then")),
    "bounce_rate": (N_("came back"), N_("did not come back")),
    "loop_closed_rate": (N_("closed in time"), N_("not closed in time")),
    "closed_loop_rate": (N_("followed up in time"), N_("not followed up in time")),
    "recovery_rate": (N_("better disposed now"), N_("still not recommending us")),
    "recovery_rate_uncalled": (N_("better disposed now"), N_("still not recommending us")),
    "account_coverage": (N_("answered"), N_("silent")),
    "revenue_coverage": (N_("answered"), N_("silent")),
    "renewal_rate": (N_("renewed"), N_("not renewed")),
    "on_time_renewal_rate": (N_("renewed in time"), N_("not renewed in time")),
    "revenue_at_risk": (N_("at risk"), N_("without a sign of risk, decided or not to be scored")),
    "active_account_rate": (N_("active"), N_("not active")),
    "adoption_falling": (N_("fewer users"), N_("not fewer users")),
    "time_to_first_value": (N_("of value"), N_("still waiting")),
    "proactive_share": (N_("we started it"), N_("the customer started it")),
}
"""By metric, what a row is that adds to the numerator, and one that does not."""
BY_VALUE = N_("by its value")


def counts_as(metric: Metric, row: dict[str, object], words: Words) -> str:
    """What the row is to the figure: a promoter, a promise missed, an account that shrank."""
    above, below = (float(str(row[name])) for name in ("numerator", "denominator"))
    if metric.key in YES_NO:
        return words.say(YES_NO[metric.key][0 if above else 1])
    if metric.form is Form.NPS:
        return words.say({1.0: N_("promoter"), 0.0: N_("passive"), -1.0: N_("detractor")}[above])
    if metric.grid in BOOKS:
        return words.say(_became(float(str(row["before"])), float(str(row["after"]))))
    if metric.grid is Grid.AHEAD:
        return words.say(STANDING_NAMES[Standing(str(row["standing"]))])
    if metric.key == "adoption_trend":
        return words.say(_changed(above, below))
    if metric.form is Form.WEIGHTED:
        return words.say(N_("by its weight") if metric.base != "1" else N_("once"))
    if metric.form is Form.RATIO and metric.grid is Grid.ROWS:
        return words.say(_stayed(above, below))
    return words.say(BY_VALUE)


def _became(before: float, after: float) -> str:
    """What became of an account or a contract between the two days."""
    if not before:
        return N_("new or back")
    if not after:
        return N_("left")
    if after == before:
        return N_("stayed the same")
    return N_("grew") if after > before else N_("shrank")


def _changed(now: float, before: float) -> str:
    """Whether an account has more users than it had."""
    if now == before:
        return N_("as many users")
    return N_("more users") if now > before else N_("fewer users")


def _stayed(kept: float, due: float) -> str:
    if not kept:
        return N_("left")
    return N_("stayed in full") if kept >= due else N_("stayed in part")

"""The metrics of how much comes in, how much stays open and how it is passed around, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.sources import KAPLAN_MEIER

MINIMUM = 30
TAIL_MINIMUM = 36
"""Below it the upper limit of a 90th percentile has no bound: 0.9 to the power of n is above 2.5 %."""
ANSWERED = "responded_at < $as_of + INTERVAL 1 DAY"
WAITED = (
    f"CASE WHEN {ANSWERED} THEN first_response_minutes ELSE "
    "date_diff('second', opened_at, least(coalesce(resolved_at, $as_of + INTERVAL 1 DAY), "
    "$as_of + INTERVAL 1 DAY)) / 60.0 END"
)
"""Minutes from opening to the first human answer, or to the end of the waiting."""

SERVICE_METRICS = (
    Metric(
        "first_response_p90",
        N_("First response time, slowest tenth"),
        N_("How long do nine in ten customers wait at most until a person answers?"),
        "tickets",
        Form.MEDIAN,
        Unit.MINUTES,
        Direction.FEWER_IS_BETTER,
        N_(
            "Kaplan-Meier 90th percentile of minutes from opening to the first human answer, by the day of opening: the "
            "same curve as the median's"
        ),
        N_("Percentiles of an account-level bootstrap of the 90th percentile (400 draws)."),
        N_("Negative times are left out and counted; unanswered tickets count as still waiting."),
        "Plain: First response time, https://www.plain.com/docs/product/platform/first-response-time.md; "
        f"{KAPLAN_MEIER}",
        TAIL_MINIMUM,
        15.0,
        clock="opened_on",
        counted="opened_at IS NOT NULL",
        value=WAITED,
        observed=f"coalesce({ANSWERED}, false)",
        quantile=0.9,
        negative="first_response_minutes < 0",
        counts="tickets",
    ),
    Metric(
        "backlog",
        N_("Backlog"),
        N_("How many tickets are still open?"),
        "tickets",
        Form.TOTAL,
        Unit.WHOLE,
        Direction.FEWER_IS_BETTER,
        N_(
            "tickets opened by the last day of the period and not resolved by its end: the backlog before + opened − "
            "resolved"
        ),
        N_("Exact: a count of all tickets."),
        N_(
            "Tickets resolved before they were opened are left out and counted. Without any known resolution there is no "
            "figure."
        ),
        N_(
            "Own definition: opened by the last day and not resolved by its end, with opened and solved as in "
            "Zendesk: Ticket Metrics, https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
        ),
        1,
        0.0,
        Grid.OPEN,
        clock="opened_on",
        counted="EXISTS (SELECT 1 FROM tickets WHERE resolved_at IS NOT NULL)",
        value="coalesce(resolved_on > $end, true)",
        observed="resolved_on",
        negative="resolved_at < opened_at",
        ledger=True,
        counts="tickets",
        caveat=N_(
            "An export keeps a ticket's last resolution alone: a ticket that was opened again counts as open all the time "
            "in between, and one that is on hold counts as open."
        ),
    ),
    Metric(
        "contact_rate",
        N_("Contact rate"),
        N_("How often does a customer need us?"),
        "tickets",
        Form.RATE,
        Unit.PER_ACCOUNT,
        Direction.FEWER_IS_BETTER,
        N_("tickets opened in the period by accounts in force on its last day / accounts in force on that day"),
        N_(
            "The wider of the exact Poisson interval and the t interval over accounts; changes by the paired t interval, "
            "which compares an account with itself."
        ),
        N_("Tickets of accounts without value on that day, and those without an account."),
        N_(
            "Own definition: tickets in the period / accounts in force on its last day, with the exact "
            "interval of a count: Garwood 1936, Biometrika 28: Fiducial Limits for the Poisson Distribution"
        ),
        MINIMUM,
        0.05,
        Grid.REACH,
        clock="opened_on",
        counted="account_id IS NOT NULL",
        value="events",
        counts="accounts",
        caveat=N_(
            "It grows with the length of the period: compare periods of one length. Falling may also mean that customers "
            "turn away."
        ),
    ),
    Metric(
        "passed_on_twice",
        N_("Passed on twice or more"),
        N_("How many tickets go through three hands or more?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        Direction.FEWER_IS_BETTER,
        N_(
            "tickets with at least two changes of team after the first assignment / tickets whose handoffs were counted, by "
            "the day of opening"
        ),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without a count of handoffs."),
        N_(
            "Own definition: tickets with two handoffs or more, since most have none and their mean hides the few that wander; "
            "three group stations or more in Zendesk: Ticket Metrics, "
            "https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
        ),
        MINIMUM,
        1.0,
        clock="opened_on",
        counted="handoffs IS NOT NULL",
        value="CAST(handoffs >= 2 AS INTEGER)",
        counts="tickets",
    ),
    Metric(
        "bounce_rate",
        N_("Bounce rate"),
        N_("How many tickets come back to a team that had passed them on?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        Direction.FEWER_IS_BETTER,
        N_(
            "tickets that a team passed on and got back / tickets whose changes of owner are known, by the day of opening"
        ),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without any known change of owner."),
        N_(
            "Own definition: a team gets back what it had passed on (there is no published standard); teams "
            "that held a ticket as the group stations in Zendesk: Ticket Metrics, "
            "https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
        ),
        MINIMUM,
        1.0,
        clock="opened_on",
        counted="passed_at < $as_of + INTERVAL 1 DAY",
        value="CAST(coalesce(bounced_at < $as_of + INTERVAL 1 DAY, false) AS INTEGER)",
        counts="tickets",
    ),
)

"""Every metric of the product, as data."""

from cx.contracts.scales import SATISFIED_FROM
from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.registry_adoption import ADOPTION_METRICS
from cx.metrics.registry_ahead import AHEAD_METRICS
from cx.metrics.registry_contacts import CONTACT_METRICS
from cx.metrics.registry_coverage import ANSWERED_EARLIER, ANSWERED_IN_TIME, ASKED_LONG_AGO, STILL_ASKED
from cx.metrics.registry_recovery import RECOVERY_METRICS
from cx.metrics.registry_renewals import RENEWALS
from cx.metrics.registry_service import ANSWERED, SERVICE_METRICS, WAITED
from cx.metrics.registry_voice import NPS_ANSWERS, NPS_WORTH, VOICE_METRICS
from cx.metrics.sources import EFFORTLESS, KAPLAN_MEIER, REICHHELD, ZENDESK_METRICS

MORE, FEWER, NEITHER = Direction.MORE_IS_BETTER, Direction.FEWER_IS_BETTER, Direction.NEITHER
SURVEY_MINIMUM = 30


def _satisfied(score: str, scale: str) -> str:
    choices = " ".join(f"WHEN '{name}' THEN {score} >= {low}" for name, low in SATISFIED_FROM.items())
    return f"CAST(CASE {scale} {choices} END AS INTEGER)"


def _over(clock: str, days: str) -> str:
    """Whether the follow-up that begins on a day is over."""
    return f"({clock} + CAST(${days} AS INTEGER) <= $as_of)"


RESOLVED = "resolved_at < $as_of + INTERVAL 1 DAY"

METRICS = (
    Metric(
        "nps",
        N_("Net Promoter Score"),
        N_("Would customers recommend us?"),
        "survey",
        Form.NPS,
        Unit.POINTS,
        MORE,
        N_("100 × (answers 9–10 − answers 0–6) / all answers on the 0–10 scale"),
        N_(
            "Adjusted Wald (three pseudo-answers); where accounts answer several times, the wider of it and the "
            "interval with the linearised variance by account."
        ),
        N_("Answers on other scales; invitations not answered."),
        f"{REICHHELD}; range: Rocks 2016, The American Statistician 70: Interval Estimation for the 'Net "
        "Promoter Score', https://arxiv.org/abs/1601.07235",
        SURVEY_MINIMUM,
        3.0,
        clock="responded_on",
        counted=NPS_ANSWERS,
        value=NPS_WORTH,
        private=True,
        counts="answers",
    ),
    Metric(
        "csat",
        N_("Customer satisfaction"),
        N_("Are customers satisfied?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("satisfied answers / all answers: 4–5 of 5, 6–7 of 7, 9–10 of 10, 2 of 0–2, good of good-bad"),
        N_(
            "Wilson; where accounts answer several times, the wider of it and the interval with the linearised "
            "variance by account."
        ),
        N_("Invitations not answered. Answers on several scales are never pooled: each scale is a row."),
        N_(
            "Own definition: on 1–5 the answers 4 and 5, as in Delighted: How is CSAT calculated, "
            "https://help.delighted.com/article/240-how-is-csat-calculated; on other scales the top choices "
            "that the formula names"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="responded_on",
        counted="kind = 'csat' AND score IS NOT NULL",
        value=_satisfied("score", "scale"),
        split="scale",
        private=True,
        counts="answers",
    ),
    Metric(
        "ces",
        N_("Customer Effort Score"),
        N_("Do we make it easy?"),
        "survey",
        Form.MEAN,
        Unit.SCORE,
        MORE,
        N_("mean of CES 2.0 answers, 1 (hard) to 7 (easy)"),
        N_("t interval; where accounts answer several times, the wider of it and the clustered one."),
        N_("CES 1.0, which runs the other way, and other scales."),
        f"{EFFORTLESS}; CustomerGauge: Customer Effort Score, "
        "https://support.customergauge.com/support/solutions/articles/5000755869-customer-effort-score-how-it-s-implemented-in-customergauge",
        SURVEY_MINIMUM,
        0.1,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '2.0' AND scale = '1-7' AND score IS NOT NULL",
        value="score",
        scale="1-7",
        private=True,
        counts="answers",
    ),
    Metric(
        "ces_easy",
        N_("Found it easy"),
        N_("How many customers found it easy?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("CES 2.0 answers 5–7 / all CES 2.0 answers"),
        N_("Wilson; the wider of it and the clustered one where accounts answer several times."),
        N_("CES 1.0 and other scales."),
        N_(
            "Own definition: the share that agrees, 5–7 of 7, as the share 4–5 of 5 in Delighted: How is CES "
            "calculated, https://help.delighted.com/article/249-how-is-ces-calculated; question and scale: "
            "Dixon, Toman, DeLisi 2013: The Effortless Experience (Portfolio)"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '2.0' AND scale = '1-7' AND score IS NOT NULL",
        value="CAST(score >= 5 AS INTEGER)",
        private=True,
        counts="answers",
    ),
    Metric(
        "ces_1",
        N_("Customer Effort Score 1.0"),
        N_("How much effort did it take?"),
        "survey",
        Form.MEAN,
        Unit.SCORE,
        FEWER,
        N_("mean of CES 1.0 answers, 1 (very low effort) to 5 (very high)"),
        N_("t interval; where accounts answer several times, the wider of it and the clustered one."),
        N_("CES 2.0, which runs the other way."),
        "Dixon, Freeman, Toman 2010, Harvard Business Review: Stop Trying to Delight Your Customers, "
        "https://hbr.org/2010/07/stop-trying-to-delight-your-customers",
        SURVEY_MINIMUM,
        0.1,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '1.0' AND scale = '1-5' AND score IS NOT NULL",
        value="score",
        scale="1-5",
        private=True,
        counts="answers",
    ),
    Metric(
        "ces_hard",
        N_("Found it hard"),
        N_("How many customers found it hard?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        FEWER,
        N_("CES 2.0 answers 1–3 / all CES 2.0 answers"),
        N_("Wilson; the wider of it and the clustered one where accounts answer several times."),
        N_("CES 1.0 and other scales."),
        N_(
            "Own definition: the share that disagrees, 1–3 of 7, the counterpart of those who found it easy; question and "
            "scale: Dixon, Toman, DeLisi 2013: The Effortless Experience (Portfolio)"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '2.0' AND scale = '1-7' AND score IS NOT NULL",
        value="CAST(score <= 3 AS INTEGER)",
        private=True,
        counts="answers",
    ),
    Metric(
        "ces_1_high",
        N_("High effort (CES 1.0)"),
        N_("For how many customers was it much effort?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        FEWER,
        N_("CES 1.0 answers 4–5 (high effort) / all CES 1.0 answers"),
        N_("Wilson; the wider of it and the clustered one where accounts answer several times."),
        N_("CES 2.0, which runs the other way."),
        N_(
            "Own definition: the share with high effort, 4–5 of 5; question and scale: Dixon, Freeman, Toman 2010, Harvard "
            "Business Review: Stop Trying to Delight Your Customers, "
            "https://hbr.org/2010/07/stop-trying-to-delight-your-customers"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '1.0' AND scale = '1-5' AND score IS NOT NULL",
        value="CAST(score >= 4 AS INTEGER)",
        private=True,
        counts="answers",
    ),
    Metric(
        "csat_mean",
        N_("Mean satisfaction"),
        N_("How satisfied are customers on average?"),
        "survey",
        Form.MEAN,
        Unit.SCORE,
        MORE,
        N_("mean of the answers about satisfaction, each scale by itself"),
        N_("t interval; where accounts answer several times, the wider of it and the clustered one."),
        N_(
            "Invitations not answered; answers good or bad, which have no mean beside their share. Answers on several scales "
            "are never pooled: each scale is a row."
        ),
        N_(
            "Own definition: the mean of the answers on one scale, which is another figure than the share of satisfied ones "
            "in Delighted: How is CSAT calculated, https://help.delighted.com/article/240-how-is-csat-calculated"
        ),
        SURVEY_MINIMUM,
        0.1,
        clock="responded_on",
        counted="kind = 'csat' AND scale <> 'good-bad' AND score IS NOT NULL",
        value="score",
        split="scale",
        private=True,
        counts="answers",
    ),
    Metric(
        "response_rate",
        N_("Response rate"),
        N_("Who answers us?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        NEITHER,
        N_(
            "invitations answered within 14 calendar days (setting answer_days) / invitations sent whose 14 days are over, "
            "by the day they were sent"
        ),
        N_("Wilson; the wider of it and the clustered one where accounts were invited several times."),
        N_(
            "Invitations whose 14 days are not over yet, which are counted apart; those answered before they were sent, a "
            "fault of the data, are left out and counted. Answers without a known invitation: a file of answers alone gives "
            "no response rate."
        ),
        N_(
            "Own definition: answered within a fixed number of days / sent, every invitation taken as one that "
            "could be answered, as in Response Rate 1 of AAPOR: Standard Definitions, https://aapor.org"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="sent_on",
        counted=ASKED_LONG_AGO,
        value=ANSWERED_IN_TIME,
        unripe=STILL_ASKED,
        negative=ANSWERED_EARLIER,
        whole="response_id",
        window="answer_days",
        counts="invitations",
    ),
    Metric(
        "ticket_csat",
        N_("Ticket satisfaction"),
        N_("Are customers satisfied with how a ticket was handled?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("satisfied ratings / all ratings, by the day of opening"),
        N_("Wilson; the wider of it and the clustered one where accounts rate several tickets."),
        N_("Tickets without a rating. Scales are never pooled."),
        N_(
            "Own definition: on 1–5 the ratings 4 and 5, as in Delighted: How is CSAT calculated, "
            "https://help.delighted.com/article/240-how-is-csat-calculated; on other scales the top choices, "
            "as for customer satisfaction"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="opened_on",
        counted="satisfaction IS NOT NULL AND satisfaction_scale IS NOT NULL",
        value=_satisfied("satisfaction", "satisfaction_scale"),
        split="satisfaction_scale",
        counts="ratings",
    ),
    Metric(
        "first_response_minutes",
        N_("First response time"),
        N_("How long until a person answers?"),
        "tickets",
        Form.MEDIAN,
        Unit.MINUTES,
        FEWER,
        N_("Kaplan-Meier median of minutes from opening to the first human answer, by the day of opening"),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_("Negative times are left out and counted; unanswered tickets count as still waiting."),
        "Plain: First response time, https://www.plain.com/docs/product/platform/first-response-time.md; "
        f"{KAPLAN_MEIER}",
        SURVEY_MINIMUM,
        5.0,
        clock="opened_on",
        counted="opened_at IS NOT NULL",
        value=WAITED,
        observed=f"coalesce({ANSWERED}, false)",
        negative="first_response_minutes < 0",
        counts="tickets",
    ),
    Metric(
        "resolution_hours",
        N_("Resolution time"),
        N_("How long until it is solved?"),
        "tickets",
        Form.MEDIAN,
        Unit.HOURS,
        FEWER,
        N_("Kaplan-Meier median of hours from opening to resolution, by the day of opening"),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_("Negative times are left out and counted; open tickets count as still waiting."),
        f"{ZENDESK_METRICS} (full resolution time); {KAPLAN_MEIER}",
        SURVEY_MINIMUM,
        1.0,
        clock="opened_on",
        counted="opened_at IS NOT NULL",
        value=f"date_diff('second', opened_at, CASE WHEN {RESOLVED} THEN resolved_at "
        "ELSE $as_of + INTERVAL 1 DAY END) / 3600.0",
        observed=f"coalesce({RESOLVED}, false)",
        negative="resolved_at < opened_at",
        counts="tickets",
    ),
    Metric(
        "first_contact_resolution",
        N_("First contact resolution"),
        N_("Is it solved in one go, by one team, for good?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_(
            "resolved tickets with at most one reply, no handoff, no reopening and no new ticket of the same customer "
            "and category within 7 days / resolved tickets whose 7 days are over"
        ),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_(
            "Open tickets, and tickets resolved less than 7 days before the data ends; those resolved before they were opened "
            "are left out and counted."
        ),
        N_(
            "Own definition: at most one reply, nothing passed on, opened again or asked anew within 7 days, "
            "nearest to Freshservice: How do you calculate FCR, "
            "https://support.freshservice.com/en/support/solutions/articles/50000004904-how-do-you-calculate-fcr-"
        ),
        SURVEY_MINIMUM,
        2.0,
        clock="resolved_on",
        counted=f"resolved_at IS NOT NULL AND {_over('resolved_on', 'repeat_days')}",
        unripe=f"resolved_at IS NOT NULL AND NOT {_over('resolved_on', 'repeat_days')}",
        value="CAST(coalesce(replies <= 1, true) AND coalesce(handoffs = 0, true) AND coalesce(reopens = 0, true) "
        "AND NOT coalesce(next_opened_at <= resolved_at + to_days(CAST($repeat_days AS INTEGER)), false) AS INTEGER)",
        negative="resolved_at < opened_at",
        window="repeat_days",
        counts="tickets",
        caveat=N_("Where replies, handoffs or reopenings are not exported they are taken as none: a proxy."),
    ),
    Metric(
        "reopen_rate",
        N_("Reopen rate"),
        N_("Does it stay solved?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        FEWER,
        N_("resolved tickets opened again / resolved tickets whose 7 days are over"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_(
            "Tickets never resolved, resolved less than 7 days before the data ends, or without a count of reopenings; those "
            "resolved before they were opened are left out and counted."
        ),
        N_(
            "Own definition: tickets with a reopening, each once, of those resolved at least 7 days ago; "
            "reopenings as in Zendesk: Ticket Metrics, "
            "https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
        ),
        SURVEY_MINIMUM,
        1.0,
        clock="resolved_on",
        counted=f"resolved_at IS NOT NULL AND reopens IS NOT NULL AND {_over('resolved_on', 'repeat_days')}",
        unripe=f"resolved_at IS NOT NULL AND reopens IS NOT NULL AND NOT {_over('resolved_on', 'repeat_days')}",
        value="CAST(reopens >= 1 AS INTEGER)",
        negative="resolved_at < opened_at",
        window="repeat_days",
        counts="tickets",
    ),
    Metric(
        "handoffs_per_ticket",
        N_("Handoffs per ticket"),
        N_("How often is a customer passed on?"),
        "tickets",
        Form.MEAN,
        Unit.COUNT,
        FEWER,
        N_("changes of team after the first assignment / tickets, by the day of opening"),
        N_("t interval; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without a count of handoffs."),
        N_(
            "Own definition: changes of team after the first assignment, which are the group stations less one "
            "of Zendesk: Ticket Metrics, https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
        ),
        SURVEY_MINIMUM,
        0.05,
        clock="opened_on",
        counted="handoffs IS NOT NULL",
        value="handoffs",
        counts="tickets",
    ),
    Metric(
        "sla_attainment",
        N_("Promises kept (SLA)"),
        N_("Do we resolve when we said we would?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("resolutions due in the period and made on time / resolutions due in the period"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_(
            "Tickets without a promise, which are counted apart by the day of opening, and promises not due yet. "
            "Open past due counts as missed."
        ),
        N_(
            "Own definition: promises count when they are due, and open past due is missed; fulfilled and "
            "breached as in Zendesk: Ticket Metric Events, "
            "https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metric_events/"
        ),
        SURVEY_MINIMUM,
        1.0,
        clock="sla_on",
        counted="(promised_at IS NOT NULL AND promised_at < $as_of + INTERVAL 1 DAY) "
        "OR (promised_at IS NULL AND sla_met IS NOT NULL)",
        value="CAST(CASE WHEN promised_at IS NOT NULL THEN coalesce(resolved_at <= promised_at, false) "
        "ELSE sla_met END AS INTEGER)",
        unpromised="promised_at IS NULL AND sla_met IS NULL",
        counts="promises",
    ),
    Metric(
        "response_sla_attainment",
        N_("First responses on time"),
        N_("Do we answer when we said we would?"),
        "tickets",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("first responses due in the period and made on time / first responses due in the period"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_(
            "Tickets without a promised response, which are counted apart by the day of opening, and promises not due "
            "yet. Unanswered past due counts as missed."
        ),
        N_(
            "Own definition: promised first responses count when they are due, and unanswered past due is "
            "missed; fulfilled and breached as in Zendesk: Ticket Metric Events, "
            "https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metric_events/"
        ),
        SURVEY_MINIMUM,
        1.0,
        clock="response_promised_on",
        counted="response_promised_at IS NOT NULL AND response_promised_at < $as_of + INTERVAL 1 DAY",
        value="CAST(coalesce(responded_at <= response_promised_at, false) AS INTEGER)",
        unpromised="response_promised_at IS NULL",
        counts="promises",
    ),
    *RENEWALS,
    Metric(
        "seat_adoption",
        N_("Seats in use"),
        N_("Do customers use what they pay for?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_(
            "seats in use / seats licensed on the last day of the period (seat adoption): from the "
            "terms in force, else from usage of the product in the 28 days before, the most users of a row and the licences "
            "of the last one that tells them"
        ),
        N_("A bootstrap over accounts (2,000 draws)."),
        N_(
            "Seats of trials without value; accounts without value on that day, where contracts are known at all; accounts "
            "whose seats nobody exported; users of single features, which cannot be added up."
        ),
        N_(
            "Own definition: seats in use / seats licensed, summed over accounts; the share of active licences "
            "in Rework: Adoption Metrics, "
            "https://resources.rework.com/libraries/post-sale-management/adoption-metrics"
        ),
        10,
        1.0,
        Grid.DAY,
        value="active",
        base="licensed",
        counts="accounts",
        caveat=N_("More seats in use than licensed are kept as they are: an overage or a shared login."),
    ),
    Metric(
        "active_account_rate",
        N_("Active accounts"),
        N_("How many customers use us at all?"),
        "usage",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("paying accounts with any use in the 28 days to the last day / paying accounts"),
        N_("Wilson; changes by Newcombe's interval of paired shares, which compares an account with itself."),
        N_("Accounts without value on that day. No data where the usage known ends before the 28 days begin."),
        N_(
            "Own definition: paying accounts with any use in 28 days / paying accounts; active users of a "
            "month, by account, in Rework: Adoption Metrics, "
            "https://resources.rework.com/libraries/post-sale-management/adoption-metrics"
        ),
        SURVEY_MINIMUM,
        1.0,
        Grid.DAY,
        value="active",
        counts="accounts",
    ),
    Metric(
        "feature_breadth",
        N_("Feature breadth"),
        N_("How much of the product do customers use?"),
        "usage",
        Form.MEAN,
        Unit.PERCENT,
        MORE,
        N_("mean over paying accounts of features used / features that anyone used, in 90 days"),
        N_("t interval over accounts; changes by the paired t interval, which compares an account with itself."),
        N_("Accounts without value on that day. No data where the usage known ends before the 90 days begin."),
        N_(
            "Own definition: features used / features that anyone used; of the features available it is the "
            "adoption depth in Distilled CS: Product adoption depth, "
            "https://distilled-cs.pages.dev/metrics/product_adoption_depth"
        ),
        SURVEY_MINIMUM,
        1.0,
        Grid.DAY,
        value="breadth",
        counts="accounts",
    ),
    *VOICE_METRICS,
    *RECOVERY_METRICS,
    *SERVICE_METRICS,
    *ADOPTION_METRICS,
    *CONTACT_METRICS,
    *AHEAD_METRICS,
)

REGISTRY = {metric.key: metric for metric in METRICS}

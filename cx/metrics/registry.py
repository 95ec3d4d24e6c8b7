"""Every metric of the product, as data."""

from cx.contracts.scales import SATISFIED_FROM
from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric

MORE, FEWER, NEITHER = Direction.MORE_IS_BETTER, Direction.FEWER_IS_BETTER, Direction.NEITHER
SURVEY_MINIMUM = 30


def _satisfied(score: str, scale: str) -> str:
    choices = " ".join(f"WHEN '{name}' THEN {score} >= {low}" for name, low in SATISFIED_FROM.items())
    return f"CAST(CASE {scale} {choices} END AS INTEGER)"


KNOWN_OUTCOME = (
    "CASE WHEN stated = 'pending' AND successor_on IS NULL THEN 'pending' "
    "WHEN stated <> 'pending' AND (decided_on IS NULL OR decided_on <= $as_of) THEN stated "
    "WHEN successor_on IS NOT NULL THEN 'renewed' "
    "WHEN $as_of <= ends_on + CAST($grace_days AS INTEGER) THEN 'pending' ELSE 'lapsed' END"
)
DUE = "due_on IS NOT NULL AND NOT implied AND amount > 0"
KEPT_AMOUNT = (
    f"CASE {KNOWN_OUTCOME} WHEN 'renewed' THEN least(amount, coalesce(amount_after, successor_amount, amount)) "
    "WHEN 'reduced' THEN CASE WHEN coalesce(amount_after, successor_amount) IS NOT NULL "
    "THEN least(amount, coalesce(amount_after, successor_amount)) END ELSE 0 END"
)
"""least() passes over NULL: what a term was reduced to must be known first."""
RESOLVED = "resolved_at < $as_of + INTERVAL 1 DAY"
ANSWERED = "responded_at < $as_of + INTERVAL 1 DAY"

METRICS = (
    Metric(
        "nps", N_("Net Promoter Score"), N_("Would customers recommend us?"), "survey", Form.NPS, Unit.POINTS, MORE,
        N_("100 × (answers 9–10 − answers 0–6) / all answers on the 0–10 scale"),
        N_("Adjusted Wald (three pseudo-answers); where accounts answer several times, the wider of it and the "
           "interval with the linearised variance by account."),
        N_("Answers on other scales; invitations not answered."),
        "Reichheld, HBR Dec 2003; Rocks 2016, arXiv:1601.07235", SURVEY_MINIMUM, 3.0, clock="responded_on",
        counted="kind = 'nps' AND scale = '0-10' AND score IS NOT NULL",
        value="CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END", private=True, counts="answers",
    ),
    Metric(
        "csat", N_("Customer satisfaction"), N_("Are customers satisfied?"), "survey", Form.SHARE, Unit.PERCENT, MORE,
        N_("satisfied answers / all answers: 4–5 of 5, 6–7 of 7, 9–10 of 10, 2 of 0–2, good of good-bad"),
        N_("Wilson; where accounts answer several times, the wider of it and the interval with the linearised "
           "variance by account."),
        N_("Invitations not answered. Answers on several scales are never pooled: each scale is a row."),
        "kpis 2.2; Delighted, How is CSAT calculated", SURVEY_MINIMUM, 2.0, clock="responded_on",
        counted="kind = 'csat' AND score IS NOT NULL", value=_satisfied("score", "scale"), split="scale",
        private=True, counts="answers",
    ),
    Metric(
        "ces", N_("Customer Effort Score"), N_("Do we make it easy?"), "survey", Form.MEAN, Unit.SCORE, MORE,
        N_("mean of CES 2.0 answers, 1 (hard) to 7 (easy)"),
        N_("t interval; where accounts answer several times, the wider of it and the clustered one."),
        N_("CES 1.0, which runs the other way, and other scales."),
        "Dixon, Toman, DeLisi, The Effortless Experience, 2013", SURVEY_MINIMUM, 0.1, clock="responded_on",
        counted="kind = 'ces' AND ces_version = '2.0' AND scale = '1-7' AND score IS NOT NULL", value="score",
        private=True, counts="answers",
    ),
    Metric(
        "ces_easy", N_("Found it easy"), N_("How many customers found it easy?"), "survey", Form.SHARE, Unit.PERCENT,
        MORE, N_("CES 2.0 answers 5–7 / all CES 2.0 answers"),
        N_("Wilson; the wider of it and the clustered one where accounts answer several times."),
        N_("CES 1.0 and other scales."), "kpis 2.3", SURVEY_MINIMUM, 2.0, clock="responded_on",
        counted="kind = 'ces' AND ces_version = '2.0' AND scale = '1-7' AND score IS NOT NULL",
        value="CAST(score >= 5 AS INTEGER)", private=True, counts="answers",
    ),
    Metric(
        "ces_1", N_("Customer Effort Score 1.0"), N_("How much effort did it take?"), "survey", Form.MEAN, Unit.SCORE,
        FEWER, N_("mean of CES 1.0 answers, 1 (very low effort) to 5 (very high)"),
        N_("t interval; where accounts answer several times, the wider of it and the clustered one."),
        N_("CES 2.0, which runs the other way."), "Dixon, Freeman, Toman, HBR Jul 2010", SURVEY_MINIMUM, 0.1,
        clock="responded_on",
        counted="kind = 'ces' AND ces_version = '1.0' AND scale = '1-5' AND score IS NOT NULL", value="score",
        private=True, counts="answers",
    ),
    Metric(
        "response_rate", N_("Response rate"), N_("Who answers us?"), "survey", Form.SHARE, Unit.PERCENT, NEITHER,
        N_("invitations answered / invitations sent, by the day they were sent"),
        N_("Wilson; the wider of it and the clustered one where accounts were invited several times."),
        N_("Answers without a known invitation: a file of answers alone gives no response rate."),
        "kpis 2.4; AAPOR Standard Definitions", SURVEY_MINIMUM, 2.0, clock="sent_on",
        counted="sent_on IS NOT NULL AND leads", value="CAST(coalesce(answered_by <= $as_of, false) AS INTEGER)",
        window="answer_days", counts="invitations",
    ),
    Metric(
        "ticket_csat", N_("Ticket satisfaction"), N_("Are customers satisfied with how a ticket was handled?"),
        "tickets", Form.SHARE, Unit.PERCENT, MORE, N_("satisfied ratings / all ratings, by the day of opening"),
        N_("Wilson; the wider of it and the clustered one where accounts rate several tickets."),
        N_("Tickets without a rating. Scales are never pooled."), "kpis 2.2", SURVEY_MINIMUM, 2.0, clock="opened_on",
        counted="satisfaction IS NOT NULL AND satisfaction_scale IS NOT NULL",
        value=_satisfied("satisfaction", "satisfaction_scale"), split="satisfaction_scale", counts="ratings",
    ),
    Metric(
        "first_response_minutes", N_("First response time"), N_("How long until a person answers?"), "tickets",
        Form.MEDIAN, Unit.MINUTES, FEWER,
        N_("Kaplan-Meier median of minutes from opening to the first human answer, by the day of opening"),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_("Negative times are left out and counted; unanswered tickets count as still waiting."), "kpis 3, T11",
        SURVEY_MINIMUM, 5.0, clock="opened_on", counted="opened_at IS NOT NULL",
        value=f"CASE WHEN {ANSWERED} THEN first_response_minutes ELSE "
              "date_diff('second', opened_at, least(coalesce(resolved_at, $as_of + INTERVAL 1 DAY), "
              "$as_of + INTERVAL 1 DAY)) / 60.0 END",
        observed=f"coalesce({ANSWERED}, false)", negative="first_response_minutes < 0", counts="tickets",
    ),
    Metric(
        "resolution_hours", N_("Resolution time"), N_("How long until it is solved?"), "tickets", Form.MEDIAN,
        Unit.HOURS, FEWER, N_("Kaplan-Meier median of hours from opening to resolution, by the day of opening"),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_("Negative times are left out and counted; open tickets count as still waiting."), "kpis 3, T11",
        SURVEY_MINIMUM, 1.0, clock="opened_on", counted="opened_at IS NOT NULL",
        value=f"date_diff('second', opened_at, CASE WHEN {RESOLVED} THEN resolved_at "
              "ELSE $as_of + INTERVAL 1 DAY END) / 3600.0",
        observed=f"coalesce({RESOLVED}, false)", negative="resolved_at < opened_at", counts="tickets",
    ),
    Metric(
        "first_contact_resolution", N_("First contact resolution"),
        N_("Is it solved in one go, by one team, for good?"), "tickets", Form.SHARE, Unit.PERCENT, MORE,
        N_("resolved tickets with at most one reply, no handoff, no reopening and no new ticket of the same customer "
           "and category within 7 days / resolved tickets whose 7 days are over"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Open tickets, and tickets resolved less than 7 days before the data ends."), "kpis 3", SURVEY_MINIMUM, 2.0,
        clock="resolved_on",
        counted="resolved_at IS NOT NULL AND resolved_on + CAST($repeat_days AS INTEGER) <= $as_of",
        value="CAST(coalesce(replies <= 1, true) AND coalesce(handoffs = 0, true) AND coalesce(reopens = 0, true) "
              "AND NOT coalesce(next_opened_at <= resolved_at + to_days(CAST($repeat_days AS INTEGER)), false) AS INTEGER)",
        negative="resolved_at < opened_at", window="repeat_days", counts="tickets",
        caveat=N_("Where replies, handoffs or reopenings are not exported they are taken as none: a proxy."),
    ),
    Metric(
        "reopen_rate", N_("Reopen rate"), N_("Does it stay solved?"), "tickets", Form.SHARE, Unit.PERCENT, FEWER,
        N_("resolved tickets opened again / resolved tickets whose 7 days are over"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets never resolved, resolved less than 7 days before the data ends, or without a count of reopenings."),
        "kpis 3", SURVEY_MINIMUM, 1.0, clock="resolved_on",
        counted="resolved_at IS NOT NULL AND reopens IS NOT NULL AND resolved_on + CAST($repeat_days AS INTEGER) <= $as_of",
        value="CAST(reopens >= 1 AS INTEGER)", window="repeat_days", counts="tickets",
    ),
    Metric(
        "handoffs_per_ticket", N_("Handoffs per ticket"), N_("How often is a customer passed on?"), "tickets",
        Form.MEAN, Unit.COUNT, FEWER, N_("changes of team after the first assignment / tickets, by the day of opening"),
        N_("t interval; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without a count of handoffs."), "kpis 3", SURVEY_MINIMUM, 0.05, clock="opened_on",
        counted="handoffs IS NOT NULL", value="handoffs", counts="tickets",
    ),
    Metric(
        "sla_attainment", N_("Promises kept (SLA)"), N_("Do we resolve when we said we would?"), "tickets", Form.SHARE,
        Unit.PERCENT, MORE, N_("resolutions due in the period and made on time / resolutions due in the period"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without a promise, and promises not due yet. Open past due counts as missed."), "kpis 3",
        SURVEY_MINIMUM, 1.0, clock="sla_on",
        counted="(promised_at IS NOT NULL AND promised_at < $as_of + INTERVAL 1 DAY) "
                "OR (promised_at IS NULL AND sla_met IS NOT NULL)",
        value="CAST(CASE WHEN promised_at IS NOT NULL THEN coalesce(resolved_at <= promised_at, false) "
              "ELSE sla_met END AS INTEGER)", counts="promises",
    ),
    Metric(
        "response_sla_attainment", N_("First responses on time"), N_("Do we answer when we said we would?"), "tickets",
        Form.SHARE, Unit.PERCENT, MORE,
        N_("first responses due in the period and made on time / first responses due in the period"),
        N_("Wilson; the wider of it and the clustered one where accounts have several tickets."),
        N_("Tickets without a promised response, and promises not due yet. Unanswered past due counts as missed."),
        "kpis 3", SURVEY_MINIMUM, 1.0, clock="response_promised_on",
        counted="response_promised_at IS NOT NULL AND response_promised_at < $as_of + INTERVAL 1 DAY",
        value="CAST(coalesce(responded_at <= response_promised_at, false) AS INTEGER)", counts="promises",
    ),
    Metric(
        "grr", N_("Gross revenue retention"), N_("How much of what customers were worth a year ago is still here?"),
        "renewals", Form.RATIO, Unit.PERCENT, MORE,
        N_("sum over accounts of the smaller of their value before and after / their value before, over twelve months"),
        N_("Exact for the complete book; for accounts like these, a bootstrap over accounts (2,000 draws)."),
        N_("Accounts without value on the first day; trials without value."), "kpis 5; SaaS Metrics Standards Board",
        1, 0.5, Grid.BOOK_BY_ACCOUNT, value="least(before, after)", base="before", ledger=True, counts="accounts",
    ),
    Metric(
        "nrr", N_("Net revenue retention"), N_("What became of last year's customers, growth included?"), "renewals",
        Form.RATIO, Unit.PERCENT, MORE,
        N_("value of the same accounts after / their value before, over twelve months"),
        N_("Exact for the complete book; for accounts like these, a bootstrap over accounts, from 100 accounts on."),
        N_("New accounts, and accounts that came back."), "kpis 5", 1, 0.5, Grid.BOOK_BY_ACCOUNT, value="after",
        base="before", ledger=True, counts="accounts",
    ),
    Metric(
        "logo_churn", N_("Customers lost"), N_("How many of last year's customers are gone?"), "renewals", Form.SHARE,
        Unit.PERCENT, FEWER, N_("accounts with value on the first day and none on the last / accounts with value on "
                                "the first day, over twelve months"),
        N_("Exact for the complete book; Wilson for accounts like these."),
        N_("Trials without value."), "kpis 5", 1, 0.5, Grid.BOOK_BY_ACCOUNT,
        value="CAST(after = 0 AS INTEGER)", ledger=True, counts="accounts",
    ),
    Metric(
        "contract_grr", N_("Gross retention by contract"), N_("How much of the contracts of a year ago is still here?"),
        "renewals", Form.RATIO, Unit.PERCENT, MORE,
        N_("sum over contracts of the smaller of their value before and after / their value before"),
        N_("Exact for the complete book; for accounts like these, a bootstrap over accounts (2,000 draws)."),
        N_("Contracts without value on the first day."), "kpis 5", 1, 0.5, Grid.BOOK_BY_CONTRACT,
        value="least(before, after)", base="before", ledger=True, counts="contracts",
    ),
    Metric(
        "contract_churn", N_("Contracts lost"), N_("How many of last year's contracts are gone?"), "renewals",
        Form.SHARE, Unit.PERCENT, FEWER,
        N_("contracts with value on the first day and none on the last / contracts with value on the first day"),
        N_("Exact for the complete book; for accounts like these, the wider of Wilson and the clustered interval."),
        N_("Contracts without value on the first day."), "kpis 5", 1, 0.5, Grid.BOOK_BY_CONTRACT,
        value="CAST(after = 0 AS INTEGER)", ledger=True, counts="contracts",
    ),
    Metric(
        "renewal_rate", N_("Renewal rate"), N_("Of the contracts that were due, how many were renewed?"), "renewals",
        Form.SHARE, Unit.PERCENT, MORE, N_("terms renewed, in full or for less / terms due with a known outcome"),
        N_("Exact for the complete book; for accounts like these, the wider of Wilson and the clustered interval."),
        N_("Pending terms, which are counted apart; trials without value; open-ended terms."), "kpis 5", 1, 1.0,
        clock="due_on", counted=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending'",
        value=f"CAST({KNOWN_OUTCOME} IN ('renewed', 'reduced') AS INTEGER)", pending=f"{DUE} AND {KNOWN_OUTCOME} = 'pending'",
        ledger=True,
        counts="terms",
    ),
    Metric(
        "gross_renewal_rate", N_("Gross renewal rate"), N_("Of the money that was up for renewal, how much stayed?"),
        "renewals", Form.RATIO, Unit.PERCENT, MORE,
        N_("sum over due terms of the smaller of their value after and before / their value before"),
        N_("Exact for the complete book; for accounts like these, a bootstrap over accounts (2,000 draws)."),
        N_("Pending terms; terms reduced to a value that nobody recorded; trials without value."), "kpis 5", 1, 1.0,
        clock="due_on", counted=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending' AND {KEPT_AMOUNT} IS NOT NULL",
        value=KEPT_AMOUNT, base="amount", pending=f"{DUE} AND {KNOWN_OUTCOME} = 'pending'",
        ledger=True, counts="terms",
    ),
    Metric(
        "revenue_due", N_("Up for renewal"), N_("How much is up for renewal?"), "renewals", Form.TOTAL, Unit.MONEY,
        NEITHER, N_("sum of the annual values of the terms due in the period"), N_("Exact: a count of the book."),
        N_("Open-ended terms; trials without value."), "kpis 5", 1, 0.0, clock="due_on", counted=DUE, value="amount",
        ledger=True, counts="terms",
    ),
    Metric(
        "seat_adoption", N_("Seats in use"), N_("Do customers use what they pay for?"), "renewals", Form.RATIO,
        Unit.PERCENT, MORE, N_("seats in use / seats licensed on the last day of the period (seat adoption): from the "
                               "terms in force, else from usage of the product in the 28 days before"),
        N_("A bootstrap over accounts (2,000 draws)."),
        N_("Accounts whose seats nobody exported; users of single features, which cannot be added up."), "kpis 4",
        10, 1.0, Grid.DAY, value="active", base="licensed", counts="accounts",
        caveat=N_("More seats in use than licensed are kept as they are: an overage or a shared login."),
    ),
    Metric(
        "active_account_rate", N_("Active accounts"), N_("How many customers use us at all?"), "usage", Form.SHARE,
        Unit.PERCENT, MORE, N_("paying accounts with any use in the 28 days to the last day / paying accounts"),
        N_("Wilson."), N_("Accounts without value on that day."), "kpis 4", SURVEY_MINIMUM, 1.0, Grid.DAY,
        value="active", counts="accounts",
    ),
    Metric(
        "feature_breadth", N_("Feature breadth"), N_("How much of the product do customers use?"), "usage", Form.MEAN,
        Unit.PERCENT, MORE, N_("mean over paying accounts of features used / features that anyone used, in 90 days"),
        N_("t interval over accounts."), N_("Accounts without value on that day."), "kpis 4", SURVEY_MINIMUM, 1.0,
        Grid.DAY, value="breadth", counts="accounts",
    ),
)  # fmt: skip

REGISTRY = {metric.key: metric for metric in METRICS}

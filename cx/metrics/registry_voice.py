"""The metrics of how answers are followed up and of who is silent, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Metric

MINIMUM = 30
DETRACTOR = "detracted_at IS NOT NULL AND scale = '0-10'"
CLOSED = "coalesce(closed_at < $as_of + INTERVAL 1 DAY, false)"

VOICE_METRICS = (
    Metric(
        "closed_loop_rate",
        N_("Closed-loop rate"),
        N_("Does somebody call a customer who would not recommend us, soon?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        N_(
            "answers 0–6 with a first contact within 2 days (setting loop_days, calendar days) / answers 0–6 whose 2 days "
            "are over, by the day of the answer"
        ),
        N_("Wilson; where accounts answer several times, the wider of it and the clustered interval."),
        N_(
            "Answers whose 2 days are not over yet. Contacts before the answer are a fault of the data: left out and "
            "counted. Without any known contact there is no figure."
        ),
        "kpis 2.5; SurveyGauge, Close the loop",
        MINIMUM,
        2.0,
        clock="responded_on",
        counted=f"{DETRACTOR} AND contacts_known AND responded_on + CAST($loop_days AS INTEGER) <= $as_of",
        value="CAST(coalesce(contacted_at <= detracted_at + to_days(CAST($loop_days AS INTEGER)), false) AS INTEGER)",
        negative="contacted_at < detracted_at",
        window="loop_days",
        private=True,
        counts="answers",
    ),
    Metric(
        "loop_close_hours",
        N_("Time to close the loop"),
        N_("How long until the follow-up of a bad answer is done?"),
        "survey",
        Form.MEDIAN,
        Unit.HOURS,
        Direction.FEWER_IS_BETTER,
        N_("Kaplan-Meier median of hours from an answer 0–6 to the end of its follow-up, by the day of the answer"),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_(
            "Follow-ups that ended before the answer are left out and counted; open ones count as still waiting. Without "
            "any known end there is no figure."
        ),
        "kpis 2.5, T11",
        MINIMUM,
        1.0,
        clock="responded_on",
        counted=f"{DETRACTOR} AND closings_known",
        value=f"date_diff('second', detracted_at, CASE WHEN {CLOSED} THEN closed_at "
        "ELSE $as_of + INTERVAL 1 DAY END) / 3600.0",
        observed=CLOSED,
        negative="closed_at < detracted_at",
        private=True,
        counts="answers",
    ),
)

"""The metrics of how answers are followed up and of who is silent, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.registry_coverage import COVERAGE_METRICS
from cx.metrics.sources import KAPLAN_MEIER, REICHHELD, SURVEYGAUGE

MINIMUM = 30
DETRACTOR = "detracted_at IS NOT NULL AND scale = '0-10'"
LOOP_OVER = "(responded_on + CAST($loop_days AS INTEGER) <= $as_of)"
CLOSING_OVER = "(responded_on + CAST($close_days AS INTEGER) <= $as_of)"
CLOSED = "coalesce(closed_at < $as_of + INTERVAL 1 DAY, false)"

NPS_ANSWERS = "kind = 'nps' AND scale = '0-10' AND score IS NOT NULL"
NPS_WORTH = "CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END"


def _nps_share(key: str, name: str, question: str, formula: str, direction: Direction, counts: str) -> Metric:
    """One of the three shares that the answers to the NPS question fall into."""
    return Metric(
        key,
        name,
        question,
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        direction,
        formula,
        N_(
            "Wilson; the wider of it and the clustered one where accounts answer several times. Where the three shares "
            "stand side by side, their ranges hold for all three at once (Goodman: the same at 98.3 %), so they are wider "
            "there than that of one share asked for alone."
        ),
        N_("Answers on other scales; invitations not answered."),
        f"{REICHHELD}; range: Goodman 1965, Technometrics 7: On Simultaneous Confidence Intervals for Multinomial "
        "Proportions",
        MINIMUM,
        2.0,
        clock="responded_on",
        counted=NPS_ANSWERS,
        value=f"CAST({counts} AS INTEGER)",
        private=True,
        counts="answers",
    )


NPS_SHARES = (
    _nps_share(
        "promoter_share",
        N_("Promoters"),
        N_("How many customers would recommend us?"),
        N_("answers 9–10 / all answers on the 0–10 scale"),
        Direction.MORE_IS_BETTER,
        "score >= 9",
    ),
    _nps_share(
        "passive_share",
        N_("Passives"),
        N_("How many customers neither recommend us nor warn of us?"),
        N_("answers 7–8 / all answers on the 0–10 scale"),
        Direction.NEITHER,
        "score BETWEEN 7 AND 8",
    ),
    _nps_share(
        "detractor_share",
        N_("Detractors"),
        N_("How many customers would not recommend us?"),
        N_("answers 0–6 / all answers on the 0–10 scale"),
        Direction.FEWER_IS_BETTER,
        "score <= 6",
    ),
)

VOICE_METRICS = (
    *NPS_SHARES,
    Metric(
        "nps_by_account",
        N_("NPS by account"),
        N_("Would customer companies recommend us, each counted once?"),
        "survey",
        Form.WEIGHTED,
        Unit.POINTS,
        Direction.MORE_IS_BETTER,
        N_("100 × mean over accounts of the mean of their answers, each 1 (9–10), 0 (7–8) or −1 (0–6)"),
        N_("t interval over accounts; changes by the paired t interval, which compares an account with itself."),
        N_(
            "Answers without an account, which are counted; answers on other scales. Split, filtered or over "
            "parts of months it is hidden where any answer is to an anonymous survey: beside the NPS of the same answers it "
            "would tell what single accounts said."
        ),
        N_(
            "Own definition: the mean of each account's answers, each account counting once; categories of "
            "answers as in Reichheld 2003, Harvard Business Review: The One Number You Need to Grow, "
            "https://hbr.org/2003/12/the-one-number-you-need-to-grow"
        ),
        MINIMUM,
        3.0,
        Grid.WEIGHTED,
        clock="responded_on",
        counted=NPS_ANSWERS,
        value=NPS_WORTH,
        base="1",
        private=True,
        counts="accounts",
        caveat=N_("Each account counts once, however many people answered: it is not the NPS of answers."),
    ),
    Metric(
        "nps_by_revenue",
        N_("NPS by revenue"),
        N_("Would the customers that we live on recommend us?"),
        "survey",
        Form.WEIGHTED,
        Unit.POINTS,
        Direction.MORE_IS_BETTER,
        N_(
            "100 × sum over accounts of value × mean of their answers, each 1 (9–10), 0 (7–8) or −1 (0–6) / sum of their "
            "values, each on the day of its last answer in the period"
        ),
        N_(
            "t interval of the linearised ratio over accounts, of changes a paired one. What many accounts of unequal "
            "value tell is counted as (sum of values)² / sum of squared values: the effective n, which the minimum is held "
            "against."
        ),
        N_(
            "Accounts without value on that day and answers without an account, which are counted. Split, "
            "filtered or over parts of months it is hidden where any answer is to an anonymous survey: beside the NPS of the "
            "same answers it would tell what single accounts said."
        ),
        N_(
            "Own definition: the mean of each account's answers, weighted by its value; categories of answers "
            "as in Reichheld 2003, Harvard Business Review: The One Number You Need to Grow, "
            "https://hbr.org/2003/12/the-one-number-you-need-to-grow; effective number of accounts: Kish 1965, "
            "Survey Sampling (Wiley)"
        ),
        MINIMUM,
        3.0,
        Grid.WEIGHTED,
        clock="responded_on",
        counted=NPS_ANSWERS,
        value=NPS_WORTH,
        base="worth",
        private=True,
        counts="accounts",
        caveat=N_(
            "Accounts count by what they are worth: it is not the NPS of answers, and a few large ones may decide it."
        ),
    ),
    *COVERAGE_METRICS,
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
            "Answers whose 2 days are not over yet, which are counted apart. Contacts before the answer are a fault of the "
            "data: left out and counted. Without any known contact there is no figure."
        ),
        N_(
            "Own definition: answers 0–6 with a first contact within a fixed number of days / those whose days are over, with "
            "the usual advice of two days from SurveyGauge: Close the loop, "
            "https://surveygauge.com/knowledge/glossary/close-the-loop"
        ),
        MINIMUM,
        2.0,
        clock="responded_on",
        counted=f"{DETRACTOR} AND contacts_known AND {LOOP_OVER}",
        unripe=f"{DETRACTOR} AND contacts_known AND NOT {LOOP_OVER}",
        value="CAST(coalesce(contacted_at <= detracted_at + to_days(CAST($loop_days AS INTEGER)), false) AS INTEGER)",
        negative="contacted_at < detracted_at",
        window="loop_days",
        private=True,
        counts="answers",
    ),
    Metric(
        "loop_closed_rate",
        N_("Loop closed"),
        N_("Is the follow-up of a bad answer brought to an end?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        N_(
            "answers 0–6 whose follow-up ended within 14 days (setting close_days, calendar days) / answers 0–6 whose 14 days "
            "are over, by the day of the answer"
        ),
        N_("Wilson; where accounts answer several times, the wider of it and the clustered interval."),
        N_(
            "Answers whose 14 days are not over yet, which are counted apart. Follow-ups that ended before the answer are left "
            "out and counted. Without any known end there is no figure."
        ),
        N_(
            "Own definition: answers 0–6 whose follow-up ended within a fixed number of days / those whose days are over: the "
            "end of what is begun in SurveyGauge: Close the loop, "
            "https://surveygauge.com/knowledge/glossary/close-the-loop"
        ),
        MINIMUM,
        2.0,
        clock="responded_on",
        counted=f"{DETRACTOR} AND closings_known AND {CLOSING_OVER}",
        unripe=f"{DETRACTOR} AND closings_known AND NOT {CLOSING_OVER}",
        value="CAST(coalesce(closed_at <= detracted_at + to_days(CAST($close_days AS INTEGER)), false) AS INTEGER)",
        negative="closed_at < detracted_at",
        window="close_days",
        private=True,
        counts="answers",
        caveat=N_("It tells that a follow-up ended, not how: whether the customer was won back is not in it."),
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
        f"{SURVEYGAUGE}; {KAPLAN_MEIER}",
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

"""The metrics of what became of those who would not recommend us, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Metric
from cx.metrics.registry_voice import MINIMUM, NPS_ANSWERS

AGAIN = f"{NPS_ANSWERS} AND contacts_known AND coalesce(prior_score <= 6, false)"


def _recovery(key: str, name: str, question: str, formula: str, caveat: str, called: bool) -> Metric:
    """What became of those who would not recommend us, by their next answer."""
    return Metric(
        key,
        name,
        question,
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        formula,
        N_("Wilson; where accounts answer several times, the wider of it and the clustered interval."),
        N_(
            "Those who did not answer again, of whom nobody knows; answers without a contact, whose person is not known; "
            "split, filtered or over parts of months also answers to anonymous surveys, where it is hidden, since it would "
            "tell what they had answered before. Contacts before the first answer are a fault of the data: left out and "
            "counted. Named and anonymous answers are never linked. Without any known contact there is no figure."
        ),
        N_(
            "Own definition: the next answer to the NPS question is 7 or more, of those who answered again; detractors and "
            "their follow-up as in SurveyGauge: Close the loop, https://surveygauge.com/knowledge/glossary/close-the-loop; "
            "regression to the mean: Barnett, van der Pols, Dobson 2005, International Journal of Epidemiology 34: "
            "Regression to the mean: what it is and how to deal with it, https://doi.org/10.1093/ije/dyh299"
        ),
        MINIMUM,
        2.0,
        clock="responded_on",
        counted=f"{AGAIN} AND {'prior_called' if called else 'NOT prior_called'}",
        value="CAST(score >= 7 AS INTEGER)",
        negative="prior_faulty",
        private=True,
        counts="answers",
        caveat=caveat,
    )


RECOVERY_METRICS = (
    _recovery(
        "recovery_rate",
        N_("Recovery rate"),
        N_("Whom we called after a bad answer: how many are better disposed the next time?"),
        N_(
            "people whose last answer was 0–6, who were contacted since and now answer 7–10 / all of them who answered again, "
            "by the day of the new answer"
        ),
        N_(
            "Low answers rise by themselves (regression to the mean): compare it only with those whom nobody "
            "called. Who was called was not drawn by lot, so that it does not show what a call does."
        ),
        called=True,
    ),
    _recovery(
        "recovery_rate_uncalled",
        N_("Recovered without a call"),
        N_("Whom nobody called after a bad answer: how many are better disposed the next time?"),
        N_(
            "people whose last answer was 0–6, who were not contacted since and now answer 7–10 / all of them who answered "
            "again, by the day of the new answer"
        ),
        N_("It is what the recovery rate is held against: low answers rise by themselves (regression to the mean)."),
        called=False,
    ),
)

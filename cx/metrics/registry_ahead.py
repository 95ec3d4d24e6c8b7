"""The metrics of what is due ahead, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric

MINIMUM = 10
LEFT_OUT = N_(
    "Terms due later, open-ended terms, trials without value, and terms that had not begun on that day. No data where fewer "
    "than 20 past terms have a known outcome."
)
RANGE = N_(
    "10,000 draws in which each term is renewed with its own chance and apart from the others: what hits many at once is "
    "not in it, and makes it too narrow."
)

AHEAD_METRICS = (
    Metric(
        "revenue_at_risk",
        N_("Revenue at risk"),
        N_("How much of what is soon up for renewal shows a sign of risk?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        Direction.FEWER_IS_BETTER,
        N_(
            "annual value of the terms due in the 180 days (setting risk_days) after the last day that show a sign of risk: "
            "fewer than half of the seats in use, or the account's last answer to a relationship NPS, in twelve months, was "
            "0–6, or it is said to leave. Seats are those of the term, else of use in the 28 days before; where the last "
            "day is not the latest of the data, use goes first, since a term tells the seats of its export. A term counts "
            "once, whatever signs it has"
        ),
        N_("Exact: all are counted. It is what is at risk, not what will be lost."),
        N_(
            "Terms without seats and without a named answer, which cannot be scored: their value is told apart and is not "
            "safe. Terms renewed already, due later, open-ended or without value. No data where no term can be scored."
        ),
        N_(
            "Own definition: annual value of the terms due that show a sign of risk, by fixed rules; "
            "signs of risk as in Gainsight: How to Score Customer Health, "
            "https://www.gainsight.com/customer-success-best-practices/how-to-score-customer-health"
        ),
        1,
        0.0,
        Grid.AHEAD,
        value="amount",
        ledger=True,
        counts="terms",
        caveat=N_("Most of what is at risk is renewed all the same: the expected loss is told apart."),
    ),
    Metric(
        "expected_loss",
        N_("Expected loss on renewals"),
        N_("How much of what is soon up for renewal will probably not be renewed?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        Direction.FEWER_IS_BETTER,
        N_(
            "sum over all terms due in the 180 days (setting risk_days) after the last day of (1 − chance of renewal) × "
            "annual value, with the chances of the renewal forecast"
        ),
        RANGE,
        LEFT_OUT,
        N_(
            "Own definition: value × (1 − chance of renewal) summed over terms due, the chance from past terms "
            "of the same tier and risk; chances are checked by Brier 1950, Monthly Weather Review 78: "
            "Verification of Forecasts Expressed in Terms of Probability"
        ),
        MINIMUM,
        0.0,
        Grid.AHEAD,
        value="amount",
        counts="terms",
        caveat=N_("It is of all that is due, at risk or not: some terms without a sign of risk are lost as well."),
    ),
    Metric(
        "renewal_forecast",
        N_("Renewal forecast"),
        N_("How much of what is soon up for renewal will probably stay?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        Direction.MORE_IS_BETTER,
        N_(
            "sum over terms due in the 180 days (setting risk_days) after the last day of chance × annual value. The chance "
            "is the share renewed, in full or for less, of the terms of the same tier and risk (at risk, not, cannot be "
            "scored) that were due in the 24 months before and whose grace was over, each judged by what was known 90 days "
            "before it was due. A group of fewer than 20 is filled up to 20 with terms that renewed as its tier did, a tier "
            "with all; one is always added. What is decided already counts in full or not at all"
        ),
        RANGE,
        LEFT_OUT,
        N_(
            "Own definition: value × chance of renewal summed over terms due, the chance from past terms of "
            "the same tier and risk; chances are checked by Brier 1950, Monthly Weather Review 78: "
            "Verification of Forecasts Expressed in Terms of Probability"
        ),
        MINIMUM,
        0.0,
        Grid.AHEAD,
        value="amount",
        counts="terms",
        caveat=N_(
            "A term renewed for less counts at its full value. Seats written on a term are those of its export, so that past "
            "terms may be judged by later ones."
        ),
    ),
)

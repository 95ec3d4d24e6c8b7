"""Invitations, whether each was answered in time, and the metrics of which accounts they reach, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric

MINIMUM = 30
ANSWERS_OVER = "(sent_on + CAST($answer_days AS INTEGER) <= $as_of)"
ASKED_LONG_AGO = f"sent_on IS NOT NULL AND leads AND {ANSWERS_OVER}"
"""Invitations whose answers are all in that count as in time."""
STILL_ASKED = f"sent_on IS NOT NULL AND leads AND NOT {ANSWERS_OVER}"
ANSWERED_IN_TIME = "CAST(coalesce(responded_on <= sent_on + CAST($answer_days AS INTEGER), false) AS INTEGER)"
ANSWERED_EARLIER = "responded_on < sent_on"
"""Answered on a day before the invitation was sent: a fault of the data."""

COVERAGE_METRICS = (
    Metric(
        "account_coverage",
        N_("Account coverage"),
        N_("From how many of the customers that we ask do we hear?"),
        "survey",
        Form.SHARE,
        Unit.PERCENT,
        Direction.NEITHER,
        N_(
            "accounts of which an invitation of the period was answered within 14 calendar days (setting answer_days) / accounts "
            "with an invitation sent in the period whose 14 days are over"
        ),
        N_("Wilson; changes by Newcombe's interval of paired shares, which compares an account with itself."),
        N_(
            "Accounts that nobody invited, whatever they answered; invitations whose 14 days are not over yet, and those "
            "without an account, which are counted apart; those answered before they were sent, a fault of the data, are left "
            "out and counted. Without a known invitation there is no figure."
        ),
        N_(
            "Own definition: of the accounts invited those that answered any invitation, each account once, beside the "
            "response rate of the same invitations in the sense of AAPOR: Standard Definitions, https://aapor.org"
        ),
        MINIMUM,
        2.0,
        Grid.INVITED,
        clock="sent_on",
        counted=ASKED_LONG_AGO,
        value=ANSWERED_IN_TIME,
        unripe=STILL_ASKED,
        negative=ANSWERED_EARLIER,
        whole="response_id",
        window="answer_days",
        counts="accounts",
        caveat=N_(
            "It counts the accounts that were invited, not all that there are, and says nothing of what the silent ones think."
        ),
    ),
    Metric(
        "revenue_coverage",
        N_("Revenue coverage"),
        N_("Of the money of the customers that we ask, from how much do we hear?"),
        "survey",
        Form.RATIO,
        Unit.PERCENT,
        Direction.NEITHER,
        N_(
            "value of the accounts that account coverage counts as answering / value of the accounts invited, each on the day of "
            "its last invitation in the period"
        ),
        N_("A bootstrap over accounts (2,000 draws)."),
        N_("As for account coverage; accounts without value on that day, which are counted."),
        N_(
            "Own definition: account coverage with each account weighed by its annual value, beside the response rate of the "
            "same invitations in the sense of AAPOR: Standard Definitions, https://aapor.org"
        ),
        MINIMUM,
        2.0,
        Grid.INVITED,
        clock="sent_on",
        counted=ASKED_LONG_AGO,
        value=ANSWERED_IN_TIME,
        unripe=STILL_ASKED,
        negative=ANSWERED_EARLIER,
        whole="response_id",
        window="answer_days",
        base="worth",
        counts="accounts",
    ),
)

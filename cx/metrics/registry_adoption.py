"""The metrics of how use goes on: when it begins to be worth something, where it leads, and how deep it is, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric

MINIMUM = 10
VALUED = "coalesce(valued_on <= $as_of, false)"

ADOPTION_METRICS = (
    Metric(
        "median_seat_rate",
        N_("Seats in use at the median account"),
        N_("Does the customer in the middle use what it pays for?"),
        "renewals",
        Form.MIDDLE,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        N_(
            "median over accounts of seats in use / seats licensed on the last day of the period, each account as for seats "
            "in use"
        ),
        N_(
            "Order statistics of the accounts' values by the binomial, whatever their distribution; changes by an account-level "
            "bootstrap of the median (2,000 draws) that keeps both values of an account together."
        ),
        N_(
            "Seats of trials without value; accounts without value on that day, where contracts are known at all; accounts "
            "whose seats nobody exported; users of single features, which cannot be added up."
        ),
        N_(
            "Own definition: the median of the accounts' own rates beside the pooled one, which the largest accounts decide; "
            "the share of active licences in Rework: Adoption Metrics, "
            "https://resources.rework.com/libraries/post-sale-management/adoption-metrics"
        ),
        MINIMUM,
        1.0,
        Grid.DAY,
        value="rate",
        counts="accounts",
        caveat=N_("Each account counts once, however many seats it has; an overage stays above 100 %."),
    ),
    Metric(
        "time_to_first_value",
        N_("Time to first value"),
        N_("How long until a new project is of value to the customer?"),
        "milestones",
        Form.MEDIAN,
        Unit.DAYS,
        Direction.FEWER_IS_BETTER,
        N_(
            "Kaplan-Meier median of days from the beginning of a project to its milestone first_value, by the day on which "
            "it began: that of its kickoff, else the first day of the account's first contract"
        ),
        N_("Percentiles of an account-level bootstrap of the median (400 draws)."),
        N_(
            "Projects without a kickoff of accounts without a contract or with several projects; first values before the "
            "beginning are left out and counted. Projects without a first value count as still waiting. Without any known "
            "first value there is no figure."
        ),
        N_(
            "Own definition: days from the beginning of a project to its milestone first_value, which is "
            "agreed beforehand; median of Kaplan & Meier 1958, Journal of the American Statistical Association "
            "53: Nonparametric Estimation from Incomplete Observations"
        ),
        MINIMUM,
        3.0,
        clock="began_on",
        counted="leads AND values_known",
        value=f"date_diff('day', began_on, CASE WHEN {VALUED} THEN valued_on ELSE $as_of END)",
        observed=VALUED,
        negative="valued_on < began_on",
        of_accounts=True,
        counts="projects",
    ),
    Metric(
        "adoption_trend",
        N_("Adoption trend"),
        N_("Do more or fewer people use us than three months ago?"),
        "usage",
        Form.RATIO,
        Unit.PERCENT,
        Direction.MORE_IS_BETTER,
        N_(
            "active users on the last day / active users 90 days before (setting trend_days), over paying accounts with at "
            "least 5 then: each the most of a row of the product as a whole in the 28 days (setting active_days)"
        ),
        N_("A bootstrap over accounts (2,000 draws)."),
        N_(
            "Accounts without value on the last day, with fewer than 5 active users then, or with users of single features "
            "alone, which cannot be added up. Seats of contracts, which have no day. No data where the use known does not "
            "reach back to the earlier day or ends before the 28 days begin."
        ),
        N_(
            "Own definition: active users now / 90 days before, of the same accounts with at least 5 then; "
            "usage trend in Rework: Adoption Metrics, "
            "https://resources.rework.com/libraries/post-sale-management/adoption-metrics"
        ),
        MINIMUM,
        1.0,
        Grid.DAY,
        value="now",
        base="before",
        of_accounts=True,
        counts="accounts",
        caveat=N_("100 % is as many as then. Who left altogether is in no figure of use, but in retention."),
    ),
    Metric(
        "adoption_falling",
        N_("Accounts with falling use"),
        N_("At how many customers do fewer people use us than three months ago?"),
        "usage",
        Form.SHARE,
        Unit.PERCENT,
        Direction.FEWER_IS_BETTER,
        N_(
            "accounts with fewer active users on the last day than 90 days before / accounts, as for the adoption trend"
        ),
        N_("Wilson; changes by Newcombe's interval of paired shares, which compares an account with itself."),
        N_("As for the adoption trend."),
        N_(
            "Own definition: accounts with fewer active users than 90 days before / the accounts of the "
            "adoption trend; usage trend in Rework: Adoption Metrics, "
            "https://resources.rework.com/libraries/post-sale-management/adoption-metrics"
        ),
        MINIMUM,
        2.0,
        Grid.DAY,
        value="falls",
        of_accounts=True,
        counts="accounts",
    ),
    Metric(
        "depth",
        N_("Depth of use (events per user)"),
        N_("How much does a person who uses us use us?"),
        "usage",
        Form.MIDDLE,
        Unit.PER_USER,
        Direction.MORE_IS_BETTER,
        N_("median over paying accounts of events / active users in the 28 days to the last day (setting active_days)"),
        N_(
            "Order statistics of the accounts' values by the binomial, whatever their distribution; changes by an account-level "
            "bootstrap of the median (2,000 draws) that keeps both values of an account together."
        ),
        N_(
            "Accounts without value on that day, without events or without active users of the product as a whole. Events "
            "of features are added up only where the product as a whole has none. No data where the use known ends before "
            "the 28 days begin."
        ),
        N_(
            "Own definition: median over accounts of events / active users in 28 days; depth in Techwarlock: "
            "Feature Adoption Metrics, https://techwarlock.com/feature-adoption-metrics-depth-breadth-and-time"
        ),
        MINIMUM,
        0.5,
        Grid.DAY,
        value="depth",
        of_accounts=True,
        counts="accounts",
        caveat=N_("Machines that act in a person's name make it deeper than it is."),
    ),
)
